"""Keyset pages for lists that only know how to go forward: the way back travels in the address."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest

SIZE = 50
_DEPTH = 40


@dataclass(frozen=True, kw_only=True)
class Page:
    """What the pager draws: figures, and the trails to the next and the previous page ("" at the ends)."""

    shown: int
    total: int | None
    total_is_exact: bool
    next: str
    previous: str


def cursor_of(request: HttpRequest) -> str:
    """The key after which this page begins; "" for the first page or an address somebody mangled."""
    trail = _trail(request)
    return trail[-1] if trail else ""


def cursor_id(request: HttpRequest) -> UUID | None:
    """The same where the key is an id; None for anything else."""
    try:
        return UUID(cursor_of(request))
    except ValueError:
        return None


def page_of(
    request: HttpRequest, *, shown: int, next_key: str, total: int | None = None, total_is_exact: bool = True
) -> Page:
    """A page of ``shown`` rows; ``next_key`` is the key of its last row while more follow, else ""."""
    trail = _trail(request)
    return Page(
        shown=shown,
        total=total,
        total_is_exact=total_is_exact,
        next=_written([*trail, next_key]) if next_key else "",
        # The first page has the empty key; a link needs something to say, so it carries the mark of "no key".
        previous=_written(trail[:-1]) or "-" if trail else "",
    )


def _trail(request: HttpRequest) -> list[str]:
    written = request.GET.get("after") or request.GET.get("before") or ""
    if written in ("", "-"):
        return []
    try:
        return [_read(part) for part in written.split(".")]
    except (ValueError, binascii.Error):
        return []


def _written(trail: list[str]) -> str:
    return ".".join(base64.urlsafe_b64encode(key.encode()).decode().rstrip("=") for key in trail[-_DEPTH:])


def _read(part: str) -> str:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)).decode()
