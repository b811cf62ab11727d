"""Pages by keyset in any order a list offers: each row once, ties and missing values included, without OFFSET.

A page begins after the last row of the page before, told by that row's own values: it neither counts nor reads what
lies before, and rows that come or go meanwhile move nobody else. Where all fields of an order run the same way and none
may be missing, the condition is one row comparison, which an index in that order answers from its first row on.
A missing value stands last, whichever way the list is sorted.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Final, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Case, F, Field, IntegerField, Model, Q, QuerySet, When
from django.db.models.expressions import OrderBy
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan

from gridkeeper.kernel.listing import COUNTED_EXACTLY, Listed, Order, Part

M = TypeVar("M", bound=Model)
_LONGEST: Final = 2_000
"""Characters of a key; longer ones are nobody's."""


def read_page(rows: QuerySet[M], order: Order, *, after: str, size: int) -> Listed[M]:
    """At most ``size`` rows in order, after the row whose key is ``after``. One query.

    "" and a key that somebody mangled, or of another order, begin at the first row.
    """

    def count() -> int:
        return rows.order_by().values("pk")[: COUNTED_EXACTLY + 1].count()

    found = list(in_order(rows, order, after=after)[: size + 1])
    return Listed(found[:size], next=key_of(found[size - 1], order) if len(found) > size else "", count=count)


def in_order(rows: QuerySet[M], order: Order, *, after: str = "", is_elsewhere: bool = False) -> QuerySet[M]:
    """The rows in order, from the one after ``after`` on; for a list that is put together from several.

    ``is_elsewhere``: these rows lie apart from where the key does. With a comparison of whole rows the database would
    read all that lies between before it finds that out.
    """
    key = _read(rows, order, after)
    if key is not None:
        rows = rows.filter(_following(rows, order.parts, key, by_row=not is_elsewhere))
    return rows.order_by(*(_directed(rows, part) for part in order.parts))


def key_of(row: Any, order: Order) -> str:
    """The key of the page that begins after a row, a model's instance or a named tuple with all fields of the order."""
    return order.key(*(getattr(row, part.field) for part in order.parts))


def ranked(field: str, values: Iterable[str]) -> Case:
    """The place of a word in its list, to sort by: states in the order of life, kinds as they are declared."""
    whens = [When(**{field: value, "then": place}) for place, value in enumerate(values)]
    return Case(*whens, default=len(whens), output_field=IntegerField())


def _read(rows: QuerySet[Any], order: Order, written: str) -> list[Any] | None:
    """The values of a key in the order's types; None for a first page."""
    if not written or len(written) > _LONGEST:
        return None
    try:
        sort, *values = json.loads(written)
        if sort != order.sort or len(values) != len(order.parts):
            return None
        return [_value(rows, part, value) for part, value in zip(order.parts, values, strict=True)]
    except (ValueError, TypeError, OverflowError, ValidationError):
        return None


def _value(rows: QuerySet[Any], part: Part, written: Any) -> Any:
    if written is None:
        if not _may_be_missing(rows, part):
            raise ValueError("never missing")
        return None
    if isinstance(written, str) and "\0" in written.encode().decode():
        raise ValueError("no text that a database keeps")
    return _field(rows, part.field).to_python(written)


def _following(rows: QuerySet[Any], parts: tuple[Part, ...], key: list[Any], *, by_row: bool) -> Any:
    """What lies after a row in this order."""
    same_way = len({part.is_descending for part in parts}) == 1
    if by_row and len(parts) > 1 and same_way and not any(_may_be_missing(rows, part) for part in parts):
        compared = TupleLessThan if parts[0].is_descending else TupleGreaterThan
        return compared(Tuple(*(F(part.field) for part in parts)), tuple(key))
    found, alike = Q(pk__in=[]), Q()
    for part, value in zip(parts, key, strict=True):
        missing = Q(**{f"{part.field}__isnull": True})
        if value is None:
            # Missing values stand last: nothing follows but those that are alike.
            alike &= missing
            continue
        beyond = Q(**{f"{part.field}__{'lt' if part.is_descending else 'gt'}": value})
        found |= alike & (beyond | missing if _may_be_missing(rows, part) else beyond)
        alike &= Q(**{part.field: value})
    first, value = parts[0], key[0]
    if not _may_be_missing(rows, first):
        # The plain bound lets an index begin there; the OR alone would read from the start.
        found &= Q(**{f"{first.field}__{'lte' if first.is_descending else 'gte'}": value})
    return found


def _directed(rows: QuerySet[Any], part: Part) -> str | OrderBy:
    if not _may_be_missing(rows, part):
        return f"{'-' if part.is_descending else ''}{part.field}"
    return OrderBy(F(part.field), descending=part.is_descending, nulls_last=True)


def _field(rows: QuerySet[Any], name: str) -> Field[Any, Any]:
    annotation = rows.query.annotations.get(name)
    found: Field[Any, Any] = annotation.output_field if annotation is not None else rows.model._meta.get_field(name)
    return found


def _may_be_missing(rows: QuerySet[Any], part: Part) -> bool:
    """Whether a row may lack it: a column that takes NULL, or what is computed, perhaps through an outer join."""
    if part.is_present:
        return False
    return part.field in rows.query.annotations or bool(rows.model._meta.get_field(part.field).null)
