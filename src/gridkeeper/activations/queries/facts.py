"""What a playbook is held against, read in a handful of queries however large the place is (R-08, R-15, SF-31)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from gridkeeper.activations.queries.modes import modes_at
from gridkeeper.kernel.errors import NotFound
from gridkeeper.kernel.rest import ADULT
from gridkeeper.kernel.unit_code import LENGTHS, Level, ancestors_of, is_within, upper_bound
from gridkeeper.playbooks.facts import Facts, OverlayFact, PersonFact, RoutineFact, Seat, UnitFact
from gridkeeper.posts.models import Appointment, Consent, Person
from gridkeeper.posts.policy import SHOWN_IN, SPARED_FROM, age_in
from gridkeeper.rosters.choices import DutyState
from gridkeeper.rosters.models import Duty
from gridkeeper.rosters.queries.standing import routine_rosters
from gridkeeper.rounds.models import Series
from gridkeeper.territory.choices import OverlayKind
from gridkeeper.territory.models import Adjacency, Overlay, OverlayUnit, Unit

_COMMUNITY = LENGTHS[Level.COMMUNITY]
_KINDS = (OverlayKind.COMPOUND, OverlayKind.CONTROL_UNIT, OverlayKind.SEALED_AREA)


def facts_for(*, unit_code: str, now: datetime, paired: frozenset[str] = frozenset()) -> Facts:
    """The subtree of a unit at ``now``, as far as the caller's scope reaches. Raises NotFound. Thirteen queries.

    ``paired`` are the roles that pairings ask for: who holds one at a unit above can be paired with this place (YZ-01).
    """
    units = _units(unit_code)
    root = next((unit for unit in units if unit.code == unit_code), None)
    if root is None:
        raise NotFound(kind="unit", name=unit_code)
    communities = [unit.code for unit in units if len(unit.code) <= _COMMUNITY]
    return Facts(
        root=root,
        now=now,
        units=units,
        above=_above(unit_code),
        overlays=tuple(_overlays(unit_code, now)),
        people=tuple(_people(unit_code, now, paired)),
        routines=(*routine_rosters(prefix=unit_code), *_routine_series(unit_code)),
        neighbours=neighbours_of(unit_code),
        modes=modes_at(communities, prefix=unit_code, now=now),
    )


def neighbours_of(prefix: str) -> dict[str, frozenset[str]]:
    """Neighbouring communities of the communities at and below a unit, by code (R-08). One query."""
    rows = Adjacency.objects.filter(unit_code__gte=prefix, unit_code__lt=upper_bound(prefix))
    found: dict[str, set[str]] = defaultdict(set)
    for code, other in rows.filter(unit__level=Level.COMMUNITY).values_list("unit_code", "neighbour__unit_code"):
        found[code].add(other)
    return {code: frozenset(others) for code, others in found.items()}


def _units(prefix: str) -> tuple[UnitFact, ...]:
    """Open units, with households and residents summed upwards where a unit has no figure of its own."""
    rows = list(
        Unit.objects.filter(unit_code__gte=prefix, unit_code__lt=upper_bound(prefix), closed_on=None)
        .order_by("unit_code")
        .values_list("id", "unit_code", "level", "name", "short_name", "households", "residents", "collective")
    )
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for _, code, _, _, _, households, residents, collective in rows:
        if households is not None or residents is not None:
            for above in ancestors_of(code):
                sums[above][0] += households or 0
                sums[above][1] += (residents or 0) + (collective or 0)
    return tuple(
        UnitFact(
            id=key,
            code=code,
            level=level,
            name=short or name,
            households=households if households is not None else (sums[code][0] if code in sums else None),
            residents=residents + (collective or 0)
            if residents is not None
            else (sums[code][1] if code in sums else None),
        )
        for key, code, level, name, short, households, residents, collective in rows
    )


def _above(code: str) -> tuple[UnitFact, ...]:
    """The units a unit lies in: their names, so that sentences need no codes."""
    rows = Unit.objects.filter(unit_code__in=ancestors_of(code), closed_on=None).order_by("unit_code")
    return tuple(
        UnitFact(id=key, code=code, level=level, name=short or name)
        for key, code, level, name, short in rows.values_list("id", "unit_code", "level", "name", "short_name")
    )


def _overlays(prefix: str, now: datetime) -> Iterator[OverlayFact]:
    """Overlays whose answering community lies inside: one that several share goes to the one with most of it (4.e)."""
    today = now.astimezone(SHOWN_IN).date()
    inside = OverlayUnit.objects.filter(unit_code__gte=prefix, unit_code__lt=upper_bound(prefix)).values("overlay_id")
    open_now = Overlay.objects.filter(pk__in=inside, kind__in=_KINDS).filter(Q(to_on=None) | Q(to_on__gt=today))
    overlays = list(open_now.values_list("id", "kind", "unit_code", "name").order_by("sort_key", "id"))
    members: dict[UUID, list[str]] = defaultdict(list)
    rows = OverlayUnit.objects.filter(overlay_id__in=open_now.values("id"))
    for overlay, code in rows.order_by("unit_code").values_list("overlay_id", "unit_code"):
        members[overlay].append(code)
    for key, kind, code, name in overlays:
        place = code if len(code) >= _COMMUNITY else _answering(members[key], code)
        if is_within(place, prefix):
            yield OverlayFact(id=key, kind=kind, unit_code=place, name=name, members=tuple(members[key]))


def _answering(members: Iterable[str], code: str) -> str:
    per_community = Counter(member[:_COMMUNITY] for member in members if len(member) >= _COMMUNITY)
    return min(per_community, key=lambda one: (-per_community[one], one), default=code)


def _people(prefix: str, now: datetime, paired: frozenset[str]) -> Iterator[PersonFact]:
    """Everybody in post there or in a paired role above it, and who opted in there without a post."""
    seats: dict[UUID, list[Seat]] = defaultdict(list)
    held = Appointment.objects.filter(Q(to_at=None) | Q(to_at__gt=now), from_at__lte=now).filter(
        person__left_at=None, person__erased_at=None
    )
    serving = held.filter(unit_code__gte=prefix, unit_code__lt=upper_bound(prefix))
    higher = held.filter(unit_code__in=ancestors_of(prefix), role_held__in=paired)
    # Two reads: one with an OR of both would hide the range of codes from the planner.
    for rows in (serving, higher):
        for person, role, code, post, body in rows.order_by("id").values_list(
            "person_id", "role_held", "unit_code", "post_id", "post__body_id"
        ):
            seats[person].append(Seat(role=role, unit_code=code, post_id=post, body_id=body))
    agreed = Consent.objects.filter(withdrawn_at=None, person__left_at=None, person__erased_at=None)
    opted_in = agreed.filter(unit_code__gte=prefix, unit_code__lt=upper_bound(prefix))
    consents: dict[UUID, set[str]] = defaultdict(set)
    for person, kind in agreed.filter(
        Q(person_id__in=serving.values("person_id"))
        | Q(person_id__in=higher.values("person_id"))
        | Q(pk__in=opted_in.values("pk"))
    ).values_list("person_id", "kind"):
        consents[person].add(kind)
    wanted = (
        Q(pk__in=serving.values("person_id"))
        | Q(pk__in=higher.values("person_id"))
        | Q(pk__in=opted_in.values("person_id"))
    )
    yield from _described(Person.objects.filter(wanted), seats=seats, consents=consents, busy=_busy(now), now=now)


def _busy(now: datetime) -> dict[UUID, list[tuple[datetime, datetime]]]:
    """Duties people accepted and have not left, wherever they are: nobody is asked for two at once."""
    found: dict[UUID, list[tuple[datetime, datetime]]] = defaultdict(list)
    rows = Duty.objects.filter(ends__gt=now, state__in=(DutyState.ACCEPTED, DutyState.ARRIVED)).order_by("starts")
    for person, starts, ends in rows.values_list("person_id", "starts", "ends"):
        if person is not None:
            found[person].append((starts, ends))
    return found


def _routine_series(prefix: str) -> list[RoutineFact]:
    rows = Series.objects.filter(unit_code__gte=prefix, unit_code__lt=upper_bound(prefix), order_id=None, ended_at=None)
    return [
        RoutineFact(kind="series", id=key, name=name, unit_code=code)
        for key, name, code in rows.order_by("unit_code", "id").values_list("id", "name", "unit_code")
    ]


def _described(
    people: QuerySet[Person],
    *,
    seats: dict[UUID, list[Seat]],
    consents: dict[UUID, set[str]],
    busy: dict[UUID, list[tuple[datetime, datetime]]],
    now: datetime,
) -> Iterator[PersonFact]:
    here = now.astimezone(SHOWN_IN)
    for key, code, home, born, spared_until, certified_for, certified_until, skills in people.order_by(
        "id"
    ).values_list(
        "id",
        "unit_code",
        "contact__home_code",
        "contact__birth_year",
        "contact__spared_until",
        "contact__certified_for",
        "contact__certified_until",
        "contact__skills",
    ):
        age = age_in(here.year, born=born) if born else None
        yield PersonFact(
            id=key,
            seats=tuple(seats.get(key, ())),
            home_code=home or code,
            guarded=(age is not None and age >= SPARED_FROM)
            or (spared_until is not None and spared_until >= here.date()),
            minor=age is not None and age < ADULT,
            certified_for=certified_for or "",
            certified_until=certified_until,
            consents=frozenset(consents.get(key, ())),
            skills=frozenset(skills or ()),
            busy=tuple(busy.get(key, ())),
        )
