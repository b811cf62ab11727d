"""What is wrong with each row and cell of a sheet, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from gridkeeper.formats.columns import Language, Translate
from gridkeeper.formats.workbook.reading import Problem, Reading

REASON: Final = {"zh": "原因", "en": "Reason"}
REASON_WIDTH: Final = 48
LIGHT_RED: Final = "FBD5D5"
DARK_RED: Final = "B42318"
AUTHOR: Final = "gridkeeper"


class Marks:
    """Problems by row, and their words."""

    def __init__(
        self,
        reading: Reading,
        problems: Iterable[Problem],
        *,
        language: Language,
        translate: Translate,
        whole: bool = False,
    ) -> None:
        self.whole_file = whole or reading.refused
        """True where every row goes back: the file itself was refused, or goes in whole or not at all."""
        self.reading = reading
        self.language = language
        self.translate = translate
        self.header = reading.header_row or 0
        self._by_row: dict[int, list[Problem]] = {}
        for problem in problems:
            self._by_row.setdefault(problem.row, []).append(problem)
        self.rows = sorted(row for row in self._by_row if row > self.header)

    def reason(self, row: int) -> str:
        """All that is wrong with a row, one sentence a line; row 0 is the file."""
        return "\n".join(dict.fromkeys(self._line(problem) for problem in self._by_row.get(row, ())))

    def cells(self, row: int) -> dict[int, str]:
        """The sheet columns (from 0) of the bad cells of a row, with what is wrong in each."""
        notes: dict[int, list[str]] = {}
        for problem in self._by_row.get(row, ()):
            at = self.reading.places.get(problem.column or "")
            if at is not None:
                notes.setdefault(at, []).append(problem.sentence(self.translate))
        return {at: "\n".join(lines) for at, lines in notes.items()}

    def _line(self, problem: Problem) -> str:
        sentence = problem.sentence(self.translate)
        if problem.column is None or problem.row == 0:
            return sentence
        colon = "：" if self.language == "zh" else ": "
        return f"{self.reading.table.column(problem.column).label(self.language)}{colon}{sentence}"
