"""Ask `gridkeeper bench` for published instances and for the district, and keep what it says.

planners.py                      every run
planners.py pmed cvrp            these runs
planners.py deployment           the rows of the district
planners.py read pmed FILE       lines that `gridkeeper bench ... --json` wrote into FILE, at a quieter moment
planners.py read pmed FILE NOTE  the same of a run that did not reach every instance: no goal counts as held
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.record import Line, keep  # noqa: E402

SHARED = Path(os.environ.get("GRIDKEEPER_SHARED", ROOT.parent / "shared"))
Rows = list[dict[str, Any]]
# On a busy machine processor seconds pass slowly: wall seconds one command may take.
_LIMIT = 7200.0


@dataclass(frozen=True, kw_only=True)
class Run:
    """One family with its seconds, a pattern of instance names, and when its goal is held."""

    family: str
    seconds: float
    goal: str
    held: Callable[[Rows], bool]
    only: str = ""
    with_peer: bool = True


def _worst(rows: Rows, key: str = "gap_percent") -> float:
    return max((row[key] for row in rows if row.get(key) is not None), default=float("inf"))


def _mean(rows: Rows, key: str = "gap_percent") -> float:
    found = [row[key] for row in rows if row.get(key) is not None]
    return statistics.fmean(found) if found else float("inf")


def _proved(rows: Rows) -> float:
    return sum(bool(row.get("proved")) for row in rows) / max(len(rows), 1)


def _beside(rows: Rows) -> bool:
    """Rows that have both answers: on average ours is not worse."""
    both = [row for row in rows if row.get("gap_percent") is not None and row.get("peer_gap_percent") is not None]
    return bool(both) and _mean(both) <= _mean(both, "peer_gap_percent") + 1e-9


def _better_everywhere(rows: Rows) -> bool:
    theirs = [row.get("peer_gap_percent") for row in rows]
    return all(
        row.get("gap_percent") is not None and (peer is None or row["gap_percent"] <= peer + 1e-9)
        for row, peer in zip(rows, theirs, strict=True)
    )


RUNS: dict[str, Run] = {
    "pmed": Run(family="pmed", seconds=1.0, goal="every optimum in 1 s", held=lambda rows: _worst(rows) <= 1e-4),
    "pmed-proof": Run(
        family="pmed",
        seconds=5.0,
        goal="three in four proved in 5 s",
        held=lambda rows: _proved(rows) >= 0.75,
        with_peer=False,
    ),
    "pmedian_large": Run(
        family="pmedian_large",
        seconds=10.0,
        only=r"(u1060|rl1304|pcb3038|rl5934)_p(50|100|200|300|500)$",
        goal="proven <= 0.15 %, n <= 6,000, p >= 50, 10 s",
        held=lambda rows: _worst(rows, "bound_gap_percent") <= 0.15,
    ),
    "rostering": Run(
        family="rostering",
        seconds=60.0,
        only=r"Instance([1-9]|1[0-2])$",
        goal="better than CP-SAT and HiGHS on every one, <= 5 % but for 8",
        held=lambda rows: (
            _better_everywhere(rows) and _worst([row for row in rows if row["instance"] != "Instance8"]) <= 5.0
        ),
    ),
    "districting": Run(
        family="districting",
        seconds=10.0,
        goal="every proved optimum, <= 2 % on the rest, 10 s",
        held=lambda rows: _worst(rows) <= 2.0,
    ),
    "cpmed": Run(family="cpmed", seconds=20.0, only="^SJC", goal="<= 0.2 % in 20 s", held=lambda r: _worst(r) <= 0.2),
    "cvrp": Run(
        family="cvrp", seconds=10.0, only="X-n(106|200|303|376)-", goal="at least equal to plain PyVRP", held=_beside
    ),
    "vrptw": Run(
        family="vrptw",
        seconds=5.0,
        only=r"\b(RC101|R108|RC203|R204)$",
        goal="at least equal to plain PyVRP",
        held=_beside,
    ),
}


def run(name: str) -> None:
    """Ask for one of `RUNS` and keep it; published instances that are not at hand are said to be missing."""
    asked = RUNS[name]
    folder = SHARED / "bench" / asked.family
    if not folder.is_dir():
        keep(name, [Line(name=name, ours="not run", note="no published instances at hand")])
        return
    words = [asked.family, str(folder), "--seconds", str(asked.seconds)]
    words += ["--only", asked.only] if asked.only else []
    words += ["--peer"] if asked.with_peer else []
    rows, told = _ask(words)
    keep(name, [_summary(name, asked, rows, told)], [_instance(name, row) for row in rows])


def read(name: str, file: Path, *, missing: str = "") -> None:
    """Keep lines printed earlier as the answer to run ``name``; their day is the file's.

    ``missing`` says which instances a run did not reach: then its goal is neither held nor missed.
    """
    rows = _rows(file.read_text(encoding="utf-8"))
    day = f"{datetime.fromtimestamp(file.stat().st_mtime, UTC):%Y-%m-%d}"
    load = statistics.fmean(row.get("load") or 0.0 for row in rows) if rows else 0.0
    if name == "deployment":
        keep(name, [_of_district(row) for row in rows], day=day, load=load)
    else:
        details = [_instance(name, row) for row in rows]
        line = _summary(name, RUNS[name], rows, missing)
        keep(name, [replace(line, held=None) if missing else line], details, day=day, load=load)


def deployment() -> None:
    """Ask for the rows of the district and keep them."""
    rows, told = _ask(["deployment", "--peer"])
    keep("deployment", [_of_district(row) for row in rows] or [Line(name="deployment", ours="not run", note=told)])


def _ask(words: list[str]) -> tuple[Rows, str]:
    """JSON lines of one bench command, and why it ended early."""
    command = [sys.executable, "-m", "gridkeeper.project.entry", "bench", *words, "--json"]
    try:
        done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=_LIMIT)
        text, told = done.stdout, "" if done.returncode == 0 else f"exit code {done.returncode}"
    except subprocess.TimeoutExpired as late:
        text, told = (late.stdout or b"").decode(), f"cut off after {_LIMIT:.0f} s"
    return _rows(text), told


def _rows(text: str) -> Rows:
    found = [json.loads(line) for line in text.splitlines() if line.startswith("{") and line.endswith("}")]
    return [row for row in found if "instance" in row]


def _summary(name: str, asked: Run, rows: Rows, told: str) -> Line:
    ours = [row["gap_percent"] for row in rows if row.get("gap_percent") is not None]
    theirs = [row["peer_gap_percent"] for row in rows if row.get("peer_gap_percent") is not None]
    proven = [row["bound_gap_percent"] for row in rows if row.get("bound_gap_percent") is not None]
    proved = sum(bool(row.get("proved")) for row in rows)
    said = _gaps("to best known", ours) if ours else _gaps("proven", proven)
    broken = sum(bool(row.get("violations")) for row in rows)
    notes = (
        f"{len(rows)} instances, {asked.seconds:g} CPU s each, {_load(rows)}",
        told,
        f"{broken} with broken rules" if broken else "",
    )
    return Line(
        name=name,
        ours=f"{said}; {proved} of {len(rows)} proved",
        peer=_gaps("to best known", theirs) if theirs else "",
        goal=asked.goal,
        held=bool(rows) and not broken and asked.held(rows),
        note="; ".join(note for note in notes if note),
    )


def _gaps(what: str, gaps: list[float]) -> str:
    return f"{what}: mean {statistics.fmean(gaps):.2f} %, worst {max(gaps):.2f} %" if gaps else "none"


def _load(rows: Rows) -> str:
    loads = [row["load"] for row in rows if row.get("load") is not None]
    if not loads:
        return "load not known"
    low, high = f"{min(loads):.1f}", f"{max(loads):.1f}"
    return f"load {low}" if low == high else f"load {low} to {high}"


def _instance(name: str, row: dict[str, Any]) -> Line:
    """One instance: objective, gaps, and the peer's objective and gap."""
    ours = [f"{row['objective']:,.6g}" if row.get("objective") is not None else str(row.get("status"))]
    ours += [f"{row['gap_percent']:.2f} % to best known"] if row.get("gap_percent") is not None else []
    if row.get("proved"):
        ours.append("proved")
    elif row.get("bound_gap_percent") is not None and row["bound_gap_percent"] < 20:
        ours.append(f"proven within {row['bound_gap_percent']:.2f} %")
    theirs = []
    if row.get("peer_objective") is not None:
        theirs.append(f"{row['peer_objective']:,.6g}")
    if row.get("peer_gap_percent") is not None:
        theirs.append(f"{row['peer_gap_percent']:.2f} %")
    cpu = f"{row['cpu_seconds']:.1f} CPU s" if row.get("cpu_seconds") is not None else ""
    return Line(name=f"{name}: {row['instance']}", ours=", ".join(ours), peer=", ".join(theirs), note=cpu)


