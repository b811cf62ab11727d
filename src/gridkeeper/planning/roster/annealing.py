"""The fast engine for duty rosters: fill by fair shares, then exchanges that never break a rule of anybody's row.

Simulated annealing after Kirkpatrick; the fair share is pulled in by the sum of squared counts, because the range
inside a group, which is what is priced, gives no direction on its plateaus.
"""

# ruff: noqa: PLR0917  (compiled code takes its arguments by position)

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from gridkeeper.planning.roster.problem import Ints
from gridkeeper.planning.roster.row_rules import RuleTables, cell_allowed, row_kept

Seed = npt.NDArray[np.int64]


class Grid(NamedTuple):
    """The roster while kernels change it: rows, heads in each cell, duties and nights of each person."""

    duties: Ints
    past: Ints
    heads: Ints
    shares: Ints
    nights: Ints


class Costs(NamedTuple):
    """Cover and its prices, the price of each choice of each cell, and the pull towards fair shares."""

    required: Ints
    under: Ints
    over: Ints
    cells: Ints
    group: Ints
    pull: int


@njit(cache=True, nogil=True)
def _put(grid: Grid, rules: RuleTables, person: int, day: int, shift: int) -> None:
    """Set one cell and keep the counts."""
    old = grid.duties[person, day]
    if old >= 0:
        grid.heads[day, old] -= 1
        grid.shares[person] -= 1
        grid.nights[person] -= 1 if rules.night[old] else 0
    if shift >= 0:
        grid.heads[day, shift] += 1
        grid.shares[person] += 1
        grid.nights[person] += 1 if rules.night[shift] else 0
    grid.duties[person, day] = shift


@njit(cache=True, nogil=True)
def _cell_cover(grid: Grid, costs: Costs, day: int, shift: int) -> int:
    lacking = costs.required[day, shift] - grid.heads[day, shift]
    return int(lacking * costs.under[day, shift] if lacking > 0 else -lacking * costs.over[day, shift])


@njit(cache=True, nogil=True)
def _own(grid: Grid, costs: Costs, person: int, day: int) -> int:
    """Price of a person's cell, and of his share."""
    shift = grid.duties[person, day]
    price = 0
    if costs.cells.shape[0] > 0:
        price = costs.cells[person, day, shift if shift >= 0 else costs.cells.shape[2] - 1]
    return price


@njit(cache=True, nogil=True)
def _share(grid: Grid, costs: Costs, person: int) -> int:
    if costs.group[person] < 0:
        return 0
    return int(costs.pull * (grid.shares[person] ** 2 + grid.nights[person] ** 2))


@njit(cache=True, nogil=True)
def fill(grid: Grid, rules: RuleTables, costs: Costs, order: Ints, candidates: Ints, first: Ints) -> int:
    """Give every missing head to the person with the smallest share who may still take it; how many were given.

    ``order`` lists the shifts, the scarcest first; ``candidates[first[s]:first[s + 1]]`` are the people who may ever
    work shift s.
    """
    given = 0
    for day in range(grid.duties.shape[1]):
        for shift in order:
            while grid.heads[day, shift] < costs.required[day, shift]:
                best, best_key = -1, np.int64(1) << 60
                for at in range(first[shift], first[shift + 1]):
                    person = candidates[at]
                    if grid.duties[person, day] >= 0 or not cell_allowed(rules, person, day, shift):
                        continue
                    key = np.int64(grid.shares[person]) * 64 + (grid.nights[person] * 64 if rules.night[shift] else 0)
                    if costs.cells.shape[0] > 0:
                        key += np.int64(costs.cells[person, day, shift]) * 1024
                    if key >= best_key:
                        continue
                    grid.duties[person, day] = shift
                    if row_kept(rules, person, grid.past[person], grid.duties[person]):
                        best, best_key = person, key
                    grid.duties[person, day] = -1
                if best < 0:
                    break
                _put(grid, rules, best, day, shift)
                given += 1
    return given


@njit(cache=True, nogil=True)
def _random(state: Seed, below: int) -> int:
    """The next of a xorshift sequence, in [0, below)."""
    value = state[0]
    value ^= (value << 13) & 0xFFFFFFFF
    value ^= value >> 17
    value ^= (value << 5) & 0xFFFFFFFF
    state[0] = value & 0xFFFFFFFF
    return int(state[0] % below)


@njit(cache=True, nogil=True)
def _exchange(grid: Grid, rules: RuleTables, one: int, two: int, first: int, last: int) -> None:
    """Swap the cells of two people on the days first .. last."""
    for day in range(first, last + 1):
        mine, yours = grid.duties[one, day], grid.duties[two, day]
        _put(grid, rules, one, day, yours)
        _put(grid, rules, two, day, mine)


