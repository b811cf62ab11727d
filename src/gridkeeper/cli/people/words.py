"""People data as lines for people at a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def lines_of_import(report: Mapping[str, Any]) -> str:
    """What an import did or would do, and each row that came back."""
    counts = "  ".join(f"{key} {value:,}" for key, value in report["counts"].items())
    lines = [f"{'dry run: ' if report['dry_run'] else ''}{counts}"]
    lines += [f"  {row['row']} {row['column'] or ''}: {row['text']}" for row in report["problems"]]
    if report["marked"]:
        lines.append(f"  -> {report['marked']}")
    return "\n".join(lines)


def lines_of_people(page: Mapping[str, Any]) -> str:
    """A page of people: posts, name, place, phone, id."""
    lines = [
        f"{'、'.join(row['posts']) or '-'}  {row['name']}  {row['unit_code']}  {row['phone']}  {row['id']}"
        for row in page["rows"]
    ]
    lines.append(f"{page['total']:,}{'' if page['total_is_exact'] else '+'}")
    return "\n".join(lines)
