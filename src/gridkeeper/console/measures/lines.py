"""The board in the reader's words: a line a measure, a square a measure, a workbook (section 13)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from gridkeeper.access.queries.who import Who
from gridkeeper.activations.queries.board import Board, MeasureRow
from gridkeeper.console import words
from gridkeeper.formats.columns import Column, Kind, Table
from gridkeeper.playbooks.board import Cell, Coverage

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
    """A measure ready to print; ``cells`` run as the board's places, ``whole`` is the place looked at.

    ``evidence`` are words with the address of their rows; ``missing`` are code, name and figure of the places below
    that cannot show it everywhere.
    """

    row: MeasureRow
    title: str
    aspect: str
    owner: str
    cells: tuple[Cell, ...]
    whole: Cell
    kind: str
    text: str
    status: str
    evidence: tuple[tuple[str, str], ...]
    missing: tuple[tuple[str, str, str], ...]
    said_by: str

    @property
    def number(self) -> str:
        """The number without its letter and zeros, for the squares."""
        return self.row.no.lstrip("M0") or self.row.no


def lines_of(board: Board, who: Mapping[str, Who]) -> list[Line]:
    """Every measure of the board, in the playbook's order."""
    # A place's cells stand in the order of the plan's measures, as the board's rows do.
    below = zip(*(place.coverage.cells for place in board.places), strict=True)
    return [
        _line(row, whole, cells, who, board)
        for row, whole, cells in zip(board.measures, board.coverage.cells, below, strict=True)
    ]


def line_of(board: Board, no: str, who: Mapping[str, Who]) -> Line | None:
    """One measure by its number, with whoever marked it; None for a number the board does not have."""
    at = next((at for at, row in enumerate(board.measures) if row.no == no), None)
    if at is None:
        return None
    cells = tuple(place.coverage.cells[at] for place in board.places)
    return _line(board.measures[at], board.coverage.cells[at], cells, who, board)


def groups_of(lines: list[Line]) -> list[dict[str, Any]]:
    """The lines under the aspects of the playbook."""
    return [{"aspect": aspect, "lines": list(those)} for aspect, those in groupby(lines, lambda line: line.aspect)]


def counts_of(lines: Sequence[Line]) -> dict[str, int]:
    """How many measures stand how; what the source does not specify is counted apart and never as done."""
    kinds = [line.kind for line in lines]
    open_ = kinds.count("unknown")
    return {"all": len(lines), "specified": len(lines) - open_, "whole": kinds.count("ok"), "open": open_}


def table_of(board: Board) -> Table:
    """The workbook's columns: one for each place."""
    places = [
        Column(
            key=place.code,
            zh=place.name if size_of(place.coverage) == 1 else f"{place.name}（共 {size_of(place.coverage)} 个社区）",
            en=place.name if size_of(place.coverage) == 1 else f"{place.name} (of {size_of(place.coverage)})",
            kind=Kind.INTEGER,
        )
        for place in board.places
    ]
    return Table(
        key="measures",
        zh="措施",
        en="Measures",
        columns=(
            Column(key="no", zh="编号", en="No."),
            Column(key="title", zh="措施", en="Measure"),
            Column(key="owner", zh="牵头", en="Owner"),
            *places,
            Column(key="whole", zh="有证据的社区合计", en="Communities that can show it", kind=Kind.INTEGER),
            Column(key="of", zh="社区总数", en="Communities in all", kind=Kind.INTEGER),
            Column(key="state", zh="状态", en="State"),
            Column(key="evidence", zh="依据", en="Evidence"),
            Column(key="words", zh="人工说明", en="Said by hand"),
            Column(key="by", zh="何岗何人", en="Who said so"),
            Column(key="at", zh="何时", en="When", kind=Kind.MOMENT),
        ),
    )


def rows_of(board: Board, lines: list[Line]) -> list[dict[str, Any]]:
    """The lines for the workbook; a measure the source leaves open has no numbers."""
    return [
        {
            "no": line.row.no,
            "title": line.title,
            "owner": line.owner,
            **{place.code: _shown(cell) for place, cell in zip(board.places, line.cells, strict=True)},
            "whole": _shown(line.whole),
            "of": line.whole.of if line.whole.specified else None,
            "state": line.text,
            "evidence": "; ".join(words for words, _href in line.evidence),
            "words": line.row.words,
            "by": line.said_by,
            "at": line.row.said_at,
        }
        for line in lines
    ]


def size_of(coverage: Coverage) -> int:
    """How many communities a place has."""
    return max((cell.of for cell in coverage.cells), default=0)


def _shown(cell: Cell) -> int | None:
    """Communities that can show it; nothing where the source does not say what the measure is."""
    return cell.have if cell.specified else None


def _line(row: MeasureRow, whole: Cell, cells: tuple[Cell, ...], who: Mapping[str, Who], board: Board) -> Line:
    kind, text = _state(row, whole)
    return Line(
        row=row,
        title=words.either(row.title_zh, row.title_en),
        aspect=words.said(ASPECTS, row.aspect),
        owner=words.role_name(row.owner_role),
        cells=cells,
        whole=whole,
        kind=kind,
        text=text,
        status=words.said(STATUSES, row.status),
        evidence=tuple(
            (f"{words.said(EVIDENCE, one.kind)} {one.have} / {one.need}", _rows_behind(one.kind, board))
            for one in row.evidence
        ),
        missing=tuple(
            (place.code, place.name, f"{cell.have} / {cell.of}")
            for place, cell in zip(board.places, cells, strict=True)
            if row.specified and place.code != board.unit_code and cell.have < cell.of
        ),
        said_by=words.person_behind(who.get(row.said_by), row.said_by),
    )


def _rows_behind(kind: str, board: Board) -> str:
    """Address of the rows a piece of evidence counts; empty where nobody but the reader of a notice sees the row."""
    unit = board.unit_code
    return {
        "teams": f"{reverse('console:bodies')}?unit={unit}&made=order",
        "seats": reverse("console:vacancies", args=[unit]),
        "duties": f"{reverse('console:rosters')}?unit={unit}",
        "rounds": f"{reverse('console:rounds')}?unit={unit}",
    }.get(kind, "")


def _state(row: MeasureRow, whole: Cell) -> tuple[str, str]:
    """Tag kind and words: everywhere, missing somewhere, nowhere and late, nowhere yet, or not specified.

    Of one community alone neither "everywhere" nor "nowhere" is said.
    """
    if not row.specified:
        return "unknown", _("not specified in source")
    if whole.of == 1:
        if whole.have:
            return "ok", _("shown")
        return ("late", _("not shown, and late")) if row.late else ("plain", _("not shown yet"))
    if whole.is_whole:
        return "ok", _("shown everywhere")
    if whole.have:
        lacking = whole.of - whole.have
        return "soon", ngettext("{n} community lacks it", "{n} communities lack it", lacking).format(n=lacking)
    return ("late", _("nowhere, and late")) if row.late else ("plain", _("nowhere yet"))
