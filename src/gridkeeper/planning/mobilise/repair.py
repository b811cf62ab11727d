"""Makes an assignment exact from any prices: shortest paths between places, one person at a time, compiled.

Nodes are the places, the reserve (the last place) and the sink. Prices are node potentials: a person stands at a
place of least cost + price, a dear place (price > 0) is full, a cheap one (price < 0) is at its minimum. Overfull
places send people along cheapest chains of moves (a person from a to b, another from b to c) until that holds with
the real numbers, which proves the assignment optimal (successive shortest paths, Dijkstra on reduced costs).
"""

# ruff: noqa: PLR0917  (compiled code takes its arguments by position)
from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Rows = NDArray[np.int32]
Counts = NDArray[np.int64]


@njit(cache=True, nogil=True)
def choose(cost: Floats, place: Rows, rest: Floats, price: Floats, chosen: Rows, paid: Floats, keep: bool) -> None:
    """Put everybody at a place of least cost + price (``rest`` [n] = cost of the reserve); write place and cost paid.

    With ``keep`` a person whose present choice ties with the best stays.
    """
    places = len(price) - 2
    for person in range(len(cost)):
        best = rest[person] + price[places]
        where = places
        plain = rest[person]
        held = chosen[person]
        for k in range(cost.shape[1]):
            j = k if place.shape[1] == 0 else place[person, k]
            value = cost[person, k] + price[j]
            if value < best or (keep and value == best and j == held):
                best = value
                where = j
                plain = cost[person, k]
        chosen[person] = where
        paid[person] = plain


@njit(cache=True, nogil=True)
def _link(person: int, node: int, head: Rows, after: Rows, before: Rows) -> None:
    after[person] = head[node]
    before[person] = -1
    if head[node] >= 0:
        before[head[node]] = person
    head[node] = person


@njit(cache=True, nogil=True)
def _unlink(person: int, node: int, head: Rows, after: Rows, before: Rows) -> None:
    if before[person] >= 0:
        after[before[person]] = after[person]
    else:
        head[node] = after[person]
    if after[person] >= 0:
        before[after[person]] = before[person]


@njit(cache=True, nogil=True)
def _gather(
    first: int,
    after: Rows,
    cost: Floats,
    place: Rows,
    rest: Floats,
    paid: Floats,
    move: Floats,
    mover: Rows,
    near: Rows,
) -> int:
    """Fill one place's row with its members' cheapest moves to every other place; how many places are near."""
    reserve = len(move) - 1
    move[:] = np.inf
    reached = 0
    person = first
    while person >= 0:
        for k in range(cost.shape[1]):
            j = k if place.shape[1] == 0 else place[person, k]
            value = cost[person, k] - paid[person]
            if value < move[j]:
                if move[j] == np.inf:
                    near[reached] = j
                    reached += 1
                move[j] = value
                mover[j] = person
        if rest[person] - paid[person] < move[reserve]:
            if move[reserve] == np.inf:
                near[reached] = reserve
                reached += 1
            move[reserve] = rest[person] - paid[person]
            mover[reserve] = person
        person = after[person]
    return reached


@njit(cache=True, nogil=True)
def flows(load: Counts, low: Counts, high: Counts, price: Floats) -> Counts:
    """How many people each place should hold by its price: full if dear, the minimum if cheap, else as it is."""
    wanted = np.empty(len(load), dtype=np.int64)
    for j in range(len(load)):
        if price[j] > 0.0:
            wanted[j] = high[j]
        elif price[j] < 0.0:
            wanted[j] = low[j]
        else:
            wanted[j] = min(max(load[j], low[j]), high[j])
    return wanted


@njit(cache=True, nogil=True)
def _take_nearest(front: Rows, width: int, distance: Floats) -> int:
    """Remove the nearest node from the front."""
    at = 0
    for k in range(1, width):
        if distance[front[k]] < distance[front[at]]:
            at = k
    here = front[at]
    front[at] = front[width - 1]
    return int(here)


