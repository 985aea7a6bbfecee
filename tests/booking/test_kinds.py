import pytest

from shared_services.booking.facts import registered_kinds
from shared_services.booking.kinds import kind_of, list_kinds
from shared_services.catalogue.kinds import offer_kind
from shared_services.kinds import KINDS
from shared_services.scheduler.registry import JOBS
from shared_services.slices import BLUEPRINTS, MODELS


def test_every_room_reads_the_same_kinds(app):
    names = [kind.name for kind in KINDS]

    assert [kind.name for kind in list_kinds()] == names
    assert list(registered_kinds()) == names


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_what_a_kind_declares_is_part_of_the_house(app, kind):
    assert set(kind.blueprints) | set(kind.manage_blueprints) <= set(BLUEPRINTS)
    assert set(kind.models) <= set(MODELS)
    assert set(kind.jobs) <= set(JOBS)
    assert offer_kind(kind.name) is kind.offers


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_the_pages_that_a_kind_names_exist(app, kind):
    pages = {kind.offers.endpoint, kind.offers.edit_endpoint, kind.date_page[0], kind.decision_page}
    pages |= {kind.new_date_page} if kind.new_date_page else set()
    pages |= {kind.agenda.endpoint} if kind.agenda else set()

    assert pages <= set(app.view_functions)


def test_a_kind_that_nobody_declared_is_an_error(app):
    with pytest.raises(KeyError):
        kind_of("submarine")
