"""Lists by pages: by what a list can be sorted, and one page of it with the key of the page that follows."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final, TypeVar
from uuid import UUID

from gridkeeper.kernel.errors import GridkeeperError

COUNTED_EXACTLY: Final = 10_000
Row = TypeVar("Row")
Other = TypeVar("Other")


class UnknownSort(GridkeeperError):
    """A list was asked for in an order that it does not offer."""

    code = "list.unknown-sort"
    text = "This list cannot be sorted by “{sort}”."
    hint = "Sort it by one of these: {offered}. A minus in front turns the order round."


class TooLongForAFile(GridkeeperError):
    """A file was asked for of more rows than one takes: a part of a list that looks like the whole misleads."""

    code = "list.too-long-for-a-file"
    text = "More than {most} rows fit these filters: too many for one file."
    hint = "Narrow the list by place, role, kind or state, and take one file for each part."


@dataclass(frozen=True, slots=True)
class Part:
    """One field of an order, and which way it runs; ``is_present``: no row of the list lacks it, NULL or not."""

    field: str
    is_descending: bool = False
    is_present: bool = False


@dataclass(frozen=True, slots=True)
class Order:
    """The order of a list: how it was asked for (``name``, ``-name``), and its fields, the row's id last.

    With the id no two rows are alike, so that every row has one place and a page can begin after any of them.
    """

    sort: str
    parts: tuple[Part, ...]

    def key(self, *values: Any) -> str:
        """The key of the page that begins after the row with these values, one for each part."""
        written = [self.sort, *(_written(value) for value in values)]
        return json.dumps(written, ensure_ascii=False, separators=(",", ":"))


class Sorts:
    """By what a list can be sorted: keys for an address, each with the fields behind it, separated by blanks.

    ``Sorts("place", {"place": "unit_code sort_key", "name": "sort_key"})``; a field with a minus runs downwards. The id
    follows by itself, the same way as the field before it. ``default`` is one of the keys, perhaps with a minus.
    ``present`` are fields that may be missing in the table and never are in this list.
    """

    def __init__(self, default: str, keys: Mapping[str, str], *, present: Collection[str] = ()) -> None:
        self.default = default
        self.keys = {
            key: tuple(_part(field.removeprefix("-"), field, present) for field in fields.split())
            for key, fields in keys.items()
        }

    def order(self, sort: str) -> Order:
        """The order asked for, the usual one where nothing is asked. Raises UnknownSort."""
        sort = sort or self.default
        key = sort.removeprefix("-")
        if key not in self.keys:
            raise UnknownSort(sort=sort, offered=", ".join(self.keys))
        parts = self.keys[key]
        if parts[-1].field != "id":
            parts = (*parts, Part("id", parts[-1].is_descending))
        if sort.startswith("-"):
            parts = tuple(replace(part, is_descending=not part.is_descending) for part in parts)
        return Order(sort, parts)


def _written(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else str(value) if isinstance(value, UUID) else value


def _part(field: str, written: str, present: Collection[str]) -> Part:
    return Part(field, is_descending=written.startswith("-"), is_present=field in present)


class Listed(list[Row]):
    """Rows of one page; ``next`` is the key of the page that follows, "" at the end of the list.

    ``counted`` asks how many rows all pages have, and whether that is exact: up to ``COUNTED_EXACTLY`` it is.
    """

    def __init__(self, rows: Iterable[Row] = (), *, next: str = "", count: Callable[[], int] | None = None) -> None:
        super().__init__(rows)
        self.next = next
        self._count = count or (lambda: len(self))

    def counted(self) -> tuple[int, bool]:
        """How many rows the list has, at most ``COUNTED_EXACTLY``, and whether that is all. One query."""
        total = self._count()
        return min(total, COUNTED_EXACTLY), total <= COUNTED_EXACTLY

    def whole(self) -> Listed[Row]:
        """The page itself, where nothing follows it. Raises TooLongForAFile."""
        if self.next:
            raise TooLongForAFile(most=f"{len(self):,}")
        return self

    def told(self, rows: Iterable[Other]) -> Listed[Other]:
        """The same page with its rows told otherwise."""
        return Listed(rows, next=self.next, count=self._count)
