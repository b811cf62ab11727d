"""How much of a budget is used: steps where the budget counts iterations, seconds otherwise."""

from __future__ import annotations

from gridkeeper.planning.plan import Budget, Stopwatch


class Meter:
    """Counts steps and knows when to stop; with ``iterations`` the clock is never asked, so runs repeat bit for bit."""

    def __init__(self, budget: Budget) -> None:
        self.watch, self._budget, self.steps = Stopwatch(budget), budget, 0

    def tick(self) -> None:
        """One more step is done."""
        self.steps += 1

    def spent(self, share: float = 1.0) -> bool:
        """Whether this share of the budget is used up."""
        if self._budget.iterations is not None:
            return self.steps >= self._budget.iterations * share
        return self._budget.seconds - self.watch.left >= self._budget.seconds * share

    def seconds(self, most: float) -> float:
        """Seconds a single call may take; unlimited where only steps count (its nodes are limited then)."""
        return float("inf") if self._budget.iterations is not None else min(most, max(self.watch.left, 0.01))
