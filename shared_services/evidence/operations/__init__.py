"""The verbs of papers: each makes one, or gives the one that already says the same; those of the passport."""

from .after import issue_certificate, issue_signed_sheet, issue_statement, review_certificate
from .before import issue_agreement, issue_convocation, issue_programme, issue_sheet, payer_of
from .keeping import hash_of
from .sharing import forget_shares, note_opened, revoke_share, revoke_shares, share_passport

__all__ = [
    "forget_shares",
    "hash_of",
    "issue_agreement",
    "issue_certificate",
    "issue_convocation",
    "issue_programme",
    "issue_sheet",
    "issue_signed_sheet",
    "issue_statement",
    "note_opened",
    "payer_of",
    "review_certificate",
    "revoke_share",
    "revoke_shares",
    "share_passport",
]
