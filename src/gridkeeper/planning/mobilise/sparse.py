"""Mobilisation too large to look at every way: a sample finds prices, prices choose the ways, all others are priced.

Truncating to the nearest places is silently wrong under hot-spot demand; here the ways kept are those that are cheap
including the place's price, and the end is reached only when no way left out could improve anything.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gridkeeper.planning.mobilise.arcs import cheapest_arcs, price_out
from gridkeeper.planning.mobilise.transport import Transport
from gridkeeper.planning.plan import Stopwatch

Floats = NDArray[np.float64]
Rows = NDArray[np.int32]
Counts = NDArray[np.int64]

_WAYS_EACH = 24
_NEW_WAYS = 4
_CELL = 40
_SAMPLE_A_PLACE = 5
_ROUNDS = 60
_ROOM_TO_WAIT = 0.1


@dataclass(kw_only=True)
class Field:
    """People and places by coordinates, with what restricts their ways; rows are local to one class."""

    home: Floats
    xy: Floats
    skills: Counts
    asked: Counts
    limit: Floats
    banned: Counts
    current: Counts
    change_cost: float

    def __post_init__(self) -> None:
        """Sort people into square cells of about forty."""
        low = self.home.min(axis=0)
        span = float(np.ptp(self.home, axis=0).max()) + 1e-9
        cells = ((self.home - low) / (span / max(1.0, np.sqrt(len(self.home) / _CELL)))).astype(np.int64)
        key = cells[:, 0] * (1 << 24) + cells[:, 1]
        self.order = np.argsort(key, kind="stable")
        sorted_key = key[self.order]
        starts = np.flatnonzero(np.concatenate(([True], sorted_key[1:] != sorted_key[:-1])))
        self.edge = np.append(starts, len(key))
        self.moving = np.full(len(self.home), self.change_cost)
        self.limits = (self.skills, self.asked, self.limit, self.banned)

    def ways(self, people: Counts) -> Floats:
        """[people, places] straight distances."""
        x = self.home[people, 0][:, None] - self.xy[None, :, 0]
        y = self.home[people, 1][:, None] - self.xy[None, :, 1]
        way: Floats = np.sqrt(x * x + y * y)
        return way

    def cheapest(self, price: Floats, width: int) -> tuple[Rows, Floats]:
        """Each person's cheapest allowed ways at these prices, the present place always among them."""
        place = np.empty((len(self.home), width), dtype=np.int32)
        cost = np.empty((len(self.home), width))
        cheapest_arcs(self.home, self.order, self.edge, self.xy, price, *self.limits, place, cost)
        cost += self.moving[:, None]
        for person in np.flatnonzero(self.current >= 0):
            self._keep_current(int(person), place, cost)
        return place, cost

    def _keep_current(self, person: int, place: Rows, cost: Floats) -> None:
        here = int(self.current[person])
        held = np.flatnonzero((place[person] == here) & np.isfinite(cost[person]))
        slot = int(held[0]) if len(held) else place.shape[1] - 1
        way = float(self.ways(np.array([person]))[0, here])
        key = np.int64(person) * 2**32 + here
        at = np.searchsorted(self.banned, key)
        allowed = way <= self.limit[person] and (self.skills[person] & self.asked[here]) == self.asked[here]
        if allowed and not (at < len(self.banned) and self.banned[at] == key):
            place[person, slot], cost[person, slot] = here, way

    def priced_out(self, price: Floats, best: Floats, slack: float) -> tuple[int, Rows, Floats]:
        """Ways cheaper than what people have: how many, and up to four each."""
        place = np.empty((len(self.home), _NEW_WAYS), dtype=np.int32)
        cost = np.empty((len(self.home), _NEW_WAYS))
        limit = best - self.moving
        found = price_out(self.home, self.order, self.edge, self.xy, price, *self.limits, limit, slack, place, cost)
        return found, place, cost + self.moving[:, None]


