"""Open and close sites; make and take back those of an order; note that a life came before a gate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from gridkeeper.audit.record import record
from gridkeeper.catalogue.followers import follow_all
from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.errors import NotFound
from gridkeeper.kernel.texts import Words
from gridkeeper.playbooks.wanted import WantedSite, made_id
from gridkeeper.scopes.bulk import copy_in
from gridkeeper.sites.choices import SiteKind
from gridkeeper.sites.errors import NoReason, SiteClosed, SiteNeedsName, UnknownSiteKind
from gridkeeper.sites.models import Site
from gridkeeper.sites.queries import sites_of_order

_NAME, _NAME_EN = 120, 160


@dataclass(frozen=True, kw_only=True)
class NewSite:
    """A site to open by hand."""

    name: str
    kind: SiteKind
    unit_id: UUID
    unit_code: str
    opens: time
    closes: time
    name_en: str = ""
    capacity: int | None = None
    comfort: str = ""
    overlay_id: UUID | None = None


def open_site(*, actor: Actor, site: NewSite, now: datetime) -> Site:
    """Open a site at a unit. Raises SiteNeedsName, Forbidden."""
    actor.require("site.write", at=site.unit_code)
    if not site.name.strip():
        raise SiteNeedsName(place=site.unit_code)
    with transaction.atomic():
        row = Site.objects.create(
            unit_id=site.unit_id,
            unit_code=site.unit_code,
            overlay_id=site.overlay_id,
            kind=site.kind,
            name=site.name.strip()[:_NAME],
            name_en=site.name_en.strip()[:_NAME_EN],
            opens=site.opens,
            closes=site.closes,
            capacity=site.capacity,
            comfort=site.comfort.strip()[:200],
            opened_at=now,
        )
        _trace(actor, row, "site.opened", now, {"name": row.name, "kind": row.kind})
    return row


def close_site(*, actor: Actor, site_id: UUID, because: str, now: datetime) -> dict[str, int]:
    """Close a site for good; the shifts to come there end with it, and everybody on them is told once.

    Gives what followed, counted by kind. Raises NotFound, SiteClosed, NoReason, Forbidden.
    """
    site = _site(site_id)
    actor.require("site.write", at=site.unit_code)
    if not because.strip():
        raise NoReason(site=Words.of(site.name, site.name_en))
    with transaction.atomic():
        closed = Site.objects.filter(pk=site.pk, closed_at=None).update(closed_at=now, closed_because=because[:200])
        if closed != 1:
            raise SiteClosed(site=site.name, closed=_shown(site.closed_at or now))
        followed = follow_all(
            "site.closed",
            actor=actor,
            order_id=None,
            subject_id=site.id,
            unit_code=site.unit_code,
            facts={"sites": [site.id], "because": because},
            now=now,
        )
        counts: dict[str, int] = {kind: count for found in followed.values() for kind, count in found.items()}
        _trace(actor, site, "site.closed", now, {"name": site.name, "because": because[:200], **counts})
    return counts


def pass_for_life(*, actor: Actor, site_id: UUID, words: str, now: datetime) -> None:
    """Note that a gate was opened, or somebody let through, because a life was in danger (SF-22).

    Anybody who sees the site may do it first and note it afterwards: no permission is asked, nothing is approved.
    """
    site = _site(site_id)
    _trace(actor, site, "site.passed-for-life", now, {"name": site.name, "words": words[:400]})


def make_sites(*, actor: Actor, order_id: UUID, wants: Sequence[WantedSite], now: datetime) -> int:
    """Make the sites an order wants, in the caller's transaction; those that exist stay (K-07). Raises Forbidden."""
    kinds = set(SiteKind.values)
    known = set(Site.objects.filter(order_id=order_id).values_list("id", flat=True))
    fresh = {made_id(order_id, "site", want.key): want for want in wants}
    for code in {want.unit_code for want in fresh.values()}:
        actor.require("site.write", at=code)
    for want in fresh.values():
        if want.site_kind not in kinds:
            raise UnknownSiteKind(site=Words.of(want.zh, want.en), kind=want.site_kind, kinds=", ".join(sorted(kinds)))
    made = copy_in(
        Site,
        (
            "id",
            "unit_id",
            "unit_code",
            "overlay_id",
            "kind",
            "name",
            "name_en",
            "opens",
            "closes",
            "capacity",
            "comfort",
            "measure",
            "order_id",
            "opened_at",
            "closed_because",
        ),
        (
            (
                key,
                want.unit_id,
                want.unit_code,
                want.overlay_id,
                want.site_kind,
                want.zh[:_NAME],
                want.en[:_NAME_EN],
                want.opens,
                want.closes,
                want.capacity,
                "",
                want.measure,
                order_id,
                now,
                "",
            )
            for key, want in fresh.items()
            if key not in known
        ),
    )
    if made:
        place = min(want.unit_code for want in fresh.values())
        _trace_many(actor, order_id, verb="site.made", place=place, count=made, now=now)
    return made


def take_back_sites(*, actor: Actor, order_id: UUID, because: str, now: datetime) -> dict[str, int]:
    """Close the sites that an order made, or that stand at its area; for the end of that order (R-11).

    Shifts planned there by hand end with them; those of the order are taken back by their own room.
    """
    rows = list(sites_of_order(order_id=order_id).order_by("unit_code").values_list("id", "unit_code"))
    if not rows:
        return {}
    ids, place = [key for key, _ in rows], rows[0][1]
    closed = Site.objects.filter(pk__in=ids, closed_at=None).update(closed_at=now, closed_because=because[:200])
    followed = follow_all(
        "site.closed",
        actor=actor,
        order_id=order_id,
        subject_id=order_id,
        unit_code=place,
        facts={"sites": ids, "because": because},
        now=now,
    )
    _trace_many(actor, order_id, verb="site.taken-back", place=place, count=closed, now=now)
    return {"sites": closed, **{kind: count for found in followed.values() for kind, count in found.items()}}


def _site(site_id: UUID) -> Site:
    found = Site.objects.filter(pk=site_id).first()
    if found is None:
        raise NotFound(kind="site", name=str(site_id))
    return found


def _trace(actor: Actor, site: Site, verb: str, now: datetime, facts: Mapping[str, object]) -> None:
    record(
        actor=actor,
        verb=verb,
        subject_kind="site",
        subject_id=site.id,
        unit_code=site.unit_code,
        happened_at=now,
        facts=facts,
    )


def _trace_many(actor: Actor, order_id: UUID, *, verb: str, place: str, count: int, now: datetime) -> None:
    record(
        actor=actor,
        verb=verb,
        subject_kind="order",
        subject_id=order_id,
        unit_code=place,
        happened_at=now,
        facts={"sites": count},
    )


def _shown(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"
