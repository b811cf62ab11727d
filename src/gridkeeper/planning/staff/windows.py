"""Opening windows when there are fewer servers than points: teams go round, no open point without a server (YZ-12).

Servers are laid side by side as lanes of slots and filled with the points' work like a snake: one lane from morning
to evening, the next from evening to morning. A point that does not fit into the rest of a lane goes on in the next,
at the same end of the day, so its window has no hole; nothing is wasted, so the round ends as early as any can
(McNaughton's wrap-around rule, folded).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class Windows:
    """``servers`` [n, S]; ``teams`` [k, 4] = lane, point, first slot, slot after; ``left`` [n] work not placed."""

    servers: Counts
    teams: Counts
    left: Counts
    end: int


def lay_out(work: Counts, *, limits: Counts, most: Counts, order: Counts) -> Windows:
    """Place ``work`` [n] (server-slots) under ``limits`` [S] and ``most`` [n] servers a point, ending early.

    Tries the shortest day that could hold the work, then longer ones until everything is placed or the day ends.
    """
    enough = np.flatnonzero(np.cumsum(limits) >= work.sum())
    longest = -(-work // np.maximum(most, 1))
    first = max(int(enough[0]) + 1 if len(enough) else len(limits), int(longest.max(initial=0)), 1)
    best = _fill(work, limits[: min(first, len(limits))], most, order)
    end = first + 1
    while best.left.any() and end <= len(limits):
        best = _fill(work, limits[:end], most, order)
        end += 1
    used = np.zeros((len(work), len(limits)), dtype=np.int64)
    used[:, : best.servers.shape[1]] = best.servers
    return Windows(servers=used, teams=best.teams, left=best.left, end=best.end)


def _lanes(limits: Counts) -> list[tuple[int, int]]:
    """Each server's unbroken stretches of slots (first, after)."""
    found = []
    for lane in range(int(limits.max(initial=0))):
        stands = np.concatenate(([False], limits > lane, [False]))
        edges = np.flatnonzero(stands[1:] != stands[:-1])
        found += list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))
    return found


class _Snake:
    """Where the next piece of work goes: a lane, and from which end."""

    def __init__(self, lanes: list[tuple[int, int]]) -> None:
        self.lanes = lanes
        self.lane = 0
        self.forward = True
        self.free = lanes[0] if lanes else (0, 0)

    def take(self, slots: int) -> tuple[int, int, int] | None:
        """Up to ``slots`` slots of the present lane as (lane, first, after), or None when the lanes are used up."""
        while self.lane < len(self.lanes) and self.free[0] >= self.free[1]:
            self.lane += 1
            self.forward = not self.forward
            self.free = self.lanes[self.lane] if self.lane < len(self.lanes) else (0, 0)
        if self.lane >= len(self.lanes):
            return None
        first, after = self.free
        size = min(slots, after - first)
        if self.forward:
            self.free = (first + size, after)
            return self.lane, first, first + size
        self.free = (first, after - size)
        return self.lane, after - size, after

    def skip_lane(self) -> None:
        """Leave the rest of the present lane idle."""
        self.free = (0, 0)


def _fill(work: Counts, limits: Counts, most: Counts, order: Counts) -> Windows:
    snake = _Snake(_lanes(limits))
    servers = np.zeros((len(work), len(limits)), dtype=np.int64)
    left = work.copy()
    teams: list[tuple[int, int, int, int]] = []
    for point in order.tolist():
        if work[point] <= 0 or most[point] <= 0:
            continue
        pieces = _place(snake, int(work[point]), int(most[point]), len(limits))
        for lane, first, after in pieces:
            servers[point, first:after] += 1
            left[point] -= after - first
            teams.append((lane, point, first, after))
    busy = np.flatnonzero(servers.any(axis=0))
    end = int(busy[-1]) + 1 if len(busy) else 0
    return Windows(servers=servers, teams=np.array(teams, dtype=np.int64).reshape(-1, 4), left=left, end=end)


def _place(snake: _Snake, work: int, most: int, slots: int) -> list[tuple[int, int, int]]:
    """One point's pieces: without a hole and never more than ``most`` at once; else begun anew on a fresh lane."""
    for _ in range(2):
        pieces, left = [], work
        while left > 0 and (piece := snake.take(left)) is not None:
            pieces.append(piece)
            left -= piece[2] - piece[1]
        standing = np.zeros(slots + 1, dtype=np.int64)
        for _, first, after in pieces:
            standing[first:after] += 1
        steps = np.flatnonzero(np.diff(np.concatenate(([0], standing > 0))))
        if left == 0 and len(steps) <= 2 and standing.max(initial=0) <= most:
            return pieces
        if left > 0:
            return _longest_whole(pieces, most, slots)
        snake.skip_lane()
    return _longest_whole(pieces, most, slots)


def _longest_whole(pieces: list[tuple[int, int, int]], most: int, slots: int) -> list[tuple[int, int, int]]:
    """The first pieces that keep the window whole and within ``most``."""
    kept: list[tuple[int, int, int]] = []
    for piece in pieces:
        standing = np.zeros(slots + 1, dtype=np.int64)
        for _, first, after in [*kept, piece]:
            standing[first:after] += 1
        if standing.max() <= most and len(np.flatnonzero(np.diff(np.concatenate(([0], standing > 0))))) <= 2:
            kept.append(piece)
    return kept
