"""What an offer's page shows of what people thought, read once, in one statement."""

from shared_services.core.database import read_session

from . import result_queries
from .masking import LEAST
from .result_queries import PublicResult


def offer_result(offer_id: int) -> PublicResult | None:
    """None below five answers: the page then says nothing at all."""
    return result_queries.find_public_result(read_session(), offer_id, least=LEAST)
