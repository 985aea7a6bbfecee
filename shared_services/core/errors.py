"""Errors that are facts: a machine code, a sentence a person can act on, an HTTP status."""

from typing import ClassVar, TypeVar

from .i18n import LazyString, _l

Row = TypeVar("Row")


class DomainError(Exception):
    """A refusal the reader can understand. One handler shows it as a page or as problem+json.

    `facts` fill the placeholders of `sentence`.
    """

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 409
    sentence: ClassVar[LazyString | str] = _l("Cette action n'est pas possible.")

    def __init__(self, **facts: object) -> None:
        super().__init__(self.code)
        self.facts = facts

    def __str__(self) -> str:
        text = str(self.sentence)
        return text % self.facts if self.facts else text


class NotFound(DomainError):
    code = "not_found"
    status = 404
    sentence = _l("Cette page n'existe pas ou n'existe plus.")


class Forbidden(DomainError):
    code = "forbidden"
    status = 403
    sentence = _l("Votre compte ne donne pas accès à cette page.")


class TokenMissing(DomainError):
    """A program asked for what needs a person, and said no token."""

    code = "token_missing"
    status = 401
    sentence = _l("Il faut un jeton personnel, dans l'en-tête Authorization\u00a0: Bearer.")


class TooManyAttempts(DomainError):
    code = "too_many_attempts"
    status = 429
    sentence = _l("Trop d'essais en peu de temps. Réessayez dans %(minutes)d min.")


def existing(row: Row | None) -> Row:
    """What was read, when there is such a row. Raises NotFound."""
    if row is None:
        raise NotFound
    return row
