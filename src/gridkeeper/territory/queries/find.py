"""Find units by code, name, alias or pinyin initials (R-03); a name alone is no key, so doubles are told apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import F

from gridkeeper.formats.pinyin import initials
from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.errors import Malformed, NotFound
from gridkeeper.kernel.unit_code import ancestors_of, canonical
from gridkeeper.territory.errors import AmbiguousName, NoUnitsYet, UnknownUnit
from gridkeeper.territory.models import Designation, Name, Unit

_CODE = re.compile(r"\d{2,18}")
_WILD = str.maketrans({"%": "", "_": "", "\\": ""})


@dataclass(frozen=True, kw_only=True)
class Found:
    """One hit: the unit or overlay, the name that matched, and where it lies, for people."""

    unit_id: UUID | None
    overlay_id: UUID | None
    unit_code: str
    name: str
    matched: str
    kind: str
    where: str
    is_open: bool


def units_found(*, actor: Actor, text: str, size: int = 20) -> Sequence[Found]:
    """Units and overlays whose name, alias, initials or code fits what was typed, best first. Four queries."""
    actor.require("wall.read", at=_any_place(actor))
    asked = text.strip()
    if not asked:
        return []
    if _CODE.fullmatch(asked):
        return _by_code_prefix(asked, size)
    with connection.cursor() as cursor:
        letters = asked.lower() if asked.isascii() else ""
        cursor.execute(
            "SELECT name_id, rank FROM territory_search(%s, %s, %s)",
            [asked.translate(_WILD), letters.translate(_WILD), size * 3],
        )
        ranked = {key: place for place, (key, _) in enumerate(cursor.fetchall())}
    names = Name.objects.filter(pk__in=ranked).select_related("unit", "overlay")
    return _hits(sorted(names, key=lambda name: ranked[name.pk]), size)


def unit_meant(*, actor: Actor, text: str, as_of: date | None = None) -> Unit:
    """The one unit somebody means by a code, name, alias or initials; with ``as_of``, under the code of that day.

    Raises AmbiguousName with the candidates, UnknownUnit with the nearest names, Malformed for an impossible code.
    """
    asked = text.strip()
    if _CODE.fullmatch(asked):
        return _by_code(canonical(asked), asked, as_of)
    hits = [hit for hit in units_found(actor=actor, text=asked, size=40) if hit.unit_id and hit.is_open]
    exact = [hit for hit in hits if asked in (hit.matched, hit.name)]
    if not exact and asked.isascii():
        exact = [hit for hit in hits if asked.lower() in (initials(hit.matched), initials(hit.name))]
    meant = {hit.unit_id: hit for hit in (exact or hits) if hit.unit_id}
    if not meant:
        raise _unknown(actor, asked)
    if len(meant) > 1:
        places = "; ".join(f"{hit.name} ({hit.where or hit.unit_code})" for hit in list(meant.values())[:6])
        raise AmbiguousName(name=asked, places=places)
    return Unit.objects.get(pk=next(iter(meant)))


def _by_code(code: str, asked: str, as_of: date | None) -> Unit:
    if as_of is not None:
        spans = Designation.objects.filter(unit_code=code, from_on__lte=as_of).select_related("unit")
        span = next((s for s in spans.order_by("-from_on") if s.to_on is None or s.to_on > as_of), None)
        if span is not None:
            return span.unit
    # The open one comes first: nothing sorts before a date.
    found = Unit.objects.filter(unit_code=code).order_by(F("closed_on").asc(nulls_first=True)).first()
    if found is None:
        # A code an edition gave up still leads to the unit it named.
        former = Designation.objects.filter(unit_code=code).select_related("unit").order_by("-from_on").first()
        found = former.unit if former else None
    if found is None:
        raise UnknownUnit(name=asked, nearest=code[:6])
    return found


def _by_code_prefix(asked: str, size: int) -> Sequence[Found]:
    try:
        code = canonical(asked)
    except Malformed:
        code = asked
    units = Unit.objects.filter(unit_code__gte=code, unit_code__lt=code + "~").order_by("unit_code")[:size]
    places = _places([unit.unit_code for unit in units])
    return [
        Found(
            unit_id=unit.id,
            overlay_id=None,
            unit_code=unit.unit_code,
            name=unit.label,
            matched=unit.unit_code,
            kind=unit.kind,
            where=places.get(unit.unit_code, ""),
            is_open=unit.is_open,
        )
        for unit in units
    ]


def _hits(names: Sequence[Name], size: int) -> list[Found]:
    found: dict[UUID, Found] = {}
    places = _places([name.unit_code for name in names])
    for name in names:
        thing = name.unit or name.overlay
        if thing is None or thing.pk in found:
            continue
        found[thing.pk] = Found(
            unit_id=name.unit_id,
            overlay_id=name.overlay_id,
            unit_code=thing.unit_code,
            name=name.unit.label if name.unit else thing.name,
            matched=name.text,
            kind=thing.kind,
            where=places.get(name.unit_code, ""),
            is_open=name.unit.is_open if name.unit else name.overlay is not None and name.overlay.to_on is None,
        )
        if len(found) == size:
            break
    return list(found.values())


def _places(codes: Sequence[str]) -> dict[str, str]:
    """Names of the units above each code, as “迎泽区 庙前街道”."""
    above = {code for item in codes for code in ancestors_of(item) if len(code) >= 6}
    labels = {unit.unit_code: unit.label for unit in Unit.objects.filter(unit_code__in=above, closed_on=None)}
    return {item: " ".join(labels[code] for code in ancestors_of(item) if code in labels) for item in codes}


def _unknown(actor: Actor, asked: str) -> NotFound:
    if not Unit.objects.exists():
        return NoUnitsYet(name=asked)
    return UnknownUnit(name=asked, nearest=_nearest(actor, asked))


def _nearest(actor: Actor, asked: str) -> str:
    """A few names that share the beginning or a character pair, for “did you mean”."""
    tries = [asked[:-1], asked[:2], asked[1:3], asked[:1]]
    for part in tries:
        if part:
            hits = units_found(actor=actor, text=part, size=3)
            if hits:
                return ", ".join(hit.name for hit in hits)
    return "-"


def _any_place(actor: Actor) -> str:
    return next(iter(actor.reaches("wall.read")), "-")
