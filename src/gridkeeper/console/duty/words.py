"""Words about shifts, duties and calls, in the reader's language."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.utils.timezone import localtime
from django.utils.translation import gettext_noop as _

from gridkeeper.console.moments import clock

DUTY_STATES: Final = {
    "offered": (_("waits for an answer"), "plain"),
    "accepted": (_("has accepted"), "info"),
    "arrived": (_("on duty"), "ok"),
    "left": (_("has left"), "plain"),
    "resting": (_("rests"), "plain"),
    "ended": (_("taken back"), "plain"),
}
CALL_KINDS: Final = {
    "duty_watch": _("duty watch"),
    "point": _("service point"),
    "delivery": _("delivery"),
    "cleaning": _("cleaning"),
    "publicity": _("publicity"),
    "persuasion": _("persuasion"),
    "care": _("care"),
    "other": _("other"),
}
INSTEAD: Final = (_("a duty by day and indoors"), _("a later shift"))
"""What a refusal proposes where no open shift fits."""


def span(starts: datetime, ends: datetime, now: datetime) -> str:
    """From when to when, the date only where it is another day."""
    same_day = localtime(starts).date() == localtime(ends).date()
    return f"{clock(starts, now)}–{localtime(ends):%H:%M}" if same_day else f"{clock(starts, now)}–{clock(ends, now)}"


def hours_of(starts: datetime, ends: datetime, *, day: date) -> str:
    """From when to when on a paper that hangs for days: no "tomorrow", but the date of what is not on its day."""
    begin, end = localtime(starts), localtime(ends)
    first = "" if begin.date() == day else f"{begin:%m-%d} "
    if end.time() == time() and end.date() == begin.date() + timedelta(days=1):
        return f"{first}{begin:%H:%M}–24:00"
    last = "" if end.date() == begin.date() else f"{end:%m-%d} "
    return f"{first}{begin:%H:%M}–{last}{end:%H:%M}"


def beside_title(place: str, title: str) -> str:
    """What a place adds to a title that names its gate already: the unit alone."""
    return place.removesuffix(title).strip()


def titled_at(title: str, place: str) -> str:
    """A title with where it is; no line begins with the dot between them."""
    return "\u00a0· ".join(filter(None, [title, beside_title(place, title)]))


def flags(row: Any) -> list[str]:
    """What a shift asks of people beyond its hours: message ids."""
    asked = (("night", _("night")), ("outdoor", _("outdoors")), ("in_zone", _("in a sealed area")))
    return [word for key, word in asked if getattr(row, key)]
