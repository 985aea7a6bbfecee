import pytest
from flask import Flask

from shared_services.core.access import allowed, public, refuse_unguarded_views, signed_in
from shared_services.core.database import database
from tests.support.makers import make_person


def can_if_alice(_db, actor, *, name):
    return actor.first_name == "Alice" and name == "hers"


@pytest.fixture
def guarded(fragile_app: Flask, db):
    connection = database.engines[None]
    with fragile_app.app_context():
        database.engines[None] = connection  # both applications see what the test wrote
    fragile_app.add_url_rule("/things/<name>", "thing", allowed(can_if_alice)(lambda name: {"name": name}))
    fragile_app.add_url_rule(
        "/inside", "inside", signed_in(lambda: {"inside": True}), methods=["GET", "POST"]
    )
    return fragile_app


@pytest.fixture
def browser_of(guarded, sign_in):
    def of(person):
        signed = sign_in(person)
        signed.application = guarded
        return signed

    return of


class TestSignedIn:
    def test_a_stranger_signs_in_first_and_comes_back(self, guarded):
        response = guarded.test_client().get("/inside?a=1")

        assert response.status_code == 303
        assert response.location == "/login?next=/inside?a%3D1"

    def test_a_form_cannot_be_sent_again_so_one_does_not_come_back_to_it(self, guarded):
        assert guarded.test_client().post("/inside").location == "/login"

    def test_a_signed_in_person_passes(self, browser_of):
        assert browser_of(make_person()).get("/inside").json == {"inside": True}


class TestAllowed:
    def test_whom_the_policy_lets_through_passes(self, browser_of):
        assert browser_of(make_person("Alice")).get("/things/hers").status_code == 200

    def test_another_person_is_refused(self, browser_of):
        assert browser_of(make_person("Bob")).get("/things/hers").status_code == 403

    def test_the_policy_is_told_which_thing(self, browser_of):
        assert browser_of(make_person("Alice")).get("/things/another").status_code == 403

    def test_a_stranger_signs_in_first(self, guarded):
        assert guarded.test_client().get("/things/hers").status_code == 303


class TestRefuseUnguardedViews:
    def test_the_forgotten_view_is_named(self):
        app = Flask("bare", static_folder=None)
        app.add_url_rule("/a", "guarded", public(lambda: ""))
        app.add_url_rule("/b", "forgotten", lambda: "")

        with pytest.raises(RuntimeError, match="forgotten"):
            refuse_unguarded_views(app)
