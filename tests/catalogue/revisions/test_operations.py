import pytest

from shared_services.catalogue.errors import IllegalOfferMove, NothingChanged, OfferNotEditable, ReasonMissing
from shared_services.catalogue.models import OfferStatus
from shared_services.catalogue.operations import withdraw_offer
from shared_services.catalogue.revisions.models import LIVE, RevisionStatus
from shared_services.catalogue.revisions.operations import (
    drop_revision,
    publish_revision,
    return_revision,
    save_text,
    submit_revision,
    take_back_revision,
    write_revision,
)
from shared_services.catalogue.revisions.queries import find_live_revision
from shared_services.finding.queries import count_offers
from shared_services.finding.wish import Wish
from shared_services.kinds.trainings import texts
from tests.kinds.trainings.test_messages import mail, words
from tests.support.bookings import do
from tests.support.makers import (
    MONDAY,
    kinds_posted,
    make_admin,
    make_offer,
    make_person,
    make_revision,
    make_session,
)

TITLE = "Premiers pas avec Pix"


@pytest.fixture
def offer(db):
    return make_offer(title=TITLE)


def changed(db, offer, **given):
    return texts.content(db, offer.id) | given


def write(db, offer, **given):
    return do(write_revision, offer, changed(db, offer, **given), by=make_person())


def save(db, offer):
    content = changed(db, offer, title="Pix sans peur")
    is_edit = do(save_text, offer, content, by=make_person())
    db.refresh(offer)
    return is_edit


class TestSaving:
    @pytest.mark.parametrize("status", [OfferStatus.DRAFT, OfferStatus.RETURNED])
    def test_what_nobody_reads_yet_changes_itself(self, db, status):
        offer = make_offer(title=TITLE, status=status)

        assert not save(db, offer)
        assert offer.title == "Pix sans peur"
        assert find_live_revision(db, offer.id) is None

    @pytest.mark.parametrize("status", [OfferStatus.PUBLISHED, OfferStatus.SUSPENDED])
    def test_what_the_public_reads_stays_and_the_edit_stands_beside(self, db, status):
        offer = make_offer(title=TITLE, status=status)

        assert save(db, offer)
        assert offer.title == TITLE
        assert find_live_revision(db, offer.id).content["title"] == "Pix sans peur"

    @pytest.mark.parametrize("status", [OfferStatus.SUBMITTED, OfferStatus.ARCHIVED])
    def test_not_under_the_eyes_of_an_admin_nor_once_it_is_put_away(self, db, status):
        offer = make_offer(title=TITLE, status=status)

        with pytest.raises(OfferNotEditable):
            save(db, offer)
        assert offer.title == TITLE


class TestWriting:
    def test_readers_see_nothing_of_it(self, db, offer):
        write(db, offer, title="Pix sans peur")

        db.refresh(offer)
        assert offer.title == TITLE
        assert count_offers(db, Wish(words="peur"), now=MONDAY) == 0

    def test_there_is_one_that_one_goes_on_with(self, db, offer):
        first = write(db, offer, title="Pix sans peur")
        second = write(db, offer, title="Pix, sans peur")

        assert first.id == second.id
        assert second.content["title"] == "Pix, sans peur"

    def test_not_under_the_eyes_of_who_reads_it(self, db, offer):
        make_revision(offer, title="Pix sans peur")

        with pytest.raises(OfferNotEditable):
            write(db, offer, title="Autre chose")

    @pytest.mark.parametrize("status", [OfferStatus.DRAFT, OfferStatus.SUBMITTED, OfferStatus.ARCHIVED])
    def test_only_of_what_readers_may_hold_a_place_in(self, db, status):
        offer = make_offer(status=status)

        with pytest.raises(OfferNotEditable):
            write(db, offer, title="Pix sans peur")


class TestSubmitting:
    def test_every_admin_is_told(self, db, offer):
        make_admin(email="one@test.example")
        write(db, offer, title="Pix sans peur")

        do(submit_revision, offer, by=make_person())

        assert kinds_posted(db) == ["revision_to_moderate"]
        assert "modification de l'offre" in words(mail(db, "revision_to_moderate"))

    def test_nothing_that_differs_is_nothing_to_read(self, db, offer):
        write(db, offer)

        with pytest.raises(NothingChanged):
            do(submit_revision, offer, by=make_person())

    def test_it_is_taken_back_to_be_corrected(self, db, offer):
        make_revision(offer, title="Pix sans peur")

        do(take_back_revision, offer, by=make_person())

        assert find_live_revision(db, offer.id).status == RevisionStatus.DRAFT

    @pytest.mark.parametrize("status", sorted(LIVE))
    def test_it_is_given_up_at_any_step(self, db, offer, status):
        make_revision(offer, status=status, title="Pix sans peur")

        do(drop_revision, offer, by=make_person())

        assert find_live_revision(db, offer.id) is None
        with pytest.raises(IllegalOfferMove):
            do(drop_revision, offer, by=make_person())


class TestDeciding:
    def test_published_it_takes_the_place_of_todays_text_and_is_found(self, db, offer):
        revision = make_revision(offer, title="Pix sans peur", price_cents=4500)

        do(publish_revision, revision, by=make_admin())

        db.refresh(offer)
        assert (offer.title, offer.price_cents, offer.updated_at) == ("Pix sans peur", 4500, MONDAY)
        assert (offer.status, revision.status) == (OfferStatus.PUBLISHED, RevisionStatus.PUBLISHED)
        assert revision.before["title"] == TITLE
        assert count_offers(db, Wish(words="peur"), now=MONDAY) == 1
        assert "est publiée" in words(mail(db, "revision_published"))

    def test_even_while_sessions_are_to_come(self, db, offer):
        make_session(offer)
        revision = make_revision(offer, title="Pix sans peur")

        do(publish_revision, revision, by=make_admin())

        db.refresh(offer)
        assert offer.title == "Pix sans peur"

    def test_returned_its_author_reads_why_and_goes_on(self, db, offer):
        revision = make_revision(offer, title="Pix sans peur")

        do(return_revision, revision, by=make_admin(), reason=" Gardez le mot Pix. ")

        assert "Gardez le mot Pix." in words(mail(db, "revision_returned"))
        write(db, offer, title="Pix sans crainte")
        do(submit_revision, offer, by=make_person())
        assert find_live_revision(db, offer.id).reason == ""

    def test_a_reason_is_compulsory(self, db, offer):
        with pytest.raises(ReasonMissing):
            do(return_revision, make_revision(offer, title="Pix"), by=make_admin(), reason=" ")

    def test_two_admins_decide_once(self, db, offer):
        revision = make_revision(offer, title="Pix sans peur")
        do(publish_revision, revision, by=make_admin())

        with pytest.raises(IllegalOfferMove):
            do(return_revision, revision, by=make_admin(), reason="Trop tard.")

    def test_an_offer_that_left_the_catalogue_takes_its_edit_along(self, db, offer):
        revision = make_revision(offer, title="Pix sans peur")
        do(withdraw_offer, offer, by=make_person())

        with pytest.raises(IllegalOfferMove):
            do(publish_revision, revision, by=make_admin())
        db.refresh(offer)
        assert offer.title == TITLE
