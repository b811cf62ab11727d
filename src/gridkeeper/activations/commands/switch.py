"""The switch itself: everything a playbook wants, made in one transaction or not at all (K-07)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.db import transaction

from gridkeeper.activations.choices import ActivationState
from gridkeeper.activations.models import Activation, MadeRow, MeasureState, Suspension, UnitMode
from gridkeeper.activations.policy import digest_of, pack_standing
from gridkeeper.activations.queries.composing import composed, remarks
from gridkeeper.activations.queries.standing import standing_at
from gridkeeper.audit.record import record
from gridkeeper.catalogue.making import makers, suspenders
from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.ids import uuid7
from gridkeeper.kernel.unit_code import LENGTHS, Level
from gridkeeper.orders.commands import hold_in_force
from gridkeeper.playbooks.facts import Facts
from gridkeeper.playbooks.schema import Measure, Playbook
from gridkeeper.playbooks.text import load
from gridkeeper.playbooks.wanted import AnyWant, WantedSuspension, made_id
from gridkeeper.scopes.bulk import copy_in


class Tell(Protocol):
    """Hears how far the switch is."""

    def __call__(self, step: str, *, done: int, total: int) -> None: ...


def carry_out(*, actor: Actor, activation_id: UUID, by: Actor, now: datetime, tell: Tell) -> bool:
    """Make everything, as the approver ``by`` may; False where it is made already or was ended meanwhile.

    One transaction: killed at any moment, it leaves the old state, and a second run makes the whole. Claimed by
    compare-and-set, so of two runs one waits and then finds it done. Raises what a room refuses to make.
    """
    with transaction.atomic():
        claimed = Activation.objects.filter(pk=activation_id, state=ActivationState.STARTING).update(
            state=ActivationState.ACTIVE, active_at=now, problem=None
        )
        if claimed != 1:
            return False
        activation = Activation.objects.get(pk=activation_id)
        # Held until commit: an end in the same second waits, and then takes back what it finds.
        order = hold_in_force(order_id=activation.order_id)
        steps = len(makers()) + 4
        tell("baseline", done=0, total=steps)
        packed = pack_standing(standing_at(prefix=activation.unit_code, now=now))
        tell("composing", done=1, total=steps)
        playbook = load(activation.text, where=f"{activation.playbook} {activation.version}")
        found = composed(playbook, unit_code=activation.unit_code, until=order.expires_at, now=now)
        unmet, conflicts = remarks(found.composition)
        by_kind: dict[str, list[AnyWant]] = defaultdict(list)
        for want in found.composition.wants:
            by_kind[want.kind].append(want)
        made = _make(by_kind, by=by, order_id=activation.order_id, now=now, tell=tell, steps=steps)
        unmet += [_nobody_makes(kind, wants) for kind, wants in by_kind.items() if kind not in made]
        tell("measures", done=steps - 2, total=steps)
        _keep_rows(activation, [want for kind in made for want in by_kind[kind]])
        _open_measures(activation, playbook, found.facts, now)
        UnitMode.objects.create(
            unit_code=activation.unit_code, mode=playbook.mode, order_id=activation.order_id, from_at=now
        )
        Activation.objects.filter(pk=activation.pk).update(
            made=made,
            unmet=unmet,
            conflicts=conflicts,
            baseline=packed,
            baseline_digest=digest_of(packed),
            ready_due_at=(activation.started_at or now) + playbook.clocks.ready,
        )
        record(
            actor=by,
            verb="activation.active",
            subject_kind="activation",
            subject_id=activation.id,
            unit_code=activation.unit_code,
            happened_at=now,
            facts={"made": made, "unmet": len(unmet), "conflicts": len(conflicts), "as": actor.login},
        )
        tell("done", done=steps, total=steps)
    return True


def note_problem(*, activation_id: UUID, problem: Mapping[str, Any]) -> None:
    """Write down why a switch was refused half-way; nothing of it was kept, and it may be tried again."""
    Activation.objects.filter(pk=activation_id, state=ActivationState.STARTING).update(problem=dict(problem))


def _make(
    by_kind: Mapping[str, Sequence[AnyWant]], *, by: Actor, order_id: UUID, now: datetime, tell: Tell, steps: int
) -> dict[str, int]:
    """Let each room make its kind, lower rooms first, and standing things rest; counts by kind."""
    made: dict[str, int] = {}
    for number, (kind, maker) in enumerate(makers().items(), start=2):
        if by_kind.get(kind):
            tell(kind, done=number, total=steps)
            made[kind] = maker.make(actor=by, order_id=order_id, wants=by_kind[kind], now=now)
    resting = [want for want in by_kind.get(WantedSuspension.kind, ()) if isinstance(want, WantedSuspension)]
    if resting:
        made[WantedSuspension.kind] = _let_rest(resting, by=by, order_id=order_id, now=now)
    return made


def _let_rest(wants: Sequence[WantedSuspension], *, by: Actor, order_id: UUID, now: datetime) -> int:
    ids: dict[str, list[UUID]] = defaultdict(list)
    for want in wants:
        ids[want.suspended_kind].append(want.suspended_id)
    rested = sum(
        suspenders()[kind](actor=by, order_id=order_id, ids=keys, now=now)
        for kind, keys in ids.items()
        if kind in suspenders()
    )
    Suspension.objects.bulk_create(
        [
            Suspension(
                id=made_id(order_id, want.kind, want.key),
                order_id=order_id,
                unit_code=want.unit_code,
                kind=want.suspended_kind,
                rests_id=want.suspended_id,
                words=want.zh[:200],
                from_at=now,
            )
            for want in wants
        ],
        batch_size=2000,
    )
    return rested


def _nobody_makes(kind: str, wants: Sequence[AnyWant]) -> dict[str, Any]:
    """A kind that no installed room makes is said like any other need that cannot be met."""
    first = wants[0]
    return {
        "rule": "no-room",
        "measure": first.measure,
        "unit_code": first.unit_code,
        "need": len(wants),
        "have": 0,
        "zh": f"本系统没有安装负责“{kind}”的模块，{len(wants)} 项未生成。",
        "en": f"No room of this installation makes “{kind}”; {len(wants)} were left out.",
        "mend_zh": "请系统管理员安装该模块。",
        "mend_en": "Ask the administrator to install it.",
    }


def _keep_rows(activation: Activation, wants: Sequence[AnyWant]) -> None:
    copy_in(
        MadeRow,
        ("row_id", "activation_id", "unit_code", "kind", "measure"),
        (
            (
                made_id(activation.order_id, want.kind, want.key),
                activation.id,
                want.unit_code,
                want.kind,
                want.measure,
            )
            for want in wants
            if not isinstance(want, WantedSuspension)
        ),
    )


def _open_measures(activation: Activation, playbook: Playbook, facts: Facts, now: datetime) -> None:
    """One row a measure and unit that answers for it; those nobody specified stay visible at the top (section 13)."""
    due = (activation.started_at or now) + playbook.clocks.ready
    MeasureState.objects.bulk_create(
        [
            MeasureState(
                id=uuid7(),
                activation=activation,
                unit_code=code,
                no=measure.no,
                owner_role=measure.owner.role if measure.owner else "",
                due_at=due,
                words="",
                said_by="",
            )
            for measure in playbook.measures
            for code in _answering(measure, facts)
        ],
        batch_size=2000,
    )


def _answering(measure: Measure, facts: Facts) -> Iterator[str]:
    level = measure.owner.level.value if measure.owner else ""
    width = LENGTHS[Level(level)] if level in set(Level) else LENGTHS[Level.COMMUNITY]
    if not measure.owner or width <= len(facts.root.code):
        yield facts.root.code
        return
    yield from (unit.code for unit in facts.units if len(unit.code) == width)
