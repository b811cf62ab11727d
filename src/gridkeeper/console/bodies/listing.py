"""Rows of organisations: for the page and for a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from gridkeeper.console.addresses import row_address
from gridkeeper.console.bodies.words import KINDS
from gridkeeper.console.door import ConsoleRequest
from gridkeeper.console.sorting import heads
from gridkeeper.console.words import called, either, said
from gridkeeper.formats.columns import Column, Kind, Table
from gridkeeper.posts.queries.bodies import BODY_SORTS, BodyRow
from gridkeeper.territory.queries.labels import labels_of

BODIES = Table(
    key="bodies",
    zh="组织",
    en="Organisations",
    columns=(
        Column(key="name", zh="组织名称", en="Name"),
        Column(key="kind", zh="种类", en="Kind"),
        Column(key="place", zh="位置", en="Place"),
        Column(key="unit_code", zh="单位代码", en="Unit code", kind=Kind.CODE),
        Column(key="under", zh="上级", en="Under"),
        Column(key="founded_at", zh="成立时间", en="Founded", kind=Kind.MOMENT),
        Column(key="closed_at", zh="结束时间", en="Closed", kind=Kind.MOMENT),
    ),
)


def body_rows(request: ConsoleRequest, found: Sequence[BodyRow]) -> Iterator[dict[str, Any]]:
    """Organisations for a file."""
    places = labels_of(actor=request.actor, codes=[row.unit_code for row in found])
    for row in found:
        yield {
            "name": called(row),
            "kind": said(KINDS, row.kind),
            "place": places.get(row.unit_code, ""),
            "unit_code": row.unit_code,
            "under": either(row.parent_name, row.parent_name_en),
            "founded_at": row.founded_at,
            "closed_at": row.closed_at,
        }


def bodies_table(request: ConsoleRequest, found_rows: Sequence[BodyRow]) -> dict[str, Any]:
    """Organisations for the page."""
    places = labels_of(actor=request.actor, codes=[row.unit_code for row in found_rows])
    rows = []
    for row in found_rows:
        href = row_address("console:body", row.id)
        state = {"kind": "info", "text": _("closed")} if row.closed_at else None
        temporary = {"kind": "soon", "text": _("temporary")} if row.is_temporary else None
        end = state or temporary
        rows.append(
            {
                "href": href,
                "cells": [
                    {"text": called(row), "href": href, "place": "title1"},
                    {"text": said(KINDS, row.kind), "place": "sub1"},
                    {"text": places.get(row.unit_code, row.unit_code), "place": "off"},
                    {"text": either(row.parent_name, row.parent_name_en), "place": "off"},
                    {"tag": end, "place": "end1"} if end else {"text": "", "place": "end1"},
                ],
            }
        )
    return {"columns": heads(request, body_columns(), BODY_SORTS), "rows": rows}


def body_columns() -> list[dict[str, Any]]:
    """Heads of the page's table, and by which of them it can be sorted."""
    return [
        {"text": _("Name of the organisation"), "by": "name"},
        {"text": _("Kind"), "by": "kind"},
        {"text": _("Place"), "by": "place"},
        {"text": _("Under"), "by": "under"},
        {"text": _("State")},
    ]
