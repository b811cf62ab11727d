"""Rosters: the published scheduling benchmarks 1-24, against CP-SAT and HiGHS on the same model in the same run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gridkeeper.cli.bench_families import Instance, Peer, read_each

if TYPE_CHECKING:
    from gridkeeper.formats.instances.rostering import RosteringInstance
    from gridkeeper.planning.plan import Plan
    from gridkeeper.planning.roster.problem import Problem, Roster

MINIMISES = True


def instances(folder: Path) -> Iterator[Instance]:
    """Every text file below the folder that holds a benchmark of this format."""
    files = [file for file in folder.rglob("*.txt") if _is_ours(file)]
    return read_each(files, _parse)


def run(problem: Problem, seconds: float) -> Plan[Roster]:
    """Ours: one thread, processor seconds."""
    from gridkeeper.planning.plan import Budget
    from gridkeeper.planning.roster.solve import solve

    return solve(problem, budget=Budget(seconds=seconds, cpu=True))


def peer(problem: Problem, seconds: float) -> Peer:
    """CP-SAT and HiGHS, the whole processor time each: the better of the two, both in the note."""
    from gridkeeper.planning.roster.exact import solve_cp_sat, solve_highs

    answers = {"CP-SAT": solve_cp_sat(problem, seconds=seconds), "HiGHS": solve_highs(problem, seconds=seconds)}
    note = "; ".join(f"{name} {answer.objective}, bound {answer.bound}" for name, answer in answers.items())
    found = [float(answer.objective) for answer in answers.values() if answer.objective is not None]
    return Peer(min(found, default=None), note)


def warm() -> None:
    """Compile or load the kernels."""
    from gridkeeper.planning import roster

    roster.warm()


def problem_of(instance: RosteringInstance) -> Problem:
    """The published instance as a roster problem; cover rows that are not listed require nothing."""
    import numpy as np

    from gridkeeper.planning.roster.problem import Cover, Problem, Requests, Shifts, Staff

    people, shifts = instance.max_shifts.shape
    cover = np.zeros((3, instance.days, shifts), np.int32)
    cover[:, instance.cover[:, 0], instance.cover[:, 1]] = instance.cover[:, 2:].T
    unavailable = np.zeros((people, instance.days), bool)
    unavailable[instance.days_off[:, 0], instance.days_off[:, 1]] = True
    limits: Any = np.ascontiguousarray(instance.limits.T)
    return Problem(
        staff=Staff(
            ids=instance.staff_ids,
            max_minutes=limits[0],
            min_minutes=limits[1],
            max_consecutive=limits[2],
            min_consecutive=limits[3],
            min_days_off=limits[4],
            max_weekends=limits[5],
            max_shifts=instance.max_shifts,
            group=np.full(people, -1, np.int32),
        ),
        shifts=Shifts(
            ids=instance.shift_ids,
            minutes=instance.minutes,
            forbidden=instance.forbidden,
            forbidden_over_off=np.zeros((shifts, shifts), bool),
            night=np.zeros(shifts, bool),
        ),
        cover=Cover(required=cover[0], under=cover[1], over=cover[2]),
        unavailable=unavailable,
        requests=Requests(on=instance.on, off=instance.off),
    )


def _parse(file: Path) -> list[tuple[str, Problem]]:
    from gridkeeper.formats.instances.rostering import read_rostering

    return [(file.stem, problem_of(read_rostering(file.read_text("utf-8"))))]


def _is_ours(file: Path) -> bool:
    """Other text formats may lie in the same folder; an empty or broken file is ours, so that it is reported."""
    opening = file.read_bytes()[:4096].lstrip()
    return not opening or opening.startswith((b"#", b"SECTION_"))
