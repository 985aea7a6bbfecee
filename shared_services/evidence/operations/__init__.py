"""The verbs of papers: each makes one, or gives the one that already says the same."""

from .after import (
    issue_certificate,
    issue_signed_sheet,
    issue_statement,
    review_certificate,
    said_in_statement,
)
from .before import issue_agreement, issue_convocation, issue_programme, issue_sheet, payer_of
from .keeping import hash_of
from .reissue import reissue_certificate
from .retention import delete_old_files, delete_old_signatures, say_cofunded

__all__ = [
    "delete_old_files",
    "delete_old_signatures",
    "hash_of",
    "issue_agreement",
    "issue_certificate",
    "issue_convocation",
    "issue_programme",
    "issue_sheet",
    "issue_signed_sheet",
    "issue_statement",
    "payer_of",
    "reissue_certificate",
    "review_certificate",
    "said_in_statement",
    "say_cofunded",
]
