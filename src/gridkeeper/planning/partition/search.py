"""Runs the kernels on one problem: the legs of annealing, the chains between them, and the best plan met."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from gridkeeper.planning.partition.chains import relieve
from gridkeeper.planning.partition.compact import anneal_compact
from gridkeeper.planning.partition.contiguity import bring_strays_home, found_empty_parts
from gridkeeper.planning.partition.cut import anneal_cut
from gridkeeper.planning.partition.evaluate import evaluate
from gridkeeper.planning.partition.pace import Pace
from gridkeeper.planning.partition.power import power_start
from gridkeeper.planning.partition.problem import Integers, Problem
from gridkeeper.planning.partition.randomness import stream
from gridkeeper.planning.partition.regions import Ground
from gridkeeper.planning.plan import Stopwatch

_LEGS = 10
_HEAT = (3.0, 0.05)
_WARM_HEAT = (0.05, 0.01)
_FINE = (1_000.0, 20_000.0)
_INSIDE = 0.9
_CHAINS = 300
_CUT_HEAT = (2.0, 0.3)
_CUT_FINE = (0.5, 3.0)
_CUT_CYCLE = 5_000


@dataclass(kw_only=True)
class Bench:
    """One problem laid out for the kernels, with the best plan so far (fewest misfits, then the objective)."""

    problem: Problem
    ground: Ground
    seed: int
    watch: Stopwatch
    best: Integers | None = None
    best_price: tuple[int, float] = (1 << 60, np.inf)
    trace: list[tuple[float, float]] = field(default_factory=list)

    def __post_init__(self) -> None:
        problem, n = self.problem, self.problem.n
        self.state = stream(self.seed)
        xy = np.zeros((n, 2)) if problem.xy is None else problem.xy - problem.xy.mean(axis=0)
        self.x, self.y = np.ascontiguousarray(xy[:, 0]), np.ascontiguousarray(xy[:, 1])
        # Empty buildings still belong somewhere near: a thousandth of a mean unit pulls them, and shifts no price.
        mean = float(problem.weight.mean())
        self.mass = np.maximum(problem.weight, 1e-3 * mean if mean > 0 else 1.0)
        fixed = problem.fixed
        self.locked = np.zeros(n, dtype=np.bool_) if fixed is None else fixed >= 0
        self.marks = np.zeros((2, n), dtype=np.int64)
        self.order = np.argsort(self.ground.region, kind="stable")
        self.starts = np.concatenate([[0], np.cumsum(np.bincount(self.ground.region))])

    def power_cells(self, rounds: int = 30) -> Integers:
        """A compact start, made whole: balanced power cells of every region."""
        ground = self.ground
        label = power_start(
            self.order, self.starts, ground.part_count, ground.first_part,
            self.x, self.y, self.mass, self.problem.weight, rounds, self.state,
        )  # fmt: skip
        return self.made_whole(label)

    def made_whole(self, label: Integers) -> Integers:
        """The same labels with strays brought home and empty parts founded."""
        ground = self.ground
        bring_strays_home(label, ground.parts, self.mass, self.locked, ground.indptr, ground.indices)
        found_empty_parts(
            label, ground.region, ground.part_region, self.problem.weight, self.locked, ground.indptr, ground.indices
        )
        return label

    def misfits(self, label: Integers) -> int:
        """How many parts lie outside their window (a billionth of a mean part is forgiven)."""
        load = np.bincount(label, weights=self.problem.weight, minlength=self.ground.parts)
        slack = 1e-9 * np.maximum(self.ground.mean, 1.0)
        return int(((load > self.ground.high + slack) | (load < self.ground.low - slack)).sum())

    def keep(self, label: Integers) -> None:
        """Remember ``label`` if no better plan is known."""
        price = (self.misfits(label), evaluate(self.problem, label).objective)
        if price < self.best_price:
            self.best, self.best_price = label.copy(), price
            if price[0] == 0:
                self.trace.append((self.watch.seconds, price[1]))

    def unit_inertia(self, label: Integers) -> float:
        """Inertia of a typical unit: the yardstick of temperatures."""
        return max(evaluate(self.problem, label).inertia / self.problem.n, 1e-12)

    def anneal(
        self,
        label: Integers,
        *,
        heat: tuple[float, float],
        fine: tuple[float, float],
        scale: float,
        inside: float,
        steps: int,
    ) -> None:
        """One leg of compact flips on ``label``, in place, aiming at the inner ``inside`` of the weight windows."""
        ground, weight = self.ground, self.problem.weight
        middle = np.clip(ground.mean, ground.low, ground.high)
        low, high = middle - inside * (middle - ground.low), middle + inside * (ground.high - middle)
        anneal_compact(
            label, ground.indptr, ground.indices, self.x, self.y, self.mass, weight, self.locked, low, high,
            ground.mean, scale, np.array(heat), np.array(fine), steps, self.state, self.marks,
        )  # fmt: skip

    def anneal_cut(self, label: Integers, best: Integers, *, heat: float, limit: int, steps: int) -> int:
        """One cycle on severed edges; ``label`` walks on, ``best`` takes a plan below ``limit``. The best cut known."""
        ground, weight = self.ground, self.problem.weight
        return int(anneal_cut(
            label, best, ground.indptr, ground.indices, weight, self.locked, ground.low, ground.high, ground.mean,
            np.array([heat, _CUT_HEAT[1]]), np.array(_CUT_FINE), limit, steps, self.state, self.marks,
        ))  # fmt: skip

    def chain(self, label: Integers, scale: float) -> int:
        """Ejection chains on ``label``, in place; how many parts still miss their window."""
        ground, weight = self.ground, self.problem.weight
        return int(relieve(
            label, self.order, self.starts, ground.part_region, ground.indptr, ground.indices, self.x, self.y,
            self.mass, weight, self.locked, ground.low, ground.high, ground.mean, scale, _CHAINS, self.marks,
        ))  # fmt: skip


def search_near(bench: Bench, label: Integers, pace: Pace) -> None:
    """Mend an older plan with as few changes as chains allow; anneal, cold, only if misfits are left."""
    scale = bench.unit_inertia(label)
    left = bench.chain(label, scale)
    bench.keep(label)
    for _ in range(5):
        if left == 0 or pace.spent:
            return
        steps = pace.leg(0.2)
        bench.anneal(label, heat=_WARM_HEAT, fine=(_FINE[1], _FINE[1]), scale=scale, inside=_INSIDE, steps=steps)
        pace.took(steps)
        left = bench.chain(label, scale)
        bench.keep(label)


def search_compact(bench: Bench, label: Integers, pace: Pace) -> None:
    """Anneal, then mend misfits by chains and short reheats, and polish close to the windows' edges."""
    scale = bench.unit_inertia(label)
    bench.keep(label)
    for leg in range(_LEGS):
        steps = pace.leg(0.7 / _LEGS)
        heat = (_between(*_HEAT, leg / _LEGS), _between(*_HEAT, (leg + 1) / _LEGS))
        fine = (_between(*_FINE, leg / _LEGS), _between(*_FINE, (leg + 1) / _LEGS))
        bench.anneal(label, heat=heat, fine=fine, scale=scale, inside=_INSIDE, steps=steps)
        pace.took(steps)
    for _ in range(3):
        bench.chain(label, scale)
        bench.keep(label)
        if pace.spent:
            return
        steps = pace.leg(0.1)
        misfit = bench.misfits(label) > 0
        heat, inside = ((0.5, 0.02), _INSIDE) if misfit else ((_HEAT[1], 0.01), 0.98)
        bench.anneal(label, heat=heat, fine=(_FINE[1], 5 * _FINE[1]), scale=scale, inside=inside, steps=steps)
        pace.took(steps)
    bench.chain(label, scale)
    bench.keep(label)


