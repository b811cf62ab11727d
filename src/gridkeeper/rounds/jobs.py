"""What happens by itself: the next windows are made, and what was not walked is missed."""

from __future__ import annotations

from gridkeeper.access.actors import system_actor
from gridkeeper.clocks.queries import home_time
from gridkeeper.jobs.pulse import pulse
from gridkeeper.rounds.commands.settling import decide_due
from gridkeeper.rounds.commands.windows import make_due_windows
from gridkeeper.scopes.doors import acting_as


@pulse(name="rounds.make_windows", system_actor="system.rounds")
def make_windows_ahead() -> int:
    """Make the windows of the next hours; gives how many are new."""
    with acting_as(system_actor("rounds")):
        return make_due_windows(now=home_time().now)


@pulse(name="rounds.decide_due", system_actor="system.rounds")
def decide_due_rounds() -> int:
    """Miss what nobody walked and let go of what was begun and not ended (R-13); gives how many changed."""
    actor = system_actor("rounds")
    with acting_as(actor):
        return decide_due(actor=actor, now=home_time().now)
