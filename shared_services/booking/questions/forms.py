"""The questions of an offer as a form, and the form that writes them."""

import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from werkzeug.utils import secure_filename
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from shared_services.core.forms import AtMost, Form, Optional, Required, TickField
from shared_services.core.i18n import _, _l

from ..operations.questions import Answers, GivenFile
from .models import Answer, Question, QuestionKind

KINDS = {
    QuestionKind.TEXT: _l("Un texte"),
    QuestionKind.CHOICE: _l("Un choix dans une liste"),
    QuestionKind.FILE: _l("Un fichier (PDF, image, document)"),
}
MOST_BYTES = 5 * 1024 * 1024
MOST_OPTIONS = 20
_ZIPPED = {
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}


class QuestionForm(Form):
    """What a hub wants to know of whoever books."""

    label = StringField(_l("Question"), validators=[Required(), AtMost(200)])
    kind = RadioField(
        _l("Réponse attendue"),
        choices=[SelectChoice(kind.value, name) for kind, name in KINDS.items()],
        default=QuestionKind.TEXT.value,
        validators=[Required()],
    )
    options = TextAreaField(
        _l("Choix possibles"),
        validators=[AtMost(2000)],
        description=_l("Un par ligne. Seulement pour un choix dans une liste."),
    )
    is_required = TickField(_l("Réponse obligatoire"))

    def validate_options(self, field: TextAreaField) -> None:
        lines = self.lines()
        if self.kind.data == QuestionKind.CHOICE.value and not 2 <= len(lines) <= MOST_OPTIONS:
            raise ValidationError(_("Écrivez de 2 à %(most)d choix, un par ligne.", most=MOST_OPTIONS))

    def lines(self) -> list[str]:
        """The choices as written, once each; none for another kind of question."""
        if self.kind.data != QuestionKind.CHOICE.value:
            return []
        return list(
            dict.fromkeys(
                line.strip()[:200] for line in (self.options.data or "").splitlines() if line.strip()
            )
        )


class AnswersForm(Form):
    """The questions of one offer; made by `answers_form`."""

    need = TextAreaField(
        _l("Vos besoins pour participer"),
        validators=[AtMost(1000)],
        description=_l(
            "Accès, matériel, rythme… Seules les personnes qui organisent cette session le lisent ; "
            "c'est effacé un mois après."
        ),
    )
    keeps_need = TickField(_l("Me le proposer à ma prochaine réservation"))
    asked: Sequence[Question] = ()

    def question_fields(self) -> list[Any]:
        return [self.field_of(question) for question in self.asked]

    def field_of(self, question: Question) -> Any:
        return self[_name(question)]

    def answers(self) -> Answers:
        """What was answered. Only call it on a valid form."""
        texts, files = {}, {}
        for question in self.asked:
            given = self[_name(question)].data
            if question.kind != QuestionKind.FILE:
                texts[question.id] = given or ""
            elif given:
                files[question.id] = given.checked
        return Answers(texts, files, need=self.need.data or "", keeps_need=bool(self.keeps_need.data))


def answers_form(
    questions: Sequence[Question], *, known: Mapping[int, Answer] | None = None, **given: Any
) -> AnswersForm:
    """A form with a field for each question; a compulsory file that is there already may stay."""
    known = known or {}
    fields = {_name(question): _field(question, known.get(question.id)) for question in questions}
    made: type[AnswersForm] = type("OfferAnswersForm", (AnswersForm,), {**fields, "asked": questions})
    data = {
        _name(question): known[question.id].text
        for question in questions
        if question.id in known and question.kind != QuestionKind.FILE
    }
    return made(data=data | given.pop("data", {}), **given)


def _name(question: Question) -> str:
    return f"question_{question.id}"


def _field(question: Question, known: Answer | None) -> Any:
    rule = Required() if question.is_required else Optional()
    if question.kind == QuestionKind.CHOICE:
        choices = [SelectChoice(option, option) for option in question.choices]
        empty = SelectChoice("", _("Choisissez"))
        return SelectField(question.label, choices=[empty, *choices], validators=[rule])
    if question.kind == QuestionKind.FILE:
        is_missing = question.is_required and known is None
        hint = _("PDF, PNG, JPEG, ODT ou DOCX, 5 Mo au plus.")
        if known is not None:
            hint = _("Déjà envoyé : %(name)s. Un nouveau fichier le remplace.", name=known.text) + " " + hint
        rules = [Required(), CheckedFile()] if is_missing else [CheckedFile()]
        return FileField(question.label, validators=rules, description=hint)
    return TextAreaField(question.label, validators=[rule, AtMost(2000)])


class CheckedFile:
    """Reads the content: what a file says it is counts for nothing."""

    def __call__(self, _form: Any, field: Any) -> None:
        upload = field.data
        if not isinstance(upload, FileStorage) or not upload.filename:
            field.data = None
            return
        content = upload.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            raise ValidationError(_("Ce fichier dépasse 5 Mo : envoyez-en un plus léger."))
        media_type = media_type_of(content)
        if media_type is None:
            raise ValidationError(_("Ce fichier n'est ni un PDF, ni une image, ni un document ODT ou DOCX."))
        name = secure_filename(upload.filename)[-120:] or "fichier"
        upload.checked = GivenFile(name, media_type, content)  # type: ignore[attr-defined]


def media_type_of(content: bytes) -> str | None:
    """The type of a PDF, PNG, JPEG, ODT or DOCX by its content; None for anything else."""
    if content.startswith(b"%PDF-"):
        return "application/pdf"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith(b"PK\x03\x04"):
        return _zipped_type(content)
    return None


def _zipped_type(content: bytes) -> str | None:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = set(archive.namelist())
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 100:
                said = archive.read("mimetype").decode("ascii", "replace")
                return said if said in _ZIPPED else None
            return list(_ZIPPED)[1] if {"[Content_Types].xml", "word/document.xml"} <= names else None
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError):
        return None
