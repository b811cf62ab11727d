"""Send bad rows back: the same workbook with only these rows, the cells red, the reason in words."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from gridkeeper.formats.columns import Language, Translate
from gridkeeper.formats.workbook.anew import new_workbook
from gridkeeper.formats.workbook.kept import kept_workbook
from gridkeeper.formats.workbook.marks import Marks
from gridkeeper.formats.workbook.reading import Problem, Reading
from gridkeeper.formats.workbook.source import ZIP_HEAD, head_of

# openpyxl takes fifty times the memory of the file; beyond this the sheet is written anew.
_LARGEST_KEPT: Final = 20_000


def marked(
    source: bytes | Path,
    reading: Reading,
    problems: Iterable[Problem],
    *,
    language: Language,
    translate: Translate = str,
    whole: bool = False,
) -> bytes:
    """An xlsx with titles and header as they were and below them only the rows that have a problem.

    ``whole`` keeps the good rows between them: for a list that goes in whole or not at all.

    A bad cell is red and carries its sentence as a comment; the last column, 原因 or Reason, has the row's. xlsx
    keeps its styles and other sheets; CSV, xls and very large sheets are written anew. ``problems`` are those of the
    reading and any that the caller found. Where the file as a whole was refused every row stays, and the reason
    stands beside the header.
    """
    marks = Marks(reading, problems, language=language, translate=translate, whole=whole)
    zipped = head_of(source).startswith(ZIP_HEAD)
    if zipped and reading.sheet is not None and reading.row_count <= _LARGEST_KEPT:
        kept = kept_workbook(source, marks)
        if kept is not None:
            return kept
    return new_workbook(source, marks)
