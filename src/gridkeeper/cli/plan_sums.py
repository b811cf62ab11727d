"""The small sums of a plan as commands: pairing, the norms of sampling, the wait at the door, patrols kept."""

from __future__ import annotations

import math
from dataclasses import asdict
from typing import Any

import click

from gridkeeper.cli.plan_words import pairing_lines, patrol_lines, sampling_lines, waiting_lines
from gridkeeper.cli.run import Answer, Wishes, plain_command
from gridkeeper.kernel.errors import Malformed

_HOURS_AT_MOST = 24 * 31


@click.command("pair")
@click.option("--leaders", type=int, required=True)
@click.option("--communities", type=int, default=112, show_default=True)
@plain_command(text=pairing_lines)
def pair_leaders(_wishes: Wishes, /, *, leaders: int, communities: int) -> Answer:
    """Share communities out to leaders evenly (YZ-02); exit code 1 where a community stays without a leader."""
    from collections import Counter

    from gridkeeper.planning.check import check
    from gridkeeper.planning.pair import Problem, solve
    from gridkeeper.planning.plan import Budget

    problem = Problem(leaders=leaders, communities=communities)
    made = solve(problem, budget=Budget())
    loads = Counter(made.solution.leader_loads(problem).tolist())
    data = {
        "status": str(made.status),
        "objective": made.objective,
        "loads": {str(load): loads[load] for load in sorted(loads, reverse=True)},
        "pairs": made.solution.pairs.tolist(),
        "violations": [violation.rule for violation in (*made.violations, *check(problem, made))],
    }
    return Answer(data, findings=bool(data["violations"]))


@click.command("sampling")
@click.option("--population", type=int, required=True)
@click.option("--samplers", type=int, required=True, help="How many there are.")
@click.option("--points", type=int, required=True, help="How many points are to be open.")
@click.option("--per-hour", type=float, default=60.0, show_default=True, help="People an hour and sampler.")
@plain_command(text=sampling_lines)
def size_sampling(_wishes: Wishes, /, *, population: int, samplers: int, points: int, per_hour: float) -> object:
    """What the norms ask for and what the samplers there are can do (YZ-10 to YZ-12)."""
    from gridkeeper.planning.staff import feasibility, network

    norm = network(population)
    able = feasibility(population, samplers=samplers, open_points=points, norm=norm.samplers, per_hour=per_hour)
    return {
        "norm": asdict(norm),
        "shortage": able.shortage,
        "hours": round(able.hours, 1) if math.isfinite(able.hours) else None,
        "points_without_sampler": able.points_without,
    }


@click.command("wait")
@click.option("--queue", type=int, required=True, help="People in line.")
@click.option("--tables", type=int, required=True)
@click.option("--per-hour", type=float, default=60.0, show_default=True, help="People an hour and table.")
@click.option("--limit", type=float, default=30.0, show_default=True, help="Longest wait in minutes.")
@plain_command(text=waiting_lines)
def wait_at_the_door(_wishes: Wishes, /, *, queue: int, tables: int, per_hour: float, limit: float) -> object:
    """The wait to show, whether to call the next building later, how many tables more (PH-08)."""
    from gridkeeper.planning.simulate import advise

    advice = asdict(advise(queue=queue, tables=tables, per_table_h=per_hour, wait_max_min=limit))
    return {name: None if value == math.inf else value for name, value in advice.items()}


@click.command("patrols")
@click.option("--from", "first", type=int, required=True, help="First hour due.")
@click.option("--to", "last", type=int, required=True, help="Hour after the last one due.")
@click.option("--tolerance", type=int, default=15, show_default=True, help="Minutes a start may be late.")
@click.argument("starts", nargs=-1, metavar="HH:MM...")
@plain_command(text=patrol_lines)
def patrols_kept(
    _wishes: Wishes, /, *, first: int, last: int, tolerance: int, starts: tuple[str, ...]
) -> dict[str, Any]:
    """Which due hours the patrols that began at the given times cover (YZ-47)."""
    from gridkeeper.planning.route import coverage

    if not 0 <= last - first <= _HOURS_AT_MOST:
        raise Malformed(field="to", value=last, expected=f"0 to {_HOURS_AT_MOST} hours after the first", example=22)
    seconds = [_seconds(start) for start in starts]
    due = [hour * 3600 for hour in range(first, last)]
    hours = coverage(seconds, due=due, tolerance=tolerance * 60)
    kept = sum(hour.start is not None for hour in hours)
    return {
        "due": len(hours),
        "covered": kept,
        "late": sum(hour.late for hour in hours),
        "percent": round(100.0 * kept / len(hours), 1) if hours else 100.0,
        "hours": [
            {
                "due": _clock(hour.due),
                "start": None if hour.start is None else _clock(hour.start),
                "late": hour.late,
                "missed_at": _clock(hour.missed_at) if hour.start is None else None,
            }
            for hour in hours
        ],
    }


def _seconds(text: str) -> int:
    hour, _, minute = text.partition(":")
    if not (hour.isdecimal() and minute.isdecimal() and int(minute) < 60):
        raise Malformed(field="start", value=text, expected="a time of the day", example="06:05")
    return int(hour) * 3600 + int(minute) * 60


def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02d}:{seconds % 3600 // 60:02d}"
