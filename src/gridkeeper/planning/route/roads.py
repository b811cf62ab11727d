"""The road graph: streets in, shortest ways, snapped places, islands and drawn paths out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from gridkeeper.planning.route.dijkstra import many_to_many, ways_from
from gridkeeper.planning.route.problem import NO_WAY, Integers, RoutesRefused

Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, eq=False)
class Roads:
    """Directed arcs in compressed rows, ``head``, ``metres`` and ``seconds`` (a,), between nodes at ``xy`` (n, 2)."""

    xy: Floats
    indptr: Integers
    head: Integers
    metres: Floats
    seconds: Floats

    @classmethod
    def from_streets(
        cls, *, xy: Floats, streets: Integers, speed: Floats | float, oneway: NDArray[np.bool_] | None = None,
        metres: Floats | None = None,
    ) -> Roads:  # fmt: skip
        """From (m, 2) streets between nodes, ``speed`` in metres a second, ``oneway`` True: first to second node only.

        ``metres`` defaults to the straight line. Refuses a street to nowhere, a speed of 0 or a negative length.
        """
        xy = np.asarray(xy, dtype=np.float64).reshape(-1, 2)
        streets = np.asarray(streets, dtype=np.int64).reshape(-1, 2)
        if len(streets) and (int(streets.min()) < 0 or int(streets.max()) >= len(xy)):
            raise RoutesRefused(reason="a street ends at no node")
        if metres is None:
            metres = np.linalg.norm(xy[streets[:, 0]] - xy[streets[:, 1]], axis=1)
        pace = np.broadcast_to(np.asarray(speed, dtype=np.float64), (len(streets),))
        if bool((pace <= 0).any()) or bool((np.asarray(metres) < 0).any()):
            raise RoutesRefused(reason="a street has no speed or a negative length")
        both = np.ones(len(streets), dtype=np.bool_) if oneway is None else ~np.asarray(oneway, dtype=np.bool_)
        tail = np.concatenate([streets[:, 0], streets[both, 1]])
        head = np.concatenate([streets[:, 1], streets[both, 0]])
        length = np.concatenate([metres, np.asarray(metres)[both]]).astype(np.float64)
        time = length / np.concatenate([pace, pace[both]])
        order = np.lexsort((head, tail))
        indptr = np.zeros(len(xy) + 1, dtype=np.int64)
        np.cumsum(np.bincount(tail, minlength=len(xy)), out=indptr[1:])
        return cls(xy=xy, indptr=indptr, head=head[order], metres=length[order], seconds=time[order])

    def snap(self, points: Floats) -> tuple[Integers, Floats]:
        """The nearest node of each (p, 2) point and how far off it lies, metres."""
        off, node = cKDTree(self.xy).query(np.asarray(points, dtype=np.float64).reshape(-1, 2))
        return np.asarray(node, dtype=np.int64), np.asarray(off, dtype=np.float64)

    def islands(self) -> Integers:
        """(n,) island of each node: inside one, every node can be reached from every other; 0 is the largest."""
        n = len(self.xy)
        graph = csr_array((np.ones(len(self.head)), self.head, self.indptr), shape=(n, n))
        label = connected_components(graph, directed=True, connection="strong")[1]
        size = np.bincount(label)
        rank = np.empty(len(size), dtype=np.int64)
        rank[np.lexsort((np.arange(len(size)), -size))] = np.arange(len(size))
        return np.asarray(rank[label], dtype=np.int64)

    def matrix(self, nodes: Integers) -> tuple[Integers, Integers]:
        """(m, m) whole metres and whole seconds of the quickest ways between ``nodes``; ``NO_WAY`` where there is none.

        Rounded up, so that a plan that holds its windows by the matrix holds them on the road.
        """
        nodes = np.ascontiguousarray(nodes, dtype=np.int64)
        seconds, metres = many_to_many(nodes, self.indptr, self.head, self.seconds, self.metres)
        reached = np.isfinite(seconds)
        answer = []
        for value in (metres, seconds):
            answer.append(np.where(reached, np.ceil(np.where(reached, value, 0.0) - 1e-9), NO_WAY).astype(np.int64))
        return answer[0], answer[1]

    def path(self, start: int, goal: int) -> list[int]:
        """Nodes of the quickest way, both ends included; empty where there is none."""
        n = len(self.xy)
        wanted = np.zeros(n, dtype=np.bool_)
        wanted[goal] = True
        best, before = np.empty(n), np.empty(n, dtype=np.int64)
        room = len(self.head) + 1
        heap = np.empty(room), np.empty(room, dtype=np.int64)
        ways_from(start, wanted, self.indptr, self.head, self.seconds, best, before, *heap)
        if not np.isfinite(best[goal]):
            return []
        nodes = [goal]
        while nodes[-1] != start:
            nodes.append(int(before[nodes[-1]]))
        return nodes[::-1]
