"""Due windows for a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from gridkeeper.console import words
from gridkeeper.formats.columns import Column, Kind, Table
from gridkeeper.rounds.queries.rows import RoundRow

ROUNDS: Final = Table(
    key="rounds",
    zh="巡查和任务",
    en="Rounds",
    columns=(
        Column(key="due_at", zh="应在", en="Due", kind=Kind.MOMENT),
        Column(key="round", zh="任务", en="Round"),
        Column(key="place", zh="地点", en="Place"),
        Column(key="unit_code", zh="单位代码", en="Unit code", kind=Kind.CODE),
        Column(key="state", zh="状态", en="State"),
        Column(key="started_at", zh="开始时间", en="Walked", kind=Kind.MOMENT),
        Column(key="late_because", zh="晚的原因", en="Late because"),
    ),
)


def file_rows(found: Sequence[RoundRow], places: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """Rows for a file."""
    for row in found:
        yield {
            "due_at": row.due_at,
            "round": words.named(row),
            "place": places.get(row.unit_code, ""),
            "unit_code": row.unit_code,
            "state": words.state_tag(words.ROUND_STATES, row.state)["text"],
            "started_at": row.started_at,
            "late_because": row.late_because,
        }
