"""What a list that people send looks like: tables, columns, kinds of cell, and what can be wrong with one cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final, Literal

from gridkeeper.kernel.filling import filled

Language = Literal["zh", "en"]
Translate = Callable[[str], str]


class Kind(StrEnum):
    """Kinds of cell. Each has one parser in ``gridkeeper.formats.cells``; the comment says what it gives."""

    TEXT = "text"  # str, trimmed
    NAME = "name"  # str, no blanks inside Chinese names, no line breaks
    CODE = "code"  # str, a canonical unit code
    UNIT = "unit"  # str, a unit by name, alias or code; the caller resolves it
    PHONE = "phone"  # str, 13800000001, 0351-4000004 or +81...
    EMAIL = "email"  # str
    ID_NUMBER = "id_number"  # str, 18 digits, checked by GB 11643
    DATE = "date"  # date
    MOMENT = "moment"  # datetime on the wall clock, without a zone
    INTEGER = "integer"  # int
    DECIMAL = "decimal"  # Decimal
    QUANTITY = "quantity"  # kernel Quantity: 870余 stays "at least 870" (K-12)
    POSITION = "position"  # Position: degrees of longitude and latitude
    CHOICE = "choice"  # str, the key of a Choice
    YES_NO = "yes_no"  # bool


# Kinds whose cells are digits that a spreadsheet would spoil: columns are formatted as text before anyone types.
DIGITS_AS_TEXT: Final = frozenset({Kind.CODE, Kind.UNIT, Kind.PHONE, Kind.ID_NUMBER})


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """One allowed value: the key that is stored, its words, and other spellings that people use."""

    key: str
    zh: str
    en: str
    aliases: tuple[str, ...] = ()

    def label(self, language: Language) -> str:
        """The word shown in this language."""
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """One column of a table.

    ``choices`` belongs to ``choice``; in a ``yes_no`` column, choices keyed ``yes`` and ``no`` add further words.
    ``units`` are words that may follow a number (人, 层). ``minimum`` and ``maximum`` bound numbers, both included.
    """

    key: str
    zh: str
    en: str
    kind: Kind = Kind.TEXT
    required: bool = False
    aliases: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    example: str = ""
    note_zh: str = ""
    note_en: str = ""
    units: tuple[str, ...] = ()
    minimum: Decimal | int | None = None
    maximum: Decimal | int | None = None

    def label(self, language: Language) -> str:
        """The header shown in this language."""
        return self.zh if language == "zh" else self.en

    def note(self, language: Language) -> str:
        """The hint for whoever fills the column in."""
        return self.note_zh if language == "zh" else self.note_en


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """A list: its name, its columns in order, and which columns together may occur only once in a file."""

    key: str
    zh: str
    en: str
    columns: tuple[Column, ...]
    unique: tuple[tuple[str, ...], ...] = ()

    def __post_init__(self) -> None:
        for name in ("key", "zh", "en"):
            names = [getattr(column, name) for column in self.columns]
            if len(set(names)) != len(names):
                raise ValueError(f"table {self.key!r} has two columns with the same {name}")

    def label(self, language: Language) -> str:
        """The name of the list in this language."""
        return self.zh if language == "zh" else self.en

    def column(self, key: str) -> Column:
        """The column with this key; KeyError where there is none."""
        for column in self.columns:
            if column.key == key:
                return column
        raise KeyError(key)

    @property
    def required(self) -> tuple[str, ...]:
        """Keys of the columns that every row must fill."""
        return tuple(column.key for column in self.columns if column.required)


@dataclass(frozen=True, slots=True)
class CellProblem:
    """Why a cell cannot be taken: ``text`` and ``hint`` are English message ids with {facts}."""

    code: str
    text: str
    hint: str = ""
    facts: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    def __str__(self) -> str:
        return self.sentence()

    def sentence(self, translate: Translate = str) -> str:
        """Text and hint, translated first and filled with the facts afterwards."""
        parts = [filled(translate(part), self.facts) for part in (self.text, self.hint) if part]
        return " ".join(parts)


@dataclass(frozen=True, slots=True)
class Recognised:
    """A value that was understood although it was not written as asked; ``text`` says how it was read."""

    value: Any
    code: str
    text: str
    facts: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    def sentence(self, translate: Translate = str) -> str:
        """How the cell was read, translated first and filled with the facts afterwards."""
        return filled(translate(self.text), self.facts)


# What a parser answers: a value of the kind, None for an empty cell, a value with a remark, or a problem.
Parsed = Any | Recognised | CellProblem
