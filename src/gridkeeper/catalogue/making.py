"""Who turns what a playbook wants into rows, and who can say what stands now (K-07, R-11)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from gridkeeper.kernel.actor import Actor
from gridkeeper.playbooks.wanted import Standing


class Make(Protocol):
    """Makes the rows of these wants of one kind, in the caller's transaction; returns how many are new.

    A row's id is ``made_id(order_id, kind, want.key)`` and it carries ``order_id``; a row that exists is left alone.
    The order's end takes the rows back through the room's own `register_take_back`.
    """

    def __call__(self, *, actor: Actor, order_id: UUID, wants: Sequence[Any], now: datetime) -> int: ...


class ReadStanding(Protocol):
    """Tells what of one kind stands at a unit and below at that moment, in the caller's scope."""

    def __call__(self, *, prefix: str, now: datetime) -> Iterable[Standing]: ...


@dataclass(frozen=True, kw_only=True)
class Maker:
    """One kind of want, how it is made, and how what stands of it is read."""

    kind: str
    make: Make
    standing: ReadStanding


class RestingFor(Protocol):
    """Lets the standing things of one kind rest under an order; the order's end lets them go on (R-11)."""

    def __call__(self, *, actor: Actor, order_id: UUID, ids: Sequence[UUID], now: datetime) -> int: ...


_makers: dict[str, Maker] = {}
_suspenders: dict[str, RestingFor] = {}


def register_maker(maker: Maker) -> None:
    """Enter how one kind of want is made; makers run in the order of registration, lower rooms first."""
    if _makers.setdefault(maker.kind, maker) is not maker:
        raise ValueError(f"two rooms make {maker.kind!r}")


def register_suspender(kind: str, suspend: RestingFor) -> None:
    """Enter how standing things of one kind are suspended; several orders may suspend the same one."""
    if _suspenders.setdefault(kind, suspend) is not suspend:
        raise ValueError(f"two rooms suspend {kind!r}")


def makers() -> Mapping[str, Maker]:
    """Makers by kind, in order of registration."""
    return dict(_makers)


def suspenders() -> Mapping[str, RestingFor]:
    """Suspenders by kind."""
    return dict(_suspenders)
