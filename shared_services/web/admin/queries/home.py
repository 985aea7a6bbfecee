"""What waits for an admin, counted in one statement."""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shared_services.booking.models import Booking, BookingStatus
from shared_services.catalogue.models import Offer, OfferStatus
from shared_services.catalogue.pictures.models import OfferPicture
from shared_services.catalogue.reports.models import OfferReport
from shared_services.catalogue.reports.queries import is_risen
from shared_services.catalogue.revisions.models import OfferRevision, RevisionStatus
from shared_services.network.models import Affiliation, BondState, Hub, HubRole, Membership, StaffRole
from shared_services.outbox.models import MessageState, OutboxMessage

LATE_AFTER = timedelta(minutes=15)
UNANSWERED_AFTER = timedelta(days=7)


def count_what_waits(db: Session, *, now: datetime) -> dict[str, int]:
    """How many of each thing somebody should look at."""
    patience = now - UNANSWERED_AFTER
    managed = select(HubRole.hub_id).where(HubRole.role == StaffRole.MANAGER, HubRole.ended_at.is_(None))
    counts = {
        "offers": select(func.count(Offer.id)).where(Offer.status == OfferStatus.SUBMITTED),
        "revisions": select(func.count(OfferRevision.id)).where(
            OfferRevision.status == RevisionStatus.SUBMITTED
        ),
        "pictures": select(func.count(OfferPicture.id))
        .join(Offer, Offer.id == OfferPicture.offer_id)
        .where(OfferPicture.accepted_at.is_(None), Offer.status == OfferStatus.PUBLISHED),
        "reports": select(func.count(OfferReport.id)).where(OfferReport.closed_at.is_(None), is_risen()),
        "failed": select(func.count(OutboxMessage.id)).where(OutboxMessage.state == MessageState.FAILED),
        "late": select(func.count(OutboxMessage.id)).where(
            OutboxMessage.state == MessageState.QUEUED, OutboxMessage.next_attempt_at <= now - LATE_AFTER
        ),
        "memberships": select(func.count(Membership.id)).where(
            Membership.state == BondState.REQUESTED, Membership.requested_at <= patience
        ),
        "affiliations": select(func.count(Affiliation.id)).where(
            Affiliation.state == BondState.REQUESTED, Affiliation.requested_at <= patience
        ),
        "pending": select(func.count(Booking.id)).where(
            Booking.status == BookingStatus.PENDING, Booking.booked_at <= patience
        ),
        "unmanaged": select(func.count(Hub.id)).where(Hub.id.not_in(managed)),
    }
    row = db.execute(select(*(count.scalar_subquery() for count in counts.values()))).one()
    return dict(zip(counts, row, strict=True))
