"""Whether every place has the posts it must have, held and documented; what lacks is named (A16)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Q

from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.unit_code import Level, upper_bound
from gridkeeper.posts.choices import TEMPORARY, Holding
from gridkeeper.posts.models import Appointment, Body, Post
from gridkeeper.territory.models import Unit


@dataclass(frozen=True, kw_only=True)
class Requirement:
    """So many holders of one of these roles at every unit of a level; 0 asks only that what there is be held."""

    key: str
    roles: tuple[str, ...]
    level: Level
    each: int = 1


REQUIRED: Final = (
    Requirement(key="community_secretary", roles=("community_secretary",), level=Level.COMMUNITY),
    Requirement(key="community_desk", roles=("community_desk", "community_deputy"), level=Level.COMMUNITY),
    Requirement(key="grid_worker", roles=("grid_worker",), level=Level.GRID),
    Requirement(key="street_duty", roles=("street_duty",), level=Level.TOWNSHIP),
)


@dataclass(frozen=True, kw_only=True)
class Lacking:
    """A place that lacks something; ``reason`` is vacant, undocumented, unapproved or unjustified."""

    unit_code: str
    name: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Line:
    """One requirement: how many there must be, how many are held, how many of those name a document."""

    key: str
    required: int
    held: int
    documented: int
    lacking: tuple[Lacking, ...]

    @property
    def is_whole(self) -> bool:
        """Green: nothing lacks."""
        return not self.lacking

    @property
    def shown(self) -> str:
        """As it stands on the wall: 113/114."""
        return f"{self.documented}/{self.required}"


def establishment_of(
    *, actor: Actor, unit_code: str, now: datetime, required: Sequence[Requirement] = REQUIRED
) -> Sequence[Line]:
    """Every requirement at and below a unit, the seats of all posts, and the papers of temporary bodies. Six queries.

    A requirement counts once per unit: two holders in one grid do not make up for none in the next.
    """
    actor.require("wall.read", at=unit_code)
    units = _units(unit_code, required)
    held = _held(unit_code, now)
    lines = [_line(requirement, units.get(requirement.level, {}), held) for requirement in required]
    lines.append(_seats(unit_code, now))
    lines.append(_bodies(unit_code))
    return lines


def _units(unit_code: str, required: Sequence[Requirement]) -> dict[Level, dict[str, str]]:
    rows = Unit.objects.filter(
        unit_code__gte=unit_code,
        unit_code__lt=upper_bound(unit_code),
        closed_on=None,
        level__in={requirement.level.value for requirement in required},
    ).exclude(kind="statistical")
    found: dict[Level, dict[str, str]] = defaultdict(dict)
    for code, name, short, level in rows.order_by("unit_code").values_list("unit_code", "name", "short_name", "level"):
        found[Level(level)][code] = short or name
    return found


def _held(unit_code: str, now: datetime) -> dict[tuple[str, str], list[str]]:
    """Documents of the holders in force, by unit and role."""
    rows = Appointment.objects.filter(_in_force(now), _inside(unit_code), holding=Holding.HOLDER)
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for code, role, document in rows.values_list("unit_code", "role_held", "document"):
        found[(code, role)].append(document.strip())
    return found


def _line(requirement: Requirement, units: dict[str, str], held: dict[tuple[str, str], list[str]]) -> Line:
    lacking: list[Lacking] = []
    count = documented = 0
    for code, name in units.items():
        documents = [text for role in requirement.roles for text in held.get((code, role), ())]
        papers = sum(bool(text) for text in documents)
        count += min(len(documents), requirement.each)
        documented += min(papers, requirement.each)
        if len(documents) < requirement.each:
            lacking.append(Lacking(unit_code=code, name=name, reason="vacant"))
        elif papers < requirement.each:
            lacking.append(Lacking(unit_code=code, name=name, reason="undocumented"))
    return Line(
        key=requirement.key,
        required=len(units) * requirement.each,
        held=count,
        documented=documented,
        lacking=tuple(lacking),
    )


def _seats(unit_code: str, now: datetime) -> Line:
    """All seats there are, whatever their role: held, and documented."""
    posts = list(
        Post.objects.filter(_in_force(now), _inside(unit_code)).values_list("id", "unit_code", "title", "seats")
    )
    papers: dict[object, list[str]] = defaultdict(list)
    rows = Appointment.objects.filter(_in_force(now), _inside(unit_code), holding=Holding.HOLDER)
    for post_id, document in rows.values_list("post_id", "document"):
        papers[post_id].append(document.strip())
    lacking: list[Lacking] = []
    held = documented = 0
    for key, code, title, seats in posts:
        mine = papers.get(key, [])
        held += min(len(mine), seats)
        documented += min(sum(map(bool, mine)), seats)
        if len(mine) < seats:
            lacking.append(Lacking(unit_code=code, name=title, reason="vacant"))
        elif sum(map(bool, mine)) < seats:
            lacking.append(Lacking(unit_code=code, name=title, reason="undocumented"))
    required = sum(seats for _, _, _, seats in posts)
    return Line(key="seats", required=required, held=held, documented=documented, lacking=tuple(lacking))


def _bodies(unit_code: str) -> Line:
    """Open temporary bodies: approved by somebody, and justified by an order or by an open body (K-05)."""
    rows = list(
        Body.objects.filter(_inside(unit_code), kind__in=TEMPORARY, closed_at=None).select_related("justified_by")
    )
    lacking: list[Lacking] = []
    for body in rows:
        if not body.approved_by.strip():
            lacking.append(Lacking(unit_code=body.unit_code, name=body.name, reason="unapproved"))
        elif not body.order_id and (body.justified_by is None or body.justified_by.closed_at is not None):
            lacking.append(Lacking(unit_code=body.unit_code, name=body.name, reason="unjustified"))
    whole = len(rows) - len(lacking)
    return Line(key="temporary_bodies", required=len(rows), held=len(rows), documented=whole, lacking=tuple(lacking))


def _inside(unit_code: str) -> Q:
    return Q(unit_code__gte=unit_code, unit_code__lt=upper_bound(unit_code))


def _in_force(now: datetime) -> Q:
    return Q(from_at__lte=now) & (Q(to_at=None) | Q(to_at__gt=now))
