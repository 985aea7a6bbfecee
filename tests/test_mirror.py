"""Each source file with decisions in it has its test file at the same place.

Files that only describe or pass on (the names in TOLD_BY_OTHERS) are seen through the operations and
pages that use them. TESTED_ELSEWHERE is the rest, tested by the behaviour they serve: it should only
become shorter.
"""

from pathlib import Path

from tests.conftest import ROOT

PACKAGE = ROOT / "shared_services"
TOLD_BY_OTHERS = {
    "__init__",
    "errors",
    "facts",
    "forms",
    "messages",
    "models",
    "pages",
    "policies",
    "queries",
}
TESTED_ELSEWHERE = {
    "accounts/current.py",
    "accounts/limits.py",
    "accounts/operations/devices.py",
    "accounts/operations/email_change.py",
    "accounts/operations/links.py",
    "accounts/operations/profile.py",
    "accounts/operations/sign_up.py",
    "accounts/profile_views.py",
    "accounts/tokens.py",
    "accounts/views.py",
    "attendance/operations/writing.py",
    "booking/deadlines.py",
    "booking/jobs.py",
    "booking/ledger.py",
    "booking/moves.py",
    "booking/operations/leave.py",
    "booking/operations/promote.py",
    "booking/operations/requirements.py",
    "catalogue/kinds.py",
    "catalogue/moves.py",
    "catalogue/revisions/admin_views.py",
    "catalogue/search.py",
    "cli.py",
    "core/calendar.py",
    "core/links.py",
    "core/signing.py",
    "core/site.py",
    "demo/bookings.py",
    "demo/content.py",
    "demo/histories.py",
    "demo/offers.py",
    "demo/part.py",
    "demo/pathways.py",
    "demo/people.py",
    "demo/rows.py",
    "demo/sessions.py",
    "demo/texts.py",
    "evidence/letters.py",
    "evidence/sheets.py",
    "kinds/expertise/agenda.py",
    "kinds/expertise/finding.py",
    "kinds/expertise/availability/free.py",
    "kinds/expertise/operations/calendars.py",
    "kinds/expertise/operations/notes.py",
    "kinds/expertise/operations/offers.py",
    "kinds/expertise/operations/rules.py",
    "kinds/expertise/operations/wishes.py",
    "kinds/expertise/wish_views.py",
    "kinds/tools/alternatives.py",
    "kinds/tools/finding.py",
    "kinds/tools/manage_views/closures.py",
    "kinds/tools/month.py",
    "kinds/tools/operations/service.py",
    "kinds/tools/stock.py",
    "kinds/tools/visits.py",
    "kinds/trainings/manage_views/bookings.py",
    "kinds/trainings/manage_views/offers.py",
    "kinds/trainings/manage_views/roster.py",
    "kinds/trainings/manage_views/sessions.py",
    "kinds/trainings/offering.py",
    "kinds/trainings/operations/book.py",
    "kinds/trainings/operations/offers.py",
    "kinds/trainings/operations/sessions.py",
    "kinds/trainings/views.py",
    "network/operations/affiliations.py",
    "network/operations/hubs.py",
    "network/operations/invitations.py",
    "network/operations/memberships.py",
    "network/operations/organisations.py",
    "pathways/jobs.py",
    "pathways/kind.py",
    "pathways/operations/cohorts.py",
    "pathways/operations/modules.py",
    "pathways/operations/offers.py",
    "pathways/operations/plan.py",
    "pathways/operations/steps.py",
    "pathways/operations/take.py",
    "pathways/progress.py",
    "pathways/texts.py",
    "scheduler/runner.py",
}


def sources() -> list[Path]:
    return [
        path.relative_to(PACKAGE)
        for path in sorted(PACKAGE.rglob("*.py"))
        if not {path.stem, path.parent.name} & TOLD_BY_OTHERS and "def " in path.read_text()
    ]


def has_its_test(source: Path) -> bool:
    return (ROOT / "tests" / source.parent / f"test_{source.name}").exists()


def test_each_source_file_has_its_test_file():
    assert [str(s) for s in sources() if not has_its_test(s) and str(s) not in TESTED_ELSEWHERE] == []


def test_the_exceptions_exist():
    assert {str(s) for s in sources()} >= TESTED_ELSEWHERE
