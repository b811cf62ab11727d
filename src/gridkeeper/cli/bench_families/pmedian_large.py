"""p-median on TSPLIB points, several numbers of sites a file: ours beside FasterPAM."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from gridkeeper.cli.bench_families import Instance, Peer, read_each
from gridkeeper.cli.bench_families.medoids import fasterpam

MINIMISES = True
# A float32 matrix of more points than this does not fit beside everything else.
_PEER_POINTS = 25_000


def instances(folder: Path) -> Iterator[Instance]:
    """Every `.vrp` or `.tsp` file in ``folder`` and below, once for each number of sites: `name_p50`."""
    files = [file for file in folder.rglob("*") if file.suffix in (".vrp", ".tsp")]
    return read_each(files, _parse)


def _parse(file: Path) -> Iterator[tuple[str, Any]]:
    from gridkeeper.formats.instances.pmedian_large import medians, read
    from gridkeeper.planning.site import Points, Problem

    points = Points(read(file.read_text(encoding="utf-8"), name=file.name))  # type: ignore[arg-type]
    for p in medians(points.shape[0]):
        yield f"{file.stem}_p{p}", Problem(metric=points, p=p)


def run(problem: Any, seconds: float) -> Any:
    """Our plan in ``seconds`` of processor time, neighbour lists included."""
    from gridkeeper.planning.plan import Budget
    from gridkeeper.planning.site import solve

    return solve(problem, budget=Budget(seconds=seconds, cpu=True))


def peer(problem: Any, seconds: float) -> Peer:
    """FasterPAM on the full matrix of distances."""
    if problem.metric.shape[0] > _PEER_POINTS:
        return Peer(None, f"a full matrix of {problem.metric.shape[0]} points does not fit")
    return fasterpam(problem, seconds)


def warm() -> None:
    """Load the compiled kernels."""
    from gridkeeper.planning.site import warm as warm_all

    warm_all()
