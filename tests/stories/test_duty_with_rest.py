"""A9, A28 and the edges of 4.e: who may stand what, told with what fits instead, through the pages people use."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.test import Client
from tests.personas import START, SYSTEM, World, settle

from gridkeeper.accounts.queries import account_by_login
from gridkeeper.audit.chain import seal_events
from gridkeeper.audit.models import Event
from gridkeeper.cases.commands.events import follow_record
from gridkeeper.clocks.choices import HomeKind
from gridkeeper.clocks.commands import found_home
from gridkeeper.notices.models import Message
from gridkeeper.posts.commands.person import change_person, let_person_leave
from gridkeeper.posts.queries.own import own_posts
from gridkeeper.rosters.commands.answering import check_in
from gridkeeper.rosters.commands.offering import NewShift, plan_shift
from gridkeeper.rosters.models import Duty
from gridkeeper.scopes.doors import acting_as

pytestmark = pytest.mark.django_db
PLACE = "140106003011"
HOUR = timedelta(hours=1)


@pytest.fixture
def world() -> World:
    found_home(kind=HomeKind.EXERCISE, starts_at=START)
    return settle()


def page(login: str, *, language: str = "zh-hans") -> Client:
    client = Client(HTTP_ACCEPT_LANGUAGE=language)
    client.force_login(account_by_login(login), backend="django.contrib.auth.backends.ModelBackend")
    return client


def planned(world: World, begins: datetime, *, hours: int = 8, title: str = "东门值守", **more) -> UUID:
    with acting_as(SYSTEM):
        shift = NewShift(
            unit_id=world.units[PLACE],
            unit_code=PLACE,
            title=title,
            starts=begins,
            ends=begins + hours * HOUR,
            **more,
        )
        return plan_shift(actor=SYSTEM, shift=shift, now=START).id


def offer(client: Client, shift: UUID, person: UUID, **more: str):
    return client.post(f"/console/rosters/shifts/{shift}/", {"act": "offer", "person": str(person), **more})


def answer(login: str, person: UUID, act: str):
    with acting_as(SYSTEM):
        duty = Duty.objects.filter(person_id=person).order_by("-offered_at", "-id").first()
    assert duty is not None
    return page(login).post(f"/console/duty/{duty.id}/answer/", {"act": act}, follow=True)


def born(world: World, login: str, year: int) -> None:
    with acting_as(SYSTEM):
        change_person(actor=SYSTEM, person_id=world.people[login], contact={"birth_year": year}, now=START)


def test_a9_the_seventy_year_old_secretary_is_spared_the_night_and_stays_secretary(world: World) -> None:
    born(world, "chen", 1952)
    planned(world, START + 24 * HOUR, title="值班室白班")
    night = planned(world, START + 14 * HOUR, title="东门夜班", outdoor=True)
    said = offer(page("liu"), night, world.people["chen"])
    text = said.content.decode()
    assert said.status_code == 409
    assert "不排夜班" in text
    assert "值班室白班 11-13 08:00" in text
    assert "职务不受影响" in text
    chen = world.actor("chen")
    with acting_as(chen):
        assert [post.role for post in own_posts(actor=chen, now=START)] == ["community_secretary"]


def test_a28_six_hours_after_twelve_is_refused_and_an_exception_needs_reason_and_end(world: World) -> None:
    lin = world.people["lin"]
    long, soon = planned(world, START + HOUR, hours=12), planned(world, START + 19 * HOUR)
    liu = page("liu")
    assert offer(liu, long, lin).status_code == 302
    assert "已接受" in answer("lin", lin, "accept").content.decode()
    refused = offer(liu, soon, lin)
    assert refused.status_code == 409
    assert "休息会不足 10 小时" in refused.content.decode()
    assert "11-13 07:00" in refused.content.decode()
    assert "破例安排" in refused.content.decode()
    assert offer(liu, soon, lin, reason="没有别人", until="2022-11-13T04:00").status_code == 409
    assert offer(liu, soon, lin, reason="没有别人", until="2022-11-13T12:00").status_code == 302
    assert "没有别人" in page("liu").get(f"/console/rosters/shifts/{soon}/").content.decode()
    assert "破例安排" not in offer(page("chen"), soon, world.people["wang"]).content.decode()


def test_a_volunteer_is_not_booked_in_two_places(world: World) -> None:
    lin, liu = world.people["lin"], page("liu")
    offer(liu, planned(world, START + HOUR), lin)
    answer("lin", lin, "accept")
    said = offer(liu, planned(world, START + 2 * HOUR, title="西门值守"), lin)
    assert said.status_code == 409
    assert "那段时间已经有班" in said.content.decode()


def test_nobody_under_eighteen_inside_a_sealed_area(world: World) -> None:
    born(world, "lin", 2006)
    said = offer(page("liu"), planned(world, START + HOUR, in_zone=True), world.people["lin"])
    assert "不进封控区" in said.content.decode()


def test_not_this_time_asks_no_reason_and_asks_somebody_else(world: World) -> None:
    lin, shift = world.people["lin"], planned(world, START + HOUR)
    offer(page("liu"), shift, lin)
    shown = page("lin").get("/console/duty/").content.decode()
    assert "这次不接" in shown
    assert "不接不用说理由" in shown
    assert "不会记在您名下" in answer("lin", lin, "decline").content.decode()
    after = page("liu").get(f"/console/rosters/shifts/{shift}/").content.decode()
    on_it = after.partition("这一班的人")[2].partition("可以请谁")[0]
    assert "林见秋" not in on_it
    assert "等答复" in on_it


def test_a_leader_who_leaves_mid_term_leaves_a_seat_that_shows(world: World) -> None:
    lin, shift = world.people["lin"], planned(world, START + 4 * HOUR)
    offer(page("liu"), shift, lin)
    answer("lin", lin, "accept")
    with acting_as(SYSTEM):
        let_person_leave(actor=SYSTEM, person_id=lin, because="调离", now=START)
    again = page("liu").post(
        f"/console/rosters/shifts/{shift}/", {"act": "replace", "duty": str(duty_of(lin))}, follow=True
    )
    assert "林见秋" not in again.content.decode().partition("这一班的人")[2].partition("可以请谁")[0]


def duty_of(person: UUID) -> UUID:
    with acting_as(SYSTEM):
        return Duty.objects.get(person_id=person).id


def test_a_hand_over_with_no_successor_tells_the_superior(world: World) -> None:
    lin, shift = world.people["lin"], planned(world, START + HOUR)
    offer(page("liu"), shift, lin)
    answer("lin", lin, "accept")
    with acting_as(SYSTEM):
        check_in(actor=SYSTEM, duty_id=duty_of(lin), now=START)
    client = page("lin")
    address = f"/console/duty/{duty_of(lin)}/hand-over/"
    client.post(address, {"act": "log", "words": "车库灯不亮", "open": "1"})
    assert "下一班还没有人" in client.get(address).content.decode()
    done = client.post(address, {"act": "hand-over", "words": ""}, follow=True).content.decode()
    assert "已签字" in done
    with acting_as(SYSTEM):
        assert Event.objects.filter(verb="shift.no-successor", subject_id=str(shift)).count() == 1
        assert Message.objects.filter(person_id=world.people["chen"], subject__contains="没有人接班").exists()
        seal_events(now=START + HOUR)
        assert follow_record(actor=SYSTEM) == 1
    assert "没有人接班" in page("liu").get("/console/cases/").content.decode()


def test_the_calendar_says_it_is_an_exercise(world: World) -> None:
    lin = world.people["lin"]
    offer(page("liu"), planned(world, START + HOUR), lin)
    written = page("lin").get("/console/duty/calendar/").content.decode()
    assert "BEGIN:VCALENDAR" in written
    assert re.search(r"SUMMARY:\[演练\] 东门值守", written)
    assert "TENTATIVE" in written
