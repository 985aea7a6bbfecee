"""What managers type about a tool and the rules of its loans."""

from collections.abc import Iterable
from datetime import time
from typing import Any

from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from werkzeug.utils import secure_filename
from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from shared_services.booking.audience import AUDIENCES
from shared_services.booking.models import Audience
from shared_services.booking.questions.forms import media_type_of
from shared_services.catalogue.models import Theme
from shared_services.core.forms import (
    AtMost,
    ChecksField,
    ChoiceField,
    EurosField,
    Form,
    HourField,
    Required,
    TickField,
    WholeNumberField,
)
from shared_services.core.i18n import _, _l

from ..models import CATEGORIES, Tool, ToolCategory
from ..operations import LoanRules, ToolText
from ..words import weekday_names

MOST_BYTES = 5 * 1024 * 1024
TEXTS = ("title", "summary", "description", "condition", "audience", "accessibility_contact")
NUMBERS = ("least_days", "most_days", "notice_days", "turnaround_days", "horizon_days")


class ToolForm(Form):
    """What readers must know before they borrow."""

    title = StringField(_l("Nom de l'outil"), validators=[Required(), AtMost(160)])
    summary = TextAreaField(
        _l("En deux phrases"),
        validators=[Required(), AtMost(500)],
        description=_l("Ce qu'on lit dans la liste des outils."),
    )
    category = SelectField(
        _l("Type"),
        choices=[SelectChoice(category.value, name) for category, name in CATEGORIES.items()],
        validators=[Required()],
    )
    description = TextAreaField(
        _l("Description"),
        validators=[Required(), AtMost(8000)],
        description=_l("À quoi il sert, ce qu'il contient, ce qu'il faut savoir faire pour s'en servir."),
    )
    condition = TextAreaField(
        _l("État du matériel"),
        validators=[AtMost(1000)],
        description=_l("Par exemple : acheté en 2023, batteries changées cette année."),
    )
    audience = TextAreaField(_l("Pour quels publics"), validators=[AtMost(1000)])
    themes = ChecksField(_l("Thèmes"), coerce=int, validators=[Required()])
    price = EurosField(_l("Prix du prêt, en euros"), description=_l("Laissez vide si c'est gratuit."))
    replacement = EurosField(
        _l("Valeur de remplacement d'un exemplaire, en euros"),
        description=_l("Ce que coûterait un exemplaire perdu. Laissez vide si vous ne la connaissez pas."),
    )
    deposit = EurosField(
        _l("Caution, en euros"), description=_l("Demandée au retrait. Laissez vide s'il n'y en a pas.")
    )
    accessibility_contact = TextAreaField(
        _l("Contact accessibilité"),
        validators=[AtMost(500)],
        description=_l("À qui parler d'un besoin d'adaptation\u00a0: nom, téléphone, e-mail."),
    )

    def offer_themes(self, themes: Iterable[Theme]) -> None:
        self.themes.choices = [SelectChoice(theme.id, theme.name) for theme in themes]

    def text(self) -> ToolText:
        """What was typed. Only call it on a valid form."""
        return ToolText(
            **{name: self[name].data or "" for name in TEXTS},
            category=ToolCategory(self.category.data),
            price_cents=self.price.data or 0,
            replacement_cents=self.replacement.data,
            deposit_cents=self.deposit.data or 0,
            theme_ids=tuple(self.themes.data or ()),
        )

    @staticmethod
    def filled_with(text: ToolText) -> dict[str, Any]:
        return {name: getattr(text, name) for name in TEXTS} | {
            "category": text.category.value,
            "price": text.price_cents or None,
            "replacement": text.replacement_cents,
            "deposit": text.deposit_cents or None,
            "themes": list(text.theme_ids),
        }


