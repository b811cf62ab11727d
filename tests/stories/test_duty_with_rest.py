"""A9, A28 and the edges of 4.e: who may stand what, told with what fits instead, through commands and pages."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from tests.cli.conftest import cli  # noqa: F401 - the fixture
from tests.doors import beat, begin_exercise, page
from tests.personas import START, World

pytestmark = pytest.mark.django_db
PLACE = "140106003011"
HOUR = timedelta(hours=1)


@pytest.fixture
def world() -> World:
    return begin_exercise()


class Desk:
    """Liu's desk: plans by command, offers on the page of the shift."""

    def __init__(self, world: World, run: Any) -> None:
        self.world, self.run = world, run

    def planned(self, begins: datetime, *flags: str, hours: int = 8, title: str = "东门值守") -> str:
        """Id of a shift planned at the community."""
        times = ("--from", begins.isoformat(), "--to", (begins + hours * HOUR).isoformat())
        words = ("--unit", PLACE, "--title", title, *times, *flags)
        return str(self.run("duty", "plan", *words, "--as", "liu", "--json").data["shift"])

    def offer(self, shift: str, login: str, *, by: str = "liu", **more: str) -> Any:
        """The page that answers an offer."""
        given = {"act": "offer", "person": str(self.world.people[login]), **more}
        return page(by).post(f"/console/rosters/shifts/{shift}/", given)

    def duty_of(self, login: str) -> str:
        """Id of somebody's first duty."""
        return str(self.run("duty", "list", "--as", login, "--json").data[0]["id"])

    def answer(self, login: str, act: str) -> str:
        """What somebody's own page says after an answer."""
        address = f"/console/duty/{self.duty_of(login)}/answer/"
        return page(login).post(address, {"act": act}, follow=True).content.decode()

    def accepted(self, shift: str, login: str) -> None:
        """Somebody is on a shift."""
        self.offer(shift, login)
        self.answer(login, "accept")

    def born(self, login: str, year: int) -> None:
        """Somebody's year of birth, corrected by the desk."""
        address = f"/console/people/{self.world.people[login]}/edit/"
        known = dict(re.findall(r'name="(name|phone)" value="([^"]*)"', page("liu").get(address).content.decode()))
        assert page("liu").post(address, {**known, "birth_year": str(year)}).status_code == 302


@pytest.fixture
def desk(world: World, cli: Any) -> Desk:  # noqa: F811
    return Desk(world, cli)


def people_on(shift: str) -> str:
    """What the page of a shift says about who is on it."""
    shown = page("liu").get(f"/console/rosters/shifts/{shift}/").content.decode()
    return shown.partition("这一班的人")[2].partition("可以请谁")[0]


def test_a9_the_seventy_year_old_secretary_is_spared_the_night_and_stays_secretary(desk: Desk) -> None:
    desk.born("chen", 1952)
    desk.planned(START + 24 * HOUR, title="值班室白班")
    said = desk.offer(desk.planned(START + 14 * HOUR, "--outdoor", title="东门夜班"), "chen")
    text = said.content.decode()
    assert said.status_code == 409
    assert "不排夜班" in text
    assert "值班室白班 11-13 08:00" in text
    assert "职务不受影响" in text
    posts = desk.run("post", "list", "--unit", PLACE, "--role", "community_secretary", "--as", "liu", "--json").data
    assert [holder["name"] for post in posts for holder in post["holders"]] == ["陈知远（生成）"]


def test_a28_six_hours_after_twelve_is_refused_and_an_exception_needs_reason_and_end(desk: Desk) -> None:
    long, soon = desk.planned(START + HOUR, hours=12), desk.planned(START + 19 * HOUR)
    assert desk.offer(long, "lin").status_code == 302
    assert "已接受" in desk.answer("lin", "accept")
    refused = desk.offer(soon, "lin")
    assert refused.status_code == 409
    assert "休息会不足 10 小时" in refused.content.decode()
    assert "11-13 07:00" in refused.content.decode()
    assert "破例安排" in refused.content.decode()
    assert desk.offer(soon, "lin", reason="没有别人", until="2022-11-13T04:00").status_code == 409
    assert desk.offer(soon, "lin", reason="没有别人", until="2022-11-13T12:00").status_code == 302
    assert "没有别人" in page("liu").get(f"/console/rosters/shifts/{soon}/").content.decode()
    assert "破例安排" not in desk.offer(soon, "wang", by="chen").content.decode()


def test_a28_by_command_the_refusal_says_until_when_rest_lasts(desk: Desk) -> None:
    desk.accepted(desk.planned(START + HOUR, hours=12), "lin")
    lin = ("--person", str(desk.world.people["lin"]), "--as", "liu", "--json")
    soon = desk.planned(START + 19 * HOUR)
    refused = desk.run("duty", "offer", soon, *lin).data["refused"]
    assert refused["code"] == "rosters.too-little-rest"
    assert "11-13 07:00" in refused["hint"]
    set_aside = desk.run("duty", "offer", soon, "--reason", "没有别人", "--until", "2022-11-13T12:00", *lin)
    assert set_aside.data["state"] == "offered"


