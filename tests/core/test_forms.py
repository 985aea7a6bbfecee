from datetime import date, time

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import PasswordField, StringField, TextAreaField

from shared_services.core.forms import (
    AtMost,
    DayField,
    EmailField,
    EurosField,
    Form,
    HourField,
    Optional,
    PersonName,
    PhoneField,
    Required,
    SingleLineField,
    WholeNumberField,
)
from shared_services.core.i18n import force_locale


class Everything(Form):
    class Meta(Form.Meta):
        csrf = False

    text = StringField(filters=[lambda value: value and value.replace("a", "b")])
    password = PasswordField()
    lines = TextAreaField()
    line = SingleLineField(validators=[Optional(), AtMost(5)])
    name = SingleLineField(validators=[Optional(), PersonName()])
    needed = StringField(validators=[Required(), AtMost(5)])
    day = DayField()
    needed_day = DayField(validators=[Required()])
    hour = HourField()
    number = WholeNumberField(least=1, most=30)
    euros = EurosField()
    email = EmailField(validators=[Optional()])
    phone = PhoneField(validators=[Optional()])


@pytest.fixture
def fill(app):
    def fill(**typed):
        form = Everything(formdata=MultiDict(typed))
        form.validate()
        return form

    with app.test_request_context(), force_locale("fr"):
        yield fill


class TestText:
    def test_comes_without_spaces_around_nor_control_characters(self, fill):
        assert fill(lines="  un\x00 deux\x1b\x9f\r\ntrois\rquatre ").lines.data == "un deux\ntrois\nquatre"

    def test_on_one_line_has_single_spaces(self, fill):
        assert fill(line=" a\t\n b\u00a0\u2003c ").line.data == "a b c"

    def test_own_filters_run_for_every_form_of_the_class(self, fill):
        assert [fill(text=" a ").text.data for _ in range(2)] == ["b", "b"]

    def test_a_password_is_taken_as_it_was_typed(self, fill):
        assert fill(password="  deux  espaces ").password.data == "  deux  espaces "

    def test_too_long_is_counted_and_said(self, fill):
        form = fill(line="😀" * 6)

        assert form.line.errors == ["5 caractères au plus\u00a0: raccourcissez ce texte."]
        assert form.line.data == "😀" * 6


class TestRequired:
    @pytest.mark.parametrize("typed", [{}, {"needed": ""}, {"needed": " \t\n"}, {"needed": "\x00"}])
    def test_nothing_and_spaces_are_refused_once(self, fill, typed):
        assert fill(**typed).needed.errors == ["Ce champ est à remplir."]

    def test_what_could_not_be_read_gets_its_own_sentence_only(self, fill):
        form = fill(needed_day="31/02/2027")

        assert form.needed_day.errors == ["Cette date n'existe pas. Écrivez par exemple 31/12/2026."]


class TestRefuse:
    def test_puts_the_sentence_beside_the_field_or_above_the_form(self, fill):
        form = fill(needed="ok")
        form.refuse("line", "Déjà pris.")
        form.refuse("", "Trop d'essais.")

        assert (list(form.line.errors), form.form_errors) == (["Déjà pris."], ["Trop d'essais."])


class TestDay:
    @pytest.mark.parametrize(
        "typed", ["31/12/2026", "31.12.2026", "31-12-2026", "2026-12-31", " 31/12/2026 "]
    )
    def test_is_read_in_both_notations_and_shown_as_a_date_input_wants_it(self, fill, typed):
        form = fill(day=typed)

        assert form.day.data == date(2026, 12, 31)
        assert 'value="2026-12-31"' in form.day()

    @pytest.mark.parametrize("typed", ["31/02/2027", "demain", "1/1/27", "01/01/0001", "9999-12-31", "<b>"])
    def test_what_is_no_date_is_said_and_stays(self, fill, typed):
        form = fill(day=typed)

        assert (form.day.data, len(form.day.errors)) == (None, 1)
        assert form.day._value() == typed

    def test_nothing_is_no_date(self, fill):
        form = fill(day="")

        assert (form.day.data, list(form.day.errors)) == (None, [])


