"""The reasons that the platform gives by itself, beside those that hubs write."""

from shared_services.core.i18n import _l, force_locale

TOO_FEW = _l("Il n'y avait pas assez de personnes inscrites pour que la session ait lieu.")


def too_few_in_french() -> str:
    """As it is kept when a date cancels itself: in French, like those that hubs write."""
    with force_locale("fr"):
        return str(TOO_FEW)


def say_reason(text: str) -> str:
    """A reason as its reader understands it: ours in her language, a hub's as it was written."""
    return str(TOO_FEW) if text and text == too_few_in_french() else text
