"""Our own engine for plain capacitated rounds: string removals annealed over the kernel, warm from any routes."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from gridkeeper.planning.partition.pace import Pace
from gridkeeper.planning.partition.randomness import stream
from gridkeeper.planning.route.evaluate import Routes
from gridkeeper.planning.route.problem import NO_WAY, Integers, Problem, Route
from gridkeeper.planning.route.strings import anneal_strings

_NEAR = 100
_HOT, _COLD = 0.2, 0.003
_WARM = 0.02
_LEGS = 100


def fits(problem: Problem) -> bool:
    """Whether the question is plain: one kind of vehicle, one depot, one trip, every way there, no time, no groups."""
    if problem.n < 2 or len(problem.vehicles) != 1 or problem.timed or bool((problem.group >= 0).any()):
        return False
    vehicle = problem.vehicles[0]
    plain = vehicle.start == vehicle.end and vehicle.max_trips == 1 and vehicle.fixed_cost == 0
    farthest = int(problem.distance.max()) * 2 * problem.n
    symmetric = np.array_equal(problem.distance, problem.distance.T)
    return plain and symmetric and vehicle.longest >= farthest and not bool((problem.distance == NO_WAY).any())


@dataclass(frozen=True, kw_only=True)
class Strings:
    """Arrays of one plain problem for the kernel."""

    ways: Integers
    demand: Integers
    near: Integers
    routes: int
    absent: int

    @classmethod
    def of(cls, problem: Problem) -> Strings:
        """Rows: the depot, then the stops; as many routes as the loads ask for and some to spare."""
        vehicle, n = problem.vehicles[0], problem.n
        rows = np.concatenate([[vehicle.start], problem.place])
        ways = np.ascontiguousarray(problem.distance[np.ix_(rows, rows)])
        between = ways[1:, 1:].astype(np.float64)
        np.fill_diagonal(between, np.inf)
        near = np.zeros((n + 1, min(n - 1, _NEAR)), dtype=np.int64)
        near[1:] = 1 + np.argsort(between, axis=1, kind="stable")[:, : near.shape[1]]
        least = -(-int(problem.demand.sum()) // max(1, vehicle.capacity))
        routes = min(vehicle.count, n, int(1.15 * least) + 6)
        demand = np.concatenate([[0], problem.demand])
        return cls(ways=ways, demand=demand, near=near, routes=routes, absent=4 * int(ways.max()) + 1_000)

    def links(self, start: Routes) -> tuple[Integers, Integers]:
        """Links and fills of ``start``; routes beyond the room there is are left to the search."""
        n = len(self.ways) - 1
        links = np.full((3, n + 1 + self.routes), -1, dtype=np.int64)
        fill = np.zeros((2, self.routes), dtype=np.int64)
        heads = n + 1 + np.arange(self.routes)
        links[:2, heads], links[2, heads] = heads, np.arange(self.routes)
        for row, route in enumerate(start[: self.routes]):
            chain = [int(heads[row]), *(stop + 1 for trip in route.trips for stop in trip), int(heads[row])]
            for before, after in pairwise(chain):
                links[1, before], links[0, after] = after, before
            links[2, chain[1:-1]] = row
            fill[:, row] = int(self.demand[chain[1:-1]].sum()), len(chain) - 2
        return links, fill

    def price(self, links: Integers) -> int:
        """Cost of the links, stops not served included."""
        n = len(self.ways) - 1
        here = np.arange(1, links.shape[1])
        after = links[1, here]
        served = links[2, here] >= 0
        metres = self.ways[np.where(here <= n, here, 0), np.where(after <= n, after, 0)]
        return int(metres[served].sum()) + self.absent * int((~served).sum())

    def routes_of(self, links: Integers) -> Routes:
        """The links as routes."""
        n = len(self.ways) - 1
        found = []
        for row in range(self.routes):
            trip = []
            node = int(links[1, n + 1 + row])
            while node <= n:
                trip.append(node - 1)
                node = int(links[1, node])
            if trip:
                found.append(Route(vehicle=0, trips=(tuple(trip),)))
        return tuple(found)


def search(problem: Problem, *, seed: int, pace: Pace, start: Routes = ()) -> Routes:
    """The best rounds met; cooled from a share of the mean way to a seventieth of it, from less after a ``start``."""
    heat = _WARM if start else _HOT
    board = Strings.of(problem)
    links, fill = board.links(start)
    room = problem.vehicles[0].capacity
    state = stream(seed)
    best, cost = links.copy(), board.price(links)
    unlit = np.array([1e-9, 1e-9])
    cost, best_cost = anneal_strings(
        board.near, links, fill, board.ways, board.demand, room, board.absent, best, cost, cost, unlit, 1, state
    )
    unit = best_cost / (problem.n + board.routes)
    for leg in range(_LEGS):
        steps = pace.leg(1.0 / _LEGS)
        if steps == 0:
            continue
        cooling = unit * heat * (_COLD / _HOT) ** (np.array([leg, leg + 1]) / _LEGS)
        cost, best_cost = anneal_strings(
            board.near, links, fill, board.ways, board.demand, room, board.absent, best, cost, best_cost,
            cooling + 1e-9, steps, state,
        )  # fmt: skip
        pace.took(steps)
    return board.routes_of(best)
