"""The answers of a hub or an offer, group by group: means of the question that every hub asks."""

from collections import defaultdict
from collections.abc import Callable, Sequence

from sqlalchemy.orm import Session

from shared_services.booking.kinds import kind_of
from shared_services.core.i18n import _, _l
from shared_services.network.models import OrganisationKind
from shared_services.network.queries import list_departements

from ..defaults import COMPARED, Audience
from . import queries
from .masking import Group, Part, Share, cells, hidden_groups, told_within
from .queries import Mark, Round

ORGANISATION_KINDS = {
    OrganisationKind.ASSOCIATION: _l("Associations"),
    OrganisationKind.LOCAL_AUTHORITY: _l("Collectivités territoriales"),
    OrganisationKind.COMPANY: _l("Entreprises"),
    OrganisationKind.PUBLIC_OPERATOR: _l("Opérateurs publics"),
}
NOBODY = _l("Sans structure")

# A title and its groups.
BreakDown = tuple[str, list[Group]]


def break_down(
    db: Session, audience: Audience, everything: Sequence[Round], rounds: Sequence[Round], *, of_offer: bool
) -> list[BreakDown]:
    """Of `rounds` among all of a hub: by session for an offer; else by offer and by trainer.

    By kind of organisation and by place only of everything: two periods would give small groups away.
    """
    if audience == Audience.FUNDER:
        return []
    marks = queries.list_marks(db, [one.id for one in everything], COMPARED[audience])
    if of_offer:
        sessions = [(one, one.bookable_id, one.asked_on.isoformat()) for one in rounds]
        return [(_("Par session"), of_rounds(everything, marks, sessions))]
    found = [(_("Par offre"), of_rounds(everything, marks, [(r, r.offer_id, r.title or "") for r in rounds]))]
    if audience != Audience.TRAINER and len(rounds) == len(everything):
        found += _across(db, everything, marks)
    if audience in (Audience.HOT, Audience.COLD):
        led = _leaders(db, rounds)
        found.append((_("Par formatrice ou formateur"), of_rounds(everything, marks, led)))
    return [(name, groups) for name, groups in found if groups]


def parts_of(everything: Sequence[Round], sizes: dict[int, int]) -> list[Part]:
    """All rounds in the order of time, each with how many answered."""
    in_time = sorted(everything, key=lambda one: (one.asked_on, one.id))
    return [Part(one.id, one.offer_id, sizes.get(one.id, 0)) for one in in_time]


def of_rounds(
    everything: Sequence[Round], marks: Sequence[Mark], keyed: Sequence[tuple[Round, object, str]]
) -> list[Group]:
    """Groups of whole rounds that have an answer, by name; each told of its whole cells only."""
    labels = {key: label for _one, key, label in keyed}
    wanted: dict[object, set[int]] = defaultdict(set)
    for one, key, _label in keyed:
        if one.answered:
            wanted[key].add(one.id)
    parts = parts_of(everything, _sizes(marks))
    told = {key: told_within(parts, round_ids) for key, round_ids in wanted.items()}
    groups = [
        _group(key, labels[key], [one for one in marks if one.round_id in round_ids])
        for key, round_ids in told.items()
    ]
    return sorted(groups, key=lambda one: one.label)


def _across(db: Session, everything: Sequence[Round], marks: Sequence[Mark]) -> list[BreakDown]:
    """Groups that cut through rounds; those of places are not told either what kinds would give away."""
    cell_of = {
        round_id: number
        for number, cell in enumerate(cells(parts_of(everything, _sizes(marks))))
        for round_id in cell
    }
    told = [one for one in marks if one.round_id in cell_of]
    kinds, hidden = _cut(
        told,
        lambda one: one.organisation_kind,
        lambda one: (cell_of[one.round_id],),
        lambda key: str(ORGANISATION_KINDS[OrganisationKind(key)]),
    )
    names = {one.code: f"{one.name} ({one.code})" for one in list_departements(db)}
    places, _hidden = _cut(
        told,
        lambda one: one.departement_code,
        lambda one: (
            cell_of[one.round_id],
            None if one.organisation_kind in hidden else (one.organisation_kind,),
        ),
        lambda key: names[key],
    )
    return [(_("Par type de structure"), kinds), (_("Par département"), places)]


def _cut(
    marks: Sequence[Mark],
    group: Callable[[Mark], str | None],
    parts: Callable[[Mark], tuple[object, ...]],
    name: Callable[[str], str],
) -> tuple[list[Group], set[object]]:
    """The groups by name, and which of them are hidden."""
    hidden = hidden_groups([Share(group(one), parts(one), one.n) for one in marks])
    found = [
        _group(
            key,
            str(NOBODY) if key is None else name(key),
            [] if key in hidden else [one for one in marks if group(one) == key],
        )
        for key in {group(one) for one in marks}
    ]
    return sorted(found, key=lambda one: one.label), hidden


def _group(key: object, label: str, marks: Sequence[Mark]) -> Group:
    return Group(key=key, label=label, n=sum(m.n for m in marks), total=sum(m.total for m in marks))


def _sizes(marks: Sequence[Mark]) -> dict[int, int]:
    found: dict[int, int] = defaultdict(int)
    for one in marks:
        found[one.round_id] += one.n
    return found


def _leaders(db: Session, rounds: Sequence[Round]) -> list[tuple[Round, object, str]]:
    by_kind: dict[str, dict[int, Round]] = defaultdict(dict)
    for one in rounds:
        if one.kind and one.bookable_id:
            by_kind[one.kind][one.bookable_id] = one
    return [
        (own[bookable_id], person.id, person.name)
        for kind, own in by_kind.items()
        if (evaluated := kind_of(kind).evaluated)
        for bookable_id, people in evaluated.leaders(db, list(own)).items()
        for person in people
    ]
