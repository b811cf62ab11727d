"""What a zone refuses."""

from __future__ import annotations

from gridkeeper.kernel.errors import GridkeeperError


class NoArea(GridkeeperError):
    """The zone holds no unit."""

    code = "zones.no-area"
    text = "“{name}” holds no building or unit."
    hint = "Choose a building, a compound or a unit, or draw around the middle of at least one building."


class OutlineCrossesItself(GridkeeperError):
    """The drawn outline is no area."""

    code = "zones.outline-crosses-itself"
    text = "The outline drawn for “{name}” crosses itself at {point}."
    hint = "Move that corner, or draw the outline again in one direction."


class LargerNeedsReason(GridkeeperError):
    """More than a building needs its own reason (YZ-20)."""

    code = "zones.larger-needs-reason"
    text = "“{name}” is larger than a building ({buildings} buildings)."
    hint = "Make it smaller, or write why the risk does not end at a building."


class ReasonMissing(GridkeeperError):
    """A zone has a reason, and so has its end."""

    code = "zones.reason-missing"
    text = "“{name}” needs a reason in words."
    hint = "Write one sentence that residents may read."


class StaticTooLong(GridkeeperError):
    """Static management lasts 72 hours at most (YZ-25)."""

    code = "zones.static-too-long"
    text = "“{name}” would last {hours} hours; at most {most} are possible."
    hint = "Give an earlier end; it can be renewed with a fresh reason."


class ServicesMissing(GridkeeperError):
    """Static management says which services go on (YZ-25)."""

    code = "zones.services-missing"
    text = "“{name}” does not say which services are guaranteed."
    hint = "Name them: medical trips, medicine, food, care, repairs."


class ZoneNotOpen(GridkeeperError):
    """The zone is not open."""

    code = "zones.not-open"
    text = "“{name}” is not open: it is {what}."
    hint = "Look at its page to see what happened."


class NotOnDay(GridkeeperError):
    """An event lies before its zone's day 0 or in the future."""

    code = "zones.not-on-day"
    text = "{day} cannot be the day of this event."
    hint = "Give a day that has begun, and not before the zone's day 0."
