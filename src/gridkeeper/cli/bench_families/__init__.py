"""The benchmark families that `gridkeeper bench` knows: one module each, all of the same shape.

A family `<name>` is the module `gridkeeper.cli.bench_families.<name>` with

    MINIMISES: bool                                     # False where a larger objective is better
    def instances(folder: Path) -> Iterator[Instance]   # every instance in the folder and its subfolders
    def run(problem, seconds: float) -> Plan            # ours, one thread
    def peer(problem, seconds: float) -> Peer           # today's library on the same problem

and optionally

    def warm() -> None                                  # load the compiled kernels once, before the children are forked

`instances` yields ``Instance(name, problem)``; a file that is empty or broken is yielded as
``Instance(name, None, reason)`` so that the others still run; ``read_each`` does both. ``name`` is what
best_known.csv calls it where it is listed there. ``run`` and ``peer`` are called in a forked child of their own
each, so that processor time and peak memory are theirs alone: import solvers and peers inside them, never at
the top of the module. A peer that is not installed is answered by ``Peer(None, "...")``, not by an error.

The family `deployment` needs no folder: its module has ``rows(*, seconds, peer) -> Iterator[Mapping]`` instead,
one mapping a line with `instance`, its figures, the peer's and `held`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gridkeeper.kernel.errors import GridkeeperError

FAMILIES = ("pmed", "pmedian_large", "cpmed", "districting", "rostering", "cvrp", "vrptw")
WITHOUT_FOLDER = ("deployment",)


@dataclass(frozen=True)
class Instance:
    """One instance to run, or the reason why it cannot be."""

    name: str
    problem: Any
    reason: str = ""


@dataclass(frozen=True)
class Peer:
    """What today's library answers: its objective (None where it found nothing) and what was run."""

    objective: float | None
    note: str = ""


def begins_with(file: Path, *, figures: int) -> bool:
    """Whether the first line of a text file holds so many words, the first a figure; an empty file passes as well.

    Other formats may lie in the same folder; a file with nothing in it is passed on, so that it is reported.
    """
    lines = file.read_bytes()[:4096].split(b"\n")
    words = next((line.split() for line in lines if line.strip()), None)
    return words is None or (len(words) == figures and words[0].lstrip(b"-").replace(b".", b"", 1).isdigit())


def read_each(
    files: Iterable[Path],
    parse: Callable[[Path], Iterable[tuple[str, Any]]],
) -> Iterator[Instance]:
    """Every (name, problem) that ``parse`` reads from each file, in the order of the names.

    A file refused with a declared error, not UTF-8, empty or cut short becomes one instance with its reason.
    """
    for file in sorted(files):
        try:
            yield from [Instance(name, problem) for name, problem in parse(file)]
        except GridkeeperError as refused:
            yield Instance(file.stem, None, refused.message)
        except (ValueError, IndexError, KeyError, OSError) as broken:
            yield Instance(file.stem, None, f"{file.name}: {type(broken).__name__}: {broken}")
