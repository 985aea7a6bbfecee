from shared_services.core.audit import AuditEntry
from shared_services.web.admin.audit_telling import tell
from tests.support.makers import MONDAY, make_hub, make_person, saved


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
