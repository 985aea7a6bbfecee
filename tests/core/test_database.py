from datetime import datetime

import pytest

from shared_services.accounts.models import Person
from shared_services.booking.models import Bookable
from shared_services.core.database import read_session, tables_of, transaction
from tests.support.makers import count, make_person


class TestTransaction:
    def test_everything_inside_is_written(self, db):
        make_person()

        assert count(db, Person) == 1

    def test_nothing_is_written_when_it_fails(self, db):
        person = make_person()

        def rename_and_fail() -> None:
            with transaction() as inner:
                inner.merge(person).first_name = "Zoé"
                inner.flush()
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            rename_and_fail()

        assert read_session().get(Person, person.id).first_name == "Alice"

    def test_rows_changed_outside_are_refused(self, db):
        make_person().first_name = "Zoé"

        with pytest.raises(RuntimeError), transaction():
            pass


class TestUtcDateTime:
    def test_a_naive_value_is_refused(self, db):
        with pytest.raises(Exception, match="naive"):
            make_person(created_at=datetime(2027, 1, 4))  # noqa: DTZ001


class TestTablesOf:
    def test_tables_that_share_their_numbers_are_named_together(self, app):
        assert {"bookable", "staff_time", "training_session"} <= set(tables_of(Bookable))

    def test_a_table_of_its_own_is_alone(self, app):
        assert tables_of(Person) == ("person",)
