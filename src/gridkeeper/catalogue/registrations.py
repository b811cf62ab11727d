"""The lists, and how a room enters itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from gridkeeper.kernel.actor import Actor


class Perform(Protocol):
    """What runs when the second person approves; returns JSON facts for the proposal's result."""

    def __call__(
        self, *, actor: Actor, arguments: Mapping[str, Any], proposed_by: str, now: datetime
    ) -> dict[str, Any]: ...


class Decline(Protocol):
    """What follows when an act is refused, withdrawn or lapses; in the same transaction."""

    def __call__(self, *, actor: Actor, arguments: Mapping[str, Any], now: datetime) -> None: ...


class TakeBack(Protocol):
    """What an order's end undoes in one room; returns counts by kind."""

    def __call__(self, *, actor: Actor, order_id: UUID, because: str, now: datetime) -> dict[str, int]: ...


class LookOnce(Protocol):
    """What a room writes down of an order before its end undoes anything; ``at`` is the last moment in force."""

    def __call__(self, *, order_id: UUID, at: datetime) -> None: ...


class CheckRenewal(Protocol):
    """What a room asks before an order of its kind is prolonged; raises a declared error where it may not be."""

    def __call__(self, *, order_id: UUID, since: datetime, to: datetime, now: datetime) -> None: ...


class ErasePerson(Protocol):
    """What erasing a person clears in one room; returns counts by table."""

    def __call__(self, *, actor: Actor, person_id: UUID, now: datetime) -> dict[str, int]: ...


class ApplyRetention(Protocol):
    """What one retention rule of an upper room destroys when its time is over; returns counts by table."""

    def __call__(self, *, actor: Actor, now: datetime) -> Mapping[str, int]: ...


class OfOrders(Protocol):
    """Personal data that these orders made in one room, counted or cleared; returns counts by class."""

    def __call__(self, *, order_ids: Sequence[UUID]) -> Mapping[str, int]: ...


@dataclass(frozen=True, kw_only=True)
class OrderTraces:
    """What orders leave of people in one room: ``count`` says beforehand what ``forget`` clears (SF-08)."""

    count: OfOrders
    forget: OfOrders


class WitnessPurge(Protocol):
    """What looks outside the tables after a purge: files and backups. ``needles`` are `access.needles.Needles`.

    Returns checks, each a mapping with ``check``, ``ok``, ``findings`` and its figures.
    """

    def __call__(self, *, needles: Any, make_backup: bool) -> list[dict[str, Any]]: ...


class MoveWork(Protocol):
    """What a room hands on when a body closes (A23); returns counts by kind."""

    def __call__(self, *, actor: Actor, body_id: UUID, successor_id: UUID, now: datetime) -> dict[str, int]: ...


class HoldingWork(Protocol):
    """Which of these bodies have open work in a room, in one query: thousands may close at once."""

    def __call__(self, *, body_ids: Sequence[UUID]) -> Iterable[UUID]: ...


@dataclass(frozen=True, kw_only=True)
class WorkMover:
    """How one room hands the open work of closing bodies on (A23)."""

    holding: HoldingWork
    move: MoveWork


class MayGive(Protocol):
    """Whether an actor may give somebody a role at a unit: nobody hands on what they do not hold themselves."""

    def __call__(self, *, actor: Actor, role: str, unit_code: str) -> bool: ...


@dataclass(frozen=True, kw_only=True)
class FourEyesAct:
    """An act that one person proposes and another approves (SF-12); ``permission`` is what the approver needs."""

    kind: str
    permission: str
    perform: Perform
    decline: Decline | None = None


_acts: dict[str, FourEyesAct] = {}
_take_backs: dict[str, TakeBack] = {}
_last_looks: dict[str, LookOnce] = {}
_renewal_checks: dict[str, CheckRenewal] = {}
_erasers: dict[str, ErasePerson] = {}
_role_guard: list[MayGive] = []
_movers: dict[str, WorkMover] = {}
_retentions: dict[str, ApplyRetention] = {}
_order_traces: dict[str, OrderTraces] = {}
_witnesses: dict[str, WitnessPurge] = {}


def register_act(act: FourEyesAct) -> None:
    """Enter a four-eyes act; the same kind twice is a programming error."""
    if _acts.setdefault(act.kind, act) != act:
        raise ValueError(f"two acts are called {act.kind!r}")


def register_take_back(room: str, take_back: TakeBack) -> None:
    """Enter what a room undoes when an order ends."""
    _take_backs[room] = take_back


def register_last_look(room: str, look: LookOnce) -> None:
    """Enter what a room writes down of an order before its end takes anything back, however it ends."""
    _last_looks[room] = look


def register_renewal_check(order_kind: str, check: CheckRenewal) -> None:
    """Enter what is asked before orders of a kind are prolonged (R-09)."""
    _renewal_checks[order_kind] = check


def check_renewal(order_kind: str, *, order_id: UUID, since: datetime, to: datetime, now: datetime) -> None:
    """Let the room that gives this kind of order its effects refuse a renewal from ``since`` to ``to``."""
    if check := _renewal_checks.get(order_kind):
        check(order_id=order_id, since=since, to=to, now=now)


def register_eraser(room: str, erase: ErasePerson) -> None:
    """Enter what a room clears when a person is erased."""
    _erasers[room] = erase


def register_retention(rule: str, apply: ApplyRetention) -> None:
    """Enter how a room applies one rule of the retention table to its own rows."""
    _retentions[rule] = apply


def register_order_traces(room: str, *, count: OfOrders, forget: OfOrders) -> None:
    """Enter what a room holds of people because of orders, to be cleared when their emergency is over (SF-08)."""
    _order_traces[room] = OrderTraces(count=count, forget=forget)


def register_purge_witness(name: str, witness: WitnessPurge) -> None:
    """Enter who looks outside the tables after a purge."""
    _witnesses[name] = witness


def register_work_mover(room: str, *, holding: HoldingWork, move: MoveWork) -> None:
    """Enter how a room hands a closing body's open work to its successor."""
    _movers[room] = WorkMover(holding=holding, move=move)


def register_role_guard(may_give: MayGive) -> None:
    """Enter who decides whether a role may be given; `access` does, because it knows what roles allow."""
    _role_guard.append(may_give)


def may_give(*, actor: Actor, role: str, unit_code: str) -> bool:
    """True when every guard agrees that this actor may give this role there."""
    return all(guard(actor=actor, role=role, unit_code=unit_code) for guard in _role_guard)


def act(kind: str) -> FourEyesAct:
    """The act of that kind; KeyError means a room that made the proposal is not installed."""
    return _acts[kind]


def take_backs() -> Mapping[str, TakeBack]:
    """Rooms that make things under orders, by name, in order of registration."""
    return dict(_take_backs)


def last_looks() -> Mapping[str, LookOnce]:
    """Rooms that write something down before an order ends, by name."""
    return dict(_last_looks)


def erasers() -> Mapping[str, ErasePerson]:
    """Rooms that hold rows of people, by name."""
    return dict(_erasers)


def retentions() -> Mapping[str, ApplyRetention]:
    """Rules that upper rooms apply themselves, by name."""
    return dict(_retentions)


def order_traces() -> Mapping[str, OrderTraces]:
    """Rooms that hold personal data made under orders, by name."""
    return dict(_order_traces)


def purge_witnesses() -> tuple[WitnessPurge, ...]:
    """Everybody who looks outside the tables after a purge."""
    return tuple(_witnesses.values())


def work_movers() -> Mapping[str, WorkMover]:
    """Rooms whose work belongs to bodies, by name."""
    return dict(_movers)
