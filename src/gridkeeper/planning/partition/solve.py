"""Answers a partition: start, search, proof, and one Plan whatever happens."""

from __future__ import annotations

from functools import partial

import numpy as np

from gridkeeper.planning.partition.bound import cut_bound, inertia_bound
from gridkeeper.planning.partition.evaluate import evaluate
from gridkeeper.planning.partition.fixed import carried_over, fixed_proofs, with_fixed
from gridkeeper.planning.partition.metis import metis_labels
from gridkeeper.planning.partition.pace import Pace
from gridkeeper.planning.partition.problem import Integers, PartitionRefused, Problem
from gridkeeper.planning.partition.regions import Ground, lay_ground
from gridkeeper.planning.partition.search import Bench, search_compact, search_cut, search_near
from gridkeeper.planning.plan import Budget, Plan, Status, Stopwatch, Violation, input_sha, relative_gap

ENGINES = ("auto", "flips", "power", "metis")
_STILL_DRAWN = ("unit-heavier-than-a-part", "piece-fits-no-count", "pieces-fit-no-count")
"""Proofs that some part must miss its window; the best partition is drawn all the same."""
_MOST_PER_UNIT = 20_000
_LEAST_PER_UNIT = 20
"""Proposals a unit that are made even when the time is over: a bare start of 667 parts leaves 191 of them outside
their window, up to 510 %; these few (0.1 s for 20,000 units) leave none, and spare the chains that time."""
_SPEED = {"inertia": 4e6, "cut": 5e5}
"""Proposals a second believed at first; the first cycle on severed edges is long, and a large graph is slow."""
_BOUND_SHARE = 0.1
"""Of the time, for the bound on severed edges; on 1,500 units its eigenvalues once took two seconds of one."""
_NO_LIMIT = 1 << 60


def solve(problem: Problem, *, budget: Budget, start: Integers | None = None, engine: str = "auto") -> Plan[Integers]:
    """Partition the units; the solution is (n,) part numbers, all -1 where parts cannot even be drawn whole.

    Engines: ``flips`` (ours: ``auto`` means it), ``power`` and ``metis`` (the bare starts, made whole). ``start`` is an
    older partition: it is mended with few changes (inertia) or improved (cut). ``budget.iterations`` counts proposals
    to move one unit. Status ``optimal`` only where the proven bound is met, ``infeasible`` only with a proof in
    ``violations``; ``timeout`` carries the best partition found and names the parts that miss their window.
    """
    if engine not in ENGINES:
        raise PartitionRefused(reason=f"there is no engine {engine}")
    watch = Stopwatch(budget)
    ground = lay_ground(problem)
    proofs = (*ground.impossible, *fixed_proofs(problem, ground))
    sha = input_sha(problem)
    if any(proof.rule not in _STILL_DRAWN for proof in proofs):
        return Plan(
            kind="partition", solution=np.full(problem.n, -1, dtype=np.int64), objective=float("inf"),
            status=Status.INFEASIBLE, violations=proofs, engine=engine, seconds=watch.seconds,
            cpu_seconds=watch.cpu_seconds, seed=budget.seed, input_sha=sha,
        )  # fmt: skip
    bench = Bench(problem=problem, ground=ground, seed=budget.seed, watch=watch)
    bound = _bound(problem, ground, budget)
    # Compact parts stop to gain long before; cut edges are searched as long as they may be.
    most = _MOST_PER_UNIT * problem.n if problem.objective == "inertia" else _NO_LIMIT
    least = _LEAST_PER_UNIT * problem.n if problem.objective == "inertia" and start is None else 0
    pace = Pace(budget, watch, most=most, least=least, speed=_SPEED[problem.objective])
    name = _search(bench, pace, start=start, engine=engine, bound=bound)
    return _plan(bench, bound=bound, name=name, sha=sha, proofs=proofs)


