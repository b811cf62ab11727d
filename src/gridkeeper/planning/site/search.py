"""The search without capacities: descend, bound, try what the bound proposes, wander, fix, branch, until proof."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from gridkeeper.planning.site.dual import (
    COOL_FAST,
    COOL_SLOW,
    OPEN,
    SHUT,
    Multipliers,
    climb,
    decided,
    multipliers,
    relax,
    spent,
)
from gridkeeper.planning.site.greedy import greedy
from gridkeeper.planning.site.interchange import Sitting, empty_sitting, seat, sweep
from gridkeeper.planning.site.lists import Lists, Rows, without
from gridkeeper.planning.site.pace import Pace
from gridkeeper.planning.site.perturb import scratch, wander
from gridkeeper.planning.site.prove import prove

_ROUNDOFF = 1e-11
_PROOF = 1e-7
_DUAL_CHUNK = 20
_TOO_FEW_ROUNDS = 150
# When the first plan took this share of the time, the rest is too short for a bound that says anything.
_HURRIED = 0.5
# Seconds between two looks at the clock, and as a share of the budget where that is less.
_LOOK_EVERY = 0.03
_CHUNK_ENTRIES = 40_000_000
_SWEPT_AT_ONCE = 8192
_BRANCH_BELOW = 1500


@dataclass
class Search:
    """One search on fixed lists. ``rows``/``price`` are the best sites and their price on the lists so far."""

    lists: Lists
    p: int
    forced: Rows
    pace: Pace
    seed: int
    is_integral: bool
    rows: Rows = field(default_factory=lambda: np.zeros(0, np.int32))
    price: float = np.inf
    bound: float = -np.inf
    trace: list[tuple[float, float]] = field(default_factory=list)
    is_seated: bool = False

    def __post_init__(self) -> None:
        """Lay out the working arrays."""
        self.m = len(self.lists.start) - 1
        self.sitting: Sitting = empty_sitting(self.m, self.lists.cost.shape[0], self.p)
        self.sitting.pinned[self.forced] = 1
        self.fixed: NDArray[np.int8] = np.zeros(self.m, np.int8)
        self.fixed[self.forced] = OPEN
        self.scratch = scratch(self.m, seed=self.seed)
        self.dual: Multipliers | None = None
        self.chunk = 10

    @property
    def margin(self) -> float:
        """How much cheaper another plan must at least be to matter."""
        return 1.0 - 1e-4 if self.is_integral else _PROOF * abs(self.price)

    @property
    def is_proved(self) -> bool:
        """Whether no plan can be cheaper by the margin."""
        return self.bound >= self.price - self.margin

    @property
    def is_good(self) -> bool:
        """Whether the proven gap is what the budget asks for."""
        return self.is_proved or self.price - self.bound <= self.pace.budget.gap * abs(self.bound)

    @property
    def stranded(self) -> int:
        """Rows none of whose listed candidates is open in the best plan."""
        self._seat_best()
        return int(np.count_nonzero(self.sitting.first == self.m))

    def descend(self, start: Rows | None = None) -> None:
        """From ``start`` (default: greedy) to an optimum under single swaps; the first plan, whatever the time."""
        self._descend_from(greedy(self.lists, self.forced, self.p) if start is None else start)

    def _descend_from(self, rows: Rows) -> float:
        total = seat(self.lists, self.sitting, rows)
        self._keep(total)
        closed = self._closed()
        cursor = idle = 0
        while idle < self.m and not self.pace.is_over():
            change, cursor, idle = sweep(
                self.lists, self.sitting, closed, cursor=cursor, idle=idle, budget=_SWEPT_AT_ONCE,
                least=_ROUNDOFF * abs(total),
            )  # fmt: skip
            total += change
        self._keep(total)
        return total

    def _closed(self) -> NDArray[np.uint8]:
        return np.append(self.fixed == SHUT, False).astype(np.uint8)

    def _keep(self, total: float) -> None:
        self.is_seated = total < self.price - _ROUNDOFF * abs(total)
        if self.is_seated:
            self.price = total
            self.rows = np.flatnonzero(self.sitting.is_open[: self.m]).astype(np.int32)
            self.trace.append((self.pace.watch.seconds, total))

    def _seat_best(self) -> float:
        """Let the working arrays show the best plan again, where they show another one; gives its price."""
        if not self.is_seated:
            self.price = seat(self.lists, self.sitting, self.rows)
            self.is_seated = True
        return self.price

    def raise_bound(self, share_left: float) -> None:
        """Climb to the best bound the multipliers give; every few steps the relaxed choice is tried as a start."""
        if self.dual is None:
            self._prepare_bound()
        assert self.dual is not None
        if spent(self.dual):
            self.dual.u[:] = self.dual.best
            self.dual.gear[:2] = (0.3, 0.0)
        steps, pause, proposed_at = 0, 3, 3
        chunk = int(max(2, min(_DUAL_CHUNK, _CHUNK_ENTRIES // self.lists.cost.size)))
        while not spent(self.dual) and not self.is_proved and not self.pace.is_over(share_left):
            self.bound = climb(
                self.lists, self.dual, self.fixed, self.p, best=self.bound, target=self.price, rounds=chunk
            )
            steps += 1
            if steps >= proposed_at and self.bound > 0.97 * self.price and not self.is_proved:
                before = self.price
                self._descend_from(self._proposed())
                pause = 3 if self.price < before else pause + 3
                proposed_at = steps + pause
        self._round_up()

    def _prepare_bound(self) -> float:
        """Lay out the multipliers; gives how many rounds of ascent two fifths of the time allow (by count: many)."""
        self._seat_best()
        self.dual = multipliers(self.lists, 0.5 * (self.sitting.cost1 + self.sitting.cost2))
        if self.pace.counted:
            rounds = 1000.0
        else:
            for _ in range(2):
                before = self.pace.watch.left
                relax(self.lists, self.dual, self.fixed, self.p)
                one = before - self.pace.watch.left
            rounds = 0.4 * self.pace.budget.seconds / max(1.5 * one, 1e-6)
        self.dual.gear[2] = min(COOL_SLOW, max(COOL_FAST, 1.0 - 50.0 / max(rounds, 1.0)))
        return rounds

    def _proposed(self) -> Rows:
        """The p candidates the relaxation chose most often lately, the forced ones first."""
        assert self.dual is not None
        share = self.dual.share + 2.0 * (self.fixed == OPEN) - 2.0 * (self.fixed == SHUT)
        return np.argsort(-share, kind="stable")[: self.p].astype(np.int32)

    def _round_up(self) -> None:
        """Where all data are whole numbers the objective is one, and so is the least bound."""
        if self.is_integral and np.isfinite(self.bound):
            self.bound = float(np.ceil(self.bound - 1e-5))

    def fix(self) -> None:
        """Decide every candidate that no cheaper plan can open or must open."""
        if self.dual is not None and not self.is_proved:
            self.fixed = decided(self.lists, self.dual, self.fixed, self.p, self.price - self.margin)

    def wander(self, *, rounds: int, share_left: float) -> bool:
        """Disturb and repair, at most ``rounds`` times; gives whether the plan got cheaper."""
        before = self.price
        self.scratch.shut[:] = self._closed()
        reach = int(min(self.lists.cost.shape[1], max(6, 2 * self.m // max(self.p, 1))))
        while rounds > 0 and not self.pace.is_over(share_left):
            now = self.pace.take(min(self.chunk, rounds))
            if not now:
                break
            spent_before = self.pace.watch.seconds
            total = self._seat_best()
            change = wander(
                self.lists, self.sitting, self.scratch,
                rounds=now, reach=reach, strength=3, least=_ROUNDOFF * abs(total),
            )  # fmt: skip
            self._keep(total + change)
            rounds -= now
            if not self.pace.counted:
                self.chunk = _next_chunk(self.chunk, self.pace.watch.seconds - spent_before, self.pace.budget.seconds)
        return self.price < before

    def branch(self, share_left: float) -> None:
        """Branch on the undecided candidates where they are few enough to hope for a proof."""
        free = int(np.count_nonzero(self.fixed == 0))
        if self.dual is None or self.is_proved or free > _BRANCH_BELOW:
            return
        lists, kept = without(self.lists, self.fixed == SHUT)
        proof = prove(
            lists, self.fixed[kept], self.dual.best, self.p,
            price=self.price, margin=self.margin, bound=self.bound, pace=self.pace, share_left=share_left,
        )  # fmt: skip
        if proof.best is not None:
            self._keep(seat(self.lists, self.sitting, kept[proof.best]))
        self.bound = max(self.bound, proof.bound)
        self._round_up()

    def run(self) -> None:
        """Everything after the first plan, until proof, the gap asked for, or the end of the budget."""
        if self.pace.is_over(1.0 - _HURRIED):
            self.wander(rounds=1 << 40, share_left=0.0)
            return
        if self._prepare_bound() < _TOO_FEW_ROUNDS:
            # No close bound can be reached: most of the time is better spent on the plan.
            self.wander(rounds=1 << 40, share_left=0.15)
        self.wander(rounds=200, share_left=0.9)
        self.raise_bound(share_left=0.45)
        rounds = 400
        while not self.is_good and not self.pace.is_over():
            self.fix()
            self.branch(share_left=0.5 * self._left())
            if self.is_good or not self.wander(rounds=rounds, share_left=0.3 * self._left()):
                rounds *= 2
            if self.pace.counted and not self.pace.take(1):
                break
            if not self.is_good and not self.pace.is_over():
                self.raise_bound(share_left=0.0)

    def _left(self) -> float:
        return 1.0 if self.pace.counted else self.pace.watch.left / max(self.pace.budget.seconds, 1e-9)


def _next_chunk(chunk: int, seconds: float, budget: float) -> int:
    """Rounds that last until the next look at the clock: often enough to end in time, seldom enough to cost nothing."""
    wanted = _LOOK_EVERY * min(1.0, max(budget, 0.1))
    return int(min(20_000, max(1, chunk * min(4.0, wanted / max(seconds, 1e-4)))))