@njit(cache=True, nogil=True)
def _reach(node: int, here: int, reach: float, distance: Floats, via: Rows, front: Rows, width: int) -> int:
    """Note a shorter way to a node; the new width of the front."""
    if reach < distance[node]:
        if distance[node] == np.inf:
            front[width] = node
            width += 1
        distance[node] = reach
        via[node] = here
    return width


@njit(cache=True, nogil=True)
def _search(
    source: int,
    cost: Floats,
    place: Rows,
    rest: Floats,
    low: Counts,
    high: Counts,
    price: Floats,
    paid: Floats,
    flow: Counts,
    excess: Counts,
    head: Rows,
    after: Rows,
    move: Floats,
    mover: Rows,
    near: Rows,
    reached: Rows,
    distance: Floats,
    via: Rows,
    done: NDArray[np.bool_],
    front: Rows,
) -> int:
    """Dijkstra from an overfull node to the nearest node that lacks people; that node or -1."""
    nodes = len(price)
    sink = nodes - 1
    distance[:] = np.inf
    done[:] = False
    distance[source] = 0.0
    via[source] = -1
    front[0] = source
    width = 1
    while width > 0:
        here = _take_nearest(front, width, distance)
        width -= 1
        done[here] = True
        least = distance[here]
        if excess[here] < 0:
            return int(here)
        if here == sink:
            for j in range(sink):
                if flow[j] > low[j] and not done[j]:
                    reach = least + max(price[j] - price[sink], 0.0)
                    width = _reach(j, sink, reach, distance, via, front, width)
            continue
        if reached[here] < 0:
            reached[here] = _gather(head[here], after, cost, place, rest, paid, move[here], mover[here], near[here])
        base = least - price[here]
        for k in range(reached[here]):
            j = near[here, k]
            if not done[j]:
                reach = max(base + move[here, j] + price[j], least)
                width = _reach(j, here, reach, distance, via, front, width)
        if flow[here] < high[here] and not done[sink]:
            width = _reach(sink, here, max(base + price[sink], least), distance, via, front, width)
    return -1


@njit(cache=True, nogil=True)
def _give_up_minima(low: Counts, flow: Counts, excess: Counts) -> None:
    """Lower the minimum of every place that nobody can reach to what it has."""
    sink = len(flow)
    for j in range(sink):
        if excess[j] < 0:
            low[j] = min(low[j], flow[j] + excess[j])
            excess[sink] += excess[j]
            flow[j] += excess[j]
            excess[j] = 0


@njit(cache=True, nogil=True)
def _mend_row(
    gone: int,
    first: int,
    after: Rows,
    cost: Floats,
    rest: Floats,
    paid: Floats,
    move: Floats,
    mover: Rows,
    columns: Rows,
) -> None:
    """A place lost ``gone``: look anew only for the moves that this person was the cheapest for (all ways known)."""
    reserve = len(move) - 1
    width = 0
    for j in range(reserve + 1):
        if move[j] < np.inf and mover[j] == gone:
            columns[width] = j
            width += 1
            move[j] = np.inf
    person = first
    while person >= 0 and width > 0:
        for k in range(width):
            j = columns[k]
            value = (rest[person] if j == reserve else cost[person, j]) - paid[person]
            if value < move[j]:
                move[j] = value
                mover[j] = person
        person = after[person]


@njit(cache=True, nogil=True)
def _widen_row(person: int, cost: Floats, rest: Floats, paid: Floats, move: Floats, mover: Rows) -> bool:
    """A place gained a person: take the moves in; False where a place comes near that was not, the row is stale."""
    reserve = len(move) - 1
    for j in range(reserve + 1):
        value = (rest[person] if j == reserve else cost[person, j]) - paid[person]
        if value < move[j]:
            if move[j] == np.inf:
                return False
            move[j] = value
            mover[j] = person
    return True


