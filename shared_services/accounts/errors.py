"""Refusals about accounts."""

from shared_services.core.errors import DomainError
from shared_services.core.i18n import _l


class WrongCredentials(DomainError):
    code = "wrong_credentials"
    status = 422
    sentence = _l(
        "Cette adresse et ce mot de passe ne vont pas ensemble. "
        "Vérifiez les deux, ou choisissez un nouveau mot de passe."
    )


class EmailNotConfirmed(DomainError):
    code = "email_not_confirmed"
    status = 422
    sentence = _l(
        "Votre adresse n'est pas encore confirmée. Nous venons de vous envoyer un nouveau lien : "
        "ouvrez-le, puis revenez vous connecter."
    )


class AccountBlocked(DomainError):
    code = "account_blocked"
    status = 422
    sentence = _l("Ce compte est bloqué. Un message vous en a dit la raison ; écrivez-nous pour en parler.")


class LastAdmin(DomainError):
    code = "last_admin"
    sentence = _l("C'est la dernière personne qui administre la plateforme : nommez-en une autre d'abord.")


class NotConfirmed(DomainError):
    code = "not_confirmed"
    sentence = _l("Cette personne n'a pas encore confirmé son adresse.")


class AdminNotBlocked(DomainError):
    code = "admin_not_blocked"
    sentence = _l("Une personne qui administre la plateforme ne se bloque pas : retirez-lui d'abord ce rôle.")


class SameAccount(DomainError):
    code = "same_account"
    sentence = _l("C'est le même compte : choisissez-en un autre.")


class TwinIsAdmin(DomainError):
    code = "twin_is_admin"
    sentence = _l("Le compte en trop administre la plateforme : retirez-lui d'abord ce rôle.")


class TwinIsBlocked(DomainError):
    code = "twin_is_blocked"
    sentence = _l("L'un des deux comptes est bloqué : débloquez-le d'abord.")


class AddressChangedLately(DomainError):
    code = "address_changed_lately"
    sentence = _l(
        "L'adresse de l'un des deux comptes a changé il y a moins de deux semaines. "
        "Par prudence, attendez encore."
    )


class AccountMerged(DomainError):
    code = "account_merged"
    sentence = _l("Ce compte a été réuni avec un autre de la même personne : servez-vous de l'autre.")


class NotToBeSeenAs(DomainError):
    code = "not_to_be_seen_as"
    sentence = _l("On ne peut pas voir le site comme cette personne : compte fermé, non confirmé, ou admin.")


class OnlyLooking(DomainError):
    code = "only_looking"
    status = 403
    sentence = _l("Vous regardez seulement : quittez « Voir comme » pour agir. Rien n'a été changé.")


class HiddenFromSupport(DomainError):
    code = "hidden_from_support"
    status = 403
    sentence = _l("Cette page est privée : elle ne se montre pas au support.")


class LinkNoLongerGood(DomainError):
    code = "link_no_longer_good"
    status = 410
    sentence = _l("Ce lien a déjà servi, a expiré ou n'est pas complet.")


class WrongPassword(DomainError):
    code = "wrong_password"
    status = 422
    sentence = _l("Ce n'est pas votre mot de passe actuel.")


class WeakPassword(DomainError):
    """Any of the three below."""

    code = "weak_password"
    status = 422


class PasswordTooShort(WeakPassword):
    code = "password_too_short"
    sentence = _l("%(least)d caractères au moins : une phrase que vous retenez convient très bien.")


class PasswordTooCommon(WeakPassword):
    code = "password_too_common"
    sentence = _l("Ce mot de passe est parmi les premiers que l'on essaie : choisissez-en un autre.")


class PasswordIsEmail(WeakPassword):
    code = "password_is_email"
    sentence = _l("Votre mot de passe ne peut pas être votre adresse e-mail : choisissez-en un autre.")


class AlreadyRegistered(DomainError):
    """Only said to somebody who has proved that the address is hers."""

    code = "already_registered"
    status = 422
    sentence = _l("Vous avez déjà un compte avec cette adresse : connectez-vous.")


class SameEmail(DomainError):
    code = "same_email"
    status = 422
    sentence = _l("C'est déjà votre adresse.")
