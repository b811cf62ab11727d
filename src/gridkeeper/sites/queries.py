"""Sites that an actor may see, and what of them stands now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

from django.db.models import Q, QuerySet

from gridkeeper.access.actors import system_actor
from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.errors import NotFound
from gridkeeper.kernel.unit_code import upper_bound
from gridkeeper.playbooks.wanted import Standing
from gridkeeper.scopes.doors import acting_as
from gridkeeper.sites.models import Site
from gridkeeper.territory.models import Overlay


@dataclass(frozen=True, kw_only=True)
class SiteRow:
    """A site for a list or page."""

    id: UUID
    unit_id: UUID
    unit_code: str
    overlay_id: UUID | None
    kind: str
    name: str
    name_en: str
    opens: time
    closes: time
    capacity: int | None
    comfort: str
    order_id: UUID | None
    opened_at: datetime
    closed_at: datetime | None
    closed_because: str

    @property
    def is_round_the_clock(self) -> bool:
        """True when it never closes for the night."""
        return self.opens == self.closes


def sites_page(
    *, actor: Actor, unit_code: str, kind: str = "", after: UUID | None = None, size: int = 50
) -> Sequence[SiteRow]:
    """Open sites at and below a unit, keyset pages by id. One query."""
    actor.require("wall.read", at=unit_code)
    rows = Site.objects.filter(unit_code__gte=unit_code, unit_code__lt=upper_bound(unit_code), closed_at=None)
    if kind:
        rows = rows.filter(kind=kind)
    if after:
        rows = rows.filter(id__gt=after)
    return [_row(site) for site in rows.order_by("id")[:size]]


def site_shown(*, actor: Actor, site_id: UUID) -> SiteRow:
    """One site. Raises NotFound. One query."""
    del actor  # row-level security decides
    site = Site.objects.filter(pk=site_id).first()
    if site is None:
        raise NotFound(kind="site", name=str(site_id))
    return _row(site)


def site_names(*, actor: Actor, ids: Iterable[UUID]) -> dict[UUID, tuple[str, str]]:
    """Names of sites in both languages, by id, for lists that hold ids only. One query."""
    del actor  # row-level security decides
    wanted = set(ids)
    if not wanted:
        return {}
    return {
        key: (name, en) for key, name, en in Site.objects.filter(pk__in=wanted).values_list("id", "name", "name_en")
    }


def sites_of_order(*, order_id: UUID) -> QuerySet[Site]:
    """Open sites that an order made, or that stand at the area it set; in the caller's scope."""
    areas = Overlay.objects.filter(order_id=order_id).values("id")
    return Site.objects.filter(Q(order_id=order_id) | Q(overlay_id__in=areas), closed_at=None)


def site_ids_of_order(*, order_id: UUID) -> Sequence[UUID]:
    """Ids of the open sites that the end of an order closes, wherever they stand. One query."""
    with acting_as(system_actor("sites")):
        return list(sites_of_order(order_id=order_id).values_list("id", flat=True))


def standing_sites(*, prefix: str, now: datetime) -> Iterable[Standing]:
    """Every open site at a unit and below (R-11). One query."""
    del now  # an open site stands until it is closed
    rows = Site.objects.filter(unit_code__gte=prefix, unit_code__lt=upper_bound(prefix), closed_at=None)
    for site in rows.order_by("unit_code", "id").iterator(chunk_size=2000):
        yield Standing(
            kind="site",
            id=site.id,
            unit_code=site.unit_code,
            words=site.name,
            mark=f"{site.kind} {site.opens:%H:%M}-{site.closes:%H:%M} {site.capacity or ''}",
            order_id=site.order_id,
        )


def _row(site: Site) -> SiteRow:
    return SiteRow(
        id=site.id,
        unit_id=site.unit_id,
        unit_code=site.unit_code,
        overlay_id=site.overlay_id,
        kind=site.kind,
        name=site.name,
        name_en=site.name_en,
        opens=site.opens,
        closes=site.closes,
        capacity=site.capacity,
        comfort=site.comfort,
        order_id=site.order_id,
        opened_at=site.opened_at,
        closed_at=site.closed_at,
        closed_because=site.closed_because,
    )
