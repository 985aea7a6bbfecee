import pytest

from shared_services.core.i18n import force_locale
from shared_services.kinds.tools.words import opening_days


@pytest.mark.parametrize(
    ("weekdays", "said"),
    [
        ("01234", ["du lundi au vendredi"]),
        ("13", ["mardi", "jeudi"]),
        ("01", ["lundi", "mardi"]),
        ("0124", ["du lundi au mercredi", "vendredi"]),
        ("0123456", ["du lundi au dimanche"]),
    ],
)
def test_as_people_say_them(app, weekdays, said):
    with app.test_request_context(), force_locale("fr"):
        assert opening_days(weekdays) == said
