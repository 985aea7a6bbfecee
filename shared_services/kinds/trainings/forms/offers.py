"""What managers type about a training."""

from collections.abc import Iterable
from typing import Any

from wtforms import (
    RadioField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice

from shared_services.catalogue.models import LEVELS, MODALITIES, Level, Modality, Theme
from shared_services.core.forms import (
    AtMost,
    ChecksField,
    EurosField,
    Form,
    Required,
    TickField,
)
from shared_services.core.i18n import _l

from ..operations import OfferText
from .fields import DurationField

TEXTS = (
    "title",
    "summary",
    "objectives",
    "programme",
    "methods",
    "assessment",
    "prerequisites",
    "audience",
    "access_terms",
    "accessibility_contact",
    "bring",
)


class OfferForm(Form):
    """Everything readers must know before they enrol."""

    title = StringField(_l("Titre"), validators=[Required(), AtMost(160)])
    summary = TextAreaField(
        _l("En deux phrases"),
        validators=[Required(), AtMost(500)],
        description=_l("Ce qu'on lit dans le catalogue."),
    )
    objectives = TextAreaField(
        _l("Objectifs"),
        validators=[Required(), AtMost(4000)],
        description=_l("Ce que la personne saura faire à la fin."),
    )
    programme = TextAreaField(_l("Programme"), validators=[Required(), AtMost(8000)])
    methods = TextAreaField(
        _l("Moyens et méthodes"),
        validators=[AtMost(2000)],
        description=_l(
            "Comment on apprend et avec quoi : exercices, échanges, matériel prêté, supports remis."
        ),
    )
    assessment = TextAreaField(
        _l("Évaluation"),
        validators=[AtMost(2000)],
        description=_l("Comment chaque personne sait, pendant et à la fin, si elle a atteint les objectifs."),
    )
    prerequisites = TextAreaField(
        _l("Prérequis"),
        validators=[AtMost(2000)],
        description=_l("Ce qu'il faut savoir ou avoir avant de venir. S'il n'y a rien, écrivez « Aucun »."),
    )
    duration = DurationField(
        _l("Durée en heures"), validators=[Required()], description=_l("Par exemple 7 ou 3 h 30.")
    )
    audience = TextAreaField(
        _l("Pour qui"),
        validators=[AtMost(1000)],
        description=_l("Par exemple\u00a0: conseillers numériques."),
    )
    themes = ChecksField(_l("Thèmes"), coerce=int, validators=[Required()])
    modality = RadioField(
        _l("Modalité"),
        choices=[SelectChoice(modality.value, name) for modality, name in MODALITIES.items()],
        validators=[Required()],
    )
    level = RadioField(
        _l("Niveau"),
        choices=[SelectChoice(level.value, name) for level, name in LEVELS.items()]
        + [SelectChoice("", _l("Tous niveaux"))],
        default="",
    )
    access_terms = TextAreaField(
        _l("Modalités et délais d'accès"),
        validators=[AtMost(2000)],
        description=_l("Comment on s'inscrit, combien de temps à l'avance."),
    )
    price = EurosField(_l("Prix par personne, en euros"), description=_l("Laissez vide si c'est gratuit."))
    accessibility_contact = TextAreaField(
        _l("Contact accessibilité"),
        validators=[AtMost(500)],
        description=_l("À qui parler d'un besoin d'adaptation\u00a0: nom, téléphone, e-mail."),
    )
    bring = TextAreaField(_l("À apporter"), validators=[AtMost(1000)])
    several_dates = TickField(
        _l("On y revient : une même personne peut réserver plusieurs dates"),
        description=_l("Sinon, une place à venir par personne, pour en laisser à tout le monde."),
    )

    def offer_themes(self, themes: Iterable[Theme]) -> None:
        self.themes.choices = [SelectChoice(theme.id, theme.name) for theme in themes]

    def text(self) -> OfferText:
        """What was typed. Only call it on a valid form."""
        return OfferText(
            **{name: self[name].data or "" for name in TEXTS},
            duration_minutes=self.duration.data or 0,
            modality=Modality(self.modality.data),
            level=Level(self.level.data) if self.level.data else None,
            price_cents=self.price.data or 0,
            theme_ids=tuple(self.themes.data or ()),
            dates_each=0 if self.several_dates.data else 1,
        )

    @staticmethod
    def filled_with(text: OfferText) -> dict[str, Any]:
        return {name: getattr(text, name) for name in TEXTS} | {
            "duration": text.duration_minutes,
            "modality": text.modality.value,
            "level": text.level.value if text.level else "",
            "price": text.price_cents or None,
            "themes": list(text.theme_ids),
            "several_dates": text.dates_each != 1,
        }
