"""The reasons that the platform gives by itself, beside those that hubs write."""

from shared_services.core.i18n import LazyString, _l, force_locale

TOO_FEW = _l("Il n'y avait pas assez de personnes inscrites pour que la session ait lieu.")
ONE_PERSON = _l("Deux comptes de la même personne ont été réunis : une seule des deux réservations reste.")
ON_THE_SHEET = _l("Remplacement noté sur la feuille de présence.")
OURS = (TOO_FEW, ONE_PERSON, ON_THE_SHEET)


def in_french(reason: LazyString) -> str:
    """One of ours as it is kept: in French, like those that hubs write."""
    with force_locale("fr"):
        return str(reason)


def say_reason(text: str) -> str:
    """A reason as its reader understands it: ours in her language, a hub's as it was written."""
    return next((str(reason) for reason in OURS if text and text == in_french(reason)), text)