def _of_district(row: dict[str, Any]) -> Line:
    skipped = {"instance", "held", "goal", "peer", "violations", "status", "load"}
    figures = {key: value for key, value in row.items() if key not in skipped and not key.startswith("peer_")}
    peers = {key.removeprefix("peer_"): value for key, value in row.items() if key.startswith("peer_") and value}
    peers.pop("peak_mib", None)
    figures["peak_mib"] = row.get("peak_mib")
    held = row.get("held")
    ours, theirs = row.get("cpu_seconds"), row.get("peer_cpu_seconds")
    return Line(
        name=str(row["instance"]),
        ours=_figures(figures),
        peer=_figures(peers),
        ratio=_ratio(theirs / ours) if ours and theirs else "",
        goal=str(row.get("goal") or ""),
        held=held if isinstance(held, bool) else None,
        note=f"load {row['load']}" if row.get("load") is not None else "",
    )


def _figures(found: dict[str, Any]) -> str:
    return ", ".join(
        f"{key.replace('_', ' ')} {_number(value) if isinstance(value, float) else value}"
        for key, value in found.items()
        if isinstance(value, str | int | float) and value != ""
    )


def _ratio(value: float) -> str:
    return f"{value:,.0f} x" if value >= 10 else f"{value:.2g} x"


def _number(value: float) -> str:
    """Large figures whole, so that two of them can be compared; rounding left over from a sum as nothing."""
    if abs(value) >= 1e4:
        return f"{value:,.0f}"
    return "0" if abs(value) < 1e-9 else f"{value:,.4g}"


def main(words: list[str]) -> None:
    """Do what the first words ask."""
    if words[:1] == ["read"]:
        read(words[1], Path(words[2]), missing=" ".join(words[3:]))
    elif words == ["deployment"]:
        deployment()
    else:
        for name in words or RUNS:
            run(name)


if __name__ == "__main__":
    main(sys.argv[1:])
