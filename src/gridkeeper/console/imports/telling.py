"""What a list would do or did, in figures, rows and words for the page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from gridkeeper.console.words import said, table_language
from gridkeeper.formats.columns import Column
from gridkeeper.formats.workbook import Notice, Problem, Reading
from gridkeeper.kernel.filling import filled
from gridkeeper.posts.commands.people_rows import Report
from gridkeeper.territory.commands.edition import EditionReport
from gridkeeper.territory.commands.imports import FileReport
from gridkeeper.territory.policy import Mistake

SHOWN = 100
_SAMPLES = 6
_SAMPLE_COLUMNS = 6

FIGURES = {
    "new": gettext_noop("new people"),
    "changed": gettext_noop("changed"),
    "moved": gettext_noop("kept elsewhere now"),
    "same": gettext_noop("unchanged"),
    "posts_made": gettext_noop("posts made"),
    "appointed": gettext_noop("appointments"),
    "added": gettext_noop("added"),
    "removed": gettext_noop("ended"),
    "closed": gettext_noop("ended"),
    "renamed": gettext_noop("renamed"),
    "recoded": gettext_noop("new code"),
}
KINDS = {
    "people": gettext_noop("people and posts"),
    "divisions": gettext_noop("divisions"),
    "changes": gettext_noop("changes of divisions"),
    "places": gettext_noop("grids and buildings"),
    "borders": gettext_noop("borders"),
    "outlines": gettext_noop("outlines"),
}
_TABLES = {
    "territory_unit": gettext_noop("grids or buildings"),
    "posts_person": gettext_noop("people"),
    "posts_post": gettext_noop("posts"),
    "posts_body": gettext_noop("organisations"),
    "posts_appointment": gettext_noop("appointments"),
    "orders_order": gettext_noop("orders"),
    "cases_case": gettext_noop("tasks"),
}


def translated(message: str) -> str:
    """A message id of a room below in the reader's language; empty stays empty."""
    return _(message) if message else ""


def figures(counts: dict[str, int]) -> list[dict[str, Any]]:
    """Counts for the strip, in a fixed order; zeros of rare things are left out."""
    return [
        {"text": said(FIGURES, key), "value": f"{counts[key]:,}"}
        for key in FIGURES
        if key in counts and (counts[key] or key in ("new", "changed", "same", "added"))
    ]


def told(report: Report | FileReport) -> dict[str, Any]:
    """Everything the dry-run page shows of a report."""
    if isinstance(report, Report):
        return _rows(report.counts, report.problems, report.notices, report.reading, kind="people")
    if report.edition:
        return _edition(report, report.edition)
    assert report.rows is not None, "a file is an edition or rows"
    return _rows(report.rows.counts, report.rows.problems, report.rows.notices, report.reading, kind=report.kind)


def vanished(pointing: Iterable[Sequence[Any]]) -> list[str]:
    """What still names a unit that is gone: (code, table, rows) as sentences."""
    return [
        _("{number} {what} still name {code}").format(number=rows, what=said(_TABLES, table), code=code)
        for code, table, rows in pointing
    ]


def _rows(
    counts: Any, problems: Sequence[Problem], notices: Sequence[Notice], reading: Reading | None, *, kind: str
) -> dict[str, Any]:
    bad = len({problem.row for problem in problems})
    number = reading.row_count if reading else sum(counts.values()) + bad
    return {
        "what": said(KINDS, kind),
        "read": number,
        "good": max(0, number - bad),
        "bad": bad,
        "figures": figures(dict(counts)),
        "wrong": [_wrong(problem, reading) for problem in problems[:SHOWN]],
        "wrong_total": len(problems),
        "notices": _grouped(notices, reading),
        "sample": _sample(reading, {problem.row for problem in problems}),
        "can_mark": bool(problems) and reading is not None,
        "source": _source(reading),
    }


