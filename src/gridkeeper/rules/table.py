"""A decision table as a value: what it asks, what it answers, its rows in order, and the row for everything else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Final

from gridkeeper.kernel.texts import Language, Words
from gridkeeper.rules.cells import Test

FORMAT: Final = "gridkeeper.table/1"
Value = str | bool | Decimal


class Kind(StrEnum):
    """What a field takes."""

    WHOLE = "whole"  # a whole number
    NUMBER = "number"  # a number with up to 9 decimals
    YES_NO = "yes_no"
    CHOICE = "choice"  # one of the declared values
    TEXT = "text"  # any words; answers only, nothing is decided on free text


NUMBERS: Final = frozenset({Kind.WHOLE, Kind.NUMBER})


class Hit(StrEnum):
    """What it means when several rows fit."""

    FIRST = "first"  # the first one answers
    UNIQUE = "unique"  # it is a mistake of the table, which lint finds


@dataclass(frozen=True, slots=True)
class Formula:
    """An answer that is worked out from the inputs, written after an equals sign: ``= limit - hours``."""

    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Field:
    """An input or an answer. ``values`` belong to a choice, ``unit`` and the bounds (both included) to numbers.

    A unit that differs between the languages is written with both, Chinese first: ``天 | days``.
    """

    name: str
    kind: Kind
    title: Words
    unit: str = ""
    values: Mapping[str, Words] = field(default_factory=dict)
    minimum: Decimal | None = None
    maximum: Decimal | None = None

    def unit_in(self, language: Language) -> str:
        """The unit as it is written in a language."""
        zh, _bar, en = self.unit.partition("|")
        return (en or zh if language == "en" else zh).strip()


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One rule. ``when`` tests inputs by name (absent: any value); ``condition`` is a further test over several.

    ``{name}`` in its words stands for the value of that input or answer.
    """

    id: str
    then: Mapping[str, Value | Formula]
    words: Words
    when: Mapping[str, Test] = field(default_factory=dict)
    condition: str = ""
    source: str = ""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, kw_only=True)
class Table:
    """A decision table. ``topic`` is what it decides, by which it is found; ``pack`` the rule pack it belongs to.

    ``default`` answers when no row fits; with ``alarm`` that is something a person must hear of.
    """

    name: str
    topic: str
    title: Words
    inputs: tuple[Field, ...]
    outputs: tuple[Field, ...]
    rows: tuple[Row, ...]
    default: Row
    alarm: bool = True
    hit: Hit = Hit.FIRST
    source: str = ""
    pack: str = ""
    file: str = field(default="", compare=False)

    def __hash__(self) -> int:
        # Rows are deep; the name tells tables apart well enough to find a compiled one again.
        return hash((self.pack, self.name))

    def input(self, name: str) -> Field | None:
        """The input of this name."""
        return next((one for one in self.inputs if one.name == name), None)

    def output(self, name: str) -> Field | None:
        """The answer of this name."""
        return next((one for one in self.outputs if one.name == name), None)
