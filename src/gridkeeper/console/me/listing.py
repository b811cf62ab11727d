"""Rows of looks at oneself: for the page and for a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _

from gridkeeper.access.queries.rights import LookRow
from gridkeeper.access.queries.who import who_is
from gridkeeper.console import words
from gridkeeper.console.door import ConsoleRequest
from gridkeeper.formats.columns import Column, Kind, Table

LOOKS: Final = Table(
    key="looks",
    zh="谁看过我",
    en="Who looked at me",
    columns=(
        Column(key="at", zh="时间", en="When", kind=Kind.MOMENT),
        Column(key="who", zh="谁", en="Who"),
        Column(key="how", zh="方式", en="How"),
        Column(key="purpose", zh="为什么", en="What for"),
    ),
)


def look_columns() -> list[dict[str, Any]]:
    """Heads of the page's table, and by which of them it can be sorted."""
    return [
        {"text": _("When"), "by": "-when"},
        {"text": _("Who")},
        {"text": _("How"), "by": "how"},
        {"text": _("What for"), "by": "purpose"},
    ]


def looks_shown(request: ConsoleRequest, rows: Sequence[LookRow]) -> list[dict[str, Any]]:
    """Looks in the reader's language, with the post and name behind each sign-in."""
    who = who_is(actor=request.actor, logins=[row.reader for row in rows], now=request.now)
    return [
        {
            "row": row,
            "who": words.person_behind(who.get(row.reader), row.reader),
            "how": words.said(words.LOOKS, row.look),
            "purpose": words.said(words.LOOKED_FOR, row.purpose) if row.purpose else "",
        }
        for row in rows
    ]


def file_rows(shown: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Looks for a file."""
    for look in shown:
        yield {**look, "at": look["row"].at}
