"""How long each part of a planner may still work: by the clock, or by a count that never looks at it."""

from __future__ import annotations

from gridkeeper.planning.plan import Budget, Stopwatch


class Pace:
    """The budget seen from inside: under ``iterations`` the clock is not asked, so equal inputs give equal plans."""

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self.watch = Stopwatch(budget)
        self.counted = budget.iterations is not None
        self._left = budget.iterations or 0

    def take(self, rounds: int) -> int:
        """How many of ``rounds`` rounds of search may be made now: all of them by the clock, what is left by count."""
        if not self.counted:
            return rounds if self.watch.left > 0 else 0
        granted = min(rounds, self._left)
        self._left -= granted
        return granted

    def is_over(self, share_left: float = 0.0) -> bool:
        """Whether no more than ``share_left`` of the seconds is left; never by count."""
        return not self.counted and self.watch.left <= share_left * self.budget.seconds