def _bound(problem: Problem, ground: Ground, budget: Budget) -> float:
    """The best proven bound; the whole price where every unit is its own part."""
    if problem.objective == "inertia":
        return inertia_bound(problem, ground)
    if ground.parts == problem.n:
        return float(len(ground.indices) // 2)
    seconds = float("inf") if budget.iterations is not None else _BOUND_SHARE * budget.seconds
    return float(cut_bound(problem, ground, seconds=seconds))


def _search(bench: Bench, pace: Pace, *, start: Integers | None, engine: str, bound: float) -> str:
    """Fill ``bench.best``; the name of what was run."""
    problem, ground = bench.problem, bench.ground
    if engine == "power" and problem.xy is None:
        raise PartitionRefused(reason="power cells need xy")
    if start is not None:
        first = bench.made_whole(_filled(carried_over(problem, ground, start), ground))
    elif engine == "metis" or problem.objective == "cut":
        first = bench.made_whole(metis_labels(problem, ground, seed=bench.seed + 1))
    else:
        first = bench.power_cells()
    painted = with_fixed(problem, ground, first)
    if painted is None:
        return "flips: the fixed units were not joined"
    first = bench.made_whole(painted)
    if engine in ("power", "metis") or ground.parts in (len(ground.part_count), problem.n):
        bench.keep(first)
        return engine if engine != "auto" else "only plan"
    if problem.objective == "inertia":
        if start is not None:
            search_near(bench, first, pace)
            return "start+chains"
        search_compact(bench, first, pace)
        return "power+flips+chains"
    search_cut(bench, first, pace, fresh=None if start is not None else partial(_fresh_start, bench), lowest=int(bound))
    return "metis+flips" if start is None else "start+flips"


def _fresh_start(bench: Bench, turn: int) -> Integers | None:
    """Another METIS answer, from looser and tighter balance in turn; None where the fixed units were not joined."""
    label = metis_labels(bench.problem, bench.ground, seed=bench.seed + 1 + turn, slack=(5, 10, 30, 100)[turn % 4])
    painted = with_fixed(bench.problem, bench.ground, bench.made_whole(label))
    return None if painted is None else bench.made_whole(painted)


def _filled(label: Integers, ground: Ground) -> Integers:
    """Every region starts with one unit of its first part at least, so that strays have somewhere to go."""
    for region in range(len(ground.part_count)):
        units = np.flatnonzero(ground.region == region)
        if bool((label[units] < 0).all()):
            label[units] = ground.first_part[region]
    return label


def _plan(bench: Bench, *, bound: float, name: str, sha: str, proofs: tuple[Violation, ...]) -> Plan[Integers]:
    problem, ground, watch = bench.problem, bench.ground, bench.watch
    if bench.best is None:
        text = "No partition was found that joins the fixed units of every part."
        return Plan(
            kind="partition", solution=np.full(problem.n, -1, dtype=np.int64), objective=float("inf"), bound=bound,
            status=Status.TIMEOUT, violations=(Violation(rule="fixed-units-apart", text=text),), engine=name,
            seconds=watch.seconds, cpu_seconds=watch.cpu_seconds, seed=bench.seed, input_sha=sha,
        )  # fmt: skip
    found = evaluate(problem, bench.best)
    broken = (*proofs, *_misfits(ground, found.load))
    proved = found.objective <= bound + 1e-9 * max(1.0, abs(bound))
    status = Status.TIMEOUT if broken else Status.OPTIMAL if proved else Status.FEASIBLE
    if proofs:
        # The bound speaks of partitions inside all windows, and there is none.
        status, bound_or_none = Status.INFEASIBLE, None
    else:
        bound_or_none = bound
    return Plan(
        kind="partition", solution=bench.best, objective=found.objective, bound=bound_or_none,
        gap=relative_gap(found.objective, bound_or_none), status=status, violations=broken, parts=found.parts,
        engine=name, seconds=watch.seconds, cpu_seconds=watch.cpu_seconds, seed=bench.seed, trace=tuple(bench.trace),
        input_sha=sha,
    )  # fmt: skip


def _misfits(ground: Ground, load: np.ndarray) -> tuple[Violation, ...]:
    """Every part outside its window, with the weight that would mend it."""
    slack = 1e-9 * np.maximum(ground.mean, 1.0)
    found = []
    for part in np.flatnonzero((load > ground.high + slack) | (load < ground.low - slack)):
        amount = float(max(load[part] - ground.high[part], ground.low[part] - load[part]))
        facts = {
            "part": int(part),
            "load": float(load[part]),
            "low": float(ground.low[part]),
            "high": float(ground.high[part]),
        }
        text = "Part {part} weighs {load:.0f}, outside {low:.0f} to {high:.0f}."
        found.append(Violation(rule="weight-outside-window", row=int(part), amount=amount, text=text, facts=facts))
    return tuple(found)
