"""What keeps a paper from being made."""

from shared_services.core.errors import DomainError
from shared_services.core.i18n import _l


class IdentityMissing(DomainError):
    """Carries `what`: the names of what the hub has not said."""

    code = "identity_missing"
    sentence = _l(
        "L'identité du hub n'est pas complète\u00a0: il manque %(what)s. "
        "Sans cela, ce papier n'aurait pas de valeur."
    )


class SheetNotClosed(DomainError):
    code = "sheet_not_closed"
    sentence = _l("La feuille de présence n'est pas encore close\u00a0: ce papier se fait ensuite.")


class SheetAlreadyClosed(DomainError):
    code = "sheet_already_closed"
    sentence = _l("La feuille de présence est close\u00a0: prenez la feuille signée.")


class TooLate(DomainError):
    code = "too_late"
    sentence = _l("La session est terminée\u00a0: une convocation ne se fait qu'avant.")


class NeverCame(DomainError):
    code = "never_came"
    sentence = _l("Aucune heure de présence n'est notée\u00a0: il n'y a rien à certifier.")


class NotConfirmed(DomainError):
    code = "not_confirmed"
    sentence = _l("La place n'est pas confirmée\u00a0: il n'y a pas de papier à votre nom.")


class AccountErased(DomainError):
    code = "account_erased"
    sentence = _l("Cette personne a supprimé son compte\u00a0: ses papiers restent comme ils ont été faits.")


class AlreadyRemade(DomainError):
    code = "already_remade"
    sentence = _l("Ce certificat a été refait entre-temps\u00a0: regardez d'abord sa dernière version.")


class NothingToPay(DomainError):
    code = "nothing_to_pay"
    sentence = _l("Cette formation est gratuite\u00a0: elle n'a pas de convention.")
