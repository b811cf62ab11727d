"""What the end of an emergency would destroy and what stays, and how far it is (SF-07, SF-08)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from gridkeeper.access.actors import system_actor
from gridkeeper.access.queries.purges import PurgeProgress, purge_progress
from gridkeeper.access.retention import RULES
from gridkeeper.activations.choices import END, KEPT_TO_BE_READ, UnitModeKind
from gridkeeper.activations.models import UnitMode
from gridkeeper.activations.queries.composing import COMPOSER
from gridkeeper.catalogue.registrations import order_traces
from gridkeeper.kernel.actor import Actor
from gridkeeper.orders.queries import ProposalRow, proposals_about
from gridkeeper.rosters.queries.standing import duties_of_order
from gridkeeper.scopes.doors import acting_as


@dataclass(frozen=True, kw_only=True)
class PersonalClass:
    """A class of personal data that the emergency made: how many rows; kept so long by its own rule, None: goes now."""

    kind: str
    count: int
    keep: timedelta | None
    counted_from: str


@dataclass(frozen=True, kw_only=True)
class EndShown:
    """Where the end of an emergency stands; ``recovering`` counts the places that still recover."""

    classes: tuple[PersonalClass, ...]
    recovering: int
    proposal: ProposalRow | None
    purge: PurgeProgress | None


def end_shown(*, actor: Actor, activation_id: UUID, order_id: UUID, now: datetime) -> EndShown:
    """The end of one activation's emergency, for whoever may read the activation. A query a class.

    Counts are taken as the system: they name nobody, and what is cleared lies wherever people served.
    """
    asked = proposals_about(actor=actor, kind=END, argument="activation", value=str(activation_id))
    proposal = next((row for row in asked if _counts(row, now)), None)
    run = str((proposal.result or {}).get("purge", "")) if proposal else ""
    with acting_as(system_actor(COMPOSER)):
        classes = _classes(order_id)
        recovering = UnitMode.objects.filter(
            order_id=order_id, mode=UnitModeKind.RECOVERING, from_at__lte=now, to_at__gt=now
        ).count()
    purge = purge_progress(run_id=UUID(run)) if run else None
    return EndShown(classes=tuple(classes), recovering=recovering, proposal=proposal, purge=purge)


def _counts(row: ProposalRow, now: datetime) -> bool:
    """A refused, withdrawn or lapsed proposal stands in nobody's way."""
    return row.state == "approved" or (row.state == "pending" and row.lapses_at > now)


def _classes(order_id: UUID) -> Sequence[PersonalClass]:
    emergency, service = RULES["emergency"], RULES["service"]
    shown = []
    for room, traces in order_traces().items():
        stays = emergency if room in KEPT_TO_BE_READ else None
        shown += [
            PersonalClass(
                kind=kind,
                count=count,
                keep=stays.keep if stays else None,
                counted_from=stays.counted_from if stays else "",
            )
            for kind, count in traces.count(order_ids=[order_id]).items()
        ]
    duties = duties_of_order(order_id=order_id)
    served = PersonalClass(kind="duties", count=duties, keep=service.keep, counted_from=service.counted_from)
    return [*sorted(shown, key=lambda one: one.keep is not None), served]
