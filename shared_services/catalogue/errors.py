"""What can stand in the way of an offer."""

from shared_services.core.errors import DomainError
from shared_services.core.i18n import _l


class IllegalOfferMove(DomainError):
    code = "illegal_offer_move"
    sentence = _l("Cette offre a changé entre-temps\u00a0: rechargez la page pour voir où elle en est.")


class ReasonMissing(DomainError):
    code = "reason_missing"
    status = 422
    sentence = _l("Écrivez pourquoi\u00a0: la personne doit savoir quoi corriger.")


class OfferNotEditable(DomainError):
    code = "offer_not_editable"
    sentence = _l("Ce texte est en relecture\u00a0: reprenez-le d'abord, puis corrigez-le.")


class OfferNotShown(DomainError):
    code = "offer_not_shown"
    sentence = _l("Cette offre n'est pas dans le catalogue\u00a0: il n'y a rien à confirmer.")


class ReportClosed(DomainError):
    code = "report_closed"
    sentence = _l("Quelqu'un a déjà répondu à ce signalement.")


class NothingChanged(DomainError):
    code = "nothing_changed"
    sentence = _l("Rien ne change par rapport à l'offre publiée\u00a0: modifiez-la d'abord.")


class OfferBeingRead(DomainError):
    code = "offer_being_read"
    sentence = _l("L'administration relit cette offre. Reprenez-la d'abord, puis changez son image.")


class NoPictureYet(DomainError):
    code = "no_picture_yet"
    status = 422
    sentence = _l("Choisissez une image.")


class PictureChanged(DomainError):
    code = "picture_changed"
    sentence = _l("Cette image a changé entre-temps\u00a0: rechargez la page pour voir celle d'aujourd'hui.")


class ThemeNameTaken(DomainError):
    code = "theme_name_taken"
    status = 422
    sentence = _l("Un thème porte déjà ce nom.")


class SameTheme(DomainError):
    code = "same_theme"
    status = 422
    sentence = _l("Choisissez un autre thème que celui-ci.")
