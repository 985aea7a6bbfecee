from shared_services.core.audit import AuditEntry
from shared_services.web.admin.audit_words import ACTS, KINDS, act_words, kind_name, tell
from tests.support.makers import MONDAY, make_hub, make_person, saved


def test_every_act_is_about_a_kind_that_has_a_name():
    assert {kind for kind, _action in ACTS} <= set(KINDS)


def test_tables_that_share_a_number_share_a_name(app):
    with app.test_request_context():
        assert kind_name("training_session") == "Session"
        assert act_words("training_offer", "published") == "a publié l'offre"
        assert act_words("booking", "juggled") == "a modifié"


def test_who_is_the_person_or_the_platform(db):
    person, hub = make_person("Lila", "Roux"), make_hub("Hub du Nord")
    hers = saved(
        AuditEntry(at=MONDAY, actor_id=person.id, subject_kind="hub", subject_id=hub.id, action="edited")
    )
    ours = saved(AuditEntry(at=MONDAY, subject_kind="hub", subject_id=hub.id, action="edited"))

    assert [line.sentence for line in tell(db, [hers, ours])] == [
        "Lila Roux a modifié la fiche du hub\u00a0: Hub du Nord",
        "La plateforme a modifié la fiche du hub\u00a0: Hub du Nord",
    ]
