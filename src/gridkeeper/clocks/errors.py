"""What the clock refuses."""

from __future__ import annotations

from gridkeeper.kernel.errors import GridkeeperError


class RealHome(GridkeeperError):
    """A real home follows the wall clock."""

    code = "clocks.real-home"
    text = "This is a real home: its clock is the wall clock and cannot be set."
    hint = "Make an exercise home in another folder to rehearse."


class NoHome(GridkeeperError):
    """The database holds no home yet."""

    code = "clocks.no-home"
    text = "This database holds no home yet."
    hint = "Start it once with: gridkeeper serve."


class Backwards(GridkeeperError):
    """Time in an exercise goes forward only: what is recorded may not precede what was (R-07)."""

    code = "clocks.backwards"
    text = "The exercise clock stands at {now} and cannot go back to {wanted}."
    hint = "Reset the exercise to start again: gridkeeper demo --reset."