@njit(cache=True, nogil=True)
def _accepts(delta: int, temperature: float, state: Seed) -> bool:
    if delta <= 0:
        return True
    return temperature > 0 and _random(state, 1 << 20) < np.exp(-delta / temperature) * (1 << 20)


@njit(cache=True, nogil=True)
def _kept(grid: Grid, rules: RuleTables, person: int) -> bool:
    return row_kept(rules, person, grid.past[person], grid.duties[person])


@njit(cache=True, nogil=True)
def _try_exchange(
    grid: Grid, rules: RuleTables, costs: Costs, state: Seed, temperature: float, candidates: Ints, first_of: Ints
) -> int:
    """Exchange one to three days of two people who may work a same shift; the change of energy if accepted, else 0."""
    days, shifts = grid.heads.shape
    common = _random(state, shifts)
    size = first_of[common + 1] - first_of[common]
    if size < 2:
        return 0
    one = candidates[first_of[common] + _random(state, size)]
    two = candidates[first_of[common] + _random(state, size)]
    first = _random(state, days)
    last = min(first + _random(state, 3), days - 1)
    differs = False
    for day in range(first, last + 1):
        mine, yours = grid.duties[one, day], grid.duties[two, day]
        differs = differs or mine != yours
        if not cell_allowed(rules, one, day, yours) or not cell_allowed(rules, two, day, mine):
            return 0
    if one == two or not differs:
        return 0
    before = _share(grid, costs, one) + _share(grid, costs, two)
    for day in range(first, last + 1):
        before += _own(grid, costs, one, day) + _own(grid, costs, two, day)
    _exchange(grid, rules, one, two, first, last)
    after = _share(grid, costs, one) + _share(grid, costs, two)
    for day in range(first, last + 1):
        after += _own(grid, costs, one, day) + _own(grid, costs, two, day)
    if _accepts(after - before, temperature, state) and _kept(grid, rules, one) and _kept(grid, rules, two):
        return after - before
    _exchange(grid, rules, one, two, first, last)
    return 0


@njit(cache=True, nogil=True)
def _try_cell(
    grid: Grid, rules: RuleTables, costs: Costs, state: Seed, temperature: float, candidates: Ints, first: Ints
) -> int:
    """Move a person to a shift that lacks heads (sometimes any shift), another one off that day taking his old one."""
    days, shifts = grid.heads.shape
    day, shift = _random(state, days), _random(state, shifts)
    for _ in range(min(shifts, 16)):
        if grid.heads[day, shift] < costs.required[day, shift]:
            break
        shift = (shift + 1) % shifts
    size = first[shift + 1] - first[shift]
    if size == 0:
        return 0
    one = candidates[first[shift] + _random(state, size)]
    old = grid.duties[one, day]
    if old == shift or not cell_allowed(rules, one, day, shift):
        return 0
    two = -1
    if old >= 0 and first[old + 1] > first[old]:
        two = candidates[first[old] + _random(state, first[old + 1] - first[old])]
        if two == one or grid.duties[two, day] >= 0 or not cell_allowed(rules, two, day, old):
            two = -1
    before = _energy(grid, costs, one, two, day, shift, old)
    _put(grid, rules, one, day, shift)
    if two >= 0:
        _put(grid, rules, two, day, old)
    delta = _energy(grid, costs, one, two, day, shift, old) - before
    kept = _accepts(delta, temperature, state) and _kept(grid, rules, one)
    if kept and (two < 0 or _kept(grid, rules, two)):
        return delta
    _put(grid, rules, one, day, old)
    if two >= 0:
        _put(grid, rules, two, day, -1)
    return 0


@njit(cache=True, nogil=True)
def _energy(grid: Grid, costs: Costs, one: int, two: int, day: int, shift: int, old: int) -> int:
    """Everything that a change of two cells on one day can touch."""
    total = _share(grid, costs, one) + _own(grid, costs, one, day) + _cell_cover(grid, costs, day, shift)
    if old >= 0:
        total += _cell_cover(grid, costs, day, old)
    if two >= 0:
        total += _share(grid, costs, two) + _own(grid, costs, two, day)
    return total


@njit(cache=True, nogil=True)
def anneal(
    grid: Grid,
    rules: RuleTables,
    costs: Costs,
    candidates: Ints,
    first: Ints,
    state: Seed,
    moves: int,
    hot: float,
    cold: float,
) -> int:
    """Run ``moves`` trials from ``hot`` to ``cold`` on the grid in place; the change of energy."""
    energy = 0
    cooling = (cold / hot) ** (1.0 / max(moves, 1))
    temperature = hot
    for move in range(moves):
        temperature *= cooling
        if move & 1:
            energy += _try_exchange(grid, rules, costs, state, temperature, candidates, first)
        else:
            energy += _try_cell(grid, rules, costs, state, temperature, candidates, first)
    return energy
