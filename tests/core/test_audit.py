from sqlalchemy import select

from shared_services.accounts.models import Person
from shared_services.core import audit
from shared_services.core.audit import AuditEntry
from shared_services.core.database import transaction
from tests.support.makers import LONG_AGO, MONDAY, make_person


class TestRecord:
    def test_it_says_who_did_what_when_from_where_to_where_and_why(self, db):
        subject, actor = make_person(), make_person()

        with transaction() as writing:
            audit.record(
                writing,
                subject,
                "renamed",
                by=actor,
                now=MONDAY,
                moved=("a", "b"),
                reason="typo",
                details={"n": 1},
            )

        entry = db.scalars(select(AuditEntry)).one()
        assert (entry.subject_kind, entry.subject_id, entry.action) == ("person", subject.id, "renamed")
        assert (entry.at, entry.actor_id, entry.reason) == (MONDAY, actor.id, "typo")
        assert (entry.from_state, entry.to_state, entry.details) == ("a", "b", {"n": 1})

    def test_the_scheduler_is_nobody(self, db):
        subject = make_person()

        with transaction() as writing:
            audit.record(writing, subject, "erased", by=None, now=MONDAY)

        assert db.scalars(select(AuditEntry)).one().actor_id is None

    def test_a_row_not_yet_written_is_given_its_number_first(self, db):
        with transaction() as writing:
            person = Person(
                reference="AAAA-AAAA",
                email="new@test.example",
                first_name="A",
                last_name="B",
                search_text=" a b ",
                sort_key="b a",
                created_at=LONG_AGO,
            )
            writing.add(person)
            audit.record(writing, person, "created", by=None, now=MONDAY)

        assert db.scalars(select(AuditEntry)).one().subject_id == person.id
