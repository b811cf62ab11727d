"""Packs areas into rounds: which areas one team walks each hour, in which order (ruin and recreate)."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass

from gridkeeper.planning.plan import Budget, Stopwatch
from gridkeeper.planning.route.problem import NO_WAY, Integers

_ROUNDS = 1_500


@dataclass(frozen=True, kw_only=True)
class Cycle:
    """One round: ``areas`` in order and ``steps``, the seconds walked after each, the last back to the first."""

    areas: tuple[int, ...]
    steps: tuple[int, ...]
    length: int

    @property
    def walking(self) -> int:
        """Seconds between areas."""
        return sum(self.steps)

    def teams(self, *, limit: int, interval: int, hours: int) -> int:
        """Teams that walk it in turn: one, or for a loop longer than ``limit`` as many as overlap."""
        return 1 if self.length <= limit else max(1, min(hours, math.ceil(self.length / interval)))


def pack_cycles(loop: Integers, walk: Integers, *, limit: int, budget: Budget, watch: Stopwatch) -> list[Cycle]:
    """Few rounds of at most ``limit`` seconds that hold every area once; a longer loop stands alone.

    Best fit by cheapest insertion, then rounds are torn up and packed anew; fewer rounds count first, then the walking.
    """
    long = [area for area in range(len(loop)) if loop[area] >= limit]
    small = [area for area in range(len(loop)) if loop[area] < limit]
    packer = _Packer(loop.tolist(), walk.tolist(), limit)
    best = packer.fill([], sorted(small, key=lambda area: (-int(loop[area]), area)))
    dice = random.Random(budget.seed)
    least = math.ceil(sum(int(loop[area]) for area in small) / limit)
    rounds = _ROUNDS if budget.iterations is None else budget.iterations
    current = best
    for turn in range(rounds if len(best) > 1 else 0):
        if budget.iterations is None and turn % 16 == 0 and watch.left <= 0.0:
            break
        trial = packer.torn(current, dice)
        if packer.price(trial) <= packer.price(current) * (1 + 0.02 * dice.random()):
            current = trial
        if packer.rank(trial) < packer.rank(best):
            best = trial
            if len(best) <= least and packer.rank(best)[1] == 0:
                break
    return [packer.cycle(row) for row in [*best, *([area] for area in long)]]


class _Packer:
    """Arithmetic of rounds given as lists of areas."""

    def __init__(self, loop: list[int], walk: list[list[int]], limit: int) -> None:
        self._loop, self._limit = loop, limit
        self._walk = [[1 << 40 if step == NO_WAY else step for step in row] for row in walk]

    def length(self, row: list[int]) -> int:
        """Seconds of the round: loops, and the walks between them."""
        return sum(self._loop[area] for area in row) + self.walking(row)

    def walking(self, row: list[int]) -> int:
        """Seconds between the areas of the round."""
        if len(row) < 2:
            return 0
        return sum(self._walk[a][b] for a, b in zip(row, row[1:] + row[:1], strict=True))

    def rank(self, rows: list[list[int]]) -> tuple[int, int]:
        """Fewer rounds first, then less walking."""
        return len(rows), sum(self.walking(row) for row in rows)

    def price(self, rows: list[list[int]]) -> float:
        """Rounds and walking, less a prize for uneven rounds: an almost empty one is soon gone."""
        uneven = sum((self.length(row) / self._limit) ** 2 for row in rows)
        return len(rows) + 0.3 * sum(self.walking(row) for row in rows) / self._limit - 0.5 * uneven / max(1, len(rows))

    def fill(self, rows: list[list[int]], areas: list[int]) -> list[list[int]]:
        """Each area where the round grows least of those with room, a new round where none has."""
        rows = [list(row) for row in rows]
        lengths = [self.length(row) for row in rows]
        for area in areas:
            extra, r, place = self._best_place(rows, lengths, area)
            if r < 0:
                rows.append([area])
                lengths.append(self._loop[area])
            else:
                rows[r].insert(place, area)
                lengths[r] += extra
        return rows

    def torn(self, rows: list[list[int]], dice: random.Random) -> list[list[int]]:
        """One round and some areas of its neighbours taken out and put back in another order."""
        seed = dice.choice(dice.choice(rows))
        share = sorted((area for row in rows for area in row), key=lambda area: self._walk[seed][area])
        loose = set(share[: dice.randint(2, max(2, min(len(share), 12)))])
        emptied = min(range(len(rows)), key=lambda r: (self.length(rows[r]) * dice.random(), r))
        loose.update(rows[emptied])
        kept = [[area for area in row if area not in loose] for row in rows]
        order = sorted(loose, key=lambda area: (-self._loop[area] * (0.6 + 0.8 * dice.random()), area))
        return self.fill([row for row in kept if row], order)

    def _best_place(self, rows: list[list[int]], lengths: list[int], area: int) -> tuple[int, int, int]:
        best = (1 << 60, -1, 0)
        for r, row in enumerate(rows):
            room = self._limit - lengths[r] - self._loop[area]
            if room < 0:
                continue
            for place in range(1, len(row) + 1):
                before, after = row[place - 1], row[place % len(row)]
                walk = self._walk[before][area] + self._walk[area][after]
                walk -= self._walk[before][after] if len(row) > 1 else 0
                if walk <= room and walk < best[0]:
                    best = (walk, r, place)
        return (best[0] + self._loop[area], best[1], best[2])

    def cycle(self, row: list[int]) -> Cycle:
        """The round in its final words."""
        steps = [self._walk[a][b] for a, b in zip(row, row[1:] + row[:1], strict=True)] if len(row) > 1 else [0]
        return Cycle(areas=tuple(row), steps=tuple(steps), length=self.length(row))
