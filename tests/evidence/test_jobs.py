from datetime import timedelta

from shared_services.attendance.models import What
from shared_services.evidence.jobs import make_papers
from shared_services.evidence.queries import find_certificate_of, list_papers
from shared_services.papers.models import PaperKind
from tests.support.attendance import half_days
from tests.support.bookings import book, cancel
from tests.support.evidence import correct, hold
from tests.support.makers import MONDAY, make_hub, make_offer, make_session, make_trainer


def kinds(db, session):
    return [paper.kind for _row, paper in list_papers(db, session.id)]


def test_convocations_are_made_a_week_ahead_once(db, session, alice, bob):
    cancel(bob)
    assert make_papers(session.starts_at - timedelta(days=9)) == 0
    assert make_papers(session.starts_at - timedelta(days=8)) == 1
    assert make_papers(session.starts_at - timedelta(days=7)) == 0

    assert kinds(db, session) == [PaperKind.CONVOCATION]


def test_what_follows_from_a_closed_sheet_is_made(db, session, alice, bob, trainer):
    hold(session, by=trainer, came=[alice], away=[bob])
    make_papers(session.ends_at + timedelta(minutes=5))

    assert sorted(kinds(db, session)) == [
        PaperKind.CERTIFICATE,
        PaperKind.STATEMENT,
        PaperKind.PROGRAMME,
        PaperKind.SIGNED_SHEET,
    ]
    assert make_papers(session.ends_at + timedelta(minutes=20)) == 0


def test_a_correction_replaces_the_certificate(db, session, alice, trainer):
    hold(session, by=trainer, came=[alice])
    make_papers(session.ends_at)
    correct(
        session,
        half_days(session)[0],
        alice,
        What.ABSENT,
        by=trainer,
        now=session.ends_at + timedelta(days=60),
    )

    make_papers(session.ends_at + timedelta(days=61))

    certificate = find_certificate_of(db, alice.id)
    assert certificate.minutes == 180
    assert make_papers(session.ends_at + timedelta(days=62)) == 0


def test_a_hub_without_identity_stands_in_nobody_s_way(db, session, alice, trainer):
    silent = make_hub()
    other = make_session(make_offer(silent))
    hold(other, by=make_trainer(silent), came=[book(other)])
    hold(session, by=trainer, came=[alice])

    make_papers(session.ends_at)

    assert kinds(db, other) == []
    assert find_certificate_of(db, alice.id) is not None


def test_after_the_fact_none_is_made(session, alice):
    assert make_papers(session.ends_at + timedelta(days=1)) == 0


def test_nothing_to_do_is_no_harm(db):
    assert make_papers(MONDAY) == 0
