"""One folder, one kind of pooled resource. They ignore each other; this names them, in navigation order."""

from shared_services.booking.kinds import register_kind

from .expertise.kind import KIND as EXPERTISE
from .tools.kind import KIND as TOOLS
from .trainings.kind import KIND as TRAININGS

KINDS = (TRAININGS, TOOLS, EXPERTISE)

for kind in KINDS:
    register_kind(kind)
