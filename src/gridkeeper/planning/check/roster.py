"""Walks a roster day by day, person by person, and names every rule it breaks; no engine shares a line of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from gridkeeper.planning.plan import Violation

Row = list[int]
_SATURDAY = 5


def violations(problem: Any, solution: Any, objective: float) -> tuple[Violation, ...]:
    """Every rule of the problem that the roster breaks, and an objective that is not what the roster costs."""
    duties = [[int(cell) for cell in row] for row in solution.duties]
    if len(duties) != problem.people or any(len(row) != problem.days for row in duties):
        return (Violation(rule="roster-shape", text="The roster has another number of people or days."),)
    found: list[Violation] = []
    for person, row in enumerate(duties):
        if any(cell < -1 or cell >= problem.shift_count for cell in row):
            return (Violation(rule="unknown-shift", row=person, text="A cell names a shift that does not exist."),)
        found.extend(_person(problem, person, row))
    cost = _cost(problem, duties)
    if abs(cost - objective) > 1e-6 * max(1.0, abs(cost)):
        text = "The roster costs {cost}, the plan says {objective}."
        facts = {"cost": cost, "objective": objective}
        found.append(Violation(rule="wrong-objective", amount=abs(cost - objective), text=text, facts=facts))
    return tuple(found)


def _person(problem: Any, person: int, row: Row) -> Iterator[Violation]:
    yield from _totals(problem, person, row)
    yield from _days(problem, person, row)
    yield from _runs(problem, person, row)


def _broken(rule: str, person: int, amount: float, text: str, **facts: Any) -> Violation:
    return Violation(rule=rule, row=person, amount=float(amount), text=text, facts=facts)


def _totals(problem: Any, person: int, row: Row) -> Iterator[Violation]:
    """Minutes, shifts of each kind, weekends."""
    staff = problem.staff
    minutes = sum(int(problem.shifts.minutes[cell]) for cell in row if cell >= 0)
    most, least = int(staff.max_minutes[person]), int(staff.min_minutes[person])
    if minutes > most:
        yield _broken(
            "max-minutes", person, minutes - most, "{minutes} minutes, at most {most}.", minutes=minutes, most=most
        )
    if minutes < least:
        text = "{minutes} minutes, at least {least}."
        yield _broken("min-minutes", person, least - minutes, text, minutes=minutes, least=least)
    for shift in range(problem.shift_count):
        count, limit = row.count(shift), int(staff.max_shifts[person][shift])
        if count > limit:
            text = "{count} times shift {shift}, at most {limit}."
            yield _broken("max-shifts", person, count - limit, text, count=count, shift=shift, limit=limit)
    weekends = _weekends(problem, row)
    if weekends > int(staff.max_weekends[person]):
        text = "{weekends} weekends worked, at most {limit}."
        limit = int(staff.max_weekends[person])
        yield _broken("max-weekends", person, weekends - limit, text, weekends=weekends, limit=limit)


def _weekends(problem: Any, row: Row) -> int:
    """A weekend counts when its Saturday or its Sunday is worked; one cut by the horizon counts by the day inside."""
    worked = set()
    for day, cell in enumerate(row):
        weekday = (day + problem.first_weekday) % 7
        if cell >= 0 and weekday >= _SATURDAY:
            worked.add(day - (weekday - _SATURDAY))
    return len(worked)


def _days(problem: Any, person: int, row: Row) -> Iterator[Violation]:
    """Days off that are worked, shifts that may not follow each other, rest over a single day off."""
    for day, cell in enumerate(row):
        if cell >= 0 and problem.unavailable[person][day]:
            yield _broken("unavailable", person, 1, "Works on day {day}, which is a day off.", day=day)
    line = _with_past(problem, person, row)
    start = len(line) - len(row)
    for at in range(max(1, start), len(line)):
        cell = line[at]
        if cell < 0:
            continue
        if line[at - 1] >= 0 and problem.shifts.forbidden[line[at - 1]][cell]:
            text = "Shift {shift} on day {day} may not follow shift {earlier}: too little rest."
            yield _broken("rest", person, 1, text, shift=cell, day=at - start, earlier=line[at - 1])
        over = at >= 2 and line[at - 1] < 0 and line[at - 2] >= 0
        if over and problem.shifts.forbidden_over_off[line[at - 2]][cell]:
            text = "The day off before day {day} leaves less than 24 hours free."
            yield _broken("free-day", person, 1, text, day=at - start)


def _with_past(problem: Any, person: int, row: Row) -> Row:
    past = [] if problem.before is None else [int(cell) for cell in problem.before[person]]
    return past + row


def _runs(problem: Any, person: int, row: Row) -> Iterator[Violation]:
    """Lengths of runs of work, of nights and of days off that end or lie inside the horizon."""
    line = _with_past(problem, person, row)
    start = len(line) - len(row)
    staff = problem.staff
    for first, last, works in _stretches([cell >= 0 for cell in line]):
        if last < start - 1:
            continue
        length, facts = last - first + 1, {"day": max(0, first - start), "length": last - first + 1}
        inside = first > 0 and last < len(line) - 1
        if works and last >= start and length > staff.max_consecutive[person]:
            over = length - int(staff.max_consecutive[person])
            yield _broken("max-consecutive", person, over, "{length} duty days in a row from day {day}.", **facts)
        if works and inside and length < staff.min_consecutive[person]:
            short = int(staff.min_consecutive[person]) - length
            yield _broken("min-consecutive", person, short, "Only {length} duty days in a row from day {day}.", **facts)
        if not works and inside and length < staff.min_days_off[person]:
            short = int(staff.min_days_off[person]) - length
            yield _broken("min-days-off", person, short, "Only {length} days off in a row from day {day}.", **facts)
    if not problem.max_nights:
        return
    for first, last, nights in _stretches([cell >= 0 and bool(problem.shifts.night[cell]) for cell in line]):
        over = last - first + 1 - problem.max_nights
        if nights and over > 0 and last >= start:
            text = "{length} nights in a row from day {day}."
            yield _broken("max-nights", person, over, text, length=last - first + 1, day=max(0, first - start))


def _stretches(flags: list[bool]) -> Iterator[tuple[int, int, bool]]:
    """(first, last, value) of each maximal stretch of equal flags."""
    first = 0
    for at in range(1, len(flags) + 1):
        if at == len(flags) or flags[at] != flags[first]:
            yield first, at - 1, flags[first]
            first = at


def _cost(problem: Any, duties: list[Row]) -> int:
    """What the roster costs: cover, requests, fairness, changes."""
    total: int = 0
    heads = Counter((day, cell) for row in duties for day, cell in enumerate(row))
    for day in range(problem.days):
        for shift in range(problem.shift_count):
            lacking = int(problem.cover.required[day][shift]) - heads[day, shift]
            total += max(lacking, 0) * int(problem.cover.under[day][shift])
            total += max(-lacking, 0) * int(problem.cover.over[day][shift])
    for person, day, shift, weight in problem.requests.on:
        total += int(weight) * (duties[person][day] != shift)
    for person, day, shift, weight in problem.requests.off:
        total += int(weight) * (duties[person][day] == shift)
    if problem.previous is not None and problem.change:
        pairs = zip(duties, problem.previous, strict=True)
        total += int(problem.change) * sum(a != b for row, old in pairs for a, b in zip(row, old, strict=True))
    return total + int(problem.fairness) * _unfairness(problem, duties)


def _compared(problem: Any, person: int) -> bool:
    """Who is away on more than one day in seven is not compared with the others."""
    return sum(bool(away) for away in problem.unavailable[person]) * 7 <= int(problem.days)


def _unfairness(problem: Any, duties: list[Row]) -> int:
    """By how much the range of shifts, and of nights (among who may work them), exceeds one inside each group."""
    excess = 0
    nights = [shift for shift in range(problem.shift_count) if problem.shifts.night[shift]]
    for group in {int(value) for value in problem.staff.group if value >= 0}:
        members = [
            row for row in range(problem.people) if problem.staff.group[row] == group and _compared(problem, row)
        ]
        by_night = [row for row in members if any(problem.staff.max_shifts[row][shift] > 0 for shift in nights)]
        shares = [sum(cell >= 0 for cell in duties[row]) for row in members]
        night_shares = [sum(cell in nights for cell in duties[row]) for row in by_night]
        for share in (shares, night_shares):
            excess += max(0, max(share) - min(share) - 1) if share else 0
    return excess