def test_a_volunteer_is_not_booked_in_two_places(desk: Desk) -> None:
    desk.accepted(desk.planned(START + HOUR), "lin")
    said = desk.offer(desk.planned(START + 2 * HOUR, title="西门值守"), "lin")
    assert said.status_code == 409
    assert "那段时间已经有班" in said.content.decode()


def test_nobody_under_eighteen_inside_a_sealed_area(desk: Desk) -> None:
    desk.born("lin", 2006)
    said = desk.offer(desk.planned(START + HOUR, "--in-zone"), "lin")
    assert "不进封控区" in said.content.decode()


def test_not_this_time_asks_no_reason_and_asks_somebody_else(desk: Desk) -> None:
    shift = desk.planned(START + HOUR)
    desk.offer(shift, "lin")
    shown = page("lin").get("/console/duty/").content.decode()
    assert "这次不接" in shown
    assert "不接不用说理由" in shown
    assert "不会记在您名下" in desk.answer("lin", "decline")
    assert "林见秋" not in people_on(shift)
    assert "等答复" in people_on(shift)


def test_a_leader_who_leaves_mid_term_leaves_a_seat_that_shows(desk: Desk) -> None:
    shift = desk.planned(START + 4 * HOUR)
    desk.accepted(shift, "lin")
    duty = desk.duty_of("lin")
    page("liu").post(f"/console/people/{desk.world.people['lin']}/leave/", {"reason": "调离"})
    page("liu").post(f"/console/rosters/shifts/{shift}/", {"act": "replace", "duty": duty})
    assert "林见秋" not in people_on(shift)


def test_a_hand_over_with_no_successor_tells_the_superior(desk: Desk) -> None:
    shift = desk.planned(START + HOUR)
    desk.accepted(shift, "lin")
    duty = desk.duty_of("lin")
    desk.answer("lin", "arrive")
    client, address = page("lin"), f"/console/duty/{duty}/hand-over/"
    client.post(address, {"act": "log", "words": "车库灯不亮", "open": "1"})
    assert "下一班还没有人" in client.get(address).content.decode()
    assert "已签字" in client.post(address, {"act": "hand-over", "words": ""}, follow=True).content.decode()
    told = page("chen").get("/console/settings/messages/").content.decode()
    assert "没有人接班：东门值守" in told
    assert told.count("去看那里还差人的班") == told.count("没有人接班：") > 0
    beat()
    events = desk.run("audit", "list", "--verb", "shift.no-successor", "--as", "audit", "--json").data
    assert [event["subject_id"] for event in events] == [shift]
    assert "没有人接班" in page("liu").get("/console/cases/").content.decode()


def test_the_calendar_says_it_is_an_exercise(desk: Desk) -> None:
    desk.offer(desk.planned(START + HOUR), "lin")
    written = page("lin").get("/console/duty/calendar/").content.decode()
    assert "BEGIN:VCALENDAR" in written
    assert re.search(r"SUMMARY:\[演练\] 东门值守", written)
    assert "TENTATIVE" in written


def certified(desk: Desk, login: str, role: str, until: str) -> None:
    """Somebody's certificate, entered by the desk on their page."""
    address = f"/console/people/{desk.world.people[login]}/edit/"
    known = dict(
        re.findall(r'name="(name|phone|birth_year)" value="([^"]*)"', page("liu").get(address).content.decode())
    )
    given = {**known, "certified_for": role, "certified_until": until}
    assert page("liu").post(address, given).status_code == 302


def test_whose_certificate_has_run_out_by_the_day_gets_no_shift_that_needs_it(desk: Desk) -> None:
    certified(desk, "lin", "volunteer", "2022-11-12")
    today, tomorrow = (desk.planned(START + hours * HOUR, "--role", "volunteer") for hours in (1, 25))
    assert desk.offer(today, "lin").status_code == 302
    said = desk.offer(tomorrow, "lin")
    assert said.status_code == 409
    assert "证书 2022-11-12 到期，早于这一班（11-13）" in said.content.decode()
    assert "填上续证后的有效期" in said.content.decode()
    assert "破例安排" not in said.content.decode()
    certified(desk, "lin", "volunteer", "2023-11-12")
    assert desk.offer(tomorrow, "lin").status_code == 302


def test_a_certificate_that_soon_runs_out_is_listed_before_it_happens(desk: Desk) -> None:
    certified(desk, "lin", "volunteer", "2022-12-01")
    shown = page("liu").get("/console/people/of/140106003/certificates/").content.decode()
    assert ("林见秋" in shown, "还有 19 天" in shown, "1 份证书 30 天内到期" in shown) == (True, True, True)
    listed = desk.run("people", "certificates", "--unit", "140106003", "--as", "liu", "--json").data
    assert [(row["name"], row["days_left"]) for row in listed] == [("林见秋（生成）", 19)]
    assert "2022-12-01" in page("lin").get("/console/me/").content.decode()
