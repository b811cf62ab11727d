"""Forget who did which step, when their order's emergency is over (SF-08)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from gridkeeper.cases.models import Case, Step

FORGOTTEN: Final = "—"


def count_of_orders(*, order_ids: Sequence[UUID]) -> Mapping[str, int]:
    """How many steps of closed work that came of orders name somebody, in the caller's scope."""
    return {"names on work": _named(_closed(order_ids)).count()}


def forget_orders(*, order_ids: Sequence[UUID]) -> Mapping[str, int]:
    """Take the names off closed work that came of orders, inside the caller's transaction (SF-08).

    Work still open keeps them until it is closed: nobody verifies their own (SF-12). They go on the day after.
    """
    closed = _closed(order_ids)
    steps = _named(closed).update(by=FORGOTTEN)
    closed.exclude(opened_by=FORGOTTEN).update(opened_by=FORGOTTEN)
    closed.exclude(resolved_by__in=("", FORGOTTEN)).update(resolved_by=FORGOTTEN)
    return {"names on work": steps} if steps else {}


def _closed(order_ids: Sequence[UUID]) -> QuerySet[Case]:
    return Case.objects.filter(order_id__in=order_ids).exclude(closed_at=None)


def _named(cases: QuerySet[Case]) -> QuerySet[Step]:
    return Step.objects.filter(case__in=cases).exclude(by=FORGOTTEN)
