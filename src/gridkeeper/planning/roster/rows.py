"""One person's rows: symbols, counters and minutes made ready for the dynamic programme, and its answers."""

from __future__ import annotations

from dataclasses import dataclass
from math import gcd

import numpy as np
import numpy.typing as npt
from numba import njit

from gridkeeper.planning.roster.automaton import Automaton, Kinds, RunRules, automaton_of, shift_kinds
from gridkeeper.planning.roster.best_row import FORBIDDEN, Table, cheapest_end, fill_table, trace_row
from gridkeeper.planning.roster.problem import OFF, Ints, Problem

_MOST_ENTRIES, _LARGEST_TABLE = 12_000_000, 1 << 27
_PENALTY_ROUNDS = 12


@dataclass(frozen=True)
class PricedRow:
    """A cheapest row under some prices; ``bound`` is proven to lie at or below the cost of every allowed row."""

    row: Ints
    cost: int
    bound: int


@dataclass(frozen=True)
class _Setup:
    """Symbols (0 a day off) and counters for one choice of counted shifts, and scratch for its costs."""

    symbol_of: Ints
    units: Ints
    step: Ints
    count: Ints
    cost: Ints
    choice: Ints


class Workspace:
    """The tables of the dynamic programme, one for each shape, shared by all people."""

    def __init__(self) -> None:
        self._tables: dict[tuple[int, ...], tuple[Table, Table]] = {}

    def tables(self, shape: tuple[int, int, int, int]) -> tuple[Table, Table]:
        """The label table and the reachable minutes in it; both hold what the last run left there."""
        if shape not in self._tables:
            self._tables[shape] = (np.empty(shape, np.int32), np.empty((*shape[:3], 2), np.int32))
        return self._tables[shape]


@njit(cache=True, nogil=True)
def gather(prices: Ints, symbol_of: Ints, cost: Ints, choice: Ints) -> None:
    """Cheapest shift of each symbol on each day; the last column of ``prices`` is the day off (symbol 0)."""
    days, shifts = prices.shape[0], prices.shape[1] - 1
    cost[:] = FORBIDDEN
    choice[:] = OFF
    for day in range(days):
        cost[day, 0] = prices[day, shifts]
        for shift in range(shifts):
            symbol = symbol_of[shift]
            if symbol > 0 and prices[day, shift] < cost[day, symbol]:
                cost[day, symbol] = prices[day, shift]
                choice[day, symbol] = shift


