"""Sorting a list by its columns: heads that are links, and the same choice in one field where no heads are shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from gridkeeper.console.filters import one_of
from gridkeeper.console.paging import address_of_list
from gridkeeper.kernel.listing import Sorts


def sort_of(request: HttpRequest, sorts: Sorts, *elsewhere: Sorts) -> str:
    """The order asked for, as the address writes it; "" for the usual one. The list refuses what it does not offer.

    An order that this list offers under other filters (``elsewhere``) is the usual one here: filters keep it along.
    """
    sort = request.GET.get("sort", "").strip()
    key = sort.removeprefix("-")
    return "" if key not in sorts.keys and any(key in others.keys for others in elsewhere) else sort


def heads(request: HttpRequest, columns: Sequence[Mapping[str, Any]], sorts: Sorts) -> list[dict[str, Any]]:
    """Heads of ``_table.html``: a column that says ``by`` which key it is sorted becomes a link; filters stay.

    The column the list is sorted by says which way, and its link turns it round. A minus before the key: the first
    press sorts downwards, as one wants it for the newest, the longest, the most.
    """
    now = _now(request, sorts)
    found = []
    for column in columns:
        first = column.get("by", "")
        key = first.removeprefix("-")
        if key not in sorts.keys:
            found.append(dict(column))
            continue
        chosen = {key: "ascending", f"-{key}": "descending"}.get(now, "")
        other = key if first.startswith("-") else f"-{key}"
        to = other if now == first else first
        found.append({**column, "href": f"?{address_of_list(request, sort=to)}", "sort": chosen})
    return found


def choice(
    request: HttpRequest, columns: Sequence[Mapping[str, Any]], sorts: Sorts, others: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """The order as a field of the filters, for phones and lists without heads; ``others`` are orders of no column."""
    now = _now(request, sorts)
    offered = dict(others or {})
    for column in columns:
        if (key := column.get("by", "").removeprefix("-")) in sorts.keys:
            offered[key] = _("{column}, ascending").format(column=column["text"])
            offered[f"-{key}"] = _("{column}, descending").format(column=column["text"])
    return {**one_of("sort", _("Sort by"), offered, now), "kind": "sort"}


def _now(request: HttpRequest, sorts: Sorts) -> str:
    asked = request.GET.get("sort", "").strip()
    return asked if asked.removeprefix("-") in sorts.keys else sorts.default
