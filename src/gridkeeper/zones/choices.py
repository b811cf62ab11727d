"""States of a zone, its events and its exits."""

from __future__ import annotations

from django.db.models import TextChoices


class ZoneState(TextChoices):
    """Life of a zone; it opens with its order and ends with it."""

    PROPOSED = "proposed"
    OPEN = "open"
    LIFTED = "lifted"
    REFUSED = "refused"


class Extent(TextChoices):
    """How large a zone is, by the words of the size tables; what goes beyond a building needs its own reason (YZ-20).

    A household is none: what is asked of one stands in its own record, not in a public order on an area (SF-04).
    """

    STAIRWELL = "stairwell"
    FLOOR = "floor"
    BUILDING = "building"
    SEVERAL = "several_buildings"
    COMPOUND = "compound"
    COMMUNITY = "community"
    LARGER = "larger"


class Happening(TextChoices):
    """A dated event of a zone, in words that fit any hazard; the pack says what they stand for (YZ-23)."""

    ZERO = "zero"
    """Day 0: the last one was found and is under control."""
    NEW = "new"
    """Another one inside, or next door in the same building."""
    CHECK = "check"
    """A full round of checks, with its result."""
    DECIDED = "decided"
    """People decided what the new one means: counting goes on, or begins again with a new day 0."""


class CheckResult(TextChoices):
    """What a full round of checks found."""

    CLEAR = "clear"
    INCOMPLETE = "incomplete"
    NOT_CLEAR = "not_clear"


class Indicator(TextChoices):
    """What may show that a door was opened. Nothing that bars it exists here (SF-21)."""

    NONE = "none"
    PAPER = "paper"
    DOOR_SENSOR = "door_sensor"


class ExitLack(TextChoices):
    """Why an exit endangers life (R-12)."""

    NO_EXIT = "no-exit", "no exit is on record"
    NO_OPENER = "no-opener", "nobody is named who opens it"
    NOT_CHECKED = "not-checked", "it was not checked in the last 24 hours"
    SHUT = "shut", "it does not open from inside without key or tool"
    NO_HELP = "no-help", "help cannot be reached from there"


class CaseTitle(TextChoices):
    """What a case is called that an event of this room opens; the labels are message ids with gaps."""

    EXIT = "unchecked_exit", "Danger to life at {name}: {exit}"
    RELEASE = "zone_release", "Release is due: {name}"
    SIZE = "zone_too_large", "Larger than the rule in force allows: {name}"
