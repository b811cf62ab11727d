"""Checks a partition: everyone in one part, parts whole, inside their group, inside their weight window, fixed kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gridkeeper.planning.plan import Violation

if TYPE_CHECKING:
    from gridkeeper.planning.partition.problem import Problem


def violations(problem: Problem, solution: Any, objective: float) -> tuple[Violation, ...]:
    """Every rule that ``solution`` (n,) part numbers breaks, found by plain walking and adding."""
    labels = [int(part) for part in solution]
    if len(labels) != len(problem.weight) or any(part < 0 for part in labels):
        return (Violation(rule="unit-without-part", text="Not every unit is in a part."),)
    members: dict[int, list[int]] = {}
    for unit, part in enumerate(labels):
        members.setdefault(part, []).append(unit)
    found = [*_numbering(problem, members), *_crossings(problem, members), *_torn(problem, labels, members)]
    found += _windows(problem, members)
    found += _fixed(problem, labels)
    found += _priced(problem, labels, members, objective)
    return tuple(found)


def _group_of(problem: Problem, unit: int) -> int:
    return 0 if problem.group is None else int(problem.group[unit])


def _numbering(problem: Problem, members: dict[int, list[int]]) -> list[Violation]:
    wanted = problem.k if problem.k is not None else _parts_by_target(problem)
    if sorted(members) == list(range(wanted)):
        return []
    amount = float(abs(wanted - len(members)))
    return [Violation(rule="wrong-number-of-parts", amount=amount, text="The parts are not numbered 0 to k-1.")]


def _parts_by_target(problem: Problem) -> int:
    """Each group: its weight over the target, rounded half up, one at least and no more than it has units."""
    load: dict[int, float] = {}
    units: dict[int, int] = {}
    for unit in range(len(problem.weight)):
        group = _group_of(problem, unit)
        load[group] = load.get(group, 0.0) + float(problem.weight[unit])
        units[group] = units.get(group, 0) + 1
    target = problem.target or 1.0
    return sum(min(max(1, int(load[group] / target + 0.5)), units[group]) for group in load)


def _crossings(problem: Problem, members: dict[int, list[int]]) -> list[Violation]:
    found = []
    for part, units in sorted(members.items()):
        if len({_group_of(problem, unit) for unit in units}) > 1:
            found.append(Violation(rule="part-crosses-groups", row=part, text="A part lies in two groups."))
    return found


def _torn(problem: Problem, labels: list[int], members: dict[int, list[int]]) -> list[Violation]:
    """Breadth-first walk of every part from one of its units."""
    found = []
    indptr, indices = problem.indptr.tolist(), problem.indices.tolist()
    for part, units in sorted(members.items()):
        seen = {units[0]}
        line = [units[0]]
        for here in line:
            for other in indices[indptr[here] : indptr[here + 1]]:
                if labels[other] == part and other not in seen:
                    seen.add(other)
                    line.append(other)
        if len(seen) < len(units):
            lost = float(len(units) - len(seen))
            found.append(Violation(rule="part-torn", row=part, amount=lost, text="A part is in more than one piece."))
    return found


def _windows(problem: Problem, members: dict[int, list[int]]) -> list[Violation]:
    load = {part: sum(float(problem.weight[unit]) for unit in units) for part, units in members.items()}
    of_group: dict[int, list[int]] = {}
    for part, units in members.items():
        of_group.setdefault(_group_of(problem, units[0]), []).append(part)
    found = []
    for parts in of_group.values():
        mean = sum(load[part] for part in parts) / len(parts)
        low, high = problem.limits or (mean * (1 - problem.tolerance), mean * (1 + problem.tolerance))
        for part in sorted(parts):
            amount = max(load[part] - high, low - load[part])
            if amount > 1e-6 * max(1.0, mean):
                text = "A part weighs more or less than its window."
                found.append(Violation(rule="weight-outside-window", row=part, amount=amount, text=text))
    return found


def _fixed(problem: Problem, labels: list[int]) -> list[Violation]:
    if problem.fixed is None:
        return []
    wanted = problem.fixed.tolist()
    return [
        Violation(rule="fixed-unit-moved", row=unit, text="A fixed unit is in another part.")
        for unit, part in enumerate(wanted)
        if part >= 0 and labels[unit] != part
    ]


def _priced(problem: Problem, labels: list[int], members: dict[int, list[int]], objective: float) -> list[Violation]:
    price = _inertia(problem, members) if problem.objective == "inertia" else _cut(problem, labels)
    if abs(price - objective) <= 1e-6 * max(1.0, abs(price)):
        return []
    return [Violation(rule="wrong-objective", amount=abs(price - objective), text="The price named is not the price.")]


def _cut(problem: Problem, labels: list[int]) -> float:
    severed = 0
    indptr, indices = problem.indptr.tolist(), problem.indices.tolist()
    for unit, part in enumerate(labels):
        for other in indices[indptr[unit] : indptr[unit + 1]]:
            same_group = _group_of(problem, unit) == _group_of(problem, other)
            severed += unit < other and part != labels[other] and same_group
    return float(severed)


def _inertia(problem: Problem, members: dict[int, list[int]]) -> float:
    assert problem.xy is not None
    total = 0.0
    for units in members.values():
        weight = [float(problem.weight[unit]) for unit in units]
        mass = sum(weight)
        if mass <= 0:
            continue
        points = [(float(problem.xy[unit, 0]), float(problem.xy[unit, 1])) for unit in units]
        cx = sum(w * p[0] for w, p in zip(weight, points, strict=True)) / mass
        cy = sum(w * p[1] for w, p in zip(weight, points, strict=True)) / mass
        total += sum(w * ((p[0] - cx) ** 2 + (p[1] - cy) ** 2) for w, p in zip(weight, points, strict=True))
    return total