class TestHour:
    @pytest.mark.parametrize(
        ("typed", "hour"),
        [
            ("9h30", time(9, 30)),
            ("9 h 30", time(9, 30)),
            ("9\u00a0h\u00a030", time(9, 30)),
            ("9\u202fh\u202f30", time(9, 30)),
            ("09:30", time(9, 30)),
            ("09:30:00", time(9, 30)),
            ("14H", time(14)),
            ("0", time(0)),
        ],
    )
    def test_is_read_as_people_write_it(self, fill, typed, hour):
        assert fill(hour=typed).hour.data == hour

    @pytest.mark.parametrize("typed", ["24h", "9h60", "neuf heures", "9h3", "-1", "9h30 <"])
    def test_what_is_no_hour_is_said_and_stays(self, fill, typed):
        form = fill(hour=typed)

        assert (form.hour.data, len(form.hour.errors), form.hour._value()) == (None, 1, typed)


class TestWholeNumber:
    @pytest.mark.parametrize(("typed", "number"), [("1", 1), ("30", 30), (" 7 ", 7)])
    def test_is_read(self, fill, typed, number):
        assert fill(number=typed).number.data == number

    @pytest.mark.parametrize("typed", ["0", "31", "-3", "7,5", "sept", "٧", "1" * 40])
    def test_out_of_bounds_or_no_number_is_said_and_stays(self, fill, typed):
        form = fill(number=typed)

        assert (len(form.number.errors), form.number._value()) == (1, typed)


class TestEuros:
    @pytest.mark.parametrize(
        ("typed", "cents"),
        [
            ("12", 1200),
            ("12,5", 1250),
            ("12.50 €", 1250),
            ("1 234,50", 123450),
            ("1\u202f234\u00a0€", 123400),
        ],
    )
    def test_is_read_in_cents(self, fill, typed, cents):
        assert fill(euros=typed).euros.data == cents

    @pytest.mark.parametrize("typed", ["-1", "1,234", "gratuit", "1e3", "NaN", "9999999"])
    def test_anything_else_is_said_and_stays(self, fill, typed):
        form = fill(euros=typed)

        assert (form.euros.data, len(form.euros.errors), form.euros._value()) == (None, 1, typed)

    def test_is_shown_as_it_is_written_in_french(self, app):
        with app.test_request_context():
            assert Everything(formdata=None, euros=1250).euros._value() == "12,50"
            assert Everything(formdata=None, euros=1200).euros._value() == "12"


class TestContacts:
    def test_an_address_is_kept_in_lower_case(self, fill):
        assert fill(email=" Alice@Lens.example").email.data == "alice@lens.example"

    def test_an_optional_address_may_be_empty(self, fill):
        assert list(fill(email="").email.errors) == []

    def test_what_is_no_address_is_said_and_stays(self, fill):
        form = fill(email="alice@")

        assert (len(form.email.errors), form.email.data) == (1, "alice@")

    def test_a_phone_number_is_written_one_way(self, fill):
        assert fill(phone="0612345678").phone.data == "+33 6 12 34 56 78"

    def test_what_is_no_french_number_is_said_and_stays(self, fill):
        form = fill(phone="12")

        assert (len(form.phone.errors), form.phone._value()) == (1, "12")


class TestPersonName:
    @pytest.mark.parametrize("typed", ["Zoé", "Jean-Marie", "O'Connor", "d’Ornano", "Nguyễn", "李", "J. R."])
    def test_letters_of_any_alphabet(self, fill, typed):
        assert list(fill(name=typed).name.errors) == []

    @pytest.mark.parametrize(
        "typed", ["😀", "<b>Zoé", "www.evil.example/x", "Zoé 2", "--", "Zoé\u202e", "a@b"]
    )
    def test_nothing_else(self, fill, typed):
        assert len(fill(name=typed).name.errors) == 1
