"""Purges and their certificates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Q

from gridkeeper.access.actors import system_actor
from gridkeeper.access.models import PurgeRun
from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.errors import NotFound
from gridkeeper.kernel.listing import Listed, Sorts
from gridkeeper.scopes.doors import acting_as
from gridkeeper.scopes.keyset import read_page

PURGE_SORTS: Final = Sorts("-done", {"done": "done_at", "kind": "kind -done_at"})
"""By the moment, newest first; or by why rows were destroyed."""


@dataclass(frozen=True, kw_only=True)
class PurgeShown:
    """One purge; ``certified_at`` is None while traces were found or nobody has looked yet."""

    id: UUID
    kind: str
    because: str
    proposed_by: str
    approved_by: str
    done_at: datetime
    counts: dict[str, int]
    certificate: dict[str, Any] | None
    certified_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class PurgeProgress:
    """How far a purge is, without anybody's name: looked through, and certified unless traces were found."""

    id: UUID
    done_at: datetime
    counts: dict[str, int]
    is_looked_through: bool
    certified_at: datetime | None


def purges_page(
    *,
    actor: Actor,
    kind: str = "",
    certified: str = "",
    text: str = "",
    sort: str = "",
    after: str = "",
    size: int = 50,
) -> Listed[PurgeShown]:
    """Purges by ``PURGE_SORTS``, keyset pages, for rights desks in reach. One query. Raises Forbidden, UnknownSort.

    ``certified`` is ``yes`` or ``no``; ``text`` is looked for in the reason and in who proposed or approved.
    """
    order = PURGE_SORTS.order(sort)
    if not actor.reaches("rights.read"):
        actor.require("rights.read", at="-", place="purges")
    rows = PurgeRun.objects.all()
    if kind:
        rows = rows.filter(kind=kind)
    if certified:
        rows = rows.filter(certified_at__isnull=certified == "no")
    if text:
        said = Q(because__icontains=text) | Q(proposed_by__icontains=text) | Q(approved_by__icontains=text)
        rows = rows.filter(said)
    found = read_page(rows, order, after=after, size=size)
    return found.told(map(_shown, found))


def purge_progress(*, run_id: UUID) -> PurgeProgress | None:
    """How far a purge is, for whoever may know that it was ordered; counts only. One query."""
    with acting_as(system_actor("purge")):
        run = PurgeRun.objects.filter(pk=run_id).first()
    if run is None:
        return None
    return PurgeProgress(
        id=run.id,
        done_at=run.done_at,
        counts=run.counts,
        is_looked_through=run.certificate is not None,
        certified_at=run.certified_at,
    )


def purge_shown(*, actor: Actor, run_id: UUID) -> PurgeShown:
    """One purge with its certificate, for rights desks in reach. Raises NotFound. One query."""
    run = PurgeRun.objects.filter(pk=run_id).first() if actor.reaches("rights.read") else None
    if run is None:
        raise NotFound(kind="purge", name=str(run_id))
    return _shown(run)


def _shown(run: PurgeRun) -> PurgeShown:
    return PurgeShown(
        id=run.id,
        kind=run.kind,
        because=run.because,
        proposed_by=run.proposed_by,
        approved_by=run.approved_by,
        done_at=run.done_at,
        counts=run.counts,
        certificate=run.certificate,
        certified_at=run.certified_at,
    )


def certificate_of(*, run_id: UUID) -> dict[str, Any]:
    """The certificate that a purge of this very command was given after its commit; it holds no name. One query."""
    with acting_as(system_actor("purge")):
        run = PurgeRun.objects.get(pk=run_id)
    return dict(run.certificate or {})
