import pytest
from sqlalchemy import select

from shared_services.catalogue.models import OfferStatus
from shared_services.catalogue.operations import publish_offer, return_offer, submit_offer
from shared_services.core.database import transaction
from shared_services.kinds.trainings.messages import post_to_trainers
from shared_services.kinds.trainings.operations import cancel_session
from shared_services.kinds.trainings.queries import get_session
from shared_services.outbox.letters import Dropped
from shared_services.outbox.models import OutboxMessage
from shared_services.outbox.registry import renderer_of
from shared_services.outbox.rendering import render
from tests.support.bookings import do
from tests.support.makers import MONDAY, make_admin, make_hub, make_offer, make_session, make_trainer


def letter(db, kind):
    message = db.scalars(select(OutboxMessage).where(OutboxMessage.kind == kind)).one()
    return renderer_of(kind)(db, message.payload)


def mail(db, kind, locale="fr"):
    message = db.scalars(select(OutboxMessage).where(OutboxMessage.kind == kind)).one()
    message.locale = locale
    return render(db, message)


def words(email):
    return (
        email["Subject"] + email.get_body(("plain",)).get_content() + email.get_body(("html",)).get_content()
    )


@pytest.fixture
def taught(db):
    hub = make_hub()
    session, trainer = make_session(make_offer(hub)), make_trainer(hub)
    with transaction() as db:
        found = get_session(db, session.id)
        found.trainers = [db.merge(trainer)]
        post_to_trainers(db, "planned", found, found.trainers, now=MONDAY)
    return session


class TestTrainersAreTold:
    def test_with_one_event_per_half_day(self, db, taught):
        calendar = letter(db, "session_planned").calendar.decode()

        assert calendar.count("BEGIN:VEVENT") == 2
        assert "METHOD:REQUEST" in calendar

    def test_when_it_is_cancelled_with_the_reason(self, db, taught):
        do(cancel_session, taught, by=make_admin(), reason="Salle inondée")

        told = letter(db, "session_cancelled")

        assert "Salle inondée" in words(mail(db, "session_cancelled"))
        assert "METHOD:CANCEL" in told.calendar.decode()

    @pytest.mark.parametrize("change", ["planned", "changed"])
    def test_in_words_with_when_and_where(self, db, taught, change):
        if change == "changed":
            with transaction() as db:
                found = get_session(db, taught.id)
                post_to_trainers(db, change, found, found.trainers, now=MONDAY)

        said = words(mail(db, f"session_{change}"))

        assert "Premiers pas avec Pix" in said
        assert "mardi 2 février, 9\u00a0h\u00a030\u00a0– 12\u00a0h\u00a030" in said
        assert "Médiathèque Robert-Cousin" in said
        assert f"http://localhost/manage/sessions/{taught.id}" in said

    def test_who_no_longer_teaches_it_is_released(self, db, taught):
        with transaction() as db:
            found = get_session(db, taught.id)
            trainers, found.trainers = list(found.trainers), []
            post_to_trainers(db, "released", found, trainers, now=MONDAY)

        assert "ne compte plus sur vous" in words(mail(db, "session_released"))

    def test_an_invitation_that_is_no_longer_true_is_dropped(self, db, taught):
        do(cancel_session, taught, by=make_admin(), reason="Salle inondée")

        with pytest.raises(Dropped):
            letter(db, "session_planned")


class TestAuthorsAreTold:
    def test_each_step(self, db):
        offer, admin = make_offer(status=OfferStatus.DRAFT), make_admin()

        do(submit_offer, offer, by=admin)
        assert f"http://localhost/manage/trainings/{offer.id}" in words(mail(db, "offer_submitted"))
        assert f"http://localhost/admin/moderation/{offer.id}" in words(mail(db, "offer_to_moderate"))
        do(return_offer, offer, by=admin, reason="Trop court.")
        assert "Trop court." in words(mail(db, "offer_returned"))

    def test_published(self, db):
        offer = make_offer(status=OfferStatus.SUBMITTED)

        do(publish_offer, offer, by=make_admin())

        assert f"http://localhost/trainings/{offer.id}" in words(mail(db, "offer_published"))

    def test_a_receipt_is_dropped_once_the_offer_is_published(self, db):
        offer, admin = make_offer(status=OfferStatus.DRAFT), make_admin()
        do(submit_offer, offer, by=admin)
        do(publish_offer, offer, by=admin)

        with pytest.raises(Dropped):
            letter(db, "offer_to_moderate")
