"""A hub says who it is on its papers, and shows who helps to pay."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.core import audit
from shared_services.core.pictures import Picture

from .. import queries
from ..errors import CodeTaken, TooManyLogos
from ..models import FunderLogo, HubIdentity

MOST_FUNDERS = 4


@dataclass(frozen=True, kw_only=True)
class Identity:
    """What is told of a hub on its papers, in the words of `HubIdentity`."""

    code: str
    legal_name: str
    siret: str | None = None
    activity_number: str = ""
    address: str = ""
    signatory_name: str = ""
    signatory_title: str = ""
    house_rules: str = ""
    disability_name: str = ""
    disability_phone: str | None = None
    disability_email: str = ""
    day_contact: str = ""


def change_identity(
    db: Session, hub_id: int, identity: Identity, *, by: Person, now: datetime
) -> HubIdentity:
    """From now on papers say this; those that were made stay. Raises NotFound, CodeTaken."""
    hub = queries.lock_hub(db, hub_id)
    taken = select(HubIdentity.hub_id).where(HubIdentity.code == identity.code, HubIdentity.hub_id != hub_id)
    if db.scalar(taken) is not None:
        raise CodeTaken
    row = queries.find_identity(db, hub_id) or HubIdentity(hub_id=hub_id)
    for name, value in asdict(identity).items():
        setattr(row, name, value)
    row.updated_at = now
    db.add(row)
    audit.record(db, hub, "identity_changed", by=by, now=now)
    return row


def add_funder_logo(
    db: Session, hub_id: int, picture: Picture, *, alternative: str, by: Person, now: datetime
) -> FunderLogo:
    """One more, after the others. Raises NotFound, TooManyLogos when there are four."""
    hub = queries.lock_hub(db, hub_id)
    count = db.scalar(select(func.count()).where(FunderLogo.hub_id == hub_id)) or 0
    if count >= MOST_FUNDERS:
        raise TooManyLogos(most=MOST_FUNDERS)
    logo = FunderLogo(
        hub_id=hub_id,
        alternative=alternative,
        content=picture.content,
        width=picture.width,
        height=picture.height,
        added_at=now,
    )
    db.add(logo)
    audit.record(db, hub, "funder_logo_added", by=by, now=now)
    return logo


def remove_funder_logo(db: Session, hub_id: int, logo_id: int, *, by: Person, now: datetime) -> None:
    """Papers to come are without it. Raises NotFound, also for a logo of another hub."""
    hub = queries.lock_hub(db, hub_id)
    db.delete(queries.get_funder_logo(db, hub_id, logo_id))
    audit.record(db, hub, "funder_logo_removed", by=by, now=now)
