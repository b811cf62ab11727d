"""Which switches are in force at a place: enough of each to choose one and to lead to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from gridkeeper.activations.choices import ActivationState
from gridkeeper.activations.models import Activation
from gridkeeper.activations.queries.shown import visible_to
from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.unit_code import ancestors_of, upper_bound


@dataclass(frozen=True, kw_only=True)
class Running:
    """A switch in force: its place, the number of its order, and the name of its playbook."""

    id: UUID
    unit_code: str
    number: str
    playbook: str


def in_force_at(*, actor: Actor, unit_code: str) -> Sequence[Running]:
    """What is in force at a unit: its own switches and those of the units it lies in, newest first. One query."""
    return _told(_active(actor).filter(unit_code__in=[*ancestors_of(unit_code), unit_code]))


def in_force_below(*, actor: Actor, unit_code: str, size: int = 50) -> Sequence[Running]:
    """The newest of what is in force at a unit and below it. One query."""
    inside = _active(actor).filter(unit_code__gte=unit_code, unit_code__lt=upper_bound(unit_code))
    return _told(inside, size=size)


def _active(actor: Actor) -> QuerySet[Activation]:
    return visible_to(actor).filter(state=ActivationState.ACTIVE)


def _told(rows: QuerySet[Activation], *, size: int = 50) -> list[Running]:
    values: Iterable[Any] = rows.order_by("-id").values_list("id", "unit_code", "order__number", "playbook")[:size]
    return [Running(id=key, unit_code=code, number=number, playbook=name) for key, code, number, name in values]
