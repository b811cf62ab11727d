"""Posts as lines for people at a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

_SHOWN = 20


def lines_of_posts(rows: Sequence[Mapping[str, Any]]) -> str:
    """Posts one a line: title, place, who holds it, empty seats."""
    lines = []
    for row in rows:
        names = "、".join(holder["name"] or "…" for holder in row["holders"]) or "-"
        empty = f"  vacant {row['vacant']} since {row['vacant_since']}" if row["vacant"] else ""
        lines.append(f"{row['title']}  {row['unit_code']}  {names}{empty}  {row['id']}")
    return "\n".join(lines) or "-"


def lines_of_establishment(lines: Sequence[Mapping[str, Any]]) -> str:
    """Requirements one a line, with the places that lack something."""
    said = []
    for line in lines:
        said.append(f"{line['shown']}  {line['key']}{'' if line['ok'] else '  !'}")
        said += [f"    {row['name']}  {row['unit_code']}  {row['reason']}" for row in line["lacking"][:_SHOWN]]
        if len(line["lacking"]) > _SHOWN:
            said.append(f"    + {len(line['lacking']) - _SHOWN}")
    return "\n".join(said)
