"""One class of people to places, exactly: auction for prices, repair for the proof, arcs priced in when too many."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gridkeeper.planning.mobilise.auction import auction
from gridkeeper.planning.mobilise.repair import choose, dual_value, flows, repair
from gridkeeper.planning.plan import Stopwatch

Floats = NDArray[np.float64]
Rows = NDArray[np.int32]
Counts = NDArray[np.int64]

_SHRINK = 6.0
_LAST_STEP = 1e-3
_BIDS_EACH = 20
_MOVES_A_LOOK = 2000


@dataclass(kw_only=True)
class Transport:
    """People with ``cost`` [n, k] to ``place`` [n, k] (or [n, 0]: slot k is place k); ``rest`` [n] = cost of staying.

    ``low``/``high`` [m + 1] hold the reserve last. Places without room must have been left out before.
    ``price`` [m + 2], ``chosen`` [n], ``paid`` [n], ``low`` are what the work leaves behind.
    """

    cost: Floats
    place: Rows
    rest: Floats
    low: Counts
    high: Counts
    price: Floats
    chosen: Rows
    paid: Floats
    moves: int = 0
    left: int = 0

    def bid(self, span: float, *, first: float, last: float = _LAST_STEP, relax: bool = True, watch: Stopwatch) -> None:
        """Find prices by auction, in steps from ``span`` / ``first`` to ``span`` * ``last``, beginning at the present.

        With more people than posts the reserve has a price of its own and just as much room as must stay there.
        """
        people, room = len(self.cost), self.high.copy()
        surplus = people - int(room[:-1].sum())
        room[-1] = surplus if surplus > 0 else people
        rest = np.zeros(people) if surplus > 0 else self.rest
        price = self.price[:-1].copy()
        step = max(span, 1e-9) / first
        while True:
            _, held = auction(self.cost, self.place, rest, room, price, step, _BIDS_EACH * people)
            if step <= span * last or watch.left <= 0:
                break
            step /= _SHRINK
            if surplus < 0 and relax:
                price[held < room] = 0.0
                price = np.maximum(0.0, price - _SHRINK * step)
        if surplus > 0:
            price[:-1] += float(self.rest.max()) - price[-1]
        self.price[:-1] = np.maximum(price, 0.0)
        self.price[-2:] = 0.0

    def settle(self, watch: Stopwatch, *, keep: bool = False, most: int | None = None) -> None:
        """Make it exact, looking at the clock every few thousand moves; ``left`` people stay undecided on time-out."""
        self.price -= self.price[-1]
        choose(self.cost, self.place, self.rest, self.price, self.chosen, self.paid, keep)
        load = np.bincount(self.chosen, minlength=len(self.low)).astype(np.int64)
        flow = flows(load, self.low, self.high, self.price[:-1])
        while True:
            made, self.left = repair(
                self.cost, self.place, self.rest, self.low, self.high, self.price, self.chosen, self.paid, flow,
                _MOVES_A_LOOK,
            )  # fmt: skip
            self.moves += made
            if self.left == 0 or made == 0 or watch.left <= 0 or (most is not None and self.moves >= most):
                return

    def bound(self) -> float:
        """The proven lower bound of the ways given, staying at ``rest`` a person."""
        return float(dual_value(self.cost, self.place, self.rest, self.low, self.high, self.price))

    def best(self) -> Floats:
        """What each person pays with the price of the place: the dual of the person."""
        dual: Floats = self.paid + self.price[self.chosen] - self.price[-1]
        return dual

    def send_home_the_rest(self) -> None:
        """After a time-out: places over their most send the dearest people to the reserve."""
        for j in np.flatnonzero(np.bincount(self.chosen, minlength=len(self.high)) > self.high):
            held = np.flatnonzero(self.chosen == j)
            over = held[np.argsort(self.paid[held], kind="stable")[self.high[j] :]]
            self.chosen[over] = len(self.high) - 1
            self.paid[over] = self.rest[over]
