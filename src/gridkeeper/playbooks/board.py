"""The measures board: how many of the plan's measures are active and can show it, by community and street (sec. 13)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from gridkeeper.kernel.unit_code import LENGTHS, Level, ancestors_of
from gridkeeper.playbooks.schema import Measure, Playbook, Source


class State(StrEnum):
    """How far a measure is at a unit."""

    PLANNED = "planned"
    ACTIVE = "active"
    DONE = "done"
    WAIVED = "waived"


_SHOWING = frozenset({State.ACTIVE, State.DONE})


@dataclass(frozen=True, kw_only=True, slots=True)
class MeasureState:
    """One measure at one unit, with how many pieces of evidence there are."""

    measure: str
    unit_code: str
    state: State
    evidence: int = 0

    @property
    def counts(self) -> bool:
        """Active (or done) with evidence: a tick without a trace counts for nothing."""
        return self.state in _SHOWING and self.evidence > 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Cell:
    """One measure at a place and below: in force at ``have`` of ``of`` communities, if it is specified."""

    measure: str
    specified: bool
    have: int
    of: int

    @property
    def is_whole(self) -> bool:
        """True where every community has it."""
        return self.specified and self.of > 0 and self.have == self.of


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """The board of one place: a cell for each measure, the unspecified ones among them and never counted as done.

    ``covered`` of ``total`` measures are in force, with evidence, at every community of the place.
    """

    unit_code: str
    cells: tuple[Cell, ...]

    @property
    def total(self) -> int:
        """All measures of the plan: 22, also where two of them are not specified."""
        return len(self.cells)

    @property
    def covered(self) -> int:
        """Measures that every community has."""
        return sum(cell.is_whole for cell in self.cells)

    @property
    def unspecified(self) -> tuple[str, ...]:
        """Numbers of the measures the source does not specify, until the district fills them in."""
        return tuple(cell.measure for cell in self.cells if not cell.specified)

    @property
    def percent(self) -> float:
        """Covered of all, in per cent, to one digit."""
        return round(100 * self.covered / self.total, 1) if self.total else 0.0


def is_specified(measure: Measure) -> bool:
    """False for a slot that the source leaves open and nobody has filled in with an owner."""
    return measure.source is not Source.UNSPECIFIED or measure.owner is not None


def coverage(playbook: Playbook, states: Iterable[MeasureState], communities: Sequence[str]) -> Mapping[str, Coverage]:
    """The board of every community and of every unit above it, by code.

    A measure in force above a community (a district's, a street's) is in force there too, unless the community's own
    state says otherwise; the community's own word goes first.
    """
    numbers = {measure.no: is_specified(measure) for measure in playbook.measures}
    told: dict[tuple[str, str], MeasureState] = {(one.measure, one.unit_code): one for one in states}
    have: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    size: dict[str, int] = defaultdict(int)
    for code in communities:
        line = [*ancestors_of(code), code]
        for place in line:
            size[place] += 1
        for number, specified in numbers.items():
            nearest = next((told[number, at] for at in reversed(line) if (number, at) in told), None)
            if specified and nearest is not None and nearest.counts:
                for place in line:
                    have[place][number] += 1
    return {
        place: Coverage(
            unit_code=place,
            cells=tuple(
                Cell(measure=number, specified=specified, have=have[place][number], of=size[place])
                for number, specified in numbers.items()
            ),
        )
        for place in sorted(size)
    }


def streets(board: Mapping[str, Coverage]) -> tuple[Coverage, ...]:
    """The boards of the streets and towns, in order of codes."""
    return tuple(one for code, one in board.items() if len(code) == LENGTHS[Level.TOWNSHIP])
