"""Duties as an iCalendar feed (RFC 5545): objects to bytes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from icalendar import Calendar, Event


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One appointment: moments are aware; ``is_tentative`` while it waits for an answer."""

    uid: str
    starts: datetime
    ends: datetime
    summary: str
    location: str = ""
    description: str = ""
    is_tentative: bool = False


def write_calendar(entries: Iterable[Entry], *, name: str, stamped_at: datetime, exercise: str = "") -> bytes:
    """A calendar of these entries; ``exercise`` is put before its name and every summary (R-05)."""
    prefix = f"[{exercise}] " if exercise else ""
    calendar = Calendar()
    calendar.add("prodid", "-//gridkeeper//duties//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"{prefix}{name}")
    for entry in entries:
        event = Event()
        event.add("uid", f"{entry.uid}@gridkeeper")
        event.add("dtstamp", stamped_at)
        event.add("dtstart", entry.starts)
        event.add("dtend", entry.ends)
        event.add("summary", f"{prefix}{entry.summary}")
        event.add("status", "TENTATIVE" if entry.is_tentative else "CONFIRMED")
        if entry.location:
            event.add("location", entry.location)
        if entry.description:
            event.add("description", entry.description)
        calendar.add_component(event)
    return bytes(calendar.to_ical())
