"""A week of routine duty: a desk in every community, its roster, one call and one appeal, so that no page is empty."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from gridkeeper.exercises.loading.personas import HOME_COMMUNITY
from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.ids import uuid7
from gridkeeper.posts.models import Appointment
from gridkeeper.rosters.choices import CallKind, DutyState, ShiftState
from gridkeeper.rosters.commands.calling import NewCall, ask_people, open_callout, publish_appeal
from gridkeeper.rosters.commands.offering import NewShift
from gridkeeper.rosters.models import Duty, Roster, Shift
from gridkeeper.rosters.policy.place import is_night
from gridkeeper.rosters.policy.rest import Stretch, breach_of
from gridkeeper.scopes.bulk import copy_in
from gridkeeper.sites.models import Site

_ROLES: Final = ("community_desk", "committee_cadre", "grid_worker", "community_deputy")
_DAYS: Final = 7
_LENGTH: Final = timedelta(hours=12)
_DESK: Final = ("社区值班室", "Community duty desk")
_APPEAL: Final = (
    "各位邻居：近日值守、送菜、陪伴老人都需要人手。您有两个小时，就能帮上忙。\n\n"
    "报到以后，每次都先问您，接不接由您定；随时可以退出，不用说理由。（生成）"
)


def load_duties(*, actor: Actor, units: dict[str, UUID], now: datetime) -> int:
    """Load the desks, their rosters and a week of shifts with people who keep their rest; answers how many duties."""
    communities = sorted(code for code in units if len(code) == 12)
    staff = _staff(communities, now)
    desks = {code: (uuid7(), uuid7()) for code in communities}
    copy_in(
        Site,
        (
            "id",
            "unit_id",
            "unit_code",
            "kind",
            "name",
            "name_en",
            "opens",
            "closes",
            "comfort",
            "measure",
            "opened_at",
            "closed_because",
        ),
        (
            (
                desks[code][0],
                units[code],
                code,
                "desk",
                "社区值班室",
                "Community duty desk",
                time(),
                time(),
                "",
                "",
                now,
                "",
            )
            for code in communities
        ),
    )
    copy_in(
        Roster,
        ("id", "unit_id", "unit_code", "key", "title", "title_en", "resting_under", "made_at"),
        (
            (desks[code][1], units[code], code, "duty_desk", "社区值班表", "Community duty roster", [], now)
            for code in communities
        ),
    )
    shifts = [row for code in communities for row in _shifts(code, units[code], desks[code], now)]
    copy_in(Shift, _SHIFT, shifts)
    duties = list(_duties(shifts, staff, now))
    copy_in(Duty, _DUTY, duties)
    _call(actor, units[HOME_COMMUNITY], now)
    return len(duties)


_SHIFT: Final = (
    "id",
    "unit_id",
    "unit_code",
    "roster_id",
    "site_id",
    "title",
    "title_en",
    "starts",
    "ends",
    "needed",
    "task",
    "role",
    "night",
    "outdoor",
    "in_zone",
    "measure",
    "state",
    "ended_because",
    "task_en",
)
_DUTY: Final = (
    "id",
    "unit_code",
    "shift_id",
    "person_id",
    "starts",
    "ends",
    "state",
    "offered_at",
    "answered_at",
    "arrived_at",
    "override_reason",
    "override_by",
    "closing_note",
)


def _staff(communities: list[str], now: datetime) -> dict[str, list[UUID]]:
    """People in post in each community, by role and then by age of the appointment."""
    rows = Appointment.objects.filter(role_held__in=_ROLES, from_at__lte=now).order_by("role_held", "id")
    found: dict[str, list[UUID]] = defaultdict(list)
    for code, person in rows.values_list("unit_code", "person_id"):
        if person not in found[code[:12]]:
            found[code[:12]].append(person)
    return {code: found[code] for code in communities}


def _to_the_minute(now: datetime) -> datetime:
    """Duty tables and calendars know no seconds; loading takes some."""
    return now.replace(second=0, microsecond=0)


def _shifts(code: str, unit: UUID, desk: tuple[UUID, UUID], now: datetime) -> Iterator[tuple[Any, ...]]:
    for number in range(2 * _DAYS):
        starts = _to_the_minute(now) + number * _LENGTH
        night = is_night(starts, starts + _LENGTH)
        title, english = ("社区值班室夜班", "Duty desk, night") if night else ("社区值班室白班", "Duty desk, day")
        yield (
            uuid7(),
            unit,
            code,
            desk[1],
            desk[0],
            title,
            english,
            starts,
            starts + _LENGTH,
            1,
            "接电话，登记来访，汇总零报告",
            "",
            night,
            False,
            False,
            "",
            ShiftState.PLANNED.value,
            "",
            "Answer the phone, note who calls, gather the zero reports",
        )


def _duties(shifts: list[tuple[Any, ...]], staff: dict[str, list[UUID]], now: datetime) -> Iterator[tuple[Any, ...]]:
    """One person a shift, in turn, where their rest allows it; the first is there already, the last not yet asked."""
    stands: dict[UUID, list[Stretch]] = defaultdict(list)
    turn: dict[str, int] = defaultdict(int)
    for shift in shifts:
        key, code, starts, ends, night = shift[0], shift[2], shift[7], shift[8], shift[12]
        people = staff[code]
        stretch = Stretch(starts=starts, ends=ends, night=night)
        for step in range(len(people)):
            person = people[(turn[code] + step) % len(people)]
            if breach_of(stretch, others=stands[person]) is None:
                break
        else:
            continue
        turn[code] += step + 1
        stands[person].append(stretch)
        here = starts <= now
        state = DutyState.ARRIVED if here else DutyState.ACCEPTED
        if starts - now > timedelta(days=_DAYS - 1):
            state = DutyState.OFFERED
        answered = None if state == DutyState.OFFERED else now
        yield (uuid7(), code, key, person, starts, ends, state.value, now, answered, now if here else None, "", "", "")


def _call(actor: Actor, unit: UUID, now: datetime) -> None:
    starts = _to_the_minute(now) + timedelta(hours=6)
    shift = NewShift(
        unit_id=unit,
        unit_code=HOME_COMMUNITY,
        title="给行动不便的老人送菜（生成）",
        title_en="Bring vegetables to old people (generated)",
        starts=starts,
        ends=starts + timedelta(hours=3),
        needed=4,
        task="两人一组，到楼下电话联系，不进门",
        task_en="Two by two; call from downstairs, do not go in",
    )
    call = open_callout(actor=actor, call=NewCall(shift=shift, kind=CallKind.DELIVERY), now=now)
    ask_people(actor=actor, call_id=call.id, size=2, now=now)
    publish_appeal(
        actor=actor, unit_id=unit, unit_code=HOME_COMMUNITY, title="邻里互助，等您来（生成）", words=_APPEAL, now=now
    )
