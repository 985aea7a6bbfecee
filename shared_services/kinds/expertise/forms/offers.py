"""What managers type about an offer of experts and the rules of its appointments."""

import re
from collections.abc import Iterable
from typing import Any

from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from shared_services.accounts.models import Person
from shared_services.booking.audience import AUDIENCES
from shared_services.booking.models import Audience, QuotaPeriod
from shared_services.catalogue.models import Theme
from shared_services.core.forms import (
    AtMost,
    ChecksField,
    ChoiceField,
    EurosField,
    Form,
    PhoneField,
    Required,
    SingleLineField,
    TickField,
    WholeNumberField,
)
from shared_services.core.i18n import _, _l
from shared_services.network.models import Departement

from ..models import WAYS, ExpertOffer, Way
from ..operations import OfferText, Rules
from ..operations.rules import PERIODS

TEXTS = ("title", "summary", "description", "expectations", "audience", "accessibility_contact")
NUMBERS = ("buffer_before", "buffer_after", "notice_hours", "horizon_days")
DURATIONS = (15, 30, 45, 60, 90, 120, 180, 240)
TRAVEL = re.compile(r"([0-9][0-9AB][0-9]?)\s*[:=]\s*([0-9]{1,3})", re.IGNORECASE)
MOST_TRAVEL = 480


class OfferForm(Form):
    """What readers must know before they ask."""

    title = StringField(
        _l("Ce que l'expert apporte"),
        validators=[Required(), AtMost(160)],
        description=_l("Par exemple\u00a0: Monter un plan de financement."),
    )
    summary = TextAreaField(
        _l("En deux phrases"),
        validators=[Required(), AtMost(500)],
        description=_l("Ce qu'on lit dans la liste des experts."),
    )
    description = TextAreaField(_l("Description"), validators=[Required(), AtMost(8000)])
    expectations = TextAreaField(
        _l("À quoi s'attendre"),
        validators=[AtMost(2000)],
        description=_l("Ce qui se passe pendant le rendez-vous, ce qu'on en garde, ce qu'il faut apporter."),
    )
    audience = TextAreaField(_l("Pour quels publics"), validators=[AtMost(1000)])
    themes = ChecksField(_l("Thèmes"), coerce=int, validators=[Required()])
    price = EurosField(_l("Prix du rendez-vous, en euros"), description=_l("Laissez vide si c'est gratuit."))
    accessibility_contact = TextAreaField(
        _l("Contact accessibilité"),
        validators=[AtMost(500)],
        description=_l("À qui parler d'un besoin d'adaptation\u00a0: nom, téléphone, e-mail."),
    )

    def offer_themes(self, themes: Iterable[Theme]) -> None:
        self.themes.choices = [SelectChoice(theme.id, theme.name) for theme in themes]

    def text(self) -> OfferText:
        """What was typed. Only call it on a valid form."""
        return OfferText(
            **{name: self[name].data or "" for name in TEXTS},
            price_cents=self.price.data or 0,
            theme_ids=tuple(self.themes.data or ()),
        )

    @staticmethod
    def filled_with(text: OfferText) -> dict[str, Any]:
        return {name: getattr(text, name) for name in TEXTS} | {
            "price": text.price_cents or None,
            "themes": list(text.theme_ids),
        }


