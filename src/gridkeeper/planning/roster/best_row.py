"""The cheapest row one person can work, exactly: a dynamic programme over days that the compiler vectorises.

A label is (automaton state, counters, minutes); minutes are the inner, contiguous axis. Costs are whole numbers, so a
row is found again from the tables alone, without storing where each label came from.
"""

# ruff: noqa: PLR0917  (compiled code takes its arguments by position)

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from numba import njit

from gridkeeper.planning.roster.problem import Ints

FORBIDDEN = np.int32(1 << 29)
_NEVER = np.int32(1 << 30)
Table = npt.NDArray[np.int32]


@njit(cache=True, nogil=True)
def fill_table(
    table: Table,
    reach: Table,
    cost: Ints,
    step: Ints,
    works: npt.NDArray[np.bool_],
    units: Ints,
    count: Ints,
    weekday: Ints,
    start: int,
    floor: Ints,
) -> None:
    """Fill ``table[day, state, counters, minutes]`` with the cheapest way to stand there after ``day`` days.

    ``cost`` is (days, symbols) with ``FORBIDDEN`` where a symbol may not be chosen, ``units`` the minutes of each
    symbol in steps of the minutes axis, ``count[counters, symbol, new weekend]`` the next counters or -1.
    ``reach[day, state, counters]`` receives the lowest and highest minutes there; the table is written, and may be
    read, between them only, so that large tables cost nothing where nobody comes. Labels below ``floor[day]`` minutes
    are dropped.
    """
    days = cost.shape[0]
    states, counters, width = table.shape[1], table.shape[2], table.shape[3]
    reach[:, :, :, 0] = width
    reach[:, :, :, 1] = -1
    table[0, start, 0, 0] = 0
    reach[0, start, 0, 0] = 0
    reach[0, start, 0, 1] = 0
    for day in range(days):
        now, then = day, day + 1
        choices = np.flatnonzero(cost[day] < FORBIDDEN)
        for state in range(states):
            for counter in range(counters):
                low = max(reach[now, state, counter, 0], floor[day])
                high = reach[now, state, counter, 1]
                if high < low:
                    continue
                source = table[day, state, counter]
                for symbol in choices:
                    price = cost[day, symbol]
                    following = step[state, symbol]
                    if following < 0:
                        continue
                    weekend = 0
                    if symbol > 0 and (weekday[day] == 5 or (weekday[day] == 6 and not (day > 0 and works[state]))):
                        weekend = 1
                    tally = count[counter, symbol, weekend]
                    if tally < 0:
                        continue
                    shift = units[symbol]
                    top = min(high, width - 1 - shift)
                    if top < low:
                        continue
                    if reach[then, following, tally, 1] < 0:
                        table[then, following, tally] = _NEVER
                    target = table[day + 1, following, tally, low + shift : top + 1 + shift]
                    origin = source[low : top + 1]
                    for at in range(top - low + 1):
                        target[at] = min(target[at], origin[at] + price)
                    reach[then, following, tally, 0] = min(reach[then, following, tally, 0], low + shift)
                    reach[then, following, tally, 1] = max(reach[then, following, tally, 1], top + shift)


@njit(cache=True, nogil=True)
def cheapest_end(table: Table, reach: Table, least: int) -> tuple[int, int, int, int]:
    """(cost, state, counters, minutes) of the cheapest full row with at least ``least`` minutes."""
    last, ends = table[table.shape[0] - 1], reach[table.shape[0] - 1]
    best = _NEVER
    where = (-1, -1, -1)
    for state in range(last.shape[0]):
        for counter in range(last.shape[1]):
            for minutes in range(max(least, ends[state, counter, 0]), ends[state, counter, 1] + 1):
                if last[state, counter, minutes] < best:
                    best = last[state, counter, minutes]
                    where = (state, counter, minutes)
    if best >= FORBIDDEN:
        return (int(best), -1, -1, -1)
    return (int(best), where[0], where[1], where[2])


@njit(cache=True, nogil=True)
def trace_row(
    row: Ints,
    table: Table,
    reach: Table,
    cost: Ints,
    step: Ints,
    works: npt.NDArray[np.bool_],
    units: Ints,
    count: Ints,
    weekday: Ints,
    end: tuple[int, int, int, int],
    turn: int,
) -> None:
    """Write into ``row`` the symbols of one cheapest way to ``end``; ``turn`` chooses among equals."""
    value, state, counter, minutes = end
    states, counters = table.shape[1], table.shape[2]
    symbols = cost.shape[1]
    for day in range(cost.shape[0] - 1, -1, -1):
        found = False
        for i in range(states * symbols):
            pick = (i + turn) % (states * symbols)
            earlier, symbol = pick // symbols, pick % symbols
            if step[earlier, symbol] != state or cost[day, symbol] >= FORBIDDEN or minutes < units[symbol]:
                continue
            weekend = 0
            if symbol > 0 and (weekday[day] == 5 or (weekday[day] == 6 and not (day > 0 and works[earlier]))):
                weekend = 1
            for tally in range(counters):
                if count[tally, symbol, weekend] != counter:
                    continue
                rest = minutes - units[symbol]
                if rest < reach[day, earlier, tally, 0] or rest > reach[day, earlier, tally, 1]:
                    continue
                if table[day, earlier, tally, rest] + cost[day, symbol] == value:
                    row[day] = symbol
                    value -= cost[day, symbol]
                    state, counter, minutes = earlier, tally, rest
                    found = True
                    break
            if found:
                break
        turn = turn * 31 + 7
        turn = turn & 0xFFFF