class RulesForm(Form):
    """Where it is fetched, for how long, by whom."""

    place_name = StringField(_l("Lieu de retrait et de retour"), validators=[Required(), AtMost(160)])
    address = StringField(_l("Adresse"), validators=[AtMost(255)])
    access_notes = TextAreaField(
        _l("Pour venir"),
        validators=[AtMost(1000)],
        description=_l("Entrée, stationnement, pause de midi, personne à demander."),
    )
    weekdays = ChecksField(_l("Jours de retrait et de retour"), validators=[Required()])
    opens_hour = HourField(_l("À partir de"), validators=[Required()], default=time(9))
    closes_hour = HourField(_l("Jusqu'à"), validators=[Required()], default=time(17))
    least_days = WholeNumberField(
        _l("Durée la plus courte, en jours"), least=1, most=365, validators=[Required()], default=1
    )
    most_days = WholeNumberField(
        _l("Durée la plus longue, en jours"), least=1, most=365, validators=[Required()], default=14
    )
    notice_days = WholeNumberField(
        _l("Délai avant le retrait, en jours"),
        most=90,
        validators=[Required()],
        default=1,
        description=_l("0 : on peut réserver le jour même."),
    )
    turnaround_days = WholeNumberField(
        _l("Jours ouverts pour vérifier au retour"),
        most=30,
        validators=[Required()],
        default=1,
        description=_l("L'outil n'est pas prêté ces jours-là. 0 : il repart dès le lendemain."),
    )
    horizon_days = WholeNumberField(
        _l("On réserve au plus tôt combien de jours avant"),
        least=1,
        most=730,
        validators=[Required()],
        default=180,
    )
    who = ChoiceField(
        _l("Qui peut emprunter"),
        choices=[SelectChoice(audience.value, name) for audience, name in AUDIENCES.items()],
        default=Audience.HUB_MEMBERS.value,
        validators=[Required()],
    )
    needs_approval = TickField(_l("Chaque demande doit être acceptée par le hub"))

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.weekdays.choices = [SelectChoice(digit, name) for digit, name in weekday_names().items()]

    def validate_closes_hour(self, field: HourField) -> None:
        if field.data and self.opens_hour.data and field.data <= self.opens_hour.data:
            raise ValidationError(_("L'heure de fin doit venir après l'heure de début."))

    def validate_most_days(self, field: WholeNumberField) -> None:
        if field.data and self.least_days.data and field.data < self.least_days.data:
            raise ValidationError(_("La durée la plus longue est plus courte que l'autre."))

    def validate_horizon_days(self, field: WholeNumberField) -> None:
        if field.data and field.data <= (self.notice_days.data or 0):
            raise ValidationError(_("On ne pourrait jamais réserver : choisissez plus que le délai."))

    def rules(self) -> LoanRules:
        """What was typed. Only call it on a valid form."""
        return LoanRules(
            place_name=self.place_name.data or "",
            address=self.address.data or "",
            access_notes=self.access_notes.data or "",
            weekdays="".join(sorted(self.weekdays.data or ())),
            opens_hour=self.opens_hour.data or time(9),
            closes_hour=self.closes_hour.data or time(17),
            audience=Audience(self.who.data),
            needs_approval=bool(self.needs_approval.data),
            **{name: self[name].data or 0 for name in NUMBERS},
        )

    @staticmethod
    def rules_of(tool: Tool) -> dict[str, Any]:
        names = (*NUMBERS, "place_name", "address", "access_notes", "opens_hour", "closes_hour")
        return {name: getattr(tool, name) for name in (*names, "needs_approval")} | {
            "weekdays": list(tool.weekdays),
            "who": tool.audience.value,
        }


class NewToolForm(ToolForm, RulesForm):
    """Both at once, the first time."""


class ManualForm(Form):
    """The manual, a PDF whatever its name says."""

    manual = FileField(_l("Notice (PDF)"), validators=[Required()], description=_l("5 Mo au plus."))

    def validate_manual(self, field: FileField) -> None:
        self.content = b""
        upload = field.data
        if not isinstance(upload, FileStorage):
            return
        self.content = upload.read(MOST_BYTES + 1)
        upload.close()
        if len(self.content) > MOST_BYTES:
            raise ValidationError(_("Ce fichier dépasse 5 Mo : envoyez-en un plus léger."))
        if media_type_of(self.content) != "application/pdf":
            raise ValidationError(_("Ce fichier n'est pas un PDF."))
        name = secure_filename(upload.filename or "").removesuffix(".pdf")[-100:]
        self.file_name = f"{name or 'notice'}.pdf"