class RulesForm(Form):
    """How long, how, when, for whom."""

    durations = ChecksField(_l("Durées proposées"), coerce=int, validators=[Required()])
    ways = ChecksField(
        _l("Comment se tient le rendez-vous"),
        choices=[SelectChoice(way.value, name) for way, name in WAYS.items()],
        validators=[Required()],
    )
    travel = TextAreaField(
        _l("Temps de trajet par département"),
        validators=[AtMost(2000)],
        description=_l(
            "Pour un rendez-vous dans la structure\u00a0: un département par ligne, avec les minutes de "
            "trajet aller, par exemple 62\u00a0: 45. Ce temps est gardé libre avant et après. "
            "Ailleurs, personne ne se déplace."
        ),
    )
    buffer_before = WholeNumberField(
        _l("Minutes gardées libres avant"), most=480, validators=[Required()], default=0
    )
    buffer_after = WholeNumberField(
        _l("Minutes gardées libres après"), most=480, validators=[Required()], default=15
    )
    notice_hours = WholeNumberField(
        _l("On réserve au plus tard combien d'heures avant"), most=2160, validators=[Required()], default=24
    )
    horizon_days = WholeNumberField(
        _l("On réserve au plus tôt combien de jours avant"),
        least=1,
        most=365,
        validators=[Required()],
        default=56,
    )
    organisation_most = WholeNumberField(
        _l("Rendez-vous par structure, au plus"),
        least=1,
        most=1000,
        description=_l("Laissez vide s'il n'y a pas de limite."),
    )
    organisation_period = SelectField(
        _l("Sur quelle durée"),
        choices=[SelectChoice(period.value, name) for period, name in PERIODS.items()],
        default=QuotaPeriod.QUARTER.value,
    )
    is_pool = TickField(
        _l("On peut demander n'importe lequel des experts"),
        description=_l("Alors c'est le moins occupé des trente derniers jours qui reçoit."),
        default=True,
    )
    who = ChoiceField(
        _l("Qui peut prendre rendez-vous"),
        choices=[SelectChoice(audience.value, name) for audience, name in AUDIENCES.items()],
        default=Audience.HUB_MEMBERS.value,
        validators=[Required()],
    )
    needs_approval = TickField(_l("Chaque demande doit être acceptée par le hub"))

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.durations.choices = [SelectChoice(one, _("%(num)d min", num=one)) for one in DURATIONS]

    def know(self, departements: Iterable[Departement]) -> None:
        """Which départements there are."""
        self.codes = {departement.code for departement in departements}

    def validate_travel(self, field: TextAreaField) -> None:
        for line in self._travel_lines():
            match = TRAVEL.fullmatch(line)
            if not match or match[1].upper() not in self.codes or int(match[2]) > MOST_TRAVEL:
                raise ValidationError(
                    _(
                        "Cette ligne n'est pas comprise\u00a0: %(line)s. Écrivez par exemple 62\u00a0: 45.",
                        line=line,
                    )
                )

    def validate_ways(self, field: ChecksField) -> None:
        if Way.ON_SITE.value in (field.data or ()) and not self._travel_lines():
            raise ValidationError(_("Dites plus bas dans quels départements l'expert se déplace."))

    def rules(self) -> Rules:
        """What was typed. Only call it on a valid form."""
        travel = {
            match[1].upper(): int(match[2]) for match in map(TRAVEL.fullmatch, self._travel_lines()) if match
        }
        most = self.organisation_most.data
        return Rules(
            minutes=tuple(sorted(self.durations.data or ())),
            ways=tuple(way for way in Way if way.value in (self.ways.data or ())),
            organisation_most=most,
            organisation_period=QuotaPeriod(self.organisation_period.data) if most else None,
            is_pool=bool(self.is_pool.data),
            travel=travel,
            who=Audience(self.who.data),
            needs_approval=bool(self.needs_approval.data),
            **{name: self[name].data or 0 for name in NUMBERS},
        )

    @staticmethod
    def rules_of(offer: ExpertOffer, travel: Iterable[tuple[Departement, int]]) -> dict[str, Any]:
        names = (*NUMBERS, "organisation_most", "is_pool", "needs_approval")
        period = offer.organisation_period or QuotaPeriod.QUARTER
        return {name: getattr(offer, name) for name in names} | {
            "durations": offer.minutes,
            "ways": [way.value for way in offer.offered_ways],
            "travel": "\n".join(f"{departement.code} : {minutes}" for departement, minutes in travel),
            "organisation_period": period.value,
            "who": offer.who.value,
        }

    def _travel_lines(self) -> list[str]:
        return [line.strip() for line in (self.travel.data or "").splitlines() if line.strip()]


class NewOfferForm(OfferForm, RulesForm):
    """Both at once, the first time."""


class ExpertForm(Form):
    """Who gives the appointments, and where she is met from a distance."""

    person = SelectField(_l("Personne de l'équipe"), coerce=int, validators=[Required()])
    video_link = SingleLineField(
        _l("Lien de visioconférence"),
        validators=[AtMost(255)],
        description=_l("Toujours le même. Seules les personnes qui ont rendez-vous le reçoivent."),
    )
    phone = PhoneField(_l("Téléphone"))

    def offer_people(self, people: Iterable[Person]) -> None:
        self.person.choices = [SelectChoice(one.id, one.name) for one in people]

    def validate_video_link(self, field: SingleLineField) -> None:
        if field.data and not re.fullmatch(r"https?://[^\s]+", field.data):
            raise ValidationError(_("Écrivez une adresse complète, qui commence par https://."))