def solve_field(
    field: Field, low: Counts, high: Counts, *, empty: float, price: Floats | None, watch: Stopwatch
) -> tuple[Transport, bool]:
    """The transport solved over all ways, and whether every way has been priced; ``empty`` = cost of staying."""
    span = float(np.hypot(*np.ptp(np.concatenate((field.home, field.xy)), axis=0))) + field.change_cost
    soft = min(empty, 2.0 * span)
    surplus = len(field.home) - int(high[:-1].sum())
    fresh = price is None
    price = _sampled(field, high, soft, watch) if price is None else price
    work = _restricted(field, low, high, price, soft, surplus)
    if fresh:
        for last in (1e-4, 1e-4):
            work.bid(span, first=300.0, last=last, relax=False, watch=watch)
            bid_price = work.price
            work = _restricted(field, low, high, bid_price[:-2], soft, surplus)
        work.bid(span, first=1000.0, last=1e-4, relax=False, watch=watch)
    done = False
    for turn in range(_ROUNDS):
        work.settle(watch, keep=turn > 0)
        if work.left or watch.left <= 0:
            break
        at_rest = int((work.chosen == len(field.xy)).sum())
        slack = 1e-9 * (span + float(np.abs(work.price).max()))
        found, place, cost = field.priced_out(work.price[:-2] - work.price[-1], work.best(), slack)
        if found:
            work.place = np.ascontiguousarray(np.hstack((work.place, place)))
            work.cost = np.ascontiguousarray(np.hstack((work.cost, cost)))
        elif at_rest > max(surplus, 0) and float(work.rest.min()) < empty:
            work.rest[:] = soft if float(work.rest.min()) < soft else empty
        else:
            done = True
            break
    _harden(work, empty, surplus)
    return work, done


def _harden(work: Transport, empty: float, surplus: int) -> None:
    """Give staying its full cost: nobody moves, because all places are full or nobody stays who could go."""
    lift = empty - float(work.rest.max(initial=0.0))
    if lift <= 0:
        return
    if surplus > 0:
        work.price[:-2] += lift
    stays = work.chosen == len(work.high) - 1
    work.rest[:] = empty
    work.paid[stays] = empty


def _restricted(field: Field, low: Counts, high: Counts, price: Floats, soft: float, surplus: int) -> Transport:  # noqa: PLR0917
    """The transport over the ways that are cheapest at these prices; staying costs a little more than the worst."""
    place, cost = field.cheapest(price, min(_WAYS_EACH, len(field.xy)))
    rest = np.full(len(cost), soft)
    if surplus <= 0:
        worst = np.where(np.isfinite(cost), cost + price[place], 0.0).max(axis=1)
        rest = np.minimum(soft, worst + _ROOM_TO_WAIT * (np.ptp(worst) + 1.0))
    return Transport(
        cost=cost,
        place=place,
        rest=rest,
        low=low.copy(),
        high=high,
        price=np.concatenate((price, np.zeros(2))),
        chosen=np.zeros(len(cost), dtype=np.int32),
        paid=np.zeros(len(cost)),
    )


def _sampled(field: Field, high: Counts, soft: float, watch: Stopwatch) -> Floats:
    """Prices from every so-many-th person and posts in proportion."""
    places = len(field.xy)
    people = field.order[:: max(1, len(field.home) // (_SAMPLE_A_PLACE * places))]
    share = high[:-1] * (len(people) / len(field.home))
    rounded = np.diff(np.concatenate(([0.0], np.floor(np.cumsum(share) + 0.5)))).astype(np.int64)
    work = Transport(
        cost=field.ways(people),
        place=np.empty((len(people), 0), dtype=np.int32),
        rest=np.full(len(people), soft),
        low=np.zeros(places + 1, dtype=np.int64),
        high=np.append(np.maximum(rounded, 1), len(people)),
        price=np.zeros(places + 2),
        chosen=np.zeros(len(people), dtype=np.int32),
        paid=np.zeros(len(people)),
    )
    work.bid(soft / 2.0, first=30.0, watch=watch)
    return work.price[:-2] - float(work.price[:-2].min())
