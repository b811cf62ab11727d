"""Differences people read: between what stands now and what would stand, or between two moments (R-11)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any
from uuid import UUID

from gridkeeper.playbooks.compose.composition import Composition, Conflict, Unmet
from gridkeeper.playbooks.wanted import AnyWant, Standing, WantedAppointment, WantedShift, WantedSuspension, made_id


class Sign(StrEnum):
    """What happens to a thing."""

    MADE = "made"
    CHANGED = "changed"
    SUSPENDED = "suspended"
    ENDED = "ended"


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """One line of a difference. ``id`` is the row's, where there is one; ``order_id`` who made it, where it is known.

    A thing for several people (a shift) has one line with ``person_id`` None; ``people`` names them.
    """

    sign: Sign
    kind: str
    unit_code: str
    zh: str
    en: str
    id: UUID | None = None
    key: str = ""
    measure: str = ""
    person_id: UUID | None = None
    people: tuple[UUID, ...] = ()
    order_id: UUID | None = None


_SUSPENSION = WantedSuspension.kind


def difference(before: Iterable[Standing], after: Iterable[Standing]) -> list[Change]:
    """What was made, changed, suspended or ended between two moments, by unit, kind and words.

    Two things are the same when kind and id are; changed when their marks differ. A suspension that stands anew says
    that the thing it names rests.
    """
    old = {(one.kind, one.id): one for one in before}
    new = {(one.kind, one.id): one for one in after}
    changes = [_change(_made_sign(one), one) for at, one in new.items() if at not in old]
    changes += [_change(Sign.ENDED, one) for at, one in old.items() if at not in new]
    changes += [_change(Sign.CHANGED, one) for at, one in new.items() if at in old and old[at].mark != one.mark]
    return sorted(changes, key=_order)


def left_over(baseline: Iterable[Standing], now: Iterable[Standing], order_id: UUID) -> list[Change]:
    """What a stand-down lists because it changed since the baseline for other reasons; nothing is undone (R-11).

    Empty when nothing else changed. What the order itself made is told too while it stands, first and with its
    ``order_id``: after a stand-down there is none of it.
    """
    found = difference(baseline, now)
    return sorted(found, key=lambda change: change.order_id != order_id)


def _made_sign(one: Standing) -> Sign:
    return Sign.SUSPENDED if one.kind == _SUSPENSION else Sign.MADE


def _change(sign: Sign, one: Standing) -> Change:
    return Change(
        sign=sign,
        kind=one.kind,
        unit_code=one.unit_code,
        zh=one.words,
        en=one.words,
        id=one.id,
        person_id=one.person_id,
        order_id=one.order_id,
    )


def _order(change: Change) -> tuple[str, str, str, str, str]:
    return (change.unit_code, change.kind, change.sign.value, change.zh, str(change.id))


@dataclass(frozen=True, kw_only=True)
class Preview:
    """The dry run of a playbook as people read it (R-20): every change, every need, every clash.

    Groupings are made on first use and cost one pass over the lines.
    """

    changes: tuple[Change, ...]
    unmet: tuple[Unmet, ...]
    conflicts: tuple[Conflict, ...]

    @cached_property
    def by_unit(self) -> dict[str, list[Change]]:
        """Lines by the code of their unit, in order of codes."""
        return grouped(self.changes, lambda change: change.unit_code)

    @cached_property
    def by_person(self) -> dict[UUID, list[Change]]:
        """Lines by the person they concern: appointments and offered duties."""
        found: dict[UUID, list[Change]] = defaultdict(list)
        for change in self.changes:
            for person in (change.person_id, *change.people):
                if person is not None:
                    found[person].append(change)
        return dict(found)

    @cached_property
    def counts(self) -> dict[tuple[Sign, str], int]:
        """How many lines of each sign and kind."""
        return dict(Counter((change.sign, change.kind) for change in self.changes))

    def counts_below(self, length: int) -> dict[str, dict[tuple[Sign, str], int]]:
        """Counts by the area of that many digits (9: streets, 12: communities) in which the lines lie."""
        found: dict[str, Counter[tuple[Sign, str]]] = defaultdict(Counter)
        for change in self.changes:
            found[change.unit_code[:length]][change.sign, change.kind] += 1
        return {code: dict(found[code]) for code in sorted(found)}

    def at(self, prefix: str) -> tuple[Change, ...]:
        """Lines at a unit and below."""
        return tuple(change for change in self.changes if change.unit_code.startswith(prefix))


def preview(composition: Composition, standing: Iterable[Standing], *, order_id: UUID | None = None) -> Preview:
    """A composition as a difference from what stands.

    With ``order_id``, wants whose rows stand already are no change: the same playbook, place and order make nothing
    twice. What would be suspended is named as it stands.
    """
    stands = {(one.kind, one.id): one for one in standing}
    changes = []
    for want in composition.wants:
        row = None if order_id is None else made_id(order_id, want.kind, want.key)
        if row is None or (want.kind, row) not in stands:
            changes.append(_wanted(want, row, stands))
    return Preview(
        changes=tuple(sorted(changes, key=_order_of_want)),
        unmet=composition.unmet,
        conflicts=composition.conflicts,
    )


def _wanted(want: AnyWant, row: UUID | None, stands: dict[tuple[str, UUID], Standing]) -> Change:
    sign, zh, en = Sign.MADE, want.zh, want.en or want.zh
    person = want.person_id if isinstance(want, WantedAppointment) else None
    people = want.person_ids if isinstance(want, WantedShift) else ()
    if isinstance(want, WantedSuspension):
        sign = Sign.SUSPENDED
        resting = stands.get((want.suspended_kind, want.suspended_id))
        zh, en = (resting.words, resting.words) if resting else (zh, en)
    return Change(
        sign=sign,
        kind=want.kind,
        unit_code=want.unit_code,
        zh=zh,
        en=en,
        id=row,
        key=want.key,
        measure=want.measure,
        person_id=person,
        people=people,
    )


def _order_of_want(change: Change) -> tuple[str, str, str]:
    return (change.unit_code, change.kind, change.key)


def grouped(changes: Sequence[Change], by: Callable[[Change], Any]) -> dict[Any, list[Change]]:
    """Lines by what ``by`` answers, in order of it; one pass."""
    found: dict[Any, list[Change]] = defaultdict(list)
    for change in changes:
        found[by(change)].append(change)
    return {group: found[group] for group in sorted(found)}
