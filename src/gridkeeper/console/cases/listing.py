"""Rows of work: what a list is narrowed to, its tasks for the page, and its table for a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from gridkeeper.cases.queries import MOVED_SORTS, OPEN_SORTS, OVER_SORTS, CaseRow, Narrowed
from gridkeeper.console import moments, words
from gridkeeper.console.addresses import row_address
from gridkeeper.console.door import ConsoleRequest
from gridkeeper.console.sorting import choice
from gridkeeper.formats.columns import Column, Kind, Table
from gridkeeper.posts.policy import begins_at, ends_after

CASES: Final = Table(
    key="cases",
    zh="事项",
    en="Work",
    columns=(
        Column(key="number", zh="编号", en="Number"),
        Column(key="title", zh="事项", en="What"),
        Column(key="kind", zh="种类", en="Kind"),
        Column(key="danger", zh="生命安全", en="Danger to life"),
        Column(key="place", zh="地点", en="Place"),
        Column(key="unit_code", zh="单位代码", en="Unit code", kind=Kind.CODE),
        Column(key="owner", zh="责任单位", en="Owner"),
        Column(key="state", zh="状态", en="State"),
        Column(key="opened_at", zh="提出时间", en="Opened", kind=Kind.MOMENT),
        Column(key="due_at", zh="要求时间", en="Due", kind=Kind.MOMENT),
        Column(key="closed_at", zh="办结时间", en="Closed", kind=Kind.MOMENT),
    ),
)

STANDINGS: Final = {
    "": gettext_noop("Open"),
    "late": gettext_noop("Late"),
    "danger": gettext_noop("Danger to life"),
    "over": gettext_noop("Closed or turned down"),
    "opened": gettext_noop("Opened on a day"),
    "closed": gettext_noop("Closed on a day"),
    "stood": gettext_noop("Still open at the end of a day"),
}
BY_DAY: Final = {"opened": "opened", "closed": "closed", "stood": "open"}
"""Standings that need a day, and what ``Narrowed.moved`` calls them."""


def standing_of(request: ConsoleRequest) -> str:
    """Which of ``STANDINGS`` was asked for; open work where the address says nothing known."""
    asked = request.GET.get("standing", "")
    return asked if asked in STANDINGS else ""


def day_of(request: ConsoleRequest) -> date | None:
    """The day asked for; today where a standing needs one and none can be read; None where no standing needs one."""
    if standing_of(request) not in BY_DAY:
        return None
    return moments.day_written(request.GET.get("day", "")) or localtime(request.now).date()


def narrowed(request: ConsoleRequest) -> Narrowed:
    """What was asked for: place, words, kind and standing."""
    standing, kind, day = standing_of(request), request.GET.get("kind", ""), day_of(request)
    return Narrowed(
        unit_code=request.GET.get("unit", "").strip(),
        text=request.GET.get("q", "").strip(),
        kind=kind if kind in words.CASE_KINDS else "",
        late_at=request.now if standing == "late" else None,
        life_safety=standing == "danger",
        over=standing == "over",
        moved=BY_DAY.get(standing, ""),
        within=(begins_at(day), ends_after(day)) if day else None,
    )


SORTS: Final = (OPEN_SORTS, OVER_SORTS, MOVED_SORTS)
"""By what lists of work can be sorted, one or the other."""


def order_choice(request: ConsoleRequest, asked: Narrowed) -> dict[str, Any]:
    """The order of the list: it has no heads, so the choice stands among the filters at any width."""
    columns = [
        {"text": _("Due"), "by": "due"},
        {"text": _("Opened"), "by": "opened"},
        {"text": _("Over since"), "by": "closed"},
        {"text": _("Place"), "by": "place"},
    ]
    others = {"urgent": _("Most urgent first")} if asked.sorts is OPEN_SORTS else {}
    return {**choice(request, columns, asked.sorts, others), "is_always": True}


def task_of(row: CaseRow, places: dict[str, str], owners: dict[UUID, str], *, now: datetime) -> dict[str, Any]:
    """One line of the page; work that is over says when it ended, and is late for nothing."""
    return {
        "due_at": None if row.closed_at else row.due_at,
        "said": moments.clock(row.closed_at, now) if row.closed_at else "",
        "href": row_address("console:case", row.number),
        "title": words.case_title(row),
        "details": [
            *([_("danger to life")] if row.life_safety else []),
            places.get(row.unit_code, row.unit_code),
            *filter(None, [owners.get(row.body_id) if row.body_id else ""]),
            row.number,
            words.said(words.CASE_STATES, row.state),
        ],
    }


def rows_of(found: Sequence[CaseRow], places: dict[str, str], owners: dict[UUID, str]) -> Iterator[dict[str, Any]]:
    """Rows for a file."""
    for row in found:
        yield {
            "number": row.number,
            "title": words.case_title(row),
            "kind": words.said(words.CASE_KINDS, row.kind),
            "danger": _("yes") if row.life_safety else "",
            "place": places.get(row.unit_code, ""),
            "unit_code": row.unit_code,
            "owner": owners.get(row.body_id, "") if row.body_id else "",
            "state": words.said(words.CASE_STATES, row.state),
            "opened_at": row.opened_at,
            "due_at": row.due_at,
            "closed_at": row.closed_at,
        }
