"""Is there something new for me? Thousands of phones ask once a minute, so the answer comes from memory.

The page carries an address with a signed mark: whose page it is, and what it showed. Every web process keeps one table
of marks by person, read with one query every few seconds while somebody asks. The answer is empty while the mark holds
(204), else it tells the page to load itself again. It names nothing, so it needs no session.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.db import connection

from gridkeeper.clocks.queries import home_time
from gridkeeper.rosters.queries.mine import versions
from gridkeeper.rosters.queries.rest import ROSTERS
from gridkeeper.scopes.doors import acting_as

PATH: Final = "/beat/"
_FRESH_SECONDS: Final = 10.0
_NOTHING: Final = "0"
_SIGNER: Final = Signer(salt="duty-beat")
_HEADERS: Final = [("Content-Type", "text/plain"), ("Cache-Control", "no-store"), ("Content-Length", "0")]


class Marks:
    """Marks of everybody's duty page, a few seconds old at most; one thread reads, the others use what is there."""

    def __init__(self) -> None:
        self._by_person: dict[str, str] = {}
        self._read_at = -_FRESH_SECONDS
        self._reading = threading.Lock()

    def of(self, person: str) -> str:
        """The mark of one person's page."""
        if time.monotonic() - self._read_at >= _FRESH_SECONDS and self._reading.acquire(blocking=False):
            try:
                with acting_as(ROSTERS):
                    self._by_person = versions(now=home_time().now)
                self._read_at = time.monotonic()
            finally:
                self._reading.release()
                connection.close()
        return self._by_person.get(person, _NOTHING)


_MARKS = Marks()


def mark_of(*, person_id: UUID, now: datetime) -> str:
    """The address that a page of this person, rendered now, asks."""
    with acting_as(ROSTERS):
        mark = versions(now=now, person_id=person_id).get(str(person_id), _NOTHING)
    return PATH + _SIGNER.sign(f"{person_id}.{mark}")


def is_new(path: str) -> bool | None:
    """Whether the page behind an address should load itself again; None for an address nobody signed."""
    try:
        person, _, mark = _SIGNER.unsign(path.removeprefix(PATH)).partition(".")
    except BadSignature:
        return None
    return _MARKS.of(person) != mark


Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def answering_beats(application: Application) -> Application:
    """Answer beats in front of Django: its middleware would cost ten times the answer."""

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if not path.startswith(PATH):
            return application(environ, start_response)
        new = is_new(path)
        if new is None:
            start_response("404 Not Found", _HEADERS)
        elif new:
            start_response("200 OK", [*_HEADERS, ("HX-Refresh", "true")])
        else:
            start_response("204 No Content", _HEADERS[1:2])
        return [b""]

    return answer
