"""Territory data as lines for people at a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Data = Mapping[str, Any]


def lines_of_unit(unit: Data) -> str:
    """A unit as a short page."""
    where = " > ".join(crumb["name"] for crumb in unit["crumbs"])
    lines = [f"{unit['name']}  {unit['code']}  {unit['kind']}"]
    if where:
        lines.append(f"  {where}")
    if not unit["is_open"]:
        lines.append(f"  until {unit['closed_on']}")
    known = {key: value for key, value in unit["counts"].items() if value is not None}
    lines.append("  " + "  ".join(f"{key} {value:,}" for key, value in known.items()))
    if unit["aliases"]:
        lines.append(f"  also: {', '.join(unit['aliases'])}")
    if unit["neighbours"]:
        lines.append(f"  beside: {', '.join(row['name'] for row in unit['neighbours'])}")
    return "\n".join(lines)


def lines_of_units(rows: Sequence[Data]) -> str:
    """Units one a line: name, code, level."""
    return "\n".join(f"{row['name']}  {row['code']}  {row['level']}" for row in rows) or "-"


def lines_of_hits(hits: Sequence[Data]) -> str:
    """Search results one a line, with where they lie."""
    return "\n".join(f"{hit['name']}  {hit['unit_code']}  {hit['where']}".rstrip() for hit in hits) or "-"


def lines_of_history(unit: Data) -> str:
    """The names and codes of a unit over the years."""
    rows = [
        f"{row['from_on']} {row['change']}: {row['name']} {row['code']} ({row['edition']})" for row in unit["history"]
    ]
    return "\n".join([f"{unit['name']}  {unit['code']}", *(f"  {row}" for row in rows)])


def lines_of_import(report: Data) -> str:
    """What an import did, would do, or could not take."""
    counts = "  ".join(f"{key} {value:,}" for key, value in report["counts"].items())
    lines = [f"{report['kind']}{' (dry run)' if report['dry_run'] else ''}: {counts}"]
    wrong = report.get("mistakes") or report.get("problems") or []
    lines += [f"  {row['row']}: {row['text']}" for row in wrong]
    pointing = report.get("pointing") or []
    lines += [f"  {row['code']}: {row['rows']} {row['table']}" for row in pointing]
    return "\n".join(lines)
