"""The rules about what may follow what, as a small automaton that one person's row must run through."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from gridkeeper.planning.roster.problem import OFF, Problem


class _State(NamedTuple):
    """Where a person stands after a day: length of the run (capped), shift kinds that still matter, nights in a row.

    ``kind`` is the kind of the last shift worked while it still forbids something, else -1; ``settled`` says that the
    run may end now (its minimum is reached, or it began before anything is known).
    """

    works: bool
    kind: int
    run: int
    settled: bool
    nights: int


@dataclass(frozen=True)
class RunRules:
    """Limits on runs of one person."""

    max_consecutive: int
    min_consecutive: int
    min_days_off: int
    max_nights: int


@dataclass(frozen=True)
class Automaton:
    """``step[state, symbol]`` is the next state or -1; symbol 0 is a day off, symbol k + 1 a shift of kind k."""

    step: npt.NDArray[np.int32]
    works: npt.NDArray[np.bool_]
    start: int


@dataclass(frozen=True)
class Kinds:
    """Shifts that behave alike towards their neighbours in time share a kind; ``of`` is (shifts,)."""

    of: npt.NDArray[np.int32]
    forbidden: tuple[tuple[bool, ...], ...]
    over_off: tuple[tuple[bool, ...], ...]
    night: tuple[bool, ...]

    def __hash__(self) -> int:
        return hash((self.forbidden, self.over_off, self.night))


def shift_kinds(problem: Problem) -> Kinds:
    """Group the shifts by their rows and columns of the two forbidden tables and by being nights."""
    shifts = problem.shifts
    tables = (shifts.forbidden, shifts.forbidden.T, shifts.forbidden_over_off, shifts.forbidden_over_off.T)
    signatures = [
        (bool(shifts.night[shift]), *(table[shift].tobytes() for table in tables))
        for shift in range(problem.shift_count)
    ]
    first = {signature: shift for shift, signature in reversed(list(enumerate(signatures)))}
    kept = sorted(first.values())
    number = {shift: kind for kind, shift in enumerate(kept)}
    return Kinds(
        of=np.array([number[first[signature]] for signature in signatures], np.int32),
        forbidden=tuple(tuple(bool(shifts.forbidden[a, b]) for b in kept) for a in kept),
        over_off=tuple(tuple(bool(shifts.forbidden_over_off[a, b]) for b in kept) for a in kept),
        night=tuple(bool(shifts.night[a]) for a in kept),
    )


def automaton_of(rules: RunRules, kinds: Kinds, past: tuple[int, ...]) -> Automaton:
    """The smallest automaton for these rules, started after ``past`` (kinds or ``OFF``, oldest first)."""
    return _automaton(rules, kinds.forbidden, kinds.over_off, kinds.night, past)


@lru_cache(maxsize=4096)
def _automaton(
    rules: RunRules,
    forbidden: tuple[tuple[bool, ...], ...],
    over_off: tuple[tuple[bool, ...], ...],
    night: tuple[bool, ...],
    past: tuple[int, ...],
) -> Automaton:
    table = _Table(rules, forbidden, over_off, night)
    start = table.after(past)
    states, step = table.explore(start)
    works = np.array([state.works for state in states], bool)
    return _minimised(step, works)


class _Table:
    """The transition rule, and the states that can be reached by it."""

    def __init__(
        self,
        rules: RunRules,
        forbidden: tuple[tuple[bool, ...], ...],
        over_off: tuple[tuple[bool, ...], ...],
        night: tuple[bool, ...],
    ) -> None:
        self._rules, self._forbidden, self._over_off, self._night = rules, forbidden, over_off, night

    def after(self, past: tuple[int, ...]) -> _State:
        """The state after a past; a run that reaches back to its first day may end whenever it likes."""
        state = _State(works=False, kind=-1, run=0, settled=True, nights=0)
        whole = True
        for at, kind in enumerate(past):
            works = kind != OFF
            whole = whole and (at == 0 or works == state.works)
            state = self._off(state) if not works else self._work(state, kind, begins_unknown=whole)
            if whole:
                state = state._replace(settled=True)
        return state

    def explore(self, start: _State) -> tuple[list[_State], npt.NDArray[np.int32]]:
        """All states reachable from ``start`` (row 0) and their steps."""
        states, number = [start], {start: 0}
        rows: list[list[int]] = []
        while len(rows) < len(states):
            state = states[len(rows)]
            row = []
            for symbol in range(len(self._night) + 1):
                following = self._next(state, symbol - 1)
                if following is not None and following not in number:
                    number[following] = len(states)
                    states.append(following)
                row.append(-1 if following is None else number[following])
            rows.append(row)
        return states, np.array(rows, np.int32)

    def _next(self, state: _State, kind: int) -> _State | None:
        if kind == OFF:
            return None if state.works and not state.settled else self._off(state)
        if state.works:
            if state.run >= self._rules.max_consecutive or self._forbidden[state.kind][kind]:
                return None
        elif not state.settled or (state.kind >= 0 and self._over_off[state.kind][kind]):
            return None
        if self._rules.max_nights and self._night[kind] and state.nights >= self._rules.max_nights:
            return None
        if self._rules.max_consecutive < 1:
            return None
        # Row 0 of an empty past has run 0: what came before is unknown, so this run need not reach its minimum.
        return self._work(state, kind, begins_unknown=state.run == 0)

    def _off(self, state: _State) -> _State:
        cap = max(1, self._rules.min_days_off)
        if state.run == 0:
            return _State(works=False, kind=-1, run=cap + 1, settled=True, nights=0)
        run = 1 if state.works else min(state.run + 1, cap + 1)
        matters = state.works and any(self._over_off[state.kind])
        settled = run >= self._rules.min_days_off or (not state.works and state.settled)
        return _State(works=False, kind=state.kind if matters else -1, run=run, settled=settled, nights=0)

    def _work(self, state: _State, kind: int, *, begins_unknown: bool) -> _State:
        run = state.run + 1 if state.works else 1
        run = min(run, max(self._rules.max_consecutive, 1))
        settled = begins_unknown or run >= self._rules.min_consecutive or (state.works and state.settled)
        nights = min(state.nights + 1, self._rules.max_nights) if self._night[kind] and self._rules.max_nights else 0
        return _State(works=True, kind=kind, run=run, settled=settled, nights=nights)


def _minimised(step: npt.NDArray[np.int32], works: npt.NDArray[np.bool_]) -> Automaton:
    """Merge states that no future can tell apart (Moore's refinement); the start keeps number 0."""
    classes = works.astype(np.int64)
    while True:
        keys = np.column_stack([classes, np.where(step >= 0, classes[step], -1)])
        _, first, refined = np.unique(keys, axis=0, return_index=True, return_inverse=True)
        refined = refined.reshape(-1)
        if len(first) == len(np.unique(classes)):
            break
        classes = refined
    _, first, refined = np.unique(classes, return_index=True, return_inverse=True)
    refined = refined.reshape(-1)
    merged = np.where(step[first] >= 0, refined[step[first]], -1).astype(np.int32)
    return Automaton(step=merged, works=works[first], start=int(refined[0]))
