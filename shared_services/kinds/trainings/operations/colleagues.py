"""A referent books for the people of her organisation."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person
from shared_services.booking import operations as booking
from shared_services.booking.audience import organisations_to_book_for, refuse_outsiders
from shared_services.booking.errors import NotAColleague
from shared_services.core.errors import Forbidden
from shared_services.network.queries import is_referent, list_people_of

from .. import queries
from .book import check_published


def book_colleagues(
    db: Session,
    session_id: int,
    *,
    person_ids: Sequence[int],
    organisation_id: int,
    by: Person,
    stays_together: bool,
    join_waiting_list: bool = True,
    now: datetime,
) -> booking.Outcome:
    """A referent books for people of her organisation, in the order given.

    Raises Forbidden when she is not its referent, NotAColleague, OfferNotPublished, NotOfThisAudience,
    NotOfAnyHub, and what booking.reserve_group raises.
    """
    if not is_referent(db, by.id, organisation_id):
        raise Forbidden
    session = queries.get_session(db, session_id)
    check_published(db, session)
    refuse_outsiders(
        session, [o for o in organisations_to_book_for(db, session, by) if o.id == organisation_id]
    )
    colleagues = {person.id: person for person in list_people_of(db, organisation_id)}
    if not colleagues.keys() >= set(person_ids):
        raise NotAColleague
    return booking.reserve_group(
        db,
        session.id,
        people=[colleagues[person_id] for person_id in dict.fromkeys(person_ids)],
        by=by,
        organisation_id=organisation_id,
        stays_together=stays_together,
        join_waiting_list=join_waiting_list,
        now=now,
    )