@njit(cache=True, nogil=True)
def _pass_along(
    source: int,
    target: int,
    via: Rows,
    flow: Counts,
    cost: Floats,
    rest: Floats,
    dense: bool,
    move: Floats,
    mover: Rows,
    chosen: Rows,
    paid: Floats,
    head: Rows,
    after: Rows,
    before: Rows,
    reached: Rows,
    columns: Rows,
) -> None:
    """Move one person along each step of the path found; rows of the places they leave and join are mended."""
    sink = len(flow)
    node = target
    while node != source:
        previous = via[node]
        if node == sink:
            flow[previous] += 1
        elif previous == sink:
            flow[node] -= 1
        else:
            person = mover[previous, node]
            _unlink(person, previous, head, after, before)
            _link(person, node, head, after, before)
            paid[person] += move[previous, node]
            chosen[person] = node
            if not dense:
                reached[previous] = -1
                reached[node] = -1
            else:
                row, who = move[previous], mover[previous]
                if reached[previous] >= 0:
                    _mend_row(person, head[previous], after, cost, rest, paid, row, who, columns)
                if reached[node] >= 0 and not _widen_row(person, cost, rest, paid, move[node], mover[node]):
                    reached[node] = -1
        node = previous


@njit(cache=True, nogil=True)
def repair(
    cost: Floats,
    place: Rows,
    rest: Floats,
    low: Counts,
    high: Counts,
    price: Floats,
    chosen: Rows,
    paid: Floats,
    flow: Counts,
    most: int,
) -> tuple[int, int]:
    """Move people until every place holds its flow; (moves made, people still out of place).

    ``low``, ``high``, ``flow`` [m + 1]; ``price`` [m + 2] (reserve, sink last). Changes ``price``, ``chosen``,
    ``paid``, ``flow``, and ``low`` where a minimum cannot be reached by anybody. Stops after ``most`` moves.
    """
    nodes = len(price)
    sink = nodes - 1
    head = np.full(sink, -1, dtype=np.int32)
    after = np.full(len(cost), -1, dtype=np.int32)
    before = np.full(len(cost), -1, dtype=np.int32)
    excess = np.zeros(nodes, dtype=np.int64)
    for person in range(len(cost)):
        _link(person, chosen[person], head, after, before)
        excess[chosen[person]] += 1
        excess[sink] -= 1
    for j in range(sink):
        excess[j] -= flow[j]
        excess[sink] += flow[j]
    move = np.empty((sink, sink))
    mover = np.empty((sink, sink), dtype=np.int32)
    near = np.empty((sink, sink), dtype=np.int32)
    reached = np.full(sink, -1, dtype=np.int32)
    front = np.empty(nodes, dtype=np.int32)
    columns = np.empty(nodes, dtype=np.int32)
    distance = np.empty(nodes)
    via = np.empty(nodes, dtype=np.int32)
    done = np.empty(nodes, dtype=np.bool_)
    moves = 0
    source = 0
    while source < nodes and moves < most:
        if excess[source] <= 0:
            source += 1
            continue
        target = _search(
            source, cost, place, rest, low, high, price, paid, flow, excess, head, after,
            move, mover, near, reached, distance, via, done, front,
        )  # fmt: skip
        if target < 0:
            _give_up_minima(low, flow, excess)
            source = 0
            continue
        for v in range(nodes):
            if done[v]:
                price[v] += distance[target] - distance[v]
        _pass_along(
            source, target, via, flow, cost, rest, place.shape[1] == 0, move, mover, chosen, paid, head, after, before,
            reached, columns,
        )  # fmt: skip
        excess[source] -= 1
        excess[target] += 1
        moves += 1
    left = 0
    for v in range(nodes):
        left += max(excess[v], 0)
    return moves, left


@njit(cache=True, nogil=True)
def dual_value(cost: Floats, place: Rows, rest: Floats, low: Counts, high: Counts, price: Floats) -> float:
    """A lower bound on any assignment's cost, from whatever prices: people at their best minus what places hold."""
    places = len(price) - 2
    offset = price[places + 1]
    total = 0.0
    for person in range(len(cost)):
        best = rest[person] + price[places] - offset
        for k in range(cost.shape[1]):
            j = k if place.shape[1] == 0 else place[person, k]
            value = cost[person, k] + price[j] - offset
            best = min(best, value)
        total += best
    for j in range(places + 1):
        worth = price[j] - offset
        total -= worth * (high[j] if worth > 0.0 else low[j])
    return total