class RowPlanner:
    """Finds the cheapest row of one person; shifts with a limit are counted only where a row has broken that limit."""

    def __init__(self, problem: Problem, *, kinds: Kinds, person: int, workspace: Workspace) -> None:
        staff = problem.staff
        self._problem, self._kinds, self._person, self._workspace = problem, kinds, person, workspace
        rules = RunRules(
            max_consecutive=int(staff.max_consecutive[person]),
            min_consecutive=int(staff.min_consecutive[person]),
            min_days_off=int(staff.min_days_off[person]),
            max_nights=problem.max_nights,
        )
        past = tuple(OFF if cell == OFF else int(kinds.of[cell]) for cell in problem.history[person])
        self._automaton: Automaton = automaton_of(rules, kinds, past)
        self._limits = staff.max_shifts[person]
        self._possible = np.flatnonzero(self._limits > 0)
        lengths = [int(value) for value in problem.shifts.minutes[self._possible]]
        self._unit = max(gcd(*lengths) if lengths else 1, 1)
        longest = max(lengths, default=0) * problem.days
        self._width = min(int(staff.max_minutes[person]), longest) // self._unit + 1
        self._least = -(-int(staff.min_minutes[person]) // self._unit)
        left = problem.days - np.arange(problem.days)
        cycle = rules.max_consecutive + max(rules.min_days_off, 1)
        workable = left // cycle * rules.max_consecutive + np.minimum(left % cycle, rules.max_consecutive)
        longest_unit = max(lengths, default=0) // self._unit
        self._floor = np.maximum(self._least - workable * longest_unit, 0).astype(np.int32)
        weekends = int(np.isin(problem.weekday, (5, 6)).sum())
        self._weekend_limit = int(staff.max_weekends[person]) if staff.max_weekends[person] < weekends else None
        self._setups: dict[tuple[int, ...], _Setup] = {}
        self._rare: tuple[int, ...] = ()
        rare = [int(s) for s in self._possible if self._limits[s] * 4 <= problem.days]
        for shift in sorted(rare, key=lambda s: (int(self._limits[s]), s))[:2]:
            if self._fits((*self._rare, shift)):
                self._rare = (*self._rare, shift)

    def _caps(self, counted: tuple[int, ...]) -> list[int]:
        weekends = [] if self._weekend_limit is None else [self._weekend_limit]
        return weekends + [int(self._limits[shift]) for shift in counted]

    @property
    def is_too_large(self) -> bool:
        """Whether even the smallest table of this person's rows would take more than half a gibibyte."""
        return self._entries(()) > _LARGEST_TABLE

    def _entries(self, counted: tuple[int, ...]) -> int:
        counters = int(np.prod([cap + 1 for cap in self._caps(counted)], dtype=np.int64))
        return counters * len(self._automaton.works) * self._width * (self._problem.days + 1)

    def _fits(self, counted: tuple[int, ...]) -> bool:
        return self._entries(counted) <= _MOST_ENTRIES

    def _setup(self, counted: tuple[int, ...]) -> _Setup:
        """A day off, then each distinct pair of kind and length, the counted shifts apart."""
        if counted in self._setups:
            return self._setups[counted]
        lengths, kinds = self._problem.shifts.minutes, self._kinds.of
        keys = {s: (int(kinds[s]), int(lengths[s]), int(s) if s in counted else -1) for s in self._possible}
        order = {key: symbol for symbol, key in enumerate(sorted(set(keys.values())), start=1)}
        symbol_of = np.zeros(self._problem.shift_count, np.int32)
        for shift, key in keys.items():
            symbol_of[shift] = order[key]
        shape = (self._problem.days, len(order) + 1)
        self._setups[counted] = _Setup(
            symbol_of=symbol_of,
            units=np.array([0, *(key[1] // self._unit for key in order)], np.int32),
            step=np.ascontiguousarray(self._automaton.step[:, [0, *(key[0] + 1 for key in order)]]),
            count=self._counters(counted, [key[2] for key in order]),
            cost=np.empty(shape, np.int32),
            choice=np.empty(shape, np.int32),
        )
        return self._setups[counted]

    def _counters(self, counted: tuple[int, ...], counted_by_symbol: list[int]) -> Ints:
        """``count[counters, symbol, new weekend]``: the next counters as one mixed-radix number, -1 beyond a limit."""
        caps = self._caps(counted)
        total = int(np.prod([cap + 1 for cap in caps], dtype=np.int64))
        count = np.full((total, len(counted_by_symbol) + 1, 2), -1, np.int32)
        strides = np.cumprod([1, *(cap + 1 for cap in caps)])[:-1]
        weekend_digit = 0 if self._weekend_limit is not None else None
        shift_digit = {shift: at + (weekend_digit is not None) for at, shift in enumerate(counted)}
        for tally in range(total):
            for symbol, shift in enumerate([-1, *counted_by_symbol]):
                for weekend in (0, 1):
                    digits = [shift_digit[shift]] if shift >= 0 else []
                    digits += [weekend_digit] if weekend and weekend_digit is not None else []
                    if all(tally // strides[d] % (caps[d] + 1) < caps[d] for d in digits):
                        count[tally, symbol, weekend] = tally + sum(int(strides[d]) for d in digits)
        return count

    def cheapest(self, prices: Ints, turn: int = 0) -> PricedRow | None:
        """The cheapest allowed row under ``prices`` (days, shifts + 1), or None where the rules leave no row at all.

        ``prices`` holds ``FORBIDDEN`` or more in cells that may not be chosen. Exact (bound = cost) unless the counters
        of too many limited shifts would be needed; then a row is sought with penalties and the bound stays proven.
        """
        counted = self._rare
        answer = self._solve(prices, counted=counted, turn=turn)
        while answer is not None:
            broken = self._broken(answer.row)
            if not len(broken):
                return answer
            if not self._fits((*counted, int(broken[0]))):
                return self._penalised(prices, bound=answer.bound, counted=counted, turn=turn)
            counted = (*counted, int(broken[0]))
            answer = self._solve(prices, counted=counted, turn=turn)
        return None

    def has_no_row(self, prices: Ints) -> bool:
        """Whether it is proved that the rules leave this person no row."""
        return self._solve(prices, counted=(), turn=0) is None or (
            self.cheapest(prices) is None and self._fits(tuple(int(shift) for shift in self._possible))
        )

    def _broken(self, row: Ints) -> npt.NDArray[np.intp]:
        worked = np.bincount(row[row >= 0], minlength=self._problem.shift_count)
        return np.flatnonzero(worked > self._limits)

    def _penalised(self, prices: Ints, *, bound: int, counted: tuple[int, ...], turn: int) -> PricedRow | None:
        """Raise the price of shifts worked too often until the row keeps every limit."""
        raised = prices.astype(np.int64)
        step = max(1, int(np.abs(prices[prices < FORBIDDEN]).max(initial=1)) // 8)
        for attempt in range(_PENALTY_ROUNDS):
            answer = self._solve(np.minimum(raised, FORBIDDEN).astype(np.int32), counted=counted, turn=turn)
            if answer is None:
                return None
            row, broken = answer.row, self._broken(answer.row)
            if not len(broken):
                return PricedRow(row=row, cost=row_price(row, prices), bound=bound)
            raised[:, broken] += step << attempt // 2
        for shift in broken:
            worked = np.flatnonzero(row == shift)
            raised[np.setdiff1d(np.arange(len(prices)), worked[: self._limits[shift]]), shift] = FORBIDDEN
        answer = self._solve(np.minimum(raised, FORBIDDEN).astype(np.int32), counted=counted, turn=turn)
        if answer is None or len(self._broken(answer.row)):
            return None
        return PricedRow(row=answer.row, cost=row_price(answer.row, prices), bound=bound)

    def _solve(self, prices: Ints, *, counted: tuple[int, ...], turn: int) -> PricedRow | None:
        """One run of the dynamic programme that keeps the limits of the counted shifts and ignores the others'."""
        setup, works = self._setup(counted), self._automaton.works
        table, reach = self._workspace.tables((self._problem.days + 1, len(works), len(setup.count), self._width))
        gather(prices, setup.symbol_of, setup.cost, setup.choice)
        rules = (setup.step, works, setup.units, setup.count, self._problem.weekday)
        fill_table(table, reach, setup.cost, *rules, self._automaton.start, self._floor)
        end = cheapest_end(table, reach, self._least)
        if end[1] < 0:
            return None
        symbols = np.empty(self._problem.days, np.int32)
        trace_row(symbols, table, reach, setup.cost, *rules, end, turn)
        return PricedRow(row=setup.choice[np.arange(self._problem.days), symbols], cost=end[0], bound=end[0])


def row_price(row: Ints, prices: Ints) -> int:
    """What a row costs under the prices."""
    return int(prices[np.arange(len(row)), row].sum())


def planners(problem: Problem) -> list[RowPlanner]:
    """One planner a person; the tables are shared."""
    kinds, workspace = shift_kinds(problem), Workspace()
    return [RowPlanner(problem, kinds=kinds, person=person, workspace=workspace) for person in range(problem.people)]
