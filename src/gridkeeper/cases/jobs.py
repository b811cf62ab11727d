"""What happens by itself: events of the record open and close cases."""

from __future__ import annotations

from gridkeeper.access.actors import system_actor
from gridkeeper.cases.commands.events import follow_record
from gridkeeper.jobs.pulse import pulse
from gridkeeper.scopes.doors import acting_as


@pulse(name="cases.follow_record", system_actor="system.cases")
def open_and_close_by_events() -> int:
    """Open what an event declares open, close what it mends; gives how many cases changed."""
    actor = system_actor("cases")
    with acting_as(actor):
        return follow_record(actor=actor)
