import pytest
from sqlalchemy import select

from shared_services.booking.models import BookingStatus
from shared_services.catalogue.errors import IllegalOfferMove, ReasonMissing
from shared_services.catalogue.models import OfferStatus
from shared_services.catalogue.moves import LEGAL
from shared_services.catalogue.operations import (
    archive_offer,
    publish_offer,
    resume_offer,
    return_offer,
    submit_offer,
    suspend_offer,
    withdraw_offer,
)
from shared_services.catalogue.revisions.models import RevisionStatus
from shared_services.core.audit import AuditEntry
from shared_services.finding.queries import count_offers
from shared_services.finding.wish import Wish
from shared_services.kinds.trainings.errors import OfferNotPublished, SessionsToCome
from shared_services.kinds.trainings.operations import book_session
from shared_services.outbox.models import OutboxMessage
from tests.support.bookings import book, do
from tests.support.makers import (
    MONDAY,
    kinds_posted,
    make_admin,
    make_offer,
    make_person,
    make_revision,
    make_session,
)


def mails(db):
    rows = db.execute(select(OutboxMessage.kind, OutboxMessage.recipient))
    return sorted((kind, recipient) for kind, recipient in rows)


class TestSubmit:
    def test_author_and_every_admin_are_told(self, db):
        offer = make_offer(status=OfferStatus.DRAFT)
        one, other = make_admin(email="one@test.example"), make_admin(email="other@test.example")
        author = make_person(email="author@test.example")
        offer.author_id = author.id
        db.commit()

        do(submit_offer, offer, by=author)

        assert (offer.status, offer.submitted_at) == (OfferStatus.SUBMITTED, MONDAY)
        assert mails(db) == [
            ("offer_submitted", "author@test.example"),
            ("offer_to_moderate", one.email),
            ("offer_to_moderate", other.email),
        ]

    def test_a_returned_offer_is_submitted_again_without_its_old_reason(self, db):
        offer = make_offer(status=OfferStatus.RETURNED)

        do(submit_offer, offer, by=make_person())

        assert (offer.status, offer.return_reason) == (OfferStatus.SUBMITTED, "")

    def test_twice_is_refused(self, db):
        offer = make_offer(status=OfferStatus.SUBMITTED)

        with pytest.raises(IllegalOfferMove):
            do(submit_offer, offer, by=make_person())

        assert kinds_posted(db) == []


class TestPublish:
    def test_it_has_a_date_and_the_author_is_told(self, db):
        offer = make_offer(status=OfferStatus.SUBMITTED)

        do(publish_offer, offer, by=make_admin())

        assert (offer.status, offer.published_at) == (OfferStatus.PUBLISHED, MONDAY)
        assert kinds_posted(db) == ["offer_published"]

    def test_a_draft_is_not_published(self, db):
        with pytest.raises(IllegalOfferMove):
            do(publish_offer, make_offer(status=OfferStatus.DRAFT), by=make_admin())


class TestReturn:
    def test_the_author_reads_the_reason(self, db):
        offer = make_offer(status=OfferStatus.SUBMITTED)

        do(return_offer, offer, by=make_admin(), reason=" Précisez la durée. ")

        assert (offer.status, offer.return_reason) == (OfferStatus.RETURNED, "Précisez la durée.")
        assert kinds_posted(db) == ["offer_returned"]

    @pytest.mark.parametrize("reason", ["", "   "])
    def test_a_reason_is_compulsory(self, db, reason):
        offer = make_offer(status=OfferStatus.SUBMITTED)

        with pytest.raises(ReasonMissing):
            do(return_offer, offer, by=make_admin(), reason=reason)

        assert offer.status == OfferStatus.SUBMITTED


@pytest.mark.parametrize("status", [OfferStatus.SUBMITTED, OfferStatus.PUBLISHED])
def test_a_withdrawn_offer_is_a_draft_again(db, status):
    offer = make_offer(status=status)

    do(withdraw_offer, offer, by=make_person())

    assert (offer.status, offer.published_at) == (OfferStatus.DRAFT, None)


@pytest.mark.parametrize("before", list(OfferStatus))
@pytest.mark.parametrize(
    ("verb", "to", "given"),
    [
        (submit_offer, OfferStatus.SUBMITTED, {}),
        (publish_offer, OfferStatus.PUBLISHED, {}),
        (return_offer, OfferStatus.RETURNED, {"reason": "Trop court."}),
        (withdraw_offer, OfferStatus.DRAFT, {}),
        (suspend_offer, OfferStatus.SUSPENDED, {"reason": "Contenu commercial."}),
        (archive_offer, OfferStatus.ARCHIVED, {}),
    ],
)
def test_only_the_moves_of_the_table_happen_and_each_leaves_a_trace(db, before, verb, to, given):
    offer, admin = make_offer(status=before), make_admin()

    if to in LEGAL[before]:
        do(verb, offer, by=admin, **given)
        entry = db.scalars(select(AuditEntry).where(AuditEntry.subject_kind == "training_offer")).one()
        assert (entry.from_state, entry.to_state, entry.actor_id) == (before.value, to.value, admin.id)
    else:
        with pytest.raises(IllegalOfferMove):
            do(verb, offer, by=admin, **given)
        assert offer.status == before


class TestSuspending:
    def test_out_of_the_catalogue_at_once_and_its_managers_read_why(self, db):
        offer = make_offer()
        booking = book(make_session(offer))

        do(suspend_offer, offer, by=make_admin(), reason="Contenu commercial.")

        assert (offer.status, offer.return_reason) == (OfferStatus.SUSPENDED, "Contenu commercial.")
        assert booking.status == BookingStatus.CONFIRMED
        assert count_offers(db, Wish(), now=MONDAY) == 0
        assert kinds_posted(db)[-1] == "offer_suspended"

    def test_nobody_books_it_any_more(self, db):
        session = make_session(make_offer(status=OfferStatus.SUSPENDED))

        with pytest.raises(OfferNotPublished):
            do(book_session, session, person=make_person(), by=make_person())

    def test_a_reason_is_compulsory(self, db):
        with pytest.raises(ReasonMissing):
            do(suspend_offer, make_offer(), by=make_admin(), reason=" ")

    def test_it_comes_back_as_it_was(self, db):
        offer = make_offer()
        do(suspend_offer, offer, by=make_admin(), reason="Contenu commercial.")

        do(resume_offer, offer, by=make_admin())

        assert (offer.status, offer.return_reason) == (OfferStatus.PUBLISHED, "")
        with pytest.raises(IllegalOfferMove):
            do(resume_offer, offer, by=make_admin())


class TestArchiving:
    @pytest.mark.parametrize("status", [OfferStatus.PUBLISHED, OfferStatus.SUSPENDED])
    def test_not_while_people_may_count_on_a_session(self, db, status):
        offer = make_offer(status=status)
        make_session(offer)

        with pytest.raises(SessionsToCome):
            do(archive_offer, offer, by=make_person())

    def test_its_unfinished_edit_goes_with_it(self, db):
        offer = make_offer()
        revision = make_revision(offer, title="Autre titre")

        do(archive_offer, offer, by=make_person())

        db.refresh(revision)
        assert (offer.status, revision.status) == (OfferStatus.ARCHIVED, RevisionStatus.DROPPED)
