"""Zones for a file, and what the list of them is narrowed by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from django.http import HttpRequest
from django.utils.translation import gettext as _

from gridkeeper.console import words
from gridkeeper.console.filters import kept, one_of, words_like
from gridkeeper.formats.columns import Column, Kind, Table
from gridkeeper.zones.queries.zones import ZoneRow

ZONES: Final = Table(
    key="zones",
    zh="管控区域",
    en="Zones",
    columns=(
        Column(key="name", zh="名称", en="Zone"),
        Column(key="place", zh="地点", en="Place"),
        Column(key="unit_code", zh="单位代码", en="Unit code", kind=Kind.CODE),
        Column(key="state", zh="状态", en="State"),
        Column(key="opened_at", zh="开始时间", en="Opened", kind=Kind.MOMENT),
        Column(key="days", zh="连续天数", en="Days in a row", kind=Kind.INTEGER),
        Column(key="exits", zh="出口数", en="Exits", kind=Kind.INTEGER),
        Column(key="lacking", zh="要处理的出口数", en="Exits to see to", kind=Kind.INTEGER),
        Column(key="release_on", zh="应解除日期", en="Release due", kind=Kind.DATE),
        Column(key="lifted_at", zh="解除时间", en="Lifted", kind=Kind.MOMENT),
    ),
)


def file_rows(found: Sequence[ZoneRow], places: dict[str, str]) -> Iterator[dict[str, Any]]:
    """Rows for a file."""
    for row in found:
        yield {
            "name": row.name,
            "place": places.get(row.unit_code, ""),
            "unit_code": row.unit_code,
            "state": words.state_tag(words.ZONE_STATES, row.state)["text"],
            "opened_at": row.opened_at,
            "days": row.days,
            "exits": len(row.exits),
            "lacking": sum(bool(each.lack) for each in row.exits),
            "release_on": row.release_due_on,
            "lifted_at": row.lifted_at,
        }


def filters_of(request: HttpRequest, state: str) -> list[dict[str, Any]]:
    """Words, state, and what the address narrows the list by besides."""
    states = [("", _("all states")), *((key, _(word)) for key, (word, _kind) in words.ZONE_STATES.items())]
    return [
        words_like(_("Name or reason"), request.GET.get("q", "").strip()),
        one_of("state", _("State"), states, state),
        *kept(**{name: request.GET.get(name, "").strip() for name in ("unit", "listed")}),
    ]
