"""What admins type about themes."""

from collections.abc import Sequence
from typing import Any

from shared_services.core.forms import (
    AtMost,
    Form,
    HasWords,
    ListField,
    Optional,
    Required,
    SingleLineField,
    WholeNumberField,
)
from shared_services.core.i18n import _, _l

from ..models import Theme
from .operations import ThemeFacts


class ThemeForm(Form):
    """The names of a theme and its place in the list."""

    name_fr = SingleLineField(_l("Nom en français"), validators=[Required(), AtMost(80), HasWords()])
    name_en = SingleLineField(_l("Nom en anglais"), validators=[Required(), AtMost(80), HasWords()])
    position = WholeNumberField(
        _l("Place dans la liste"),
        validators=[Optional()],
        description=_l("Un nombre : les plus petits d'abord, puis l'ordre alphabétique."),
        most=9999,
    )

    def facts(self) -> ThemeFacts:
        """What was typed, once valid."""
        return ThemeFacts(
            name_fr=self.name_fr.data or "", name_en=self.name_en.data or "", position=self.position.data or 0
        )


class MergeThemeForm(Form):
    """The theme that takes the offers over."""

    into = ListField(_l("Donner ses offres au thème"), validators=[Required()])

    def __init__(self, others: Sequence[Theme], **kw: Any) -> None:
        super().__init__(**kw)
        self.into.choices = [("", _("Choisir")), *((str(theme.id), theme.name) for theme in others)]
