import pytest

from tools.run_tests import PARTS, ROOT, Part, Tally

SQLITE = Part("SQLite", "sqlite", "not race")
POSTGRESQL = Part("PostgreSQL", "postgresql", "not race")
REPORT = '<testsuite><testcase classname="tests.x" name="{name}">{outcome}</testcase></testsuite>'
SKIPPED = '<skipped type="pytest.skip" message="not here"/>'
FAILED = '<failure message="no"/>'


@pytest.fixture
def tally(tmp_path):
    def read(*cases):
        tally = Tally()
        for part, name, outcome in cases:
            report = tmp_path / "report.xml"
            report.write_text(REPORT.format(name=name, outcome=outcome))
            tally.read(part, report)
        return tally

    return read


def test_a_failure_on_one_engine_fails_the_run(tally):
    result = tally((SQLITE, "test_a", ""), (POSTGRESQL, "test_a", FAILED))

    assert result.failed == ["tests.x::test_a (PostgreSQL)"]
    assert not result.is_good(strict=False)


def test_a_test_for_one_engine_is_not_missed(tally):
    result = tally((SQLITE, "test_a", SKIPPED), (POSTGRESQL, "test_a", ""))

    assert result.never_ran == {}
    assert result.is_good(strict=True)


def test_a_test_skipped_everywhere_fails_only_the_strict_run(tally):
    result = tally((SQLITE, "test_a", SKIPPED), (POSTGRESQL, "test_a", SKIPPED), (SQLITE, "test_b", ""))

    assert result.never_ran == {"tests.x::test_a": "not here"}
    assert result.is_good(strict=False)
    assert not result.is_good(strict=True)


def test_a_part_that_could_not_run_fails_only_the_strict_run(tally):
    result = tally((SQLITE, "test_a", ""))
    result.not_run.append("browser: no Chromium here")

    assert result.is_good(strict=False)
    assert not result.is_good(strict=True)


def test_a_part_that_died_without_a_report_fails_the_run(tally, tmp_path):
    result = tally((SQLITE, "test_a", ""))
    result.read(POSTGRESQL, tmp_path / "never-written.xml")
    result.broken.append("PostgreSQL: pytest ended with code 3")

    assert not result.is_good(strict=False)


def test_a_run_without_any_test_is_not_good():
    assert not Tally().is_good(strict=False)


def test_every_mark_runs_on_every_engine_it_should():
    assert {(part.engine, part.marks) for together in PARTS for part in together} == {
        ("sqlite", "not browser and not race and (once or not page)"),
        ("postgresql", "not browser and not race and not once"),
        ("sqlite", "race"),
        ("postgresql", "race"),
        ("sqlite", "browser"),
    }


@pytest.mark.parametrize("mark", ["race", "browser"])
def test_what_wears_a_mark_is_where_its_parts_look(mark):
    wearing = {file for file in (ROOT / "tests").rglob("test_*.py") if f"mark.{mark}\n" in file.read_text()}
    for part in (part for together in PARTS for part in together if part.marks == mark):
        looked_at = {file for where in part.where for file in (ROOT / where).rglob("test_*.py")}
        assert wearing <= looked_at, part.name
