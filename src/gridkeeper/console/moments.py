"""Clock time and distance together: “09:27 · 15 min left”, “42 min late” (UI.md 5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.utils import dateformat, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

SOON = timedelta(hours=1)
YEARS = range(1900, 2200)
"""Of these a moment can be; at the ends of the calendar a zone's hours lead out of it, and no row opens again."""
_HOURS_UNTIL_DAYS = 48


@dataclass(frozen=True, kw_only=True)
class Due:
    """A due moment as the page says it: ``kind`` is late, soon or later."""

    clock: str
    distance: str
    kind: str
    icon: str


def check_year(moment: datetime) -> None:
    """Validator of moments that people type. Raises ValidationError."""
    if moment.year not in YEARS:
        raise ValidationError(_("Check the year."))


def due(moment: datetime, now: datetime) -> Due:
    """How far a due moment is from ``now``; within an hour is soon, past is late."""
    left = moment - now
    if left < timedelta(0):
        return Due(clock=clock(moment, now), distance=_late(-left), kind="late", icon="alert-triangle")
    kind = "soon" if left <= SOON else "later"
    return Due(clock=clock(moment, now), distance=_left(left), kind=kind, icon="clock")


def day_written(text: str) -> date | None:
    """The day that an address names (2022-11-13); None where none can be read."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year in YEARS else None


def ago(moment: datetime, now: datetime) -> str:
    """How long ago something happened, without blame: “42 min ago”."""
    past = max(now - moment, timedelta(0))
    if past < timedelta(minutes=1):
        return _("just now")
    return _("{span} ago").format(span=span(past))


def clock(moment: datetime, now: datetime) -> str:
    """Local clock time with as much of the date as it takes to be clear."""
    local, today = timezone.localtime(moment), timezone.localtime(now).date()
    hour = local.strftime("%H:%M")
    days = (local.date() - today).days
    if days == 0:
        return hour
    if days == 1:
        return _("tomorrow {clock}").format(clock=hour)
    if days == -1:
        return _("yesterday {clock}").format(clock=hour)
    return f"{day(local.date(), today)} {hour}"


def day(value: date, today: date | None = None) -> str:
    """A date in words, without the year when it is this year's."""
    same_year = today is not None and value.year == today.year
    pattern = pgettext("date format", "j M") if same_year else pgettext("date format", "j M Y")
    return dateformat.format(value, pattern)


def span(length: timedelta) -> str:
    """A length of time in two units at most: 42 min, 3 h 20 min, 2 days."""
    minutes = int(length.total_seconds() // 60)
    if minutes < 60:
        return _("{n} min").format(n=minutes)
    hours, rest = divmod(minutes, 60)
    if hours < _HOURS_UNTIL_DAYS:
        whole = _("{n} h").format(n=hours)
        return whole if rest == 0 else _("{hours} {minutes}").format(hours=whole, minutes=_("{n} min").format(n=rest))
    days = hours // 24
    return ngettext("{n} day", "{n} days", days).format(n=days)


def _left(length: timedelta) -> str:
    return _("{span} left").format(span=span(length)) if length >= timedelta(minutes=1) else _("due now")


def _late(length: timedelta) -> str:
    return _("{span} late").format(span=span(length)) if length >= timedelta(minutes=1) else _("due now")
