"""The loop of one sealed area: every must-point once and back to the gate, by the shortest order found."""

from __future__ import annotations

from itertools import combinations

from gridkeeper.planning.route.problem import NO_WAY, Integers, RoutesRefused
from gridkeeper.planning.route.roads import Roads

_EXACT = 9


def area_loop(roads: Roads, *, gate: int, points: Integers) -> tuple[list[int], int]:
    """(nodes in walking order from the gate, whole seconds of the loop); refuses a point on another island."""
    nodes = [int(gate), *dict.fromkeys(int(point) for point in points if int(point) != int(gate))]
    seconds = roads.matrix(nodes)[1]  # type: ignore[arg-type]
    if bool((seconds == NO_WAY).any()):
        raise RoutesRefused(reason="a must-point cannot be reached from the gate and back")
    order, length = closed_tour(seconds)
    return [nodes[place] for place in order], length


def closed_tour(ways: Integers) -> tuple[list[int], int]:
    """(order from row 0, length) of a round trip over all rows; the shortest up to nine rows, else 2- and or-opt."""
    n = len(ways)
    cost = ways.tolist()
    if n <= 3:
        order = list(range(n))
        return min(((o, _length(o, cost)) for o in (order, order[:1] + order[:0:-1])), key=lambda found: found[1])
    order = _exact(cost) if n <= _EXACT else _improved(_inserted(cost), cost)
    return order, _length(order, cost)


def _length(order: list[int], cost: list[list[int]]) -> int:
    return sum(cost[a][b] for a, b in zip(order, order[1:] + order[:1], strict=True))


def _exact(cost: list[list[int]]) -> list[int]:
    """Held & Karp (1962): the best way through each set of rows ending in each of its rows."""
    n = len(cost)
    best: dict[tuple[int, int], tuple[int, int]] = {(1 << j, j): (cost[0][j], 0) for j in range(1, n)}
    for size in range(2, n):
        for rows in combinations(range(1, n), size):
            mask = sum(1 << j for j in rows)
            for last in rows:
                rest = mask ^ (1 << last)
                best[mask, last] = min((best[rest, k][0] + cost[k][last], k) for k in rows if k != last)
    mask = (1 << n) - 2
    last = min(range(1, n), key=lambda j: best[mask, j][0] + cost[j][0])
    order = []
    while last:
        order.append(last)
        mask, last = mask ^ (1 << last), best[mask, last][1]
    return [0, *order[::-1]]


def _inserted(cost: list[list[int]]) -> list[int]:
    """Farthest row first, where it lengthens the round trip least."""
    order = [0]
    left = set(range(1, len(cost)))
    while left:
        row = max(left, key=lambda j: (min(cost[i][j] + cost[j][i] for i in order), -j))
        left.remove(row)
        order.insert(1 + min(range(len(order)), key=lambda p: _extra(order, p, row, cost)), row)
    return order


def _extra(order: list[int], place: int, row: int, cost: list[list[int]]) -> int:
    after = order[(place + 1) % len(order)]
    return cost[order[place]][row] + cost[row][after] - cost[order[place]][after]


def _improved(order: list[int], cost: list[list[int]]) -> list[int]:
    """Reversed and moved pieces (2-opt, or-opt up to three rows) until none shortens the trip."""
    n = len(order)
    length = _length(order, cost)
    better = True
    while better:
        better = False
        for i in range(1, n):
            for j in range(i + 1, n + 1):
                for trial in _neighbours(order, i, j):
                    shorter = _length(trial, cost)
                    if shorter < length:
                        order, length, better = trial, shorter, True
    return order


def _neighbours(order: list[int], i: int, j: int) -> list[list[int]]:
    found = [order[:i] + order[i:j][::-1] + order[j:]]
    if j - i <= 3:
        piece, rest = order[i:j], order[:i] + order[j:]
        found += [rest[:p] + piece + rest[p:] for p in range(1, len(rest) + 1) if p != i]
    return found
