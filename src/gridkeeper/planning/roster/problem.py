"""A roster to be filled: who may work which shift on which day, what must be covered, and what it costs."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from gridkeeper.planning.roster.errors import RosterMalformed

Ints = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]

OFF = -1
NO_LIMIT = 10_000_000
# Row costs stay below a quarter of the mark for forbidden cells (2 ** 29), so that sums never overflow 32 bits.
_DEAREST_ROW = 1 << 27


@dataclass(frozen=True, kw_only=True)
class Staff:
    """One row a person; minutes, shifts and weekends are limits over the whole horizon.

    ``max_shifts`` is (people, shifts): how often each person may work each shift, 0 where he may never (masks of
    SF-31 are zeros here). ``group`` says with whom a person's share is compared, -1 for nobody.
    """

    ids: tuple[str, ...]
    max_minutes: Ints
    min_minutes: Ints
    max_consecutive: Ints
    min_consecutive: Ints
    min_days_off: Ints
    max_weekends: Ints
    max_shifts: Ints
    group: Ints


@dataclass(frozen=True, kw_only=True)
class Shifts:
    """One row a shift. ``forbidden[a, b]``: b may not be worked the day after a; ``forbidden_over_off[a, b]``:
    b may not be worked after a with a single day off between (that stretch is shorter than 24 h, SF-30)."""

    ids: tuple[str, ...]
    minutes: Ints
    forbidden: Flags
    forbidden_over_off: Flags
    night: Flags


@dataclass(frozen=True, kw_only=True)
class Cover:
    """Heads required on each day in each shift, and the price of each head too few or too many; all (days, shifts)."""

    required: Ints
    under: Ints
    over: Ints


@dataclass(frozen=True, kw_only=True)
class Requests:
    """Rows of (person, day, shift, weight): the weight is paid when the wish is not met."""

    on: Ints
    off: Ints


def no_requests() -> Requests:
    """Nobody asked for anything."""
    return Requests(on=np.zeros((0, 4), np.int32), off=np.zeros((0, 4), np.int32))


@dataclass(frozen=True, kw_only=True)
class Problem:
    """A roster problem: rows are people, columns days, each cell a shift or ``OFF``.

    The rules are those of the published scheduling benchmarks 1-24 (day 0 falls on ``first_weekday``, 0 = Monday;
    without ``before`` the days before the horizon break no run, and a run that touches the horizon's edge need not
    reach its minimum), and for our own duties also ``max_nights`` in a row (0: no limit), the rest in ``Shifts``,
    ``fairness`` (price of each shift or night by which the range inside a group exceeds one; people away on more than
    one day in seven are not compared) and ``change`` (price of each cell that differs from ``previous``).
    ``before`` holds the days just before the horizon, oldest first. All prices are whole numbers, so objectives are
    exact.
    """

    staff: Staff
    shifts: Shifts
    cover: Cover
    unavailable: Flags
    requests: Requests = field(default_factory=no_requests)
    first_weekday: int = 0
    max_nights: int = 0
    fairness: int = 0
    previous: Ints | None = None
    change: int = 0
    before: Ints | None = None

    def __post_init__(self) -> None:
        people, days, shifts = self.people, self.days, self.shift_count
        _expect("max_shifts", self.staff.max_shifts, (people, shifts))
        for name in ("max_minutes", "min_minutes", "max_consecutive", "min_consecutive", "min_days_off"):
            _expect(name, getattr(self.staff, name), (people,))
        _expect("max_weekends", self.staff.max_weekends, (people,))
        _expect("group", self.staff.group, (people,), lowest=-1)
        _expect("minutes", self.shifts.minutes, (shifts,))
        for table in (self.shifts.forbidden, self.shifts.forbidden_over_off):
            _expect("forbidden", table, (shifts, shifts))
        _expect("night", self.shifts.night, (shifts,))
        for name in ("required", "under", "over"):
            _expect(name, getattr(self.cover, name), (days, shifts))
        _expect("unavailable", self.unavailable, (people, days))
        for rows in (self.requests.on, self.requests.off):
            _expect_requests(rows, (people, days, shifts))
        if self.previous is not None:
            _expect("previous", self.previous, (people, days), lowest=OFF, highest=shifts - 1)
        if self.before is not None:
            _expect("before", self.before, (people, self.before.shape[1]), lowest=OFF, highest=shifts - 1)
        dearest = max(int(prices.max(initial=0)) for prices in (self.cover.under, self.cover.over, *self._weights()))
        if dearest * max(days, 1) > _DEAREST_ROW:
            raise RosterMalformed(table="prices", found=dearest, expected=f"at most {_DEAREST_ROW // max(days, 1)}")

    def _weights(self) -> tuple[Ints, ...]:
        return self.requests.on[:, 3:], self.requests.off[:, 3:], np.array([self.change], np.int32)

    @property
    def people(self) -> int:
        """Number of rows."""
        return len(self.staff.ids)

    @property
    def days(self) -> int:
        """Number of columns."""
        return int(self.cover.required.shape[0])

    @property
    def shift_count(self) -> int:
        """Number of shifts."""
        return len(self.shifts.ids)

    @cached_property
    def weekday(self) -> Ints:
        """(days,) weekday of each column, 0 = Monday."""
        return ((np.arange(self.days) + self.first_weekday) % 7).astype(np.int32)

    @cached_property
    def compared(self) -> Ints:
        """(people,) group of each person whose share counts for fairness, -1 for the others."""
        seldom_away = self.unavailable.sum(axis=1) * 7 <= self.days
        return np.where(seldom_away, self.staff.group, -1).astype(np.int32)

    @cached_property
    def history(self) -> Ints:
        """``before`` as an array, with no column where nothing is known."""
        empty = np.zeros((self.people, 0), np.int32)
        return empty if self.before is None else np.ascontiguousarray(self.before, np.int32)

    @cached_property
    def cell_cost(self) -> Ints:
        """(people, days, shifts + 1) price of each choice, the last column being the day off: requests and changes."""
        cost = np.zeros((self.people, self.days, self.shift_count + 1), np.int32)
        for person, day, shift, weight in self.requests.on:
            cost[person, day] += weight
            cost[person, day, shift] -= weight
        for person, day, shift, weight in self.requests.off:
            cost[person, day, shift] += weight
        if self.previous is not None and self.change:
            kept = np.where(self.previous == OFF, self.shift_count, self.previous)
            cost += self.change
            rows, columns = np.indices(kept.shape)
            cost[rows, columns, kept] -= self.change
        return cost

    @cached_property
    def allowed(self) -> Flags:
        """(people, days, shifts) whether the person may work the shift on that day at all."""
        return (self.staff.max_shifts > 0)[:, None, :] & ~self.unavailable[:, :, None]

    def allowed_on(self, day: int) -> Flags:
        """(people, shifts) whether the person may work the shift on that day."""
        return (self.staff.max_shifts > 0) & ~self.unavailable[:, day, None]


@dataclass(frozen=True, kw_only=True)
class Roster:
    """The answer: ``duties`` (people, days) holds a shift's row number or ``OFF``."""

    duties: Ints


def _expect(
    table: str, values: np.ndarray, shape: tuple[int, ...], *, lowest: int = 0, highest: int = NO_LIMIT * 100
) -> None:
    """Refuse a table of another shape or with figures outside ``lowest`` .. ``highest``."""
    if values.shape != shape:
        raise RosterMalformed(table=table, found=values.shape, expected=shape)
    if values.size and values.min() < lowest:
        raise RosterMalformed(table=table, found=int(values.min()), expected=f"at least {lowest}")
    if values.size and values.max() > highest:
        raise RosterMalformed(table=table, found=int(values.max()), expected=f"at most {highest}")


def _expect_requests(rows: Ints, limits: tuple[int, int, int]) -> None:
    """Refuse a request for a person, day or shift that does not exist."""
    _expect("requests", rows, (len(rows), 4))
    if len(rows) and (rows[:, :3] >= np.array(limits)).any():
        raise RosterMalformed(table="requests", found=tuple(rows[:, :3].max(axis=0)), expected=f"below {limits}")