def search_cut(
    bench: Bench, first: Integers, pace: Pace, *, fresh: Callable[[int], Integers | None] | None, lowest: int
) -> None:
    """Annealed cycles until the pace is spent, two of three from ``fresh(turn)`` starts, the others from the best.

    Stops early when the best plan severs no more than ``lowest``, the proven bound.
    """
    bench.keep(first)
    cycle = 0
    while not pace.spent:
        known = bench.best_price[1] if bench.best_price[0] == 0 else np.inf
        if known <= lowest:
            return
        steps = min(pace.leg(1.0), _CUT_CYCLE * bench.problem.n)
        if steps == 0:
            return
        label = first.copy() if bench.best is None else bench.best.copy()
        if fresh is not None and cycle % 3 != 2:
            other = fresh(cycle)
            label = label if other is None else other
        best = label.copy()
        limit = int(known) if np.isfinite(known) else len(bench.ground.indices)
        # A hotter cycle now and then crosses walls that narrow windows build on small graphs.
        heat = _CUT_HEAT[0] * (1.0, 1.0, 0.5, 1.0, 4.0)[cycle % 5]
        found = bench.anneal_cut(label, best, heat=heat, limit=limit, steps=steps)
        pace.took(steps)
        bench.keep(best if found < limit else label)
        cycle += 1


def _between(start: float, end: float, share: float) -> float:
    return float(start * (end / start) ** share)
