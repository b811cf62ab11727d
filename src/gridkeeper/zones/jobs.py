"""What happens by itself: unchecked exits are told of, and release is looked at each day."""

from __future__ import annotations

from gridkeeper.access.actors import system_actor
from gridkeeper.clocks.queries import home_time
from gridkeeper.jobs.pulse import pulse
from gridkeeper.scopes.doors import acting_as
from gridkeeper.zones.commands.exits import tell_of_unchecked
from gridkeeper.zones.commands.release import look_at_zones


@pulse(name="zones.unchecked_exits", system_actor="system.zones")
def tell_of_unchecked_exits() -> int:
    """Open a case for every exit whose last check is too old (SF-20); gives how many."""
    actor = system_actor("zones")
    with acting_as(actor):
        return tell_of_unchecked(actor=actor, now=home_time().now)


@pulse(name="zones.release", system_actor="system.zones")
def look_at_release_each_day() -> int:
    """Propose release where the pack's rule is met (YZ-22); gives how many zones were looked at."""
    actor = system_actor("zones")
    with acting_as(actor):
        return look_at_zones(actor=actor, now=home_time().now)
