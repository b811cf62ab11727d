"""The measures board: every measure by community and street, with its evidence (section 13, 10.f)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from gridkeeper.activations.choices import MeasureStatus
from gridkeeper.activations.models import Activation, MeasureState
from gridkeeper.activations.queries.evidence import Evidence, Found, Looked, evidence_of
from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.errors import NotFound
from gridkeeper.kernel.unit_code import LENGTHS, Level, ancestors_of, upper_bound
from gridkeeper.playbooks.board import Coverage, State, coverage, is_specified
from gridkeeper.playbooks.board import MeasureState as Told
from gridkeeper.playbooks.schema import Playbook
from gridkeeper.playbooks.text import load
from gridkeeper.territory.models import Unit

_COMMUNITY = LENGTHS[Level.COMMUNITY]


@dataclass(frozen=True, kw_only=True)
class MeasureRow:
    """A measure at a place: its words, owner, status there, evidence, and who said what by hand.

    ``source`` is ``named``, ``unspecified`` (shown as "not specified in source") or ``local``.
    """

    no: str
    aspect: str
    title_zh: str
    title_en: str
    source: str
    specified: bool
    owner_role: str
    status: str
    due_at: datetime | None
    late: bool
    evidence: tuple[Evidence, ...]
    words: str
    said_by: str
    said_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Place:
    """A column of the board."""

    code: str
    name: str
    coverage: Coverage


@dataclass(frozen=True, kw_only=True)
class Board:
    """The board of one place: its measures with evidence, and how the places below it stand."""

    activation_id: UUID
    unit_code: str
    measures: tuple[MeasureRow, ...]
    places: tuple[Place, ...]
    coverage: Coverage


def board_of(*, actor: Actor, activation_id: UUID, unit_code: str = "", now: datetime) -> Board:
    """The board at a unit of an activation's area (the whole where none is named). Raises NotFound. Twelve queries.

    Places are the streets of a district, the communities of a street, the community itself.
    """
    row = Activation.objects.defer("baseline").filter(pk=activation_id).first()
    if row is None or not actor.may("wall.read", at=row.unit_code):
        raise NotFound(kind="activation", name=str(activation_id))
    code = unit_code if unit_code.startswith(row.unit_code) else row.unit_code
    playbook = load(row.text, where=f"{row.playbook} {row.version}")
    looked = Looked(
        activation_id=row.id,
        order_id=row.order_id,
        playbook=playbook,
        prefix=code,
        width=_COMMUNITY,
    )
    found = evidence_of(looked, actor=actor, now=now)
    states = list(MeasureState.objects.filter(activation=row))
    names = dict(
        Unit.objects.filter(unit_code__gte=code, unit_code__lt=upper_bound(code), closed_on=None)
        .filter(level__in=[Level.DISTRICT, Level.TOWNSHIP, Level.COMMUNITY])
        .values_list("unit_code", "name")
    )
    communities = [one for one in names if len(one) == _COMMUNITY] or [code]
    boards = coverage(playbook, _told(states, found, code), communities)
    width = next((n for n in (9, _COMMUNITY) if n > len(code)), len(code))
    below = {one: board for one, board in boards.items() if len(one) == width and one.startswith(code)}
    return Board(
        activation_id=row.id,
        unit_code=code,
        measures=tuple(_measure_rows(playbook, states, found, code, now)),
        places=tuple(Place(code=one, name=names.get(one, one), coverage=board) for one, board in below.items()),
        coverage=boards[code],
    )


def _told(states: list[MeasureState], found: Found, prefix: str) -> list[Told]:
    """Each measure's state at its own unit, and at every community where evidence was counted."""
    told = {
        (state.no, state.unit_code): _state_of(state, _evidence_at(found, state.no, state.unit_code))
        for state in states
    }
    for (measure, place), lines in found.items():
        if (measure, place) not in told and place.startswith(prefix):
            shown = sum(line.have for line in lines)
            told[measure, place] = Told(
                measure=measure, unit_code=place, state=State.ACTIVE if shown else State.PLANNED, evidence=shown
            )
    return list(told.values())


def _state_of(state: MeasureState, lines: list[Evidence]) -> Told:
    shown = sum(line.have for line in lines) + (1 if state.said_at else 0)
    status = State(state.status)
    if not state.said_at and shown:
        status = State.ACTIVE
    return Told(measure=state.no, unit_code=state.unit_code, state=status, evidence=shown)


def _evidence_at(found: Found, measure: str, prefix: str) -> list[Evidence]:
    """Evidence of a measure at a place and below, summed by kind."""
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for (number, place), lines in found.items():
        if number == measure and place.startswith(prefix[:_COMMUNITY]):
            for line in lines:
                sums[line.kind][0] += line.need
                sums[line.kind][1] += line.have
    return [Evidence(kind=kind, need=need, have=have) for kind, (need, have) in sums.items()]


def _measure_rows(
    playbook: Playbook, states: list[MeasureState], found: Found, code: str, now: datetime
) -> list[MeasureRow]:
    by_number: dict[str, list[MeasureState]] = defaultdict(list)
    for state in states:
        if state.unit_code.startswith(code) or state.unit_code in ancestors_of(code):
            by_number[state.no].append(state)
    rows = []
    for measure in playbook.measures:
        here = by_number[measure.no]
        lines = _evidence_at(found, measure.no, code)
        said = max((one for one in here if one.said_at), key=lambda one: one.said_at or now, default=None)
        due = min((one.due_at for one in here if one.due_at), default=None)
        status = _status_of(here, lines)
        rows.append(
            MeasureRow(
                no=measure.no,
                aspect=measure.aspect,
                title_zh=measure.title.zh,
                title_en=measure.title.en,
                source=str(measure.source),
                specified=is_specified(measure),
                owner_role=measure.owner.role if measure.owner else "",
                status=status,
                due_at=due,
                late=status == MeasureStatus.PLANNED and due is not None and due < now and is_specified(measure),
                evidence=tuple(lines),
                words=said.words if said else "",
                said_by=said.said_by if said else "",
                said_at=said.said_at if said else None,
            )
        )
    return rows


def _status_of(states: list[MeasureState], lines: list[Evidence]) -> str:
    """What people said goes first, the least far of them; else active as soon as something shows it."""
    said = [state.status for state in states if state.said_at]
    if said and len(said) == len(states):
        return min(said, key=list(MeasureStatus.values).index)
    return MeasureStatus.ACTIVE.value if said or any(line.have for line in lines) else MeasureStatus.PLANNED.value


def numbers_by_place(board: Board) -> Mapping[str, tuple[int, int]]:
    """Covered and all measures of each place, for a table or a map."""
    return {place.code: (place.coverage.covered, place.coverage.total) for place in board.places}