def _edition(report: FileReport, edition: EditionReport) -> dict[str, Any]:
    found, mistakes = edition.difference, edition.mistakes
    counts = {key: len(getattr(found, key)) for key in ("added", "removed", "renamed", "recoded")}
    changes = sum(counts.values())
    return {
        "what": said(KINDS, report.kind),
        "read": report.reading.row_count if report.reading else changes,
        "good": 0 if mistakes else changes,
        "bad": len(mistakes),
        "is_whole": True,
        "can_mark": bool(mistakes) and report.reading is not None,
        "figures": figures(counts),
        "wrong": [
            _mistake(mistake, report.reading) for mistake in sorted(mistakes, key=lambda wrong: wrong.row)[:SHOWN]
        ],
        "wrong_total": len(mistakes),
        "notices": [],
        "changes": _changes(edition),
        "pointing": vanished((row.unit_code, row.table, row.rows) for row in edition.pointing[:SHOWN]),
        "source": _source(report.reading),
    }


def _changes(edition: EditionReport) -> list[dict[str, str]]:
    found = edition.difference
    made = [{"change": "made", "kind": _("added"), "text": f"{row.name} {row.code}"} for row in found.added[:_SAMPLES]]
    renamed = [
        {"change": "changed", "kind": _("renamed"), "text": code, "before": old, "after": new}
        for code, old, new in found.renamed[:_SAMPLES]
    ]
    recoded = [
        {
            "change": "changed",
            "kind": _("new code"),
            "text": "",
            "before": f"{row.old_name} {row.old_code}",
            "after": f"{row.new_name} {row.new_code}",
        }
        for row in found.recoded[:_SAMPLES]
    ]
    stopped = [
        {"change": "stopped", "kind": _("ended"), "text": f"{name} {code}"} for code, name in found.removed[:_SAMPLES]
    ]
    return [*made, *renamed, *recoded, *stopped]


def _wrong(problem: Problem, reading: Reading | None) -> dict[str, Any]:
    value = problem.value
    if not value and reading and problem.column:
        row = next((row for row in reading.rows if row.number == problem.row), None)
        value = "" if row is None else str(row.get(problem.column) or "")
    return {
        "row": problem.row or "",
        "column": _column(problem.column, reading),
        "value": value,
        "why": problem.sentence(translated),
    }


def _mistake(mistake: Mistake, reading: Reading | None) -> dict[str, Any]:
    words = " ".join(filled(translated(part), mistake.facts) for part in (mistake.text, mistake.hint) if part)
    column = _column(mistake.column, reading) if reading else _("Code")
    return {"row": mistake.row or "", "column": column, "value": mistake.code, "why": words}


def _column(key: str | None, reading: Reading | None) -> str:
    if not key or reading is None:
        return ""
    try:
        return reading.table.column(key).label(table_language())
    except KeyError:
        return key


def _grouped(notices: Sequence[Notice], reading: Reading | None) -> list[dict[str, Any]]:
    """One line a kind of remark: the first one's words, and how many there are."""
    groups: dict[str, dict[str, Any]] = {}
    for notice in notices:
        group = groups.setdefault(notice.code, {"text": notice.sentence(translated), "row": notice.row, "n": 0})
        group["n"] += 1
    for code, group in groups.items():
        group["n"] = max(group["n"], reading.notice_counts.get(code, 0) if reading else 0)
    return list(groups.values())


def _sample(reading: Reading | None, bad: set[int]) -> dict[str, Any] | None:
    if reading is None or not reading.rows:
        return None
    keys = [column.key for column in reading.table.columns if column.key in reading.places][:_SAMPLE_COLUMNS]
    good = islice((row for row in reading.rows if row.number not in bad), _SAMPLES)
    columns = [_column(key, reading) for key in keys]
    rows = [
        {
            "number": row.number,
            "cells": [
                {"column": column, "value": _shown(row[key], reading.table.column(key))}
                for key, column in zip(keys, columns, strict=True)
            ],
        }
        for row in good
    ]
    return {"columns": columns, "rows": rows}


def _shown(value: Any, column: Column) -> str:
    chosen = next((choice for choice in column.choices if choice.key == value), None)
    if chosen:
        return chosen.label(table_language())
    return "" if value is None else str(value)


def _source(reading: Reading | None) -> list[str]:
    if reading is None:
        return []
    found = [_("sheet “{name}”").format(name=reading.sheet)] if reading.sheet else []
    if reading.header_row:
        found.append(_("header in row {row}").format(row=reading.header_row))
    return found
