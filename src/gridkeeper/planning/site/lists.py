"""The k cheapest candidates of every demand row, and the demand rows of every candidate: all the search ever reads."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Rows = NDArray[np.int32]


class Lists(NamedTuple):
    """Weighted costs, cheapest first, and their transpose.

    ``candidate``/``cost`` are (n, k), short lists padded with row m at infinite cost; the demand rows near candidate
    j are ``who[start[j]:start[j + 1]]`` at costs ``what``. ``far`` (n,) is what a row pays in the search while none of
    its candidates is open; ``cap`` (n,) is the highest multiplier that keeps a dual bound valid.
    """

    candidate: Rows
    cost: Floats
    start: NDArray[np.int64]
    who: Rows
    what: Floats
    far: Floats
    cap: Floats


def weighted_lists(candidate: Rows, distance: Floats, weight: Floats, *, candidates: int) -> Lists:
    """Lists of (n, k) ``candidate`` rows sorted by ``distance``, for rows of positive ``weight``.

    A row whose list is cut short pays more than twice its k-th cost while stranded, and its multiplier may rise to
    the k-th cost only. A row that simply cannot reach more candidates pays more than any plan: so a bound that high
    proves that no plan exists. ``distance`` is overwritten.
    """
    cost = np.multiply(distance, weight[:, None], out=distance)
    reach = cost[:, -1].copy()
    cut_off = ~np.isfinite(reach)
    reach[cut_off] = np.where(np.isfinite(cost[cut_off]), cost[cut_off], 0.0).max(axis=1, initial=0.0)
    far = 2.0 * reach + (reach.mean() if reach.size else 0.0) + 1e-9
    cap = reach.copy()
    if cost.shape[1] >= candidates:
        far = reach.copy()
    far[cut_off] = cap[cut_off] = forbidding(reach)
    return with_prices(candidate, cost, far=far, cap=cap, candidates=candidates)


def forbidding(reach: Floats) -> float:
    """A price above that of every plan in which all rows are served."""
    return 2.0 * float(reach.sum()) + 1.0


def with_prices(candidate: Rows, cost: Floats, *, far: Floats, cap: Floats, candidates: int) -> Lists:
    """Lists with their transpose, at given prices for stranded rows and caps for multipliers."""
    start, who, what = _transpose(candidate, cost, candidates)
    return Lists(candidate, cost, start, who, what, far, cap)


def without(lists: Lists, shut: NDArray[np.bool_]) -> tuple[Lists, Rows]:
    """Lists of the candidates that are not ``shut`` (m,), renumbered, and the old row of each new one."""
    m = len(shut)
    kept = np.flatnonzero(~shut).astype(np.int32)
    renumber = np.full(m + 1, len(kept), np.int32)
    renumber[kept] = np.arange(len(kept), dtype=np.int32)
    candidate, cost = _compress(lists.candidate, lists.cost, renumber, len(kept))
    return with_prices(candidate, cost, far=lists.far, cap=lists.cap, candidates=len(kept)), kept


@njit(cache=True, nogil=True)
def _compress(candidate: Rows, cost: Floats, renumber: Rows, kept: int) -> tuple[Rows, Floats]:
    n, k = candidate.shape
    width = 1
    for i in range(n):
        count = 0
        for a in range(k):
            count += renumber[candidate[i, a]] < kept
        width = max(width, count)
    short = np.full((n, width), kept, np.int32)
    price = np.full((n, width), np.inf)
    for i in range(n):
        count = 0
        for a in range(k):
            j = renumber[candidate[i, a]]
            if j < kept:
                short[i, count] = j
                price[i, count] = cost[i, a]
                count += 1
    return short, price


@njit(cache=True, nogil=True)
def _transpose(candidate: Rows, cost: Floats, candidates: int) -> tuple[NDArray[np.int64], Rows, Floats]:
    n, k = candidate.shape
    start = np.zeros(candidates + 1, np.int64)
    for i in range(n):
        for a in range(k):
            if candidate[i, a] < candidates:
                start[candidate[i, a] + 1] += 1
    for j in range(candidates):
        start[j + 1] += start[j]
    cursor = start[:-1].copy()
    who = np.empty(start[candidates], np.int32)
    what = np.empty(start[candidates], np.float64)
    for i in range(n):
        for a in range(k):
            j = candidate[i, a]
            if j < candidates:
                who[cursor[j]] = i
                what[cursor[j]] = cost[i, a]
                cursor[j] += 1
    return start, who, what
