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
    text = "“{name}” is larger than a building (buildings inside: {buildings})."
    hint = "Make it smaller, or write why the risk does not end at a building."


class ReasonMissing(GridkeeperError):
    """A zone has a reason, and so has its end."""

    code = "zones.reason-missing"
    text = "“{name}” needs a reason in words."
    hint = "Write one sentence that residents may read."


class RefusedByRule(GridkeeperError):
    """The rule table in force does not allow a zone so large or so long (YZ-20, YZ-25)."""

    code = "zones.refused-by-rule"
    text = "“{name}” cannot be ordered so: {why} So says rule {rule} of “{table}”, edition “{edition}”."
    hint = "Change what the sentence names and propose it again; a dated rule is not set aside here."


class PartOfSeveral(GridkeeperError):
    """A stairwell or a floor lies in one building."""

    code = "zones.part-of-several"
    text = "“{part}” cannot be part of “{name}”, which is no single building."
    hint = "Designate it at the page of its building, or leave the part out."


class HotlineMissing(GridkeeperError):
    """Residents need a number to call (YZ-24)."""

    code = "zones.hotline-missing"
    text = "“{name}” names no number that residents can call."
    hint = "Give the hotline of the street or the duty desk."


class TooLong(GridkeeperError):
    """A text is longer than it can be kept."""

    code = "zones.too-long"
    text = "“{value}…” has {length} characters; at most {most} can be kept."
    hint = "Say it in fewer words; details belong in the document."


class HardBarrier(GridkeeperError):
    """No way out is barred, welded, chained or blocked, by any means (SF-20, SF-21)."""

    code = "zones.hard-barrier"
    text = "“{text}” would bar a way out (“{word}”); nothing that bars one can be ordered."
    hint = "Put a guard at the exit, or a door that opens from inside without key or tool."


class CareDenied(GridkeeperError):
    """Treatment waits for no paper, and no order calls it off (SF-23)."""

    code = "zones.care-denied"
    text = "“{clause}” would keep people from treatment; no order on an area can say that."
    hint = "Emergencies go first, the record comes later; say how planned treatment goes on: car, number, hours."


class ExitWithoutPlace(GridkeeperError):
    """A way out is somewhere."""

    code = "zones.exit-without-place"
    text = "A way out has no place: “{said}”."
    hint = "Write it like: East gate = who opens it."


class OutsideUnit(GridkeeperError):
    """The order's unit has to hold all of the zone: whoever decides must be responsible for all of it."""

    code = "zones.outside-unit"
    text = "“{name}” reaches beyond {unit}, to {outside}."
    hint = "Designate it at {wider}, which holds all of it, or take fewer buildings."


class AlreadyZone(GridkeeperError):
    """One place is in one zone of a kind; two would count two sets of days."""

    code = "zones.already-zone"
    text = "“{name}” lies in “{other}” already, which is open."
    hint = "Work with that zone, or lift it first."


class ResultMissing(GridkeeperError):
    """A round of checks has a result, and nothing else has one."""

    code = "zones.result-missing"
    text = "A full round of checks has a result; no other event has one."
    hint = "Choose clear, incomplete or not clear for a round of checks, and nothing otherwise."


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
