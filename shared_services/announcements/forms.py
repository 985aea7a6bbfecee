"""What is typed to announce something."""

from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from wtforms import TextAreaField
from wtforms.validators import ValidationError

from shared_services.core.forms import AtMost, DayField, Form, ListField, Required, SingleLineField
from shared_services.core.i18n import _, _l
from shared_services.core.local_time import HOME_ZONE
from shared_services.core.redirects import same_site_path
from shared_services.network.models import Hub

from .models import Level, Reach
from .operations import AnnouncementFacts

LEVELS = {Level.INFO: _l("Information"), Level.WARNING: _l("Important")}
LONGEST = timedelta(days=366)


def is_safe_link(text: str) -> bool:
    """A page of this site (`/catalogue`) or a complete https address."""
    if same_site_path(text):
        return True
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.hostname) and " " not in text and "\\" not in text


class AnnouncementForm(Form):
    """A message and its time; both days are included. A hub's manager announces to her hub only."""

    text_fr = TextAreaField(_l("Message en français"), validators=[Required(), AtMost(400)])
    text_en = TextAreaField(
        _l("Message en anglais"),
        validators=[AtMost(400)],
        description=_l("Sans lui, le message français est montré à tout le monde."),
    )
    level = ListField(_l("Niveau"), validators=[Required()])
    audience = ListField(_l("Pour qui"), validators=[Required()])
    since = DayField(_l("Montrer du"), validators=[Required()])
    until = DayField(_l("au"), validators=[Required()])
    link = SingleLineField(
        _l("Lien"),
        validators=[AtMost(500)],
        description=_l("Une page de ce site, par exemple /catalogue, ou une adresse https:// complète."),
    )

    def __init__(self, hubs: list[Hub], *, only: Hub | None = None, today: date, **kw: Any) -> None:
        super().__init__(data={"since": today, "until": today + timedelta(days=7)}, **kw)
        self._today, self._only = today, only
        self.level.choices = [(level.value, str(name)) for level, name in LEVELS.items()]
        for_hubs = [(f"hub-{hub.id}", _("Le hub %(name)s et ses membres", name=hub.name)) for hub in hubs]
        self.audience.choices = for_hubs if only else [*_wide(), *for_hubs]

    def validate_until(self, field: DayField) -> None:
        if not field.data or not self.since.data:
            return
        if field.data < self.since.data:
            raise ValidationError(_("Le dernier jour vient avant le premier."))
        if field.data < self._today:
            raise ValidationError(_("Ce jour est passé : le message ne se verrait jamais."))
        if field.data - self.since.data > LONGEST:
            raise ValidationError(_("Un an au plus : ensuite personne ne le lit."))

    def validate_link(self, field: SingleLineField) -> None:
        if field.data and not is_safe_link(field.data):
            raise ValidationError(_("Écrivez une adresse qui commence par https:// ou par /."))

    def facts(self) -> AnnouncementFacts:
        """What was typed, once valid; days begin where the hub is."""
        is_hub = self.audience.data.startswith("hub-")
        zone = ZoneInfo(self._only.time_zone if self._only else HOME_ZONE)
        first: date = self.since.data or self._today
        after: date = (self.until.data or first) + timedelta(days=1)
        return AnnouncementFacts(
            level=Level(self.level.data),
            reach=Reach.HUB if is_hub else Reach(self.audience.data),
            hub_id=int(self.audience.data.removeprefix("hub-")) if is_hub else None,
            text_fr=self.text_fr.data,
            text_en=self.text_en.data or "",
            link=self.link.data or "",
            starts_at=datetime.combine(first, datetime.min.time(), zone),
            ends_at=datetime.combine(after, datetime.min.time(), zone),
        )


def _wide() -> list[tuple[str, str]]:
    return [
        (Reach.EVERYBODY.value, _("Tout le monde")),
        (Reach.STAFF.value, _("Les équipes des hubs et l'administration")),
    ]
