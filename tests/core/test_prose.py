import pytest

from shared_services.core.prose import read_prose


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Un.\r\n\r\nDeux.", [(False, ["Un."]), (False, ["Deux."])]),
        ("Vous saurez :\n- écouter\n• expliquer\nVoilà.", None),
        ("L'un\nl'autre", [(False, ["L'un", "l'autre"])]),
        ("-5 °C dehors", [(False, ["-5 °C dehors"])]),
        ("  \n ", []),
    ],
)
def test_lines_that_begin_with_a_dash_are_a_list(text, read):
    wanted = [(False, ["Vous saurez :"]), (True, ["écouter", "expliquer"]), (False, ["Voilà."])]

    assert list(read_prose(text)) == (wanted if read is None else read)
