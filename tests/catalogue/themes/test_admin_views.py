import pytest
from sqlalchemy import select

from shared_services.catalogue.models import Theme
from tests.support import makers
from tests.support.pages import words
from tests.support.queries import count_queries

TYPED = {"name_fr": "Sobriété", "name_en": "Sobriety", "position": "1"}


@pytest.fixture
def client(sign_in):
    return sign_in(makers.make_admin())


def find(db, name="Sobriété"):
    return db.scalars(select(Theme).where(Theme.name_fr == name)).one()


def test_a_new_one_is_proposed_in_its_place(client, sign_in, db):
    assert client.post("/admin/themes", data=TYPED | {"position": ""}).status_code == 303
    theme = find(db)
    client.post(f"/admin/themes/{theme.id}", data=TYPED | {"position": "9999"})

    hub = makers.make_hub()
    page = sign_in(makers.make_manager(hub)).get(f"/manage/{hub.id}/trainings/new").page
    boxes = [words(label) for label in page.by_id("themes").iter("label")]
    assert boxes[-1] == "Sobriété"


def test_a_bad_answer_is_said_beside_the_field(client, db):
    client.post("/admin/themes", data=TYPED)
    for wrong in ({"name_fr": "sobriete"}, {"name_fr": " "}, {"position": "beaucoup"}):
        answer = client.post("/admin/themes", data=TYPED | {"name_fr": "Autre"} | wrong)
        assert answer.status_code == 422
        assert answer.page.with_class("field-error")
        assert answer.page.values()["name_en"] == "Sobriety"


def test_retiring_restoring_and_merging(client, db):
    client.post("/admin/themes", data=TYPED)
    theme = find(db)
    other = db.scalars(select(Theme).where(Theme.id != theme.id)).first()
    path = f"/admin/themes/{theme.id}"

    client.post(f"{path}/retire")
    assert "Proposer de nouveau" in client.get(path).page.text
    client.post(f"{path}/restore")
    assert "Retirer ce thème" in client.get(path).page.text

    refused = client.post(f"{path}/merge", data={"into": str(theme.id)})
    assert refused.status_code == 422
    assert client.post(f"{path}/merge", data={"into": str(other.id)}).status_code == 303
    assert theme.retired_at is not None


def test_the_list_costs_the_same_whatever_its_length(client):
    with count_queries() as few:
        client.get("/admin/themes")
    client.post("/admin/themes", data=TYPED)
    with count_queries() as many:
        client.get("/admin/themes")

    assert len(many) == len(few)
