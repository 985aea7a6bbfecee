"""What can stand in the way of a program."""

from shared_services.core.errors import DomainError
from shared_services.core.i18n import _l


class TokenNotGood(DomainError):
    code = "token_not_good"
    status = 401
    sentence = _l("Ce jeton n'est pas bon\u00a0: inconnu, expiré ou révoqué. Créez-en un autre.")


class BadCursor(DomainError):
    code = "bad_cursor"
    status = 400
    sentence = _l("Ce curseur n'est pas bon\u00a0: reprenez celui de la réponse précédente, sans le changer.")


class BadBody(DomainError):
    code = "bad_body"
    status = 400
    sentence = _l("Ce JSON ne se lit pas\u00a0: vérifiez-le.")


class NotJson(DomainError):
    code = "not_json"
    status = 415
    sentence = _l("Envoyez du JSON, avec l'en-tête Content-Type\u00a0: application/json.")


class KeyReused(DomainError):
    code = "key_reused"
    status = 422
    sentence = _l("Cette clé a déjà servi pour une autre demande\u00a0: une demande, une clé.")


class OneSeatEach(DomainError):
    code = "one_seat_each"
    status = 422
    sentence = _l("Une personne prend une place par session\u00a0: demandez-en une seule.")


class DatesAreFixed(DomainError):
    code = "dates_are_fixed"
    status = 422
    sentence = _l(
        "Une session a ses propres dates\u00a0: laissez starts_at et ends_at, ou redites les siennes."
    )


class DatesNeeded(DomainError):
    code = "dates_needed"
    status = 422
    sentence = _l("Dites de quand à quand, dans starts_at et ends_at.")


class ReferentsOnly(DomainError):
    code = "referents_only"
    status = 403
    sentence = _l("Seuls les référents d'une structure réservent pour une autre personne.")


class ReasonNeeded(DomainError):
    code = "reason_needed"
    status = 422
    sentence = _l("Dites pourquoi, dans reason\u00a0: la personne et le hub le liront.")
