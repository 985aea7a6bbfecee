import pytest
from sqlalchemy import select

from shared_services.catalogue.pictures.operations import Drawn, accept_picture, refuse_picture, send_picture
from shared_services.core.database import transaction
from shared_services.outbox.letters import Dropped
from shared_services.outbox.models import OutboxMessage
from shared_services.outbox.rendering import render
from tests.core.test_pictures import file_of
from tests.support.bookings import do
from tests.support.makers import make_admin, make_offer, make_person, make_picture


@pytest.fixture
def offer(db):
    make_admin()
    return make_offer(title="Ateliers à petits pas")


def send(offer, alternative="Une salle."):
    by = make_person()
    return do(send_picture, offer, Drawn.of(file_of()), alternative=alternative, by=by)


def mail(db, kind, locale="fr"):
    """Subject and text of the first message of that kind."""
    message = db.scalars(select(OutboxMessage).where(OutboxMessage.kind == kind)).first()
    message.locale = locale
    email = render(db, message)
    return f"{email['Subject']} {email.get_body(('plain',)).get_content()}"


def test_admins_are_asked_to_read_it_while_it_waits(db, offer):
    picture = send(offer)
    told = mail(db, "offer_picture_to_read")
    assert "Image à relire" in told
    assert f"/admin/moderation/{offer.id}" in told
    assert "Picture to review" in mail(db, "offer_picture_to_read", "en")

    do(accept_picture, offer, picture.id, by=make_admin())

    with pytest.raises(Dropped):
        mail(db, "offer_picture_to_read")


def test_the_author_learns_that_it_is_shown(db, offer):
    waiting = make_picture(offer, is_accepted=False)
    do(accept_picture, offer, waiting.id, by=make_admin())
    assert f"/manage/offers/{offer.id}/picture" in mail(db, "offer_picture_accepted")
    assert "Picture accepted" in mail(db, "offer_picture_accepted", "en")

    with transaction() as db:
        db.delete(db.merge(waiting))

    with pytest.raises(Dropped):
        mail(db, "offer_picture_accepted")


def test_the_author_learns_why_it_is_not(db, offer):
    waiting = make_picture(offer, is_accepted=False)
    do(refuse_picture, offer, waiting.id, reason="On reconnaît des enfants.", by=make_admin())

    assert "On reconnaît des enfants." in mail(db, "offer_picture_refused")
    assert "Picture refused" in mail(db, "offer_picture_refused", "en")
