"""What happens to rosters by the clock: offers lapse and others are asked, missing successors are told upward."""

from __future__ import annotations

from datetime import datetime

from gridkeeper.clocks.queries import home_time
from gridkeeper.jobs.pulse import pulse
from gridkeeper.rosters.commands.answering import LAPSED_AT_ONCE, lapse_offers
from gridkeeper.rosters.commands.handing_over import escalate
from gridkeeper.rosters.queries.rest import ROSTERS
from gridkeeper.rosters.queries.succession import shifts_without_successor
from gridkeeper.scopes.doors import acting_as


class _Looked:
    """The minute this worker looked at last: shifts begin and end on minutes."""

    minute: datetime | None = None


@pulse(name="rosters.watch_the_clock", system_actor="system.rosters")
def watch_the_clock() -> int:
    """Once a minute of the home's clock: lapse offers, tell the superiors; gives how much was done."""
    now = home_time().now
    minute = now.replace(second=0, microsecond=0)
    if minute == _Looked.minute:
        return 0
    with acting_as(ROSTERS):
        lapsed = lapse_offers(now=now)
        done = lapsed + sum(escalate(shift, now=now) for shift in shifts_without_successor(now=now))
    # A switch may leave thousands unanswered at once: the same minute is looked at again until none is left.
    if lapsed < LAPSED_AT_ONCE:
        _Looked.minute = minute
    return done
