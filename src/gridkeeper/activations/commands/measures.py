"""Say by hand how far a measure is: who, when and in which words stay with it (section 13)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from gridkeeper.activations.choices import ActivationState, MeasureStatus
from gridkeeper.activations.errors import NeedsWords, NotActive, UnknownMeasure
from gridkeeper.activations.models import Activation, MeasureState
from gridkeeper.audit.record import record
from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.errors import NotFound

_FORGOTTEN: Final = "—"


def mark_measure(
    *, actor: Actor, activation_id: UUID, no: str, unit_code: str, status: MeasureStatus, words: str, now: datetime
) -> MeasureState:
    """Set a measure's status at a unit, with a sentence that says why or what shows it.

    Below the unit that answers for it a community may speak for itself. Raises Forbidden, NeedsWords, NotActive,
    UnknownMeasure, NotFound.
    """
    actor.require("measure.write", at=unit_code)
    if not words.strip():
        raise NeedsWords(no=no, place=unit_code)
    activation = Activation.objects.defer("baseline").filter(pk=activation_id).first()
    if activation is None:
        raise NotFound(kind="activation", name=str(activation_id))
    if activation.state != ActivationState.ACTIVE:
        raise NotActive(state=activation.state)
    known = MeasureState.objects.filter(activation=activation, no=no)
    answering = known.filter(unit_code=unit_code).first() or known.first()
    if answering is None or not unit_code.startswith(activation.unit_code):
        raise UnknownMeasure(no=no, place=unit_code)
    with transaction.atomic():
        row, _ = MeasureState.objects.update_or_create(
            activation=activation,
            no=no,
            unit_code=unit_code,
            defaults={"status": status, "words": words.strip()[:400], "said_by": actor.login, "said_at": now},
            create_defaults={
                "status": status,
                "words": words.strip()[:400],
                "said_by": actor.login,
                "said_at": now,
                "owner_role": answering.owner_role,
                "due_at": answering.due_at,
            },
        )
        record(
            actor=actor,
            verb="measure.marked",
            subject_kind="measure",
            subject_id=row.id,
            unit_code=unit_code,
            happened_at=now,
            facts={"no": no, "status": status, "words": row.words},
        )
    return row


def count_of_orders(*, order_ids: Sequence[UUID]) -> Mapping[str, int]:
    """How many measures of these orders say who spoke of them, in the caller's scope."""
    return {"names on measures": _named(order_ids).count()}


def forget_orders(*, order_ids: Sequence[UUID]) -> Mapping[str, int]:
    """Take the names off what was said of measures, inside the caller's transaction (SF-08); the words stay."""
    gone = _named(order_ids).update(said_by=_FORGOTTEN)
    return {"names on measures": gone} if gone else {}


def _named(order_ids: Sequence[UUID]) -> QuerySet[MeasureState]:
    return MeasureState.objects.filter(activation__order_id__in=order_ids).exclude(said_by__in=("", _FORGOTTEN))
