"""OR-Library p-median files: `n edges p`, then `i j cost` lines; of a repeated edge the last line counts."""

from __future__ import annotations

from dataclasses import dataclass

from gridkeeper.formats.instances.figures import figures, need

# All ways between all nodes are needed: at more nodes they fill no machine's memory, whatever the file says.
MOST_NODES = 100_000


@dataclass(frozen=True)
class Graph:
    """An undirected graph with nodes 0..n-1 and how many medians are wanted."""

    nodes: int
    p: int
    edges: tuple[tuple[int, int, float], ...]


def read(text: str, *, name: str) -> Graph:
    """The graph written in ``text``; `Malformed` where it is empty, cut short or names a node that is not there."""
    numbers = figures(text, name=name)
    need(name, len(numbers) >= 3, "n, the number of edges and p on the first line")
    need(name, all(value == int(value) >= 0 for value in numbers[:3]), "whole numbers on the first line")
    nodes, count, p = (int(value) for value in numbers[:3])
    need(name, nodes <= MOST_NODES, f"at most {MOST_NODES} nodes")
    need(name, len(numbers) >= 3 + 3 * count, f"{count} edges of three figures")
    cost: dict[tuple[int, int], float] = {}
    for at in range(3, 3 + 3 * count, 3):
        a, b = int(numbers[at]), int(numbers[at + 1])
        need(name, 1 <= a <= nodes and 1 <= b <= nodes, f"nodes from 1 to {nodes}")
        need(name, numbers[at + 2] >= 0, "costs of zero or more")
        cost[min(a, b) - 1, max(a, b) - 1] = numbers[at + 2]
    return Graph(nodes, p, tuple((a, b, value) for (a, b), value in cost.items()))
