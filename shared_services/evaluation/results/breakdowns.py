"""The answers of a hub or an offer, group by group: means of the question that every hub asks."""

from collections import defaultdict
from collections.abc import Callable, Sequence

from sqlalchemy.orm import Session

from shared_services.booking.kinds import kind_of
from shared_services.core.i18n import _, _l
from shared_services.network.models import OrganisationKind
from shared_services.network.queries import list_departements

from ..defaults import Audience
from ..models import SurveyAnswer, SurveyQuestion
from . import queries
from .masking import Group, hidden_keys
from .queries import Round

ORGANISATION_KINDS = {
    OrganisationKind.ASSOCIATION: _l("Associations"),
    OrganisationKind.LOCAL_AUTHORITY: _l("Collectivités territoriales"),
    OrganisationKind.COMPANY: _l("Entreprises"),
    OrganisationKind.PUBLIC_OPERATOR: _l("Opérateurs publics"),
}
NOBODY = _l("Sans structure")


def break_down(
    db: Session,
    audience: Audience,
    scope_kind: str,
    rounds: Sequence[Round],
    asked: Sequence[SurveyQuestion],
) -> list[tuple[str, list[Group]]]:
    """Titles and groups: a hub's by offer, kind of organisation, place and trainer; an offer's by session."""
    main = next((question.id for question in asked if question.is_common), None)
    per_round = {
        round_id: (total, counted)
        for round_id, _n, total, counted in queries.group_by(
            db, [one.id for one in rounds], SurveyAnswer.round_id, main
        )
    }
    found: list[tuple[str, list[Group]]] = []
    if audience == Audience.FUNDER or scope_kind in ("session", "year"):
        return found
    if scope_kind == "offer":
        by_session = _of_rounds(rounds, per_round, lambda one: [(one.bookable_id, one.asked_on.isoformat())])
        return [(_("Par session"), by_session)]
    found.append(
        (_("Par offre"), _of_rounds(rounds, per_round, lambda one: [(one.offer_id, one.title or "")]))
    )
    if audience in (Audience.HOT, Audience.COLD, Audience.EMPLOYER):
        round_ids = [one.id for one in rounds]
        kinds = queries.group_by(db, round_ids, SurveyAnswer.organisation_kind, main)
        named = [(key, str(ORGANISATION_KINDS.get(key, NOBODY)), *rest) for key, *rest in kinds]
        found.append((_("Par type de structure"), _of_rows(named)))
        places = queries.group_by(db, round_ids, SurveyAnswer.departement_code, main)
        names = {one.code: f"{one.name} ({one.code})" for one in list_departements(db)}
        found.append(
            (
                _("Par département"),
                _of_rows([(key, names.get(key, str(NOBODY)), *rest) for key, *rest in places]),
            )
        )
    if audience in (Audience.HOT, Audience.COLD):
        leaders = _leaders(db, rounds)
        by_leader = _of_rounds(rounds, per_round, lambda one: leaders.get(one.bookable_id or 0, []))
        found.append((_("Par formatrice ou formateur"), by_leader))
    return [(name, groups) for name, groups in found if groups]


def _of_rounds(
    rounds: Sequence[Round],
    per_round: dict[int, tuple[int, int]],
    keys: Callable[[Round], list[tuple[object, str]]],
) -> list[Group]:
    found: dict[object, list[int]] = {}
    labels: dict[object, str] = {}
    for one in rounds:
        total, counted = per_round.get(one.id, (0, 0))
        for key, label in keys(one):
            labels[key] = label
            sums = found.setdefault(key, [0, 0, 0])
            sums[0] += one.answered
            sums[1] += total
            sums[2] += counted
    return _of_rows([(key, labels[key], *sums) for key, sums in found.items()])


def _of_rows(rows: Sequence[tuple[object, ...]]) -> list[Group]:
    """Groups that have an answer, by name, the small ones and what would give them away hidden."""
    groups = [
        Group(key=key, label=str(label), n=int(str(n)), total=int(str(total)), counted=int(str(counted)))
        for key, label, n, total, counted in rows
        if n
    ]
    hidden = hidden_keys([(one.key, one.n) for one in groups])
    shown = [
        Group(key=one.key, label=one.label, n=one.n, total=one.total, counted=one.counted)
        if one.key not in hidden
        else Group(key=one.key, label=one.label, n=0, is_hidden=True)
        for one in groups
    ]
    return sorted(shown, key=lambda one: one.label)


def _leaders(db: Session, rounds: Sequence[Round]) -> dict[int, list[tuple[object, str]]]:
    by_kind: dict[str, list[int]] = defaultdict(list)
    for one in rounds:
        if one.kind and one.bookable_id:
            by_kind[one.kind].append(one.bookable_id)
    found: dict[int, list[tuple[object, str]]] = {}
    for kind, bookable_ids in by_kind.items():
        if evaluated := kind_of(kind).evaluated:
            for bookable_id, people in evaluated.leaders(db, bookable_ids).items():
                found[bookable_id] = [(one.id, one.name) for one in people]
    return found
