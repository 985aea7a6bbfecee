"""What managers type about trainings, their sessions and the people in them."""

from .colleagues import ColleaguesForm
from .offers import OfferForm
from .repeat import RepeatForm
from .requirements import RequirementsField
from .roster import AddPersonForm, CapacityForm, MergeForm, MoveForm, ReasonForm, SeveralForm
from .sessions import SessionForm

__all__ = [
    "AddPersonForm",
    "CapacityForm",
    "ColleaguesForm",
    "MergeForm",
    "MoveForm",
    "OfferForm",
    "ReasonForm",
    "RepeatForm",
    "RequirementsField",
    "SessionForm",
    "SeveralForm",
]
