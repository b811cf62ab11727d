"""`gridkeeper bench`: run a folder of published instances, ours beside a peer, one line an instance."""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Iterator, Mapping
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from gridkeeper.cli.bench_families import FAMILIES, WITHOUT_FOLDER
from gridkeeper.cli.bench_families.known import best_known
from gridkeeper.cli.bench_families.report import Reporter
from gridkeeper.cli.bench_families.runs import run_alone

# Wall seconds a child may take for each second of its budget: on a busy machine processor seconds pass slowly.
_LIMIT = 20.0
_GRACE = 120.0
# Only of these is the objective the price of a plan that keeps the rules.
_HAS_PLAN = ("optimal", "feasible")


def _pattern(_: click.Context, __: click.Parameter, value: str) -> re.Pattern[str]:
    try:
        return re.compile(value)
    except re.error as broken:
        raise click.BadParameter(f"{value!r} is no regular expression: {broken}") from None


@click.command()
@click.argument("family", type=click.Choice(FAMILIES + WITHOUT_FOLDER))
@click.argument("folder", metavar="DIR", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--seconds", type=click.FloatRange(min=0.0), default=10.0, show_default=True, help="Budget an instance.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line instead of a table.")
@click.option("--peer", "with_peer", is_flag=True, help="Run today's best library on every instance as well.")
@click.option("--only", default="", callback=_pattern, help="Only instances whose name this regular expression finds.")
def bench(  # noqa: PLR0917
    family: str, folder: Path | None, seconds: float, as_json: bool, with_peer: bool, only: re.Pattern[str]
) -> None:
    """Run every instance of FAMILY in DIR and its subfolders, each in a process of its own.

    Known objectives are read from best_known.csv (and files named *_opt.csv) in DIR, its subfolders or the folder
    above. Exit code 0: done; 1: a plan broke a rule, an instance could not be run or none was found; 2: wrong usage.
    """
    rows = _deployment(family, folder, seconds=seconds, with_peer=with_peer) if family in WITHOUT_FOLDER else None
    if rows is None:
        if folder is None:
            raise click.UsageError(f"the family {family} needs the folder of its instances: bench {family} DIR")
        rows = _instances(family, folder, seconds=seconds, with_peer=with_peer, only=only)
    reporter = Reporter(family=family, seconds=seconds, as_json=as_json)
    for row in rows:
        # How busy the machine was says how far wall seconds can be believed.
        reporter.add({**row, "load": round(os.getloadavg()[0], 1)})
    reporter.close()
    if not reporter.instances:
        click.echo(f"No instance of the family {family} was found in {folder or 'it'}.", err=True)
    sys.exit(1 if reporter.findings or not reporter.instances else 0)


def _deployment(family: str, folder: Path | None, *, seconds: float, with_peer: bool) -> Iterator[Mapping[str, Any]]:
    if folder is not None:
        raise click.UsageError(f"the family {family} makes its own instances and takes no folder")
    module = import_module(f"gridkeeper.cli.bench_families.{family}")
    rows: Iterator[Mapping[str, Any]] = module.rows(seconds=seconds, peer=with_peer)
    return rows


def _instances(
    family: str, folder: Path, *, seconds: float, with_peer: bool, only: re.Pattern[str]
) -> Iterator[Mapping[str, Any]]:
    module = import_module(f"gridkeeper.cli.bench_families.{family}")
    known = best_known(folder)
    if hasattr(module, "warm"):
        module.warm()
    for instance in module.instances(folder):
        if not only.search(instance.name):
            continue
        row = {"instance": instance.name, **_EMPTY, "best_known": known.get(instance.name)}
        if instance.problem is None:
            yield row | {"status": "error", "reason": instance.reason}
            continue
        limit = _LIMIT * seconds + _GRACE
        row |= run_alone(partial(_ours, module, instance.problem, seconds), limit=limit)
        if row["status"] in _HAS_PLAN:
            row["gap_percent"] = gap_percent(row["objective"], row["best_known"], minimises=module.MINIMISES)
        if with_peer:
            beside = run_alone(partial(_theirs, module, instance.problem, seconds), limit=limit)
            row |= _peer_fields(beside, row["best_known"], minimises=module.MINIMISES)
        yield row


_EMPTY = dict.fromkeys(
    (
        "objective",
        "bound",
        "best_known",
        "gap_percent",
        "proved",
        "cpu_seconds",
        "wall_seconds",
        "peak_mib",
        "status",
    )
) | {"violations": [], "bound_gap_percent": None}


def _ours(module: Any, problem: Any, seconds: float) -> dict[str, Any]:
    from gridkeeper.planning.check import check

    wall, cpu = time.perf_counter(), time.process_time()
    plan = module.run(problem, seconds)
    spent = {"cpu_seconds": time.process_time() - cpu, "wall_seconds": time.perf_counter() - wall}
    broken = check(problem, plan)
    return {
        "objective": plan.objective,
        "bound": plan.bound,
        "bound_gap_percent": 100.0 * plan.gap if plan.gap is not None and plan.status in _HAS_PLAN else None,
        "proved": plan.status == "optimal",
        "status": str(plan.status),
        "engine": plan.engine,
        "violations": [
            {"rule": v.rule, "row": v.row, "amount": v.amount, "text": v.text.format(**v.facts)} for v in broken
        ],
        **spent,
    }


def _theirs(module: Any, problem: Any, seconds: float) -> dict[str, Any]:
    cpu = time.process_time()
    answer = module.peer(problem, seconds)
    return {"objective": answer.objective, "note": answer.note, "cpu_seconds": time.process_time() - cpu}


def _peer_fields(beside: Mapping[str, Any], known: float | None, *, minimises: bool) -> dict[str, Any]:
    objective = beside.get("objective")
    return {
        "peer_objective": objective,
        "peer_gap_percent": gap_percent(objective, known, minimises=minimises),
        "peer_cpu_seconds": beside.get("cpu_seconds"),
        "peer_peak_mib": beside.get("peak_mib"),
        "peer_note": beside.get("note") or beside.get("reason", ""),
    }


def gap_percent(objective: float | None, known: float | None, *, minimises: bool) -> float | None:
    """How much worse than the best known value, in percent; negative when better, None when either is missing."""
    if objective is None or known is None:
        return None
    worse = objective - known if minimises else known - objective
    return 100.0 * worse / max(abs(known), 1e-9) + 0.0
