"""Keyset pages for lists that only know how to go forward: the way back travels in the address."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from gridkeeper.kernel.listing import Listed

SIZE = 50
_DEPTH = 40
_TOTAL = re.compile(r"(\d{1,5})(\+?)!")


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


def address_of_list(request: HttpRequest, **changes: str) -> str:
    """What the address asks of a list, without the place in it: its first page, another order, or a file of it."""
    kept = request.GET.copy()
    for name in ("after", "before", "format"):
        kept.pop(name, None)
    for name, value in changes.items():
        kept[name] = value
    return kept.urlencode()


def turned(request: HttpRequest, found: Listed[Any]) -> Page:
    """The page of a list, with its total; that is counted at most once and travels along in the address."""
    total, is_exact = _total(request) or _counted(request, found)
    page = page_of(request, shown=len(found), next_key=found.next, total=total, total_is_exact=is_exact)
    mark = f"{total}{'' if is_exact else '+'}!"
    return replace(page, next=page.next and f"{mark}{page.next}", previous=page.previous and f"{mark}{page.previous}")


def _counted(request: HttpRequest, found: Listed[Any]) -> tuple[int, bool]:
    is_whole = not found.next and not cursor_of(request)
    return (len(found), True) if is_whole else found.counted()


def _total(request: HttpRequest) -> tuple[int, bool] | None:
    """What the page before said of the total; None where it said nothing, or not so."""
    told = _TOTAL.match(_place(request))
    return (int(told[1]), not told[2]) if told else None


def _place(request: HttpRequest) -> str:
    return request.GET.get("after") or request.GET.get("before") or ""


def _trail(request: HttpRequest) -> list[str]:
    written = _TOTAL.sub("", _place(request))
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
