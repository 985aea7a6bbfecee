import pytest

from shared_services.core.spreadsheets import as_csv
from shared_services.kinds.tools.inventory.table import HEADER, read_inventory, rows_of
from shared_services.kinds.tools.models import ToolUnit, UnitState

TOOLS = {"valise de tablettes": 7, "imprimante 3d": 8}


@pytest.fixture(autouse=True)
def in_french(app):
    with app.test_request_context():
        yield


def read(text, encoding="utf-8"):
    return read_inventory(text.encode(encoding), TOOLS)


def test_what_leaves_comes_back():
    units = [
        ToolUnit(
            tool_id=7, label="TAB-01", serial_number="=1+1", state=UnitState.LOST, location="", note='é;"x"'
        ),
        ToolUnit(
            tool_id=8, label="IMP-1", serial_number="", state=UnitState.AVAILABLE, location="A", note=""
        ),
    ]
    rows = rows_of(units, {7: "Valise de tablettes", 8: "Imprimante 3D"})

    reading = read_inventory(as_csv(HEADER, rows), TOOLS)

    assert reading.wrong == []
    assert [(x.tool_id, x.label, x.serial_number, x.state, x.note) for x in reading.lines] == [
        (7, "TAB-01", "=1+1", UnitState.LOST, 'é;"x"'),
        (8, "IMP-1", "", UnitState.AVAILABLE, ""),
    ]


def test_no_cell_that_leaves_is_a_formula():
    unit = ToolUnit(
        tool_id=7, label="TAB", serial_number="=2", state=UnitState.AVAILABLE, location="@x", note="-1"
    )

    text = as_csv(HEADER, rows_of([unit], {7: "+titre"})).decode()

    assert all(shown in text for shown in ("'=2;", "'@x", "'-1", "'+titre"))


def test_columns_in_any_order_any_case_and_the_old_encoding_of_spreadsheets():
    reading = read("ÉTIQUETTE,Outil\ntab 9,Valise de Tablettes\n", "cp1252")

    assert [(line.label, line.state) for line in reading.lines] == [("TAB 9", UnitState.AVAILABLE)]


def test_every_wrong_line_is_named_and_says_all_that_is_wrong():
    reading = read(
        "outil;étiquette;état\n"
        "Valise de tablettes;A;\n"
        "Drone;;en panne\n"
        "\n"
        "imprimante 3d;a;\n"
        f"imprimante 3d;{'x' * 41};\n"
    )

    assert [wrong.number for wrong in reading.wrong] == [3, 5, 6]
    assert "Drone" in reading.wrong[0].sentence
    assert "l'étiquette manque" in reading.wrong[0].sentence
    assert "en panne" in reading.wrong[0].sentence
    assert "déjà plus haut" in reading.wrong[1].sentence


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\x01",
        b"%PDF-1.4\n",
        b"outil\nx\n",
        "outil;étiquette\n;;;\n".encode(),
        b"\xff\xfe" + b"a" * 50,
    ],
)
def test_what_is_no_inventory_is_refused_as_a_whole(content):
    reading = read_inventory(content, TOOLS)

    assert reading.lines == []
    assert reading.wrong[0].number == 0


def test_too_many_lines():
    reading = read("outil;étiquette\n" + "".join(f"imprimante 3d;{n}\n" for n in range(2001)))

    assert reading.lines == []
