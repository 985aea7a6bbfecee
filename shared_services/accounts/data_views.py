"""One's own data, to read and to take away."""

from io import BytesIO

from flask import render_template, send_file
from werkzeug.wrappers import Response

from shared_services.core import audit, clock
from shared_services.core.access import signed_in
from shared_services.core.database import transaction

from . import own_data
from .current import current_person
from .email_views import blueprint
from .views import Answer

__all__ = ["blueprint"]


@blueprint.get("/account/data")
@signed_in
def own_data_page() -> Answer:
    """What there is to take away, and how."""
    return render_template("accounts/own_data.html")


@blueprint.post("/account/data")
@signed_in
def take_own_data() -> Response:
    """Everything the platform holds about her, as a file."""
    now = clock.now()
    with transaction() as db:
        person = current_person()
        audit.record(db, person, "data_exported", by=person, now=now)
        content = own_data.as_zip(own_data.collect(db, person))
        name = f"{person.reference}-{now:%Y-%m-%d}.zip"
    return send_file(BytesIO(content), "application/zip", as_attachment=True, download_name=name)
