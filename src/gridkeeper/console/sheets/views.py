"""Print who is responsible for a unit, and its duty phones; export its units."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gridkeeper.access.roles import ANSWERING
from gridkeeper.console.door import ConsoleRequest
from gridkeeper.console.export import file_of
from gridkeeper.console.sheets.outline import drawing
from gridkeeper.console.territory.words import LEVELS, answering_first
from gridkeeper.console.words import joined, said, title_of
from gridkeeper.formats.columns import Column, Kind, Table
from gridkeeper.kernel.unit_code import LENGTHS, Level
from gridkeeper.posts.queries.responsible import PostRow, posts_in, posts_responsible
from gridkeeper.territory.queries.find import unit_meant
from gridkeeper.territory.queries.labels import labels_of
from gridkeeper.territory.queries.map import map_areas
from gridkeeper.territory.queries.show import UnitRow, units_below

_FIRST_PAGE, _NEXT_PAGE = 11, 22
_MOST = 200
_NAMES = 3
_NO_DRAWING_BELOW = LENGTHS[Level.GRID]

UNITS = Table(
    key="units",
    zh="辖区",
    en="Units",
    columns=(
        Column(key="code", zh="代码", en="Code", kind=Kind.CODE),
        Column(key="name", zh="名称", en="Name"),
        Column(key="level", zh="层级", en="Level"),
    ),
)


@require_safe
def responsible(request: ConsoleRequest, code: str) -> HttpResponse:
    """Responsibility map of a unit: drawing, then post, name and duty phone, as many sheets as it takes."""
    unit = unit_meant(actor=request.actor, text=code)
    posts = posts_responsible(
        actor=request.actor, unit_code=unit.unit_code, now=request.now, above=ANSWERING, size=_MOST
    )
    rows = [_row(post, {}) for post in sorted(posts, key=answering_first)]
    small = len(unit.unit_code) >= _NO_DRAWING_BELOW
    map_drawing = {} if small else drawing(map_areas(actor=request.actor, unit_code=unit.unit_code))
    return _sheets(request, unit.label, _("Who is responsible"), rows, map_drawing=map_drawing)


@require_safe
def phones(request: ConsoleRequest, code: str) -> HttpResponse:
    """Duty phones of a unit and below: the posts that answer."""
    unit = unit_meant(actor=request.actor, text=code)
    posts: list[PostRow] = []
    for role in ANSWERING:
        posts += posts_in(actor=request.actor, unit_code=unit.unit_code, now=request.now, role=role, size=_MOST)
    answered = sorted((post for post in posts if post.duty_phone), key=lambda post: (post.unit_code, post.title))
    places = labels_of(actor=request.actor, codes=[post.unit_code for post in answered])
    rows = [_row(post, places) for post in answered]
    return _sheets(request, unit.label, _("Duty phones"), rows, map_drawing={})


@require_safe
def units(request: ConsoleRequest, code: str) -> HttpResponse:
    """Units below one, as a workbook or CSV."""
    unit = unit_meant(actor=request.actor, text=code)
    request.actor.require("people.export", at=unit.unit_code)
    rows = units_below(actor=request.actor, unit_code=unit.unit_code)
    return file_of(request, UNITS, _unit_rows(rows), name=f"units-{unit.unit_code}")


def _sheets(
    request: ConsoleRequest, place: str, what: str, rows: list[dict[str, Any]], *, map_drawing: dict[str, Any]
) -> HttpResponse:
    first = _FIRST_PAGE if map_drawing else _NEXT_PAGE
    pages = [rows[:first], *(rows[at : at + _NEXT_PAGE] for at in range(first, len(rows), _NEXT_PAGE))]
    context = {
        "title": f"{place} · {what}",
        "heading": place,
        "subtitle": what,
        "sheets": pages,
        "drawing": map_drawing,
        "printed_at": localtime(request.now),
    }
    return render(request, "console/sheets/table.html", context)


def _row(post: PostRow, places: dict[str, str]) -> dict[str, Any]:
    return {
        "level": places.get(post.unit_code, "") or said(LEVELS, post.level),
        "post": title_of(post),
        "names": few(holder.name for holder in post.holders if holder.name),
        "deputies": few(holder.name for holder in post.deputies if holder.name),
        "is_vacant": bool(post.vacant),
        "phone": post.duty_phone,
    }


def few(names: Iterable[str]) -> str:
    """The first names and how many more: a wall tells whom to ask for, it is no list of a team (SF-02)."""
    known = list(names)
    shown = joined(known[:_NAMES])
    left = len(known) - _NAMES
    return f"{shown} ({_('and {n} more').format(n=left)})" if left > 0 else shown


def _unit_rows(rows: Sequence[UnitRow]) -> Iterator[dict[str, Any]]:
    for row in rows:
        yield {"code": row.unit_code, "name": row.name, "level": said(LEVELS, row.level)}
