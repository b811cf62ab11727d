"""Close the gap: best-first branching on candidates, each node bounded by a short Lagrangean ascent."""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from itertools import count

import numpy as np
from numpy.typing import NDArray

from gridkeeper.planning.site.dual import OPEN, SHUT, climb, decided, multipliers
from gridkeeper.planning.site.interchange import Sitting, empty_sitting, seat, sweep
from gridkeeper.planning.site.lists import Floats, Lists, Rows
from gridkeeper.planning.site.pace import Pace

_ROUNDS_A_NODE = 60
_NODE_STEP = 0.6


@dataclass
class Proof:
    """What the branching found: a bound on every plan, the best plan seen (None: none better), and its price."""

    bound: float
    best: Rows | None
    price: float
    is_complete: bool


@dataclass
class _Tree:
    lists: Lists
    p: int
    price: float
    margin: float
    sitting: Sitting
    best: Rows | None = None

    @property
    def ceiling(self) -> float:
        """No plan at this price or above is looked for."""
        return self.price - self.margin

    def try_plan(self, rows: Rows) -> None:
        """Repair the relaxed choice by interchange and keep it when it is the best yet."""
        m = self.lists.start.shape[0] - 1
        total = seat(self.lists, self.sitting, rows)
        least = 1e-11 * abs(total)
        nothing = np.zeros(m + 1, np.uint8)
        total += sweep(self.lists, self.sitting, nothing, cursor=0, idle=0, budget=4 * m, least=least)[0]
        if total < self.price - least:
            self.price = total
            self.best = np.flatnonzero(self.sitting.is_open[:m]).astype(np.int32)


def prove(
    lists: Lists,
    fixed: NDArray[np.int8],
    u: Floats,
    p: int,
    *,
    price: float,
    margin: float,
    bound: float,
    pace: Pace,
    share_left: float,
) -> Proof:
    """Branch until no plan can be cheaper than ``price`` - ``margin``, or only ``share_left`` of the time remains.

    ``fixed`` (m,) holds what is decided already and ``u`` the multipliers of ``bound``. Nodes count as rounds of the
    budget where it is counted.
    """
    m = len(fixed)
    tree = _Tree(lists, p, price, margin, empty_sitting(m, lists.cost.shape[0], p))
    tree.sitting.pinned[:m] = fixed == OPEN
    tick = count()
    nodes = [(bound, next(tick), fixed, u)]
    while nodes and not pace.is_over(share_left) and pace.take(1):
        low, _, held, start = heapq.heappop(nodes)
        if low >= tree.ceiling:
            nodes.clear()
            break
        for value, kept, best_u in _grown(tree, held, start, low):
            if value < tree.ceiling:
                heapq.heappush(nodes, (value, next(tick), kept, best_u))
        if nodes and nodes[0][0] >= tree.ceiling:
            nodes.clear()
    proven = max(bound, min(nodes[0][0], tree.ceiling)) if nodes else max(bound, tree.ceiling)
    return Proof(proven, tree.best, tree.price, not nodes)


def _grown(
    tree: _Tree, held: NDArray[np.int8], start: Floats, low: float
) -> list[tuple[float, NDArray[np.int8], Floats]]:
    """The node tightened; still open, its two children with the bound they inherit."""
    d = multipliers(tree.lists, start)
    d.gear[0] = _NODE_STEP
    value = climb(tree.lists, d, held, tree.p, best=-np.inf, target=tree.ceiling + 1e-9, rounds=_ROUNDS_A_NODE)
    value = max(low, value)
    if value >= tree.ceiling:
        return []
    tree.try_plan(np.flatnonzero(d.chosen[: len(held)]).astype(np.int32))
    kept = decided(tree.lists, d, held, tree.p, tree.ceiling)
    free = np.flatnonzero(kept == 0)
    if not len(free) or np.count_nonzero(kept == OPEN) > tree.p:
        return _last(tree, kept)
    pick = free[np.argmin(np.abs(d.share[free] - 0.5))]
    children = []
    for side in (OPEN, SHUT):
        child = kept.copy()
        child[pick] = side
        children.append((value, child, d.best))
    return children


def _last(tree: _Tree, kept: NDArray[np.int8]) -> list[tuple[float, NDArray[np.int8], Floats]]:
    """Nothing is left to decide: the one plan of this node is priced, and the node is done."""
    rows = np.flatnonzero(kept == OPEN).astype(np.int32)
    if len(rows) == tree.p:
        total = seat(tree.lists, tree.sitting, rows)
        if total < tree.price - 1e-11 * abs(total):
            tree.price, tree.best = total, rows
    return []
