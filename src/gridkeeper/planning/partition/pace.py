"""Deals a budget out in steps: exactly by iterations, or by the clock at the speed seen so far."""

from __future__ import annotations

from gridkeeper.planning.plan import Budget, Stopwatch


class Pace:
    """How many proposals the next leg may make.

    With ``budget.iterations`` a leg of share s gets exactly that share of them. By the clock it gets what fits into
    its share of ``seconds``, at the speed of the legs before (``speed`` a second at first), never above ``most``; and
    its share of ``least`` even where the time is over, for work without which the answer is of no use.
    """

    def __init__(self, budget: Budget, watch: Stopwatch, *, most: int, least: int = 0, speed: float = 4e6) -> None:
        self._budget = budget
        self._watch = watch
        self._most = most
        self._least = least
        self._speed = speed
        self._done = 0
        self._leg_from = 0.0

    @property
    def spent(self) -> bool:
        """Whether nothing is left to deal out."""
        if self._budget.iterations is not None:
            return self._done >= self._budget.iterations
        return self._watch.left <= 0.0 or self._done >= self._most

    def leg(self, share: float) -> int:
        """Steps of the next leg: ``share`` of the whole budget, cut to what is left."""
        self._leg_from = self._clock
        if self._budget.iterations is not None:
            return max(0, min(round(self._budget.iterations * share), self._budget.iterations - self._done))
        seconds = min(self._budget.seconds * share, self._watch.left)
        steps = max(int(self._speed * seconds), round(self._least * share))
        return max(0, min(steps, round(self._most * share), self._most - self._done))

    def took(self, steps: int) -> None:
        """Say that a leg is over, so that the next is dealt at its speed."""
        self._done += steps
        seconds = self._clock - self._leg_from
        if steps > 100 and seconds > 1e-4:
            self._speed = 0.9 * steps / seconds

    @property
    def _clock(self) -> float:
        return self._watch.cpu_seconds if self._budget.cpu else self._watch.seconds
