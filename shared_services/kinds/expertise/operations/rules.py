"""What an organisation may have of an offer, and where its expert comes."""

from datetime import datetime

from sqlalchemy.orm import Session

from shared_services.booking.models import QuotaPeriod
from shared_services.booking.periods import Period
from shared_services.booking.sharing import quotas
from shared_services.core.i18n import _l
from shared_services.network.models import Organisation

from .. import queries
from ..errors import OrganisationHasEnough
from ..models import ExpertOffer

PERIODS = {
    QuotaPeriod.COMING: _l("à venir"),
    QuotaPeriod.MONTH: _l("par mois"),
    QuotaPeriod.QUARTER: _l("par trimestre"),
    QuotaPeriod.YEAR: _l("par an"),
}


def check_organisation_most(
    db: Session,
    offer: ExpertOffer,
    organisation: Organisation | None,
    period: Period,
    *,
    but: int | None = None,
    now: datetime,
) -> None:
    """Those of an organisation take turns. Raises OrganisationHasEnough; the booking `but` does not count."""
    if offer.organisation_most is None or offer.organisation_period is None or organisation is None:
        return
    quotas.lock_takers(db, [], organisation.id)
    start, end = quotas.span_of(period, offer.organisation_period, offer.hub.time_zone, now=now)
    held = queries.count_of_organisation(db, offer.id, organisation.id, start=start, end=end, but=but)
    if held >= offer.organisation_most:
        said = str(PERIODS[offer.organisation_period])
        raise OrganisationHasEnough(most=offer.organisation_most, period=said)


def place_of(organisation: Organisation | None) -> str:
    """Where an expert who travels comes."""
    return f"{organisation.name}, {organisation.city}" if organisation else ""
