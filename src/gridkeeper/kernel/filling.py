"""Facts filled into a text, and the word that fits a figure."""

from __future__ import annotations

from collections.abc import Mapping
from string import Formatter
from typing import Any, Final


class _Filling(Formatter):
    def format_field(self, value: Any, format_spec: str) -> str:
        one, bar, many = format_spec.partition("|")
        if not bar:
            return str(super().format_field(value, format_spec))
        return one if str(value) == "1" else many


_FILLING: Final = _Filling()


def filled(text: str, facts: Mapping[str, Any]) -> str:
    """The text with its ``{named}`` facts; ``{count:seat|seats}`` is the word that fits the figure.

    Chinese needs no such word: its translation names the figure alone. Raises KeyError for a fact that is not there.
    """
    return _FILLING.vformat(text, (), facts)
