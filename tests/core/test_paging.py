import pytest
from sqlalchemy import select

from shared_services.accounts.models import Person
from shared_services.core.paging import paginate
from tests.support.makers import make_person
from tests.support.queries import count_queries

EVERYBODY = select(Person).order_by(Person.id)


@pytest.fixture
def five(db):
    return [make_person() for _ in range(5)]


class TestPaginate:
    def test_the_last_page_holds_the_rest(self, db, five):
        page = paginate(db, EVERYBODY, number=3, per_page=2)

        assert [person.id for person in page.items] == [five[4].id]
        assert (page.total, page.count, page.has_previous, page.has_next) == (5, 3, True, False)

    @pytest.mark.parametrize(("asked", "given"), [(0, 1), (-4, 1), (9, 3), (10**12, 3)])
    def test_a_number_out_of_range_gives_the_nearest_page(self, db, five, asked, given):
        assert paginate(db, EVERYBODY, number=asked, per_page=2).number == given

    def test_an_empty_list_has_one_empty_page(self, db):
        page = paginate(db, EVERYBODY, number=1)

        assert (page.items, page.count, page.has_next, page.has_previous) == ([], 1, False, False)

    def test_two_statements_whatever_the_size(self, db, five):
        with count_queries() as sent:
            paginate(db, EVERYBODY, number=2, per_page=2)

        assert len(sent) == 2
