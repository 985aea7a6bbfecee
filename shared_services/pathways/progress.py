"""Where a person stands in her pathway: what is done, what comes, what is left to choose. Reads nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from shared_services.booking.models import Booking, BookingStatus
from shared_services.core.i18n import LazyString, _, _l

from .models import Enrolment, EnrolmentState, EnrolmentStep, PathwayModule


class StepState(StrEnum):
    DONE = "done"
    RECOGNISED = "recognised"
    BOOKED = "booked"
    PENDING = "pending"
    OFFERED = "offered"
    WAITING = "waiting"
    PLANNED = "planned"
    MISSED = "missed"
    LOST = "lost"
    TO_CHOOSE = "to_choose"


STATES: dict[StepState, LazyString | str] = {
    StepState.DONE: _l("Fait"),
    StepState.RECOGNISED: _l("Reconnu comme acquis"),
    StepState.BOOKED: _l("Place réservée"),
    StepState.PENDING: _l("En attente d'accord"),
    StepState.OFFERED: _l("Place proposée, à confirmer"),
    StepState.WAITING: _l("Liste d'attente"),
    StepState.PLANNED: _l("Prévu avec tout le parcours"),
    StepState.MISSED: _l("Absence\u00a0: à choisir de nouveau"),
    StepState.LOST: _l("Place perdue\u00a0: à choisir de nouveau"),
    StepState.TO_CHOOSE: _l("À choisir"),
}
OF_BOOKINGS = {
    BookingStatus.ATTENDED: StepState.DONE,
    BookingStatus.CONFIRMED: StepState.BOOKED,
    BookingStatus.PENDING: StepState.PENDING,
    BookingStatus.OFFERED: StepState.OFFERED,
    BookingStatus.WAITLISTED: StepState.WAITING,
    BookingStatus.NO_SHOW: StepState.MISSED,
    BookingStatus.CANCELLED: StepState.LOST,
    BookingStatus.REFUSED: StepState.LOST,
}
FINAL = frozenset({StepState.DONE, StepState.RECOGNISED})
OPEN = frozenset({StepState.MISSED, StepState.LOST, StepState.TO_CHOOSE})


@dataclass(frozen=True)
class Standing:
    """One module, and where the person is with it."""

    module: PathwayModule
    step: EnrolmentStep | None
    state: StepState
    enrolled_at: datetime
    minutes_done: int

    @property
    def booking(self) -> Booking | None:
        return self.step.booking if self.step else None

    @property
    def own_booking(self) -> Booking | None:
        """None for a place that she gave to a colleague."""
        step = self.step
        return step.booking if step and step.booking and step.booking.person_id == step.person_id else None

    @property
    def planned_id(self) -> int | None:
        """The session she takes once the whole plan can be."""
        return self.step.wanted_session_id if self.step and self.state == StepState.PLANNED else None

    @property
    def session_id(self) -> int | None:
        """Of the session that she has, waits for or wants; None when the module is done or to choose."""
        if self.state in FINAL | OPEN:
            return None
        return self.booking.bookable_id if self.booking else self.planned_id

    @property
    def is_of_now(self) -> bool:
        """Not a session she attended before she enrolled."""
        return self.booking is None or self.booking.ends_at is None or self.booking.ends_at > self.enrolled_at

    @property
    def words(self) -> str:
        return str(STATES[self.state])

    @property
    def is_final(self) -> bool:
        return self.state in FINAL

    @property
    def is_to_choose(self) -> bool:
        """Without a session, and one is needed."""
        return self.state in OPEN and self.module.is_required

    @property
    def can_choose(self) -> bool:
        return self.state not in FINAL


@dataclass(frozen=True)
class Progress:
    """The whole pathway of one person; modules in order."""

    enrolment: Enrolment
    standings: list[Standing]

    @property
    def counted(self) -> list[Standing]:
        """The required modules, and the optional ones she takes."""
        return [one for one in self.standings if one.module.is_required or one.state not in OPEN]

    @property
    def done(self) -> int:
        return sum(one.is_final for one in self.counted)

    @property
    def total(self) -> int:
        return len(self.counted)

    @property
    def minutes_done(self) -> int:
        return sum(one.minutes_done for one in self.standings)

    @property
    def minutes_total(self) -> int:
        """Of what is to be attended: what is recognised asks for no hours."""
        return sum(
            one.module.offer.duration_minutes for one in self.counted if one.state != StepState.RECOGNISED
        )

    @property
    def is_complete(self) -> bool:
        """Every module that counts is done or recognised."""
        return bool(self.counted) and self.done == self.total

    def has_begun(self, now: datetime) -> bool:
        """The first session of a module has started."""
        return any(
            one.is_of_now and one.state not in (StepState.LOST, StepState.RECOGNISED)
            for one in self.standings
            if one.booking is not None and one.booking.period.has_started(now)
        )

    @property
    def to_choose(self) -> list[Standing]:
        return [one for one in self.standings if one.is_to_choose]

    @property
    def coming(self) -> Standing | None:
        """The next place she has."""
        held = [
            (one.booking.starts_at, number, one)
            for number, one in enumerate(self.standings)
            if one.state in (StepState.BOOKED, StepState.PENDING) and one.booking and one.booking.starts_at
        ]
        return min(held)[2] if held else None

    @property
    def next_step(self) -> str:
        """One sentence: what to do now."""
        if self.enrolment.state == EnrolmentState.LEFT:
            return _("Vous avez quitté ce parcours.")
        if self.is_complete:
            return _("Vous avez fait tous les modules. Dites où vous en êtes de chaque objectif.")
        offered = next((one for one in self.standings if one.state == StepState.OFFERED), None)
        if offered is not None:
            return _("Une place vous est proposée pour « %(title)s » : confirmez-la.", title=_title(offered))
        if self.to_choose:
            return _("Choisissez une session pour « %(title)s ».", title=_title(self.to_choose[0]))
        if self.enrolment.state == EnrolmentState.WAITING:
            return _("Tout votre parcours attend une place. Un message part dès qu'elle se libère.")
        if self.coming is not None:
            return _("Prochain module : « %(title)s ».", title=_title(self.coming))
        return _("Il n'y a rien à faire pour le moment.")


def build(enrolment: Enrolment, modules: Sequence[PathwayModule], minutes: Mapping[int, int]) -> Progress:
    """The steps of the enrolment are loaded with their bookings, the modules with their trainings;
    `minutes` says how long she was there, by booking.
    """
    steps = {step.module_id: step for step in enrolment.steps}
    return Progress(enrolment, [_standing(enrolment, one, steps.get(one.id), minutes) for one in modules])


def _standing(
    enrolment: Enrolment, module: PathwayModule, step: EnrolmentStep | None, minutes: Mapping[int, int]
) -> Standing:
    state = _state(step, enrolment.person_id)
    booking = step.booking if step else None
    done = minutes.get(booking.id, 0) if booking and state == StepState.DONE else 0
    return Standing(module, step, state, enrolment.enrolled_at, done)


@dataclass(frozen=True)
class Beside:
    """What another session of one module must go with: the sessions of the others, past ones too; what is
    done without one; what is `free` to stay without."""

    chosen: dict[int, int]
    done: frozenset[int]
    free: frozenset[int]


def chosen_beside(progress: Progress, module_id: int | None = None) -> Beside:
    """All but the session of that module, if one is said."""
    chosen: dict[int, int] = {}
    done, free = set(), set()
    for one in progress.standings:
        if one.state == StepState.RECOGNISED or (one.state == StepState.DONE and not one.is_of_now):
            done.add(one.module.id)
        elif one.module.id == module_id:
            continue
        elif one.state in OPEN:
            free.add(one.module.id)
        elif one.booking is not None:
            chosen[one.module.id] = one.booking.bookable_id
        elif one.planned_id is not None:
            chosen[one.module.id] = one.planned_id
    return Beside(chosen, frozenset(done), frozenset(free))


def _state(step: EnrolmentStep | None, person_id: int) -> StepState:
    if step is None:
        return StepState.TO_CHOOSE
    if step.skipped_at is not None:
        return StepState.RECOGNISED
    if step.booking is not None:
        if step.booking.person_id != person_id:  # given to a colleague
            return StepState.LOST
        return OF_BOOKINGS[step.booking.status]
    if step.wanted_session_id is None:
        return StepState.TO_CHOOSE
    return StepState.LOST if step.lost_told_at is not None else StepState.PLANNED


def _title(standing: Standing) -> str:
    return standing.module.offer.title
