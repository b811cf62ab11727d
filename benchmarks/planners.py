"""Ask `gridkeeper bench` for every family of published instances and for the district, and keep a line for each."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.record import Line, keep  # noqa: E402

SHARED = Path(os.environ.get("GRIDKEEPER_SHARED", ROOT.parent / "shared"))
# Seconds an instance, and which instances: a whole run has to end within the patience of a person.
FAMILIES: dict[str, tuple[float, str]] = {
    "pmed": (1.0, "pmed1"),
    "districting": (3.0, ""),
    "cpmed": (5.0, ""),
    "rostering": (10.0, "Instance1"),
    "vrptw": (3.0, "101"),
    "cvrp": (3.0, "n1"),
    "pmedian_large": (5.0, ""),
}
_LIMIT = {"planning": 420.0, "deployment": 900.0}


def planning(only: tuple[str, ...] = ()) -> None:
    """Run the families (all, or those named)."""
    lines = []
    for family, (seconds, chosen) in FAMILIES.items():
        if only and family not in only:
            continue
        folder = SHARED / "bench" / family
        if not folder.is_dir():
            lines.append(Line(name=family, ours="not run", note="no published instances at hand"))
            continue
        words = [family, str(folder), "--seconds", str(seconds), "--peer"]
        rows, told = _ask([*words, "--only", chosen] if chosen else words, _LIMIT["planning"])
        lines.append(_of_family(family, rows, seconds=seconds, chosen=chosen, told=told))
        keep("planning", lines)


def deployment() -> None:
    """Run the rows of the district."""
    rows, told = _ask(["deployment"], _LIMIT["deployment"])
    lines = [_of_district(row) for row in rows if "instance" in row]
    keep("deployment", lines or [Line(name="deployment", ours="not run", note=told)])


def _ask(words: list[str], limit: float) -> tuple[list[dict[str, Any]], str]:
    """JSON lines of one bench command, and why it ended early."""
    command = [sys.executable, "-m", "gridkeeper.project.entry", "bench", *words, "--json"]
    try:
        done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=limit)
        text, told = done.stdout, "" if done.returncode == 0 else f"exit code {done.returncode}"
    except subprocess.TimeoutExpired as late:
        text, told = (late.stdout or b"").decode(), f"cut off after {limit:.0f} s"
    rows = [json.loads(line) for line in text.splitlines() if line.startswith("{") and line.endswith("}")]
    return [row for row in rows if "instance" in row], told


def _of_family(family: str, rows: list[dict[str, Any]], *, seconds: float, chosen: str, told: str) -> Line:
    ours = [row["gap_percent"] for row in rows if row.get("gap_percent") is not None]
    theirs = [row["peer_gap_percent"] for row in rows if row.get("peer_gap_percent") is not None]
    notes = [f"{len(rows)} instances" + (f" whose name contains {chosen}" if chosen else ""), f"{seconds:g} s each"]
    notes += [f"{sum(bool(row.get('proved')) for row in rows)} proved", told]
    broken = sum(bool(row.get("violations")) for row in rows)
    return Line(
        name=family,
        ours=_gaps(ours),
        peer=_gaps(theirs),
        goal="gap to best known",
        note="; ".join(note for note in [*notes, f"{broken} with broken rules" if broken else ""] if note),
    )


def _gaps(gaps: list[float]) -> str:
    if not gaps:
        return "none"
    return f"median {statistics.median(gaps):.2f} %, worst {max(gaps):.2f} % ({len(gaps)})"


def _of_district(row: dict[str, Any]) -> Line:
    skipped = {"instance", "held", "goal", "peer", "violations", "status"}
    figures = {key: value for key, value in row.items() if key not in skipped and not key.startswith("peer")}
    peers = {key.removeprefix("peer_"): value for key, value in row.items() if key.startswith("peer") and value}
    held = row.get("held")
    return Line(
        name=str(row["instance"]),
        ours=_figures(figures),
        peer=_figures(peers),
        goal=str(row.get("goal") or ""),
        held=held if isinstance(held, bool) else None,
    )


def _figures(found: dict[str, Any]) -> str:
    return ", ".join(
        f"{key.replace('_', ' ')} {value:.4g}" if isinstance(value, float) else f"{key.replace('_', ' ')} {value}"
        for key, value in found.items()
        if isinstance(value, str | int | float) and value != ""
    )


if __name__ == "__main__":
    deployment() if sys.argv[1:2] == ["deployment"] else planning(tuple(sys.argv[1:]))
