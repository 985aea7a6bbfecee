"""What an offer's page shows of what people thought, read once, in one statement."""

from shared_services.core.database import read_session

from .masking import LEAST
from .queries import PublicResult, find_public_result


def offer_result(offer_id: int) -> PublicResult | None:
    """None below five answers: the page then says nothing at all."""
    return find_public_result(read_session(), offer_id, least=LEAST)
