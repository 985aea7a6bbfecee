from datetime import date, timedelta

from sqlalchemy import insert

from shared_services.core.database import transaction
from shared_services.kinds.trainings.models import session_trainer
from tests.support.bookings import book
from tests.support.makers import make_hub, make_offer, make_session, make_trainer
from tests.support.queries import count_queries


def taught(trainer, hub, title, day, **given):
    session = make_session(make_offer(hub, title=title), starts_on=day, **given)
    with transaction() as db:
        db.execute(insert(session_trainer).values(session_id=session.id, person_id=trainer.id))
    return session


def test_week_by_week_over_all_hubs_with_the_way_to_the_roster(sign_in, db):
    north, south = make_hub("Hub du Nord"), make_hub("Hub du Sud")
    trainer = make_trainer(north)
    first = taught(trainer, north, "Pix", date(2027, 2, 2))
    taught(trainer, south, "Aidants Connect", date(2027, 2, 4))
    taught(trainer, south, "Mots de passe", date(2027, 2, 9))
    book(first)

    page = sign_in(trainer).get("/teaching").page

    assert page.text.index("Semaine du lundi 1er février") < page.text.index("Semaine du lundi 8 février")
    assert "Hub du Sud" in page.text
    assert "11 places restantes sur 12" in page.text
    assert f"/manage/sessions/{first.id}" in page.html


def test_what_is_past_is_a_link_away(sign_in, db, at):
    hub = make_hub()
    trainer = make_trainer(hub)
    session = taught(trainer, hub, "Pix", date(2027, 2, 2))

    with at(session.ends_at + timedelta(days=1)):
        client = sign_in(trainer)
        assert "Aucune formation à animer pour le moment." in client.get("/teaching").page.text
        assert "Pix" in client.get("/teaching?when=past").page.text


def test_only_those_who_teach_find_it_in_the_menu(sign_in, db):
    hub = make_hub()
    trainer = make_trainer(hub)
    assert "À animer" not in sign_in(trainer).get("/").page.links

    taught(trainer, hub, "Pix", date(2027, 2, 2))

    assert sign_in(trainer).get("/").page.links["À animer"] == "/teaching"


def test_it_costs_the_same_whatever_the_number(sign_in, db):
    hub = make_hub()
    trainer = make_trainer(hub)
    client = sign_in(trainer)
    taught(trainer, hub, "Pix", date(2027, 2, 2))
    client.get("/teaching")
    with count_queries() as few:
        client.get("/teaching")
    for number in range(4):
        taught(trainer, hub, f"Atelier {number}", date(2027, 3, 2 + number))
    with count_queries() as many:
        client.get("/teaching")

    assert len(many) == len(few)
