"""The board in the reader's words: a line a measure, a square a measure, a workbook (section 13)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from gridkeeper.access.queries.who import Who
from gridkeeper.activations.queries.board import Board, MeasureRow
from gridkeeper.console import words
from gridkeeper.formats.columns import Column, Table
from gridkeeper.playbooks.board import Cell

ASPECTS = {
    "organisation": gettext_noop("Organisation"),
    "mechanism": gettext_noop("Mechanisms"),
    "leadership": gettext_noop("Leadership"),
    "unspecified": gettext_noop("Not specified in source"),
}
STATUSES = {
    "planned": gettext_noop("not yet"),
    "active": gettext_noop("being carried out"),
    "done": gettext_noop("done"),
    "waived": gettext_noop("waived"),
}
EVIDENCE = {
    "teams": gettext_noop("teams complete"),
    "seats": gettext_noop("posts held"),
    "duties": gettext_noop("duties accepted, next 24 hours"),
    "rounds": gettext_noop("rounds done today"),
    "receipts": gettext_noop("readers confirmed"),
}


@dataclass(frozen=True, kw_only=True)
class Line:
    """A measure ready to print; ``cells`` run as the board's places, ``whole`` is the place looked at."""

    row: MeasureRow
    title: str
    aspect: str
    owner: str
    cells: tuple[Cell, ...]
    whole: Cell
    kind: str
    text: str
    status: str
    evidence: tuple[str, ...]
    said_by: str

    @property
    def number(self) -> str:
        """The number without its letter and zeros, for the squares."""
        return self.row.no.lstrip("M0") or self.row.no


def lines_of(board: Board, who: Mapping[str, Who]) -> list[Line]:
    """Every measure of the board, in the playbook's order."""
    whole = {cell.measure: cell for cell in board.coverage.cells}
    below = [{cell.measure: cell for cell in place.coverage.cells} for place in board.places]
    return [_line(row, whole[row.no], tuple(cells[row.no] for cells in below), who) for row in board.measures]


def groups_of(lines: list[Line]) -> list[dict[str, Any]]:
    """The lines under the aspects of the playbook."""
    return [{"aspect": aspect, "lines": list(those)} for aspect, those in groupby(lines, lambda line: line.aspect)]


def counts_of(lines: list[Line]) -> dict[str, int]:
    """How many measures stand how; what the source does not specify is counted apart and never as done."""
    kinds = [line.kind for line in lines]
    open_ = kinds.count("unknown")
    return {"all": len(lines), "specified": len(lines) - open_, "whole": kinds.count("ok"), "open": open_}


def table_of(board: Board) -> Table:
    """The workbook's columns: one for each place."""
    places = (Column(key=place.code, zh=place.name, en=place.name) for place in board.places)
    return Table(
        key="measures",
        zh="措施",
        en="Measures",
        columns=(
            Column(key="no", zh="编号", en="No."),
            Column(key="title", zh="措施", en="Measure"),
            Column(key="owner", zh="牵头", en="Owner"),
            *places,
            Column(key="whole", zh="合计", en="In all"),
            Column(key="state", zh="状态", en="State"),
            Column(key="evidence", zh="依据", en="Evidence"),
            Column(key="words", zh="人工说明", en="Said by hand"),
            Column(key="by", zh="何岗何人", en="Who said so"),
            Column(key="at", zh="何时", en="When"),
        ),
    )


def rows_of(board: Board, lines: list[Line]) -> list[dict[str, str]]:
    """The lines for the workbook; a measure the source leaves open has no numbers."""
    return [
        {
            "no": line.row.no,
            "title": line.title,
            "owner": line.owner,
            **{place.code: said_cell(cell) for place, cell in zip(board.places, line.cells, strict=True)},
            "whole": said_cell(line.whole),
            "state": line.text,
            "evidence": "; ".join(line.evidence),
            "words": line.row.words,
            "by": line.said_by,
            "at": f"{localtime(line.row.said_at):%Y-%m-%d %H:%M}" if line.row.said_at else "",
        }
        for line in lines
    ]


def said_cell(cell: Cell) -> str:
    """``9 / 9`` communities; nothing where the source does not say what the measure is."""
    return f"{cell.have} / {cell.of}" if cell.specified else ""


def _line(row: MeasureRow, whole: Cell, cells: tuple[Cell, ...], who: Mapping[str, Who]) -> Line:
    kind, text = _state(row, whole)
    return Line(
        row=row,
        title=row.title_zh if words.is_chinese() else row.title_en or row.title_zh,
        aspect=words.said(ASPECTS, row.aspect),
        owner=words.role_name(row.owner_role),
        cells=cells,
        whole=whole,
        kind=kind,
        text=text,
        status=words.said(STATUSES, row.status),
        evidence=tuple(f"{words.said(EVIDENCE, one.kind)} {one.have} / {one.need}" for one in row.evidence),
        said_by=words.person_behind(who.get(row.said_by), row.said_by),
    )


def _state(row: MeasureRow, whole: Cell) -> tuple[str, str]:
    """Tag kind and words: everywhere, missing somewhere, nowhere and late, nowhere yet, or not specified."""
    if not row.specified:
        return "unknown", _("not specified in source")
    if whole.is_whole:
        return "ok", _("shown everywhere")
    if whole.have:
        lacking = whole.of - whole.have
        return "soon", ngettext("{n} community lacks it", "{n} communities lack it", lacking).format(n=lacking)
    return ("late", _("nowhere, and late")) if row.late else ("plain", _("nowhere yet"))
