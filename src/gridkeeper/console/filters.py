"""The fields a list is narrowed by, as ``_filters.html`` draws them: words, one of several, a day, what is kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

Field = dict[str, Any]


def words_like(label: str, value: str) -> Field:
    """The field of words to search for, ``q`` in the address."""
    return {"name": "q", "label": label, "kind": "search", "value": value}


def one_of(name: str, label: str, offered: Mapping[str, str] | Iterable[tuple[str, str]], chosen: str) -> Field:
    """A choice among ``offered``, value and text in their order; "" is usually the first and narrows nothing."""
    pairs = offered.items() if isinstance(offered, Mapping) else offered
    options = [{"value": value, "text": text, "is_chosen": value == chosen} for value, text in pairs]
    return {"name": name, "label": label, "options": options}


def on_day(label: str, value: date | None) -> list[Field]:
    """The day the address names, to be changed; nothing where it names none."""
    return [{"name": "day", "kind": "date", "label": label, "value": f"{value:%Y-%m-%d}"}] if value else []


def kept(**values: str) -> list[Field]:
    """What the address narrows the list by besides and no field shows; the empty ones are left out."""
    return [{"name": name, "kind": "hidden", "value": value} for name, value in values.items() if value]
