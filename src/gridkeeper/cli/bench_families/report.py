"""Write benchmark rows as they come, as JSON lines or as a readable table, and the summary at the end."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

import click

_COLUMNS = (
    ("instance", "<22"), ("objective", ">14"), ("bound", ">14"), ("best_known", ">12"), ("gap_percent", ">8"),
    ("bound_gap_percent", ">8"), ("proved", ">6"), ("cpu_seconds", ">7"), ("wall_seconds", ">7"),
    ("peak_mib", ">6"), ("status", ">10"),
)  # fmt: skip
_SHORT = {"gap_percent": "gap %", "bound_gap_percent": "proven %", "cpu_seconds": "cpu s", "wall_seconds": "wall s",
          "peak_mib": "MiB"}  # fmt: skip
_PEER = (("peer_objective", ">14"), ("peer_gap_percent", ">8"), ("peer_cpu_seconds", ">8"))


class Reporter:
    """Prints each row at once and keeps what the summary needs."""

    def __init__(self, *, family: str, seconds: float, as_json: bool) -> None:
        self._family = family
        self._seconds = seconds
        self._as_json = as_json
        self._rows: list[Mapping[str, Any]] = []
        self._columns: list[tuple[str, str]] = []

    @property
    def instances(self) -> int:
        """How many rows there were."""
        return len(self._rows)

    @property
    def findings(self) -> int:
        """Instances that could not be run, plans that broke a rule, and targets missed."""
        return sum(_is_finding(row) for row in self._rows)

    def add(self, row: Mapping[str, Any]) -> None:
        """Print one row."""
        row = {key: _sayable(value) for key, value in row.items()}
        if self._as_json:
            click.echo(json.dumps(row, ensure_ascii=False))
        else:
            self._print_row(row)
        self._rows.append(row)

    def close(self) -> None:
        """Print the summary."""
        summary = self._summary()
        if self._as_json:
            click.echo(json.dumps({"summary": summary}, ensure_ascii=False))
        else:
            click.echo("")
            for key, value in summary.items():
                click.echo(f"{key.replace('_', ' ')}: {_cell(value)}")

    def _summary(self) -> dict[str, Any]:
        gaps = [row["gap_percent"] for row in self._rows if row.get("gap_percent") is not None]
        proven = [row["bound_gap_percent"] for row in self._rows if row.get("bound_gap_percent") is not None]
        beside = [row["peer_gap_percent"] for row in self._rows if row.get("peer_gap_percent") is not None]
        summary = {
            "family": self._family,
            "seconds": self._seconds,
            "instances": len(self._rows),
            "errors": sum(row.get("status") == "error" for row in self._rows),
            "with_violations": sum(bool(row.get("violations")) for row in self._rows),
            "proved": sum(bool(row.get("proved")) for row in self._rows),
            "at_best_known": sum(gap <= 1e-4 for gap in gaps),
            "mean_gap_percent": sum(gaps) / len(gaps) if gaps else None,
            "max_gap_percent": max(gaps, default=None),
            "max_bound_gap_percent": max(proven, default=None),
            "cpu_seconds": sum(row.get("cpu_seconds") or 0.0 for row in self._rows),
        }
        if beside:
            summary |= {"peer_mean_gap_percent": sum(beside) / len(beside), "peer_max_gap_percent": max(beside)}
        if any("held" in row for row in self._rows):
            summary["held"] = sum(bool(row.get("held")) for row in self._rows)
        return summary

    def _print_row(self, row: Mapping[str, Any]) -> None:
        if not self._columns:
            self._columns = [*_COLUMNS, *(_PEER if "peer_objective" in row else ())]
            click.echo(" ".join(f"{_SHORT.get(name, name)[:14]:{form}}" for name, form in self._columns))
        click.echo(" ".join(f"{_cell(row.get(name)):{form}}" for name, form in self._columns))
        shown = {name for name, _ in self._columns} | {"violations", "engine"}
        for name, value in row.items():
            if name not in shown and value not in (None, ""):
                click.echo(f"    {name.replace('_', ' ')}: {_cell(value)}")
        for violation in row.get("violations") or ():
            click.echo(f"    violation: {violation}")


def _is_finding(row: Mapping[str, Any]) -> bool:
    return row.get("status") == "error" or bool(row.get("violations"))


def _sayable(value: Any) -> Any:
    """Figures as JSON can say them: numpy's become Python's, endless ones null."""
    if hasattr(value, "item") and not isinstance(value, (list, dict, str)):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, Mapping):
        return {key: _sayable(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_sayable(item) for item in value]
    return value


def _cell(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.3f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
