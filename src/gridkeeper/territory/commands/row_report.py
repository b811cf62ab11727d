"""What an import of independent rows did: counts, rows sent back, and what was understood on the way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from gridkeeper.formats.columns import CellProblem
from gridkeeper.formats.workbook import Notice, Problem


@dataclass(kw_only=True)
class RowReport:
    """Counts by what happened to a row (added, changed, same, closed ...), problems and notices."""

    counts: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)

    def refuse(self, row: int, column: str | None, problem: CellProblem) -> None:
        """Send a row back with the reason in words."""
        self.problems.append(Problem.of(problem, row=row, column=column))

    def remark(self, row: int, column: str | None, code: str, text: str, **facts: object) -> None:
        """Take a row and say how it was understood."""
        self.notices.append(Notice(row=row, column=column, code=code, text=text, facts=facts))

    def begin_with(self, problems: Sequence[Problem], notices: Sequence[Notice]) -> RowReport:
        """Start from what the reader of the file found."""
        self.problems.extend(problems)
        self.notices.extend(notices)
        return self
