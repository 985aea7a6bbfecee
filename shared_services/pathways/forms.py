"""What people type about pathways: the text, a module, a cohort, a reason, what they know."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from shared_services.accounts.models import Person
from shared_services.booking.audience import AUDIENCES
from shared_services.booking.models import Audience
from shared_services.catalogue.models import LEVELS, MODALITIES, Level, Modality, Theme
from shared_services.core.forms import (
    AtMost,
    ChecksField,
    ChoiceField,
    EurosField,
    Form,
    Optional,
    Required,
    SingleLineField,
    TickField,
    WholeNumberField,
)
from shared_services.core.i18n import _, _l
from shared_services.kinds.trainings.models import TrainingOffer

from .models import NEEDS_RULES, NeedsRule
from .operations import ModuleText, PathwayText, WhenFull

TEXTS = ("title", "summary", "description", "objectives", "audience", "accessibility_contact")
LONGEST_OBJECTIVE, MOST_OBJECTIVES = 300, 12
SCALE = (
    (0, _l("0 · Pas du tout")),
    (1, _l("1 · Un peu")),
    (2, _l("2 · À moitié")),
    (3, _l("3 · Plutôt")),
    (4, _l("4 · Tout à fait")),
)


class PathwayForm(Form):
    """Everything readers must know before they enrol; the modules are chosen apart."""

    title = StringField(_l("Titre"), validators=[Required(), AtMost(160)])
    summary = TextAreaField(
        _l("En deux phrases"),
        validators=[Required(), AtMost(500)],
        description=_l("Ce qu'on lit dans le catalogue."),
    )
    description = TextAreaField(_l("Description"), validators=[Required(), AtMost(8000)])
    objectives = TextAreaField(
        _l("Objectifs, un par ligne"),
        validators=[Required(), AtMost(4000)],
        description=_l(
            "Chaque personne dit où elle en est de chacun avant le premier module, puis après le dernier."
        ),
    )
    audience = TextAreaField(_l("Pour qui"), validators=[AtMost(1000)])
    who = ChoiceField(
        _l("Qui peut s'inscrire"),
        choices=[SelectChoice(audience.value, name) for audience, name in AUDIENCES.items()],
        default=Audience.HUB_MEMBERS.value,
        validators=[Required()],
        description=_l("Chaque session garde en plus sa propre règle."),
    )
    themes = ChecksField(_l("Thèmes"), coerce=int, validators=[Required()])
    modality = ChoiceField(
        _l("Modalité"),
        choices=[SelectChoice(modality.value, name) for modality, name in MODALITIES.items()],
        validators=[Required()],
    )
    level = ChoiceField(
        _l("Niveau"),
        choices=[SelectChoice(level.value, name) for level, name in LEVELS.items()]
        + [SelectChoice("", _l("Tous niveaux"))],
        default="",
    )
    price = EurosField(_l("Prix par personne, en euros"), description=_l("Laissez vide si c'est gratuit."))
    accessibility_contact = TextAreaField(
        _l("Contact accessibilité"),
        validators=[AtMost(500)],
        description=_l("À qui parler d'un besoin d'adaptation\u00a0: nom, téléphone, e-mail."),
    )

    def validate_objectives(self, field: TextAreaField) -> None:
        lines = [line.strip() for line in (field.data or "").splitlines() if line.strip()]
        if len(lines) > MOST_OBJECTIVES:
            raise ValidationError(_("Gardez %(most)d objectifs au plus.", most=MOST_OBJECTIVES))
        if any(len(line) > LONGEST_OBJECTIVE for line in lines):
            raise ValidationError(_("Un objectif a %(most)d caractères au plus.", most=LONGEST_OBJECTIVE))
        if len(set(lines)) < len(lines):
            raise ValidationError(_("Deux objectifs sont les mêmes : retirez-en un."))

    def offer_themes(self, themes: Iterable[Theme]) -> None:
        self.themes.choices = [SelectChoice(theme.id, theme.name) for theme in themes]

    def text(self, modules: tuple[ModuleText, ...] = ()) -> PathwayText:
        """What was typed. Only call it on a valid form."""
        return PathwayText(
            title=self.title.data or "",
            summary=self.summary.data or "",
            description=self.description.data or "",
            objectives=self.objectives.data or "",
            audience=self.audience.data or "",
            who=Audience(self.who.data),
            modality=Modality(self.modality.data),
            level=Level(self.level.data) if self.level.data else None,
            price_cents=self.price.data or 0,
            accessibility_contact=self.accessibility_contact.data or "",
            theme_ids=tuple(self.themes.data or ()),
            modules=modules,
        )

    @staticmethod
    def filled_with(text: PathwayText) -> dict[str, Any]:
        return {name: getattr(text, name) for name in TEXTS} | {
            "who": text.who.value,
            "modality": text.modality.value,
            "level": text.level.value if text.level else "",
            "price": text.price_cents or None,
            "themes": list(text.theme_ids),
        }


class AddModuleForm(Form):
    """Which training comes next."""

    training = SelectField(_l("Formation"), coerce=int, validators=[Required()])

    def offer_trainings(self, trainings: Iterable[TrainingOffer]) -> None:
        self.training.choices = [
            SelectChoice(training.id, f"{training.title} · {training.hub.name}") for training in trainings
        ]


class ModuleForm(Form):
    """Whether one must take it, what comes before, how long between."""

    is_required = TickField(_l("Obligatoire"))
    needs = ChecksField(_l("À faire avant"), coerce=int, validators=[Optional()])
    needs_rule = ChoiceField(
        _l("De ces modules, il faut en avoir fait"),
        choices=[SelectChoice(rule.value, name) for rule, name in NEEDS_RULES.items()],
        default=NeedsRule.ALL.value,
        validators=[Required()],
    )
    minimum_gap = WholeNumberField(
        _l("Jours à laisser après le module précédent, au moins"),
        most=730,
        validators=[Optional()],
        description=_l("0 : dès la fin du précédent."),
    )
    maximum_gap = WholeNumberField(
        _l("Au plus"),
        most=730,
        validators=[Optional()],
        description=_l("Laissez vide s'il n'y a pas de limite."),
    )

    def validate_maximum_gap(self, field: WholeNumberField) -> None:
        if field.data is not None and field.data < (self.minimum_gap.data or 0):
            raise ValidationError(_("Le plus long est plus court que le plus bref : inversez-les."))

    def offer_needs(self, trainings: Iterable[TrainingOffer]) -> None:
        self.needs.choices = [SelectChoice(training.id, training.title) for training in trainings]

    def text(self, offer_id: int) -> ModuleText:
        """What was typed. Only call it on a valid form."""
        return ModuleText(
            offer_id=offer_id,
            is_required=bool(self.is_required.data),
            needs=tuple(self.needs.data or ()),
            needs_rule=NeedsRule(self.needs_rule.data),
            minimum_gap_days=self.minimum_gap.data or 0,
            maximum_gap_days=self.maximum_gap.data,
        )

    @staticmethod
    def filled_with(text: ModuleText) -> dict[str, Any]:
        return {
            "is_required": text.is_required,
            "needs": list(text.needs),
            "needs_rule": text.needs_rule.value,
            "minimum_gap": text.minimum_gap_days,
            "maximum_gap": text.maximum_gap_days,
        }


class ColleaguesForm(Form):
    """Who joins a cohort, and what becomes of those for whom one of its sessions is full."""

    people = ChecksField(_l("Qui rejoint cette promotion ?"), coerce=int, validators=[Required()])
    when_full = ChoiceField(
        _l("Si une session est complète"),
        choices=[
            SelectChoice(WhenFull.REFUSE.value, _l("Inscrire seulement qui a une place partout")),
            SelectChoice(
                WhenFull.WAIT.value,
                _l("Les autres attendent : rien n'est réservé avant que tout soit possible"),
            ),
            SelectChoice(
                WhenFull.WITHOUT.value,
                _l("Les autres commencent sans attendre, et sont sur la liste d'attente de cette session"),
            ),
        ],
        default=WhenFull.REFUSE.value,
        validators=[Required()],
    )

    def __init__(self, people: Iterable[Person], **given: Any) -> None:
        super().__init__(**given)
        self.people.choices = [SelectChoice(person.id, person.name) for person in people]


class RecogniseForm(Form):
    """What is recognised, and on what grounds."""

    reason = TextAreaField(
        _l("Ce qui est reconnu, et pourquoi"),
        validators=[Required(), AtMost(1000)],
        description=_l("Par exemple : a animé ce module en 2025. La personne reçoit ce texte."),
    )


class ConfirmForm(Form):
    """Only a button."""


def cohort_form(choices: Mapping[int, Sequence[int]], titles: Mapping[int, str], **kw: Any) -> Any:
    """A name, and for each module one of the sessions there are; their words are the page's."""
    fields: dict[str, Any] = {
        "name": SingleLineField(
            _l("Nom de la promotion"),
            validators=[Required(), AtMost(80)],
            description=_l("Par exemple : printemps, le mardi."),
        )
    }
    for module_id, sessions in choices.items():
        fields[f"m{module_id}"] = SelectField(
            titles[module_id],
            coerce=int,
            choices=[SelectChoice(one, str(one)) for one in (0, *sessions)],
            default=0,
        )
    return type("CohortForm", (Form,), fields)(**kw)


def sessions_of(form: Any, module_ids: Iterable[int]) -> dict[int, int]:
    """By module the session that was chosen."""
    chosen = {module_id: form[f"m{module_id}"].data for module_id in module_ids}
    return {module_id: session_id for module_id, session_id in chosen.items() if session_id}


def ratings_form(objectives: Sequence[str], **kw: Any) -> Any:
    """Each objective from 0 to 4."""
    fields = {
        f"o{number}": ChoiceField(
            objective,
            coerce=_as_number,
            choices=[SelectChoice(score, words) for score, words in SCALE],
            validators=[Required()],
        )
        for number, objective in enumerate(objectives)
    }
    return type("RatingsForm", (Form,), fields)(**kw)


def _as_number(value: Any) -> int | None:
    """None for what was not answered, or is no number."""
    try:
        return int(value)
    except (TypeError, ValueError):
        return None
