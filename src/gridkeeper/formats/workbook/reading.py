"""What was read from a file: good rows, problems of the others, and what was understood on the way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from gridkeeper.formats.columns import CellProblem, Language, Table, Translate
from gridkeeper.kernel.filling import filled


class Row(Mapping[str, Any]):
    """One good row: values by column key. Slots and shared places keep 600,000 of them small."""

    __slots__ = ("_places", "_values", "number")

    def __init__(self, number: int, places: Mapping[str, int], values: tuple[Any, ...]) -> None:
        self.number = number
        self._places = places
        self._values = values

    def __getitem__(self, key: str) -> Any:
        return self._values[self._places[key]]

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def __repr__(self) -> str:
        return f"Row({self.number}, {dict(self)!r})"


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """Why a row is sent back. ``row`` counts as the spreadsheet does and is 0 where the whole file is meant."""

    row: int
    column: str | None
    code: str
    text: str
    hint: str = ""
    facts: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    value: str = ""

    @classmethod
    def of(cls, problem: CellProblem, *, row: int = 0, column: str | None = None, value: str = "") -> Problem:
        """The problem of a cell at its place."""
        return cls(
            row=row,
            column=column,
            code=problem.code,
            text=problem.text,
            hint=problem.hint,
            facts=problem.facts,
            value=value,
        )

    def sentence(self, translate: Translate = str) -> str:
        """Text and hint, translated first and filled with the facts afterwards."""
        return self.why.sentence(translate)

    @property
    def why(self) -> CellProblem:
        """The reason alone, for a refusal that carries it as a fact."""
        return CellProblem(self.code, self.text, self.hint, self.facts)


@dataclass(frozen=True, kw_only=True, slots=True)
class Notice:
    """Something that was understood although it was not written as asked, so that a person can check it."""

    row: int
    column: str | None
    code: str
    text: str
    facts: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    def sentence(self, translate: Translate = str) -> str:
        """The remark, translated first and filled with the facts afterwards."""
        return filled(translate(self.text), self.facts)


@dataclass(kw_only=True)
class Reading:
    """A file as read against a table.

    ``rows`` are the rows without a problem. ``header_row`` counts from 1 as the spreadsheet does. ``places`` gives
    the sheet column (from 0) of every table column found. ``notices`` holds the first few of each code and
    ``notice_counts`` all of them. ``sheet`` is None for delimited text,
    which has a ``delimiter``. ``other_sheets`` have the same columns and were not read.
    """

    table: Table
    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    notice_counts: Counter[str] = field(default_factory=Counter)
    header_row: int | None = None
    header_rows: int = 1
    sheet: str | None = None
    delimiter: str | None = None
    other_sheets: tuple[str, ...] = ()
    places: dict[str, int] = field(default_factory=dict)
    ignored_columns: tuple[str, ...] = ()
    missing_columns: tuple[str, ...] = ()
    row_count: int = 0
    language: Language = "zh"

    @property
    def bad_rows(self) -> list[int]:
        """Numbers of the rows that are sent back, in order."""
        return sorted({problem.row for problem in self.problems if problem.row})

    @property
    def refused(self) -> bool:
        """True when the file as a whole could not be read."""
        return any(problem.row == 0 for problem in self.problems)
