"""The measures board: every measure by community and street, with its evidence (section 13, 10.f)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from gridkeeper.activations.choices import MeasureStatus
from gridkeeper.activations.models import Activation, EvidenceCount, MeasureState
from gridkeeper.activations.queries.counted import Counted, counted_evidence
from gridkeeper.activations.queries.evidence import Evidence
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
    counted_at: datetime | None
    """When the evidence was counted; None before the first count."""
    measures: tuple[MeasureRow, ...]
    places: tuple[Place, ...]
    coverage: Coverage


def board_of(*, actor: Actor, activation_id: UUID, unit_code: str = "", now: datetime) -> Board:
    """The board at a unit of an activation's area (the whole where none is named). Raises NotFound. Five queries.

    Places are the streets of a district, the communities of a street, the community itself.
    """
    row = Activation.objects.filter(pk=activation_id).values_list("unit_code", "digest").first()
    if row is None or not actor.may("wall.read", at=row[0]):
        raise NotFound(kind="activation", name=str(activation_id))
    whole, digest = row
    code = unit_code if unit_code.startswith(whole) else whole
    names = (
        Unit.objects.filter(unit_code__gte=code, unit_code__lt=upper_bound(code), closed_on=None)
        .filter(level__in=[Level.DISTRICT, Level.TOWNSHIP, Level.COMMUNITY])
        .values_list("unit_code", "name")
    )
    at = EvidenceCount.objects.filter(pk=activation_id).values_list("counted_at", flat=True).first()
    found = _reckoned(
        _Asked(
            activation_id=activation_id,
            digest=digest,
            unit_code=code,
            counted_at=at,
            said=_said(activation_id),
            names=tuple(names),
        )
    )
    return replace(found, measures=tuple(_as_of(measure, now) for measure in found.measures))


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """Everything a board depends on but the time: while nothing of it changes, a process reckons it once.

    Whoever may see the activation may see every state under it, so that the reader is no part of it. ``said`` are the
    marks by hand: it moves with each of them, and with every name that is forgotten.
    """

    activation_id: UUID
    digest: str
    unit_code: str
    counted_at: datetime | None
    said: tuple[Any, ...]
    names: tuple[tuple[str, str], ...]


def _said(activation_id: UUID) -> tuple[Any, ...]:
    """Every mark by hand as it stands: a clock that rests tells two marks apart no more than their words do."""
    marks = MeasureState.objects.filter(activation_id=activation_id).exclude(said_at=None)
    return tuple(marks.order_by("no", "unit_code").values_list(*_State._fields))


@lru_cache(maxsize=64)
def _reckoned(asked: _Asked) -> Board:
    """A board whose measures are not yet said to be late. One query, and others for a new count and a new text."""
    code, names = asked.unit_code, dict(asked.names)
    playbook = _read(asked.activation_id, asked.digest)
    found = counted_evidence(activation_id=asked.activation_id, at=asked.counted_at)
    states = [_State(*values) for values in _states(asked.activation_id)]
    communities = [one for one in names if len(one) == _COMMUNITY] or [code]
    boards = coverage(playbook, _told(states, found, code), communities)
    width = next((n for n in (9, _COMMUNITY) if n > len(code)), len(code))
    below = {one: board for one, board in boards.items() if len(one) == width and one.startswith(code)}
    return Board(
        activation_id=asked.activation_id,
        unit_code=code,
        counted_at=found.at,
        measures=tuple(_measure_rows(playbook, states, found, code)),
        places=tuple(Place(code=one, name=names.get(one, one), coverage=board) for one, board in below.items()),
        coverage=boards[code],
    )


def _as_of(row: MeasureRow, now: datetime) -> MeasureRow:
    is_late = row.status == MeasureStatus.PLANNED and row.due_at is not None and row.due_at < now and row.specified
    return replace(row, late=is_late)


class _State(NamedTuple):
    """One measure at one unit, as it is kept."""

    no: str
    unit_code: str
    status: str
    due_at: datetime | None
    words: str
    said_by: str
    said_at: datetime | None


def _states(activation_id: UUID) -> QuerySet[MeasureState, Any]:
    return MeasureState.objects.filter(activation_id=activation_id).values_list(*_State._fields)


@lru_cache(maxsize=16)
def _read(activation_id: UUID, digest: str) -> Playbook:
    """A text is read once a process: its digest says whether it is the same. One query."""
    return load(Activation.objects.values_list("text", flat=True).get(pk=activation_id), where=digest)


def _told(states: list[_State], found: Counted, prefix: str) -> list[Told]:
    """Each measure's state at its own unit, and at every community where evidence was counted."""
    told = {(state.no, state.unit_code): _state_of(state, found.of(state.no, state.unit_code)) for state in states}
    for measure, place in found.places:
        if (measure, place) not in told and place.startswith(prefix):
            shown = sum(line.have for line in found.of(measure, place))
            told[measure, place] = Told(
                measure=measure, unit_code=place, state=State.ACTIVE if shown else State.PLANNED, evidence=shown
            )
    return list(told.values())


def _state_of(state: _State, lines: Sequence[Evidence]) -> Told:
    shown = sum(line.have for line in lines) + (1 if state.said_at else 0)
    status = State(state.status)
    if not state.said_at and shown:
        status = State.ACTIVE
    return Told(measure=state.no, unit_code=state.unit_code, state=status, evidence=shown)


def _measure_rows(playbook: Playbook, states: list[_State], found: Counted, code: str) -> list[MeasureRow]:
    by_number: dict[str, list[_State]] = defaultdict(list)
    for state in states:
        if state.unit_code.startswith(code) or state.unit_code in ancestors_of(code):
            by_number[state.no].append(state)
    rows = []
    for measure in playbook.measures:
        here = by_number[measure.no]
        lines = found.of(measure.no, code[:_COMMUNITY])
        said = max((one for one in here if one.said_at), key=_when_said, default=None)
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
                late=False,
                evidence=tuple(lines),
                words=said.words if said else "",
                said_by=said.said_by if said else "",
                said_at=said.said_at if said else None,
            )
        )
    return rows


def _when_said(state: _State) -> datetime:
    assert state.said_at is not None, "asked only of what was said"
    return state.said_at


def _status_of(states: list[_State], lines: Sequence[Evidence]) -> str:
    """What people said goes first, the least far of them; else active as soon as something shows it."""
    said = [state.status for state in states if state.said_at]
    if said and len(said) == len(states):
        return min(said, key=list(MeasureStatus.values).index)
    return MeasureStatus.ACTIVE.value if said or any(line.have for line in lines) else MeasureStatus.PLANNED.value
