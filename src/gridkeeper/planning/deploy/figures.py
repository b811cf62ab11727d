"""What an answer is worth in the units people think in: metres to walk, hours, heads, teams; ours and the hand-made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from gridkeeper.planning import mobilise, pair, partition, route, site, staff
from gridkeeper.planning.roster.evaluate import heads_of
from gridkeeper.planning.roster.problem import OFF
from gridkeeper.planning.roster.problem import Problem as RosterProblem

Figures = Mapping[str, float]


def figures(name: str, problem: Any, solution: Any) -> Figures:
    """The figures of part ``name`` for any ``solution`` of ``problem``; keys are those of ``words.ANSWERS``."""
    return _FIGURES[name](problem, solution)


def _grids(problem: partition.Problem, label: Any) -> Figures:
    found = partition.evaluate(problem, label)
    worst = 100.0 * float(found.deviation.max(initial=0.0))
    return {"count": float(len(found.load)), "metres": found.radius, "worst": worst}


def _pairing(problem: pair.Problem, solution: pair.Pairing) -> Figures:
    loads = solution.leader_loads(problem)
    return {"most": float(loads.max(initial=0)), "fewest": float(loads.min()) if len(loads) else 0.0}


def _sites(problem: site.Problem, solution: site.Sites) -> Figures:
    price = site.evaluate(problem, solution.opened, solution.assigned)
    return {
        "count": float(len(solution.opened)),
        "metres": price.objective / max(float(problem.weights.sum()), 1e-9),
        "farthest": float(price.distance[problem.weights > 0].max(initial=0.0)),
    }


def _staffing(problem: staff.Problem, solution: staff.Allocation) -> Figures:
    """Round in windows: when it ends, and how many points are open at once; else person-hours of waiting."""
    figure = staff.evaluate(problem, solution)[0]
    at_once = float((solution.servers > 0).sum(axis=0).max(initial=0))
    return {"end" if problem.model == "windows" else "waiting": figure, "at_once": at_once}


def _day(problem: Any, queues: Any) -> Figures:  # noqa: ARG001
    return {"mean": queues.mean_min, "p50": queues.p50_min, "p90": queues.p90_min}


def _sending(problem: mobilise.Problem, solution: mobilise.Assignment) -> Figures:
    parts = mobilise.evaluate(problem, solution)[1]
    return {
        "sent": parts["sent"],
        "missing": parts["unfilled"],
        "lowest": 100.0 * parts["lowest_rate"],
        "metres": parts["ways"] / max(parts["sent"], 1.0),
    }


def _rosters(problem: RosterProblem, solution: Any) -> Figures:
    """Duties nobody does, and how many duties lie between the most and the least loaded of a gate, on average."""
    duties = solution.duties
    missing = int(np.maximum(problem.cover.required - heads_of(problem, duties), 0).sum())
    counts, groups = (duties != OFF).sum(axis=1), problem.compared
    apart = [int(np.ptp(counts[groups == group])) for group in np.unique(groups[groups >= 0])]
    filled = float(problem.cover.required.sum()) - missing
    return {"filled": filled, "missing": float(missing), "apart": float(np.mean(apart)) if apart else 0.0}


def _patrols(problem: route.PatrolProblem, walks: Any) -> Figures:  # noqa: ARG001
    return {"walks": float(len(walks)), "teams": float(len({walk.team for walk in walks}))}


def _waste(problem: route.Problem, routes: Any) -> Figures:
    metres = route.evaluate(problem, routes).objective
    return {"km": metres / 1000.0, "trips": float(sum(len(one.trips) for one in routes))}


_FIGURES: Mapping[str, Callable[[Any, Any], Figures]] = {
    "grids": _grids,
    "pairing_district": _pairing,
    "pairing_street": _pairing,
    "pairing_department": _pairing,
    "sites": _sites,
    "staffing": _staffing,
    "day": _day,
    "mobilisation": _sending,
    "teams": _sending,
    "rosters": _rosters,
    "patrols": _patrols,
    "waste": _waste,
}
