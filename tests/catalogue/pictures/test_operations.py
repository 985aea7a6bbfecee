import pytest
from sqlalchemy import select

from shared_services.catalogue import operations
from shared_services.catalogue.errors import NoPictureYet, OfferBeingRead, PictureChanged, ReasonMissing
from shared_services.catalogue.models import OfferStatus
from shared_services.catalogue.pictures import operations as pictures
from shared_services.catalogue.pictures.models import OfferPicture
from shared_services.catalogue.pictures.queries import find_pictures
from shared_services.core.audit import AuditEntry
from tests.core.test_pictures import file_of
from tests.support.bookings import do
from tests.support.makers import count, kinds_posted, make_admin, make_offer, make_person, make_picture

WORDS = "Trois personnes autour d'un ordinateur ouvert."


def send(offer, size=(1500, 1000), alternative=WORDS):
    drawn = pictures.Drawn.of(file_of(size)) if size else None
    return do(pictures.send_picture, offer, drawn, alternative=alternative, by=make_person())


def acts(db):
    return list(db.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


class TestSending:
    def test_both_widths_are_kept_and_it_waits(self, db):
        picture = send(make_offer())

        assert (picture.width, picture.height, picture.small_width) == (1200, 800, 480)
        assert picture.accepted_at is None
        assert len(picture.digest) == 32
        assert acts(db) == ["picture_sent"]

    def test_a_second_one_takes_the_place_of_the_one_that_waits(self, db):
        offer = make_offer()
        send(offer)
        second = send(offer, size=(900, 600))

        assert find_pictures(db, offer.id).waiting.width == second.width == 900
        assert count(db, OfferPicture) == 1

    def test_the_one_shown_stays_until_the_new_one_is_accepted(self, db):
        offer = make_offer()
        shown = make_picture(offer)
        waiting = send(offer)

        assert find_pictures(db, offer.id).shown.id == shown.id
        assert find_pictures(db, offer.id).waiting.id == waiting.id

    def test_other_words_for_the_same_picture_are_read_anew(self, db):
        offer = make_offer()
        shown = make_picture(offer)

        waiting = send(offer, size=None, alternative="Une salle claire.")

        assert (waiting.digest, waiting.large, waiting.small) == (shown.digest, b"large", b"small")
        assert (waiting.alternative, waiting.accepted_at) == ("Une salle claire.", None)

    def test_words_alone_are_no_picture(self, db):
        with pytest.raises(NoPictureYet):
            send(make_offer(), size=None)

    def test_nothing_changes_under_the_eyes_of_who_reads(self, db):
        offer = make_offer(status=OfferStatus.SUBMITTED)
        make_picture(offer, is_accepted=False)

        with pytest.raises(OfferBeingRead):
            send(offer)
        with pytest.raises(OfferBeingRead):
            do(pictures.remove_picture, offer, by=make_person())
        assert count(db, OfferPicture) == 1

    @pytest.mark.parametrize(
        ("status", "told"), [(OfferStatus.PUBLISHED, ["offer_picture_to_read"]), (OfferStatus.DRAFT, [])]
    )
    def test_admins_are_told_when_it_is_not_read_with_the_text(self, db, status, told):
        make_admin()

        send(make_offer(status=status))

        assert kinds_posted(db) == told


class TestAnswer:
    def test_an_accepted_one_takes_the_place_of_the_one_before(self, db):
        offer = make_offer()
        make_picture(offer)
        waiting = make_picture(offer, is_accepted=False)

        do(pictures.accept_picture, offer, waiting.id, by=make_admin())

        assert find_pictures(db, offer.id).shown.id == waiting.id
        assert count(db, OfferPicture) == 1
        assert kinds_posted(db) == ["offer_picture_accepted"]

    def test_a_refused_one_is_gone_and_its_author_told_why(self, db):
        offer = make_offer()
        shown = make_picture(offer)
        waiting = make_picture(offer, is_accepted=False)

        do(pictures.refuse_picture, offer, waiting.id, reason=" Un visage d'enfant. ", by=make_admin())

        assert [row.id for row in db.scalars(select(OfferPicture))] == [shown.id]
        assert kinds_posted(db) == ["offer_picture_refused"]
        assert db.scalars(select(AuditEntry)).one().reason == "Un visage d'enfant."

    def test_refusing_needs_a_reason(self, db):
        offer = make_offer()
        waiting = make_picture(offer, is_accepted=False)

        with pytest.raises(ReasonMissing):
            do(pictures.refuse_picture, offer, waiting.id, reason=" ", by=make_admin())

    def test_the_answer_is_for_the_picture_that_was_seen(self, db):
        offer = make_offer()
        seen = make_picture(offer, is_accepted=False)
        send(offer)

        with pytest.raises(PictureChanged):
            do(pictures.accept_picture, offer, seen.id, by=make_admin())
        with pytest.raises(PictureChanged):
            do(pictures.refuse_picture, offer, seen.id, reason="Floue.", by=make_admin())
        assert find_pictures(db, offer.id).shown is None

    def test_publishing_the_offer_publishes_its_picture(self, db):
        offer = make_offer(status=OfferStatus.SUBMITTED)
        make_picture(offer)
        waiting = make_picture(offer, is_accepted=False)

        do(operations.publish_offer, offer, by=make_admin())

        assert find_pictures(db, offer.id).shown.id == waiting.id
        assert kinds_posted(db) == ["offer_published"]


class TestRemoving:
    def test_both_go(self, db):
        offer = make_offer()
        make_picture(offer)
        make_picture(offer, is_accepted=False)

        do(pictures.remove_picture, offer, by=make_person())

        assert count(db, OfferPicture) == 0

    def test_twice_is_no_harm(self, db):
        offer = make_offer()
        make_picture(offer)
        do(pictures.remove_picture, offer, by=make_person())
        do(pictures.remove_picture, offer, by=make_person())

        assert acts(db) == ["picture_removed"]
