"""Rows of orders: for the page's table and for a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, TypedDict

from django.http import HttpRequest
from django.utils.translation import gettext as _

from gridkeeper.console import moments, words
from gridkeeper.console.addresses import row_address
from gridkeeper.formats.columns import Column, Kind, Table
from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.listing import Sorts
from gridkeeper.orders.queries import IN_FORCE_SORTS, ORDER_SORTS, OrderRow
from gridkeeper.territory.queries.labels import labels_of

ORDERS = Table(
    key="orders",
    zh="令",
    en="Orders",
    columns=(
        Column(key="number", zh="文号", en="Number"),
        Column(key="title", zh="标题", en="Title"),
        Column(key="kind", zh="种类", en="Kind"),
        Column(key="place", zh="地点", en="Place"),
        Column(key="unit_code", zh="单位代码", en="Unit code", kind=Kind.CODE),
        Column(key="state", zh="状态", en="State"),
        Column(key="issued_by", zh="发文单位", en="Issued by"),
        Column(key="document", zh="文件", en="Document"),
        Column(key="legal_basis", zh="法律依据", en="Legal basis"),
        Column(key="in_force_at", zh="生效时间", en="In force from", kind=Kind.MOMENT),
        Column(key="expires_at", zh="到期时间", en="Expires", kind=Kind.MOMENT),
        Column(key="days", zh="连续天数", en="Days in a row", kind=Kind.INTEGER),
        Column(key="ended_at", zh="结束时间", en="Ended", kind=Kind.MOMENT),
        Column(key="ended_because", zh="结束原因", en="Ended because"),
    ),
)


class OrderFilters(TypedDict):
    """What a list of orders is narrowed to."""

    state: str
    unit_code: str
    text: str


def filters_of(request: HttpRequest) -> OrderFilters:
    """What was asked for: state, place and text."""
    state = request.GET.get("state", "")
    return {
        "state": state if state in words.ORDER_STATES else "",
        "unit_code": request.GET.get("unit", "").strip(),
        "text": request.GET.get("q", "").strip(),
    }


def rows_of(found: Sequence[OrderRow], places: dict[str, str]) -> Iterator[dict[str, Any]]:
    """Rows for a file."""
    for row in found:
        yield {
            "number": row.number,
            "title": row.title,
            "kind": words.said(words.ORDER_KINDS, row.kind),
            "place": places.get(row.unit_code, ""),
            "unit_code": row.unit_code,
            "state": words.state_tag(words.ORDER_STATES, row.state)["text"],
            "issued_by": row.issued_by,
            "document": row.document,
            "legal_basis": row.legal_basis,
            "in_force_at": row.in_force_at,
            "expires_at": row.expires_at,
            "days": row.days,
            "ended_at": row.ended_at,
            "ended_because": row.ended_because,
        }


def table_rows(actor: Actor, found: Sequence[OrderRow], *, now: datetime) -> list[dict[str, Any]]:
    """Rows of the page's table."""
    places = labels_of(actor=actor, codes=[row.unit_code for row in found])
    rows = []
    for row in found:
        href = row_address("console:order", row.id)
        cells = [
            {"text": row.number, "place": "off"},
            {"text": row.title, "href": href, "place": "title1"},
            {"text": places.get(row.unit_code, row.unit_code), "place": "sub1"},
            {"text": row.days or "—", "is_number": True, "place": "off"},
            {"text": moments.clock(row.expires_at, now), "place": "off"},
            {"tag": words.state_tag(words.ORDER_STATES, row.state), "place": "end1"},
        ]
        rows.append({"href": href, "cells": cells})
    return rows


def columns_of() -> list[dict[str, Any]]:
    """Heads of the page's table, and by which of them it can be sorted."""
    return [
        {"text": _("Number"), "by": "number"},
        {"text": _("What it orders")},
        {"text": _("Place"), "by": "place"},
        {"text": _("Days in a row"), "by": "-days", "is_number": True},
        {"text": _("Expires"), "by": "expires"},
        {"text": _("State")},
    ]


def sorts_of(asked: OrderFilters) -> tuple[Sorts, Sorts]:
    """By what such a list can be sorted, and what the other one offers besides."""
    in_force = asked["state"] == "in_force"
    return (IN_FORCE_SORTS, ORDER_SORTS) if in_force else (ORDER_SORTS, IN_FORCE_SORTS)
