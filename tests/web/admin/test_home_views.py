import pytest

from shared_services.catalogue.models import OfferStatus
from shared_services.outbox.models import MessageState, OutboxMessage
from tests.support import makers
from tests.support.makers import LONG_AGO, MONDAY


@pytest.fixture
def client(sign_in):
    return sign_in(makers.make_admin())


def test_what_waits_is_said_with_a_link(client):
    hub = makers.make_hub()
    makers.make_offer(hub, status=OfferStatus.SUBMITTED)
    makers.make_membership(makers.make_organisation(), hub, state=makers.BondState.REQUESTED)
    makers.make_hub("Hub orphelin")
    makers.saved(
        OutboxMessage(
            dedup_key="a",
            kind="x",
            recipient="a@b.example",
            locale="fr",
            payload={},
            message_id="<a@b>",
            state=MessageState.FAILED,
            created_at=LONG_AGO,
            due_at=LONG_AGO,
            next_attempt_at=LONG_AGO,
        )
    )

    links = client.get("/admin").page.links

    assert links["1 offre à relire"] == "/admin/moderation"
    assert links["1 message n'est pas parti"] == "/admin/outbox?state=failed"
    assert links["1 adhésion sans réponse depuis une semaine"] == "/admin/hubs"
    assert links["1 hub sans personne pour le gérer"] == "/admin/hubs"
    assert "Aucun planificateur ne travaille : ni rappels ni messages ne partent." in links


def test_nothing_waits_when_all_is_well(client):
    from shared_services.scheduler.lease import NAME
    from shared_services.scheduler.models import SchedulerLease

    makers.saved(SchedulerLease(name=NAME, holder="one", expires_at=MONDAY.replace(hour=23)))

    assert "Rien n'attend de votre part" in client.get("/admin").page.text


def test_every_page_admins_look_after_opens(client):
    page = client.get("/admin").page

    for url in page.links.values():
        if url.startswith("/admin"):
            assert client.get(url).status_code == 200, url


def test_others_do_not_enter(sign_in):
    assert sign_in(makers.make_person()).get("/admin").status_code == 403
