from shared_services.booking.models import Audience
from shared_services.catalogue.models import OfferStatus
from shared_services.pathways.models import ModulePrerequisite
from tests.support.makers import make_hub, make_manager, make_offer, saved
from tests.support.pathways import add_module, make_pathway, modules_of
from tests.support.queries import count_queries


def ids(answer):
    assert answer.status_code == 200, answer.text
    return [item["id"] for item in answer.json["items"]]


class TestPathways:
    def test_a_stranger_reads_what_is_published_by_title(self, stranger):
        hub = make_hub("Hub du Nord")
        second = make_pathway(hub, title="Élaborer un parcours")
        first = make_pathway(hub, title="Devenir aidant")
        make_pathway(hub, status=OfferStatus.DRAFT)

        answer = stranger.get("/pathways")

        assert ids(answer) == [first.id, second.id]
        item = answer.json["items"][1]
        assert item["hub"] == {"id": hub.id, "slug": hub.slug, "name": "Hub du Nord"}
        assert item["url"] == f"http://localhost/pathways/{second.id}"
        assert item["duration_minutes"] == 3 * 420
        assert ids(stranger.get("/pathways", q="elaborer")) == [second.id]

    def test_modules_are_told_in_order_with_what_they_ask(self, stranger):
        pathway = make_pathway(modules=1)
        add_module(pathway, make_offer(title="En option"), is_required=False)
        add_module(pathway, make_offer(title="Suite"), minimum_gap_days=7, maximum_gap_days=90)
        first, _optional, last = modules_of(pathway)
        saved(ModulePrerequisite(module_id=last.id, needs_id=first.id))

        (told,) = stranger.get("/pathways").json["items"]

        assert [one["offer"]["title"] for one in told["modules"]] == ["Accueillir", "En option", "Suite"]
        assert [one["is_required"] for one in told["modules"]] == [True, False, True]
        assert told["duration_minutes"] == 2 * 420
        after = told["modules"][2]
        assert (after["needs"], after["needs_rule"]) == ([first.offer_id], "all")
        assert (after["minimum_gap_days"], after["maximum_gap_days"]) == (7, 90)

    def test_slice_by_slice_nothing_is_lost_nor_told_twice(self, stranger):
        hub = make_hub()
        made = [make_pathway(hub, title=title, modules=0).id for title in ("B", "A", "A", "C", "B")]

        assert sorted(item["id"] for item in stranger.everything("/pathways", limit=2)) == sorted(made)

    def test_the_cursor_of_another_list_is_refused(self, stranger):
        hub = make_hub()
        make_offer(hub), make_offer(hub)
        cursor = stranger.get("/offers", limit=1).json["next"]

        assert stranger.get("/pathways", cursor=cursor).json["code"] == "bad_cursor"

    def test_it_costs_the_same_whatever_the_number(self, stranger):
        make_pathway()
        with count_queries() as few:
            stranger.get("/pathways")
        for _ in range(5):
            make_pathway()
        with count_queries() as many:
            stranger.get("/pathways")

        assert len(many) == len(few)


class TestPathway:
    def test_it_is_told_whole(self, stranger):
        pathway = make_pathway(who=Audience.ANY_HUB)

        told = stranger.get(f"/pathways/{pathway.id}").json

        assert told["objectives"] == ["Accueillir une personne", "Expliquer sans faire à la place"]
        assert told["who"] == "any_hub"
        assert len(told["modules"]) == 3

    def test_a_draft_does_not_exist_but_for_its_hub(self, stranger, program_of):
        hub = make_hub()
        draft = make_pathway(hub, status=OfferStatus.DRAFT)

        assert stranger.get(f"/pathways/{draft.id}").status_code == 404
        assert program_of(make_manager(hub)).get(f"/pathways/{draft.id}").status_code == 200

    def test_a_training_is_no_pathway(self, stranger):
        assert stranger.get(f"/pathways/{make_offer().id}").status_code == 404
        assert stranger.get("/pathways/999999").status_code == 404

    def test_nothing_is_written_there(self, stranger):
        pathway = make_pathway()

        assert stranger.post(f"/pathways/{pathway.id}", json={}).status_code == 405
