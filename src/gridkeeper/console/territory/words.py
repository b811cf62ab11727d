"""Words of the territory pages: levels, counts, history."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_noop as _

from gridkeeper.access.roles import ANSWERING
from gridkeeper.console.words import said
from gridkeeper.posts.queries.responsible import PostRow
from gridkeeper.territory.queries.show import UnitShown

LEVELS = {
    "province": _("province"),
    "city": _("city"),
    "district": _("district"),
    "township": _("street or town"),
    "community": _("community"),
    "grid": _("grid"),
    "building": _("building"),
}

OVERLAY_KINDS = {
    "compound": _("compound"),
    "control_unit": _("control unit"),
    "sealed_area": _("area under an order"),
    "static_area": _("area of static management"),
    "proposed_grid": _("proposed grid"),
    "statistical_area": _("statistical area"),
}

CHANGES = {
    "added": _("added"),
    "removed": _("ended"),
    "renamed": _("renamed"),
    "recoded": _("new code"),
}

_LEADING = ("district_leader", "street_leader", "community_deputy")


def answering_first(post: PostRow) -> tuple[str, int, str]:
    """Sort key of who answers: widest place first, there the post that picks up, then leaders, then others."""
    if post.role in ANSWERING:
        rank = ANSWERING.index(post.role)
    else:
        rank = len(ANSWERING) + (post.role not in _LEADING)
    return post.unit_code, rank, post.title


def counts_line(shown: UnitShown) -> list[str]:
    """What lies in the unit, as short facts; what nobody counted is left out, never 0."""
    counts = shown.counts
    facts = []
    if shown.aliases:
        facts.append(gettext("also called {names}").format(names=", ".join(shown.aliases[:3])))
    if counts.streets and shown.level in ("province", "city", "district"):
        facts.append(
            ngettext("{n} street or town", "{n} streets and towns", counts.streets).format(n=_n(counts.streets))
        )
    if counts.communities and shown.level != "community":
        facts.append(ngettext("{n} community", "{n} communities", counts.communities).format(n=_n(counts.communities)))
    if counts.compounds:
        facts.append(ngettext("{n} compound", "{n} compounds", counts.compounds).format(n=_n(counts.compounds)))
    if counts.grids and shown.level != "grid":
        facts.append(ngettext("{n} grid", "{n} grids", counts.grids).format(n=_n(counts.grids)))
    if counts.buildings and shown.level != "building":
        facts.append(ngettext("{n} building", "{n} buildings", counts.buildings).format(n=_n(counts.buildings)))
    if counts.households is not None:
        facts.append(ngettext("{n} household", "{n} households", counts.households).format(n=_n(counts.households)))
    if counts.residents is not None:
        facts.append(ngettext("{n} resident", "{n} residents", counts.residents).format(n=_n(counts.residents)))
    return facts


def history_rows(shown: UnitShown) -> list[dict[str, Any]]:
    """What the unit was called and coded; nothing to say of a unit that never changed."""
    if len(shown.history) < 2 and shown.is_open:
        return []
    return [
        {
            "what": said(CHANGES, row.change),
            "name": row.name,
            "code": row.unit_code,
            "from_on": _day(row.from_on),
            "to_on": _day(row.to_on),
            "edition": row.edition,
        }
        for row in shown.history
    ]


def _n(number: int) -> str:
    return f"{number:,}"


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
