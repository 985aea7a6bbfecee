"""The same desk for every kind of offer: where it stands, its picture, what readers said, its history."""

from datetime import timedelta

import pytest

from shared_services.catalogue.desk import desk_of
from shared_services.catalogue.models import OfferStatus
from shared_services.catalogue.reports.queries import FRESH_FOR
from tests.support.experts import make_expert, make_expert_offer, person_of
from tests.support.makers import (
    LONG_AGO,
    MONDAY,
    make_admin,
    make_manager,
    make_offer,
    make_picture,
    make_report,
    make_revision,
)
from tests.support.pathways import make_pathway
from tests.support.tools import make_tool, make_tool_offer

PICTURE = "Deux personnes devant un écran."


def training(hub, **given):
    return make_offer(hub, **given)


def tool(hub, **given):
    offer = make_tool_offer(hub, **given)
    make_tool(offer=offer)
    return offer


def expert(hub, **given):
    offer = make_expert_offer(hub, **given)
    make_expert(offer)
    return offer


def pathway(hub, **given):
    return make_pathway(hub, modules=1, **given)


KINDS = {"trainings": training, "tools": tool, "experts": expert, "pathways": pathway}
every_kind = pytest.mark.parametrize("kind", KINDS)


@pytest.fixture
def manager(hub, sign_in):
    return sign_in(make_manager(hub))


class TestWhatIsTold:
    def test_a_draft_is_written_and_nobody_reads_it_yet(self, db, hub):
        desk = desk_of(db, make_offer(hub, status=OfferStatus.DRAFT), now=MONDAY)

        assert (desk.is_public, desk.is_editable, desk.is_unchecked) == (False, True, False)

    def test_what_an_admin_reads_waits(self, db, hub):
        assert not desk_of(db, make_offer(hub, status=OfferStatus.SUBMITTED), now=MONDAY).is_editable

    def test_an_edit_that_is_read_waits_too(self, db, hub):
        offer = make_offer(hub)
        assert desk_of(db, offer, now=MONDAY).is_editable
        make_revision(offer, status="submitted")

        desk = desk_of(db, offer, now=MONDAY)

        assert desk.is_public
        assert not desk.is_editable

    def test_after_half_a_year_somebody_should_look_at_it_again(self, db, hub):
        offer = make_offer(hub, updated_at=LONG_AGO)

        assert not desk_of(db, offer, now=LONG_AGO + FRESH_FOR - timedelta(days=1)).is_unchecked
        assert desk_of(db, offer, now=LONG_AGO + FRESH_FOR).is_unchecked
        offer.checked_at = LONG_AGO + timedelta(days=30)
        assert not desk_of(db, offer, now=LONG_AGO + FRESH_FOR).is_unchecked


@every_kind
class TestEveryKind:
    def test_from_draft_to_the_queue_and_back(self, hub, manager, kind):
        offer = KINDS[kind](hub, status=OfferStatus.DRAFT)
        assert "Soumettre à la relecture" in manager.get(f"/manage/{kind}/{offer.id}").page.text

        manager.post(f"/manage/offers/{offer.id}/submit")
        assert offer.status == OfferStatus.SUBMITTED
        page = manager.post(f"/manage/offers/{offer.id}/withdraw", follow_redirects=True).page

        assert offer.status == OfferStatus.DRAFT
        assert page.h1 == offer.title

    def test_its_picture_is_asked_for_and_shown_with_its_words(self, hub, manager, client, kind):
        offer = KINDS[kind](hub)
        edit = f"/manage/{kind}/{offer.id}"
        assert f"/manage/offers/{offer.id}/picture" in manager.get(edit).page.links["Ajouter une image"]
        make_picture(offer)

        assert "Changer l'image ou son texte" in manager.get(edit).page.links
        assert f'alt="{PICTURE}"' in client.get(f"/{kind}/{offer.id}").text

    def test_a_reader_says_what_is_wrong_and_the_hub_sees_it(self, hub, manager, client, kind):
        offer = KINDS[kind](hub)
        assert "Signaler cette offre" in client.get(f"/{kind}/{offer.id}").page.links
        make_report(offer)

        page = manager.get(f"/manage/{kind}/{offer.id}").page

        assert "1 signalement de lecteur" in page.text
        assert "Son histoire" in page.links

    def test_it_says_again_that_it_is_true(self, hub, manager, kind):
        offer = KINDS[kind](hub)
        edit = f"/manage/{kind}/{offer.id}"
        assert "C'est toujours vrai" in manager.get(edit).page.text

        manager.post(f"/manage/offers/{offer.id}/still-true")

        assert "C'est toujours vrai" not in manager.get(edit).page.text

    def test_an_admin_reads_it_as_its_readers_will_with_its_picture(self, hub, sign_in, kind):
        offer = KINDS[kind](hub, status=OfferStatus.SUBMITTED)
        make_picture(offer, is_accepted=False)

        answer = sign_in(make_admin()).get(f"/admin/moderation/{offer.id}")

        assert f'alt="{PICTURE}"' in answer.text
        assert offer.summary in answer.page.text


def test_an_admin_sees_who_the_experts_are(hub, sign_in):
    offer = make_expert_offer(hub, status=OfferStatus.SUBMITTED)
    name = person_of(make_expert(offer)).name

    assert name in sign_in(make_admin()).get(f"/admin/moderation/{offer.id}").page.text
