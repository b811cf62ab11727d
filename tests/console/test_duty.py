"""My duty, rosters, sheets, calls and the volunteers' page, as people see them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import time, timedelta

import pytest
from django.test import Client
from tests.console.furnished import Furnished
from tests.personas import START, SYSTEM

from gridkeeper.console.duty.beat import answering_beats
from gridkeeper.posts.commands.person import change_person
from gridkeeper.rosters.commands.offering import NewShift, plan_shift
from gridkeeper.rosters.models import Duty, Enlistment, Shift
from gridkeeper.scopes.doors import acting_as
from gridkeeper.sites.choices import SiteKind
from gridkeeper.sites.commands import NewSite, open_site

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
PLACE = "140106003011"


def text_of(answer: object) -> str:
    return answer.content.decode().partition('<main id="main"')[2]  # type: ignore[attr-defined]


def test_what_waits_for_my_answer_stands_on_my_duty_and_on_the_first_page(sign_in: SignIn) -> None:
    lin = sign_in("lin")
    page = text_of(lin.get("/console/duty/"))
    assert "Please answer" in page
    assert "Not this time" in page
    assert "Can you come? 东门值守" in text_of(lin.get("/console/"))


def test_accepting_and_arriving_follow_each_other(sign_in: SignIn, furnished: Furnished) -> None:
    lin = sign_in("lin")
    act = f"/console/duty/{furnished.duty}/answer/"
    assert "Check in" in text_of(lin.post(act, {"act": "accept"}, follow=True))
    assert "On duty now" in text_of(lin.post(act, {"act": "arrive"}, follow=True))


def test_a_place_shows_its_open_seats_and_a_workbook(sign_in: SignIn) -> None:
    chen = sign_in("chen")
    page = text_of(chen.get("/console/rosters/"))
    assert "1 seat is open" in page
    assert "1 short" in page
    assert chen.get("/console/rosters/?format=xlsx")["Content-Disposition"].endswith(".xlsx")


def test_shifts_of_a_day_come_fifty_at_a_time_and_the_file_has_all(sign_in: SignIn, furnished: Furnished) -> None:
    world = furnished.world
    chen = world.actor("chen")
    with acting_as(chen):
        for number in range(60):
            starts = START + timedelta(hours=1, minutes=number)
            shift = NewShift(
                unit_id=world.units[PLACE],
                unit_code=PLACE,
                title=f"岗{number:02}",
                starts=starts,
                ends=starts + timedelta(hours=1),
                role="grid_worker" if number == 7 else "",
            )
            plan_shift(actor=chen, shift=shift, now=START)
    client = sign_in("chen")
    first = text_of(client.get("/console/rosters/"))
    assert ("岗00" in first, "岗59" in first) == (True, False)
    [href] = re.findall(r'rel="next" href="([^"]+)"', first)
    second = text_of(client.get("/console/rosters/" + href.replace("&amp;", "&")))
    titles = [set(re.findall(r"岗\d\d", page)) for page in (first, second)]
    assert titles[0] | titles[1] == {f"岗{number:02}" for number in range(60)}
    assert not titles[0] & titles[1]
    csv = client.get("/console/rosters/?format=csv").content.decode()
    assert all(f"岗{number:02}" in csv for number in range(60))
    by_role = text_of(client.get("/console/rosters/?role=grid_worker"))
    assert set(re.findall(r"岗\d\d", by_role)) == {"岗07"}
    assert set(re.findall(r"岗\d\d", text_of(client.get("/console/rosters/?q=岗33")))) == {"岗33"}
    assert set(re.findall(r"岗\d\d", text_of(client.get("/console/rosters/?open=1")))) >= {"岗00"}


def test_turning_the_page_by_script_brings_the_rows_only(sign_in: SignIn) -> None:
    chen = sign_in("chen")
    for url in ("/console/rosters/", "/console/rounds/rows/"):
        answer = chen.get(url, headers={"HX-Request": "true"})
        assert (answer.status_code, "<html" in answer.content.decode()) == (200, False), url


def test_a_volunteer_sees_no_roster(sign_in: SignIn, furnished: Furnished) -> None:
    lin = sign_in("lin")
    assert lin.get("/console/rosters/").status_code == 403
    assert lin.get(f"/console/rosters/shifts/{furnished.shift}/").status_code == 403


def test_the_workbook_beside_a_sheet_is_of_the_same_day(sign_in: SignIn) -> None:
    page = text_of(sign_in("chen").get(f"/console/rosters/{PLACE}/sheet/?day=2022-11-20"))
    assert "?day=2022-11-20&amp;format=xlsx" in page


def test_accepting_is_a_big_button(sign_in: SignIn) -> None:
    page = text_of(sign_in("lin").get("/console/duty/"))
    assert re.search(r'class="btn btn-(primary|soft) btn-big" name="act" value="accept"', page)


def test_what_waits_for_an_answer_comes_first_and_accepting_is_at_hand(sign_in: SignIn) -> None:
    page = text_of(sign_in("lin").get("/console/duty/"))
    assert re.search(r'<div class="dock"><button class="btn [^"]+" name="act" value="accept"', page)
    assert page.index("Please answer") < page.index("Mine alone")


def test_a_phone_shows_more_once_and_only_where_doors_are_left_over(sign_in: SignIn) -> None:
    few, many = (sign_in(login).get("/console/duty/").content.decode() for login in ("lin", "liu"))
    bars = [page.partition('<nav class="nav-main"')[2].partition("</nav>")[0] for page in (few, many)]
    assert [bar.count("<summary>") for bar in bars] == [0, 1]
    assert [len(re.findall(r">More<", bar)) for bar in bars] == [1, 2]  # a wide screen's door, and the phone's
    assert 'class="only-wide"' not in bars[0]
    assert "Settings and records" in bars[1]


def test_a_gate_is_named_once_a_row(sign_in: SignIn, furnished: Furnished) -> None:
    chen = sign_in("chen")
    at_a_gate(chen, furnished, title="东门")
    assert ">东门\u00a0· 水西关街一社区</a>" in text_of(chen.get("/console/rosters/"))


def test_words_of_a_filter_stay_out_of_the_search_above(sign_in: SignIn) -> None:
    page = sign_in("chen").get("/console/rosters/?q=东门").content.decode()
    assert page.count('value="东门"') == 1


def test_the_sheet_has_a_line_to_sign_and_the_stamp(sign_in: SignIn) -> None:
    page = text_of(sign_in("chen").get(f"/console/rosters/{PLACE}/sheet/"))
    assert "东门值守" in page
    assert "Signed on arrival" in page
    assert page.count('class="sheet"') == page.count('class="signs"')
    assert "EXERCISE" in page


def at_a_gate(client: Client, furnished: Furnished, *, title: str = "大门值守") -> str:
    """A shift planned on the page at a gate; the id of the gate."""
    chen = furnished.world.actor("chen")
    with acting_as(chen):
        unit = furnished.world.units[PLACE]
        gate = NewSite(unit_id=unit, unit_code=PLACE, kind=SiteKind.GATE, name="东门", opens=time(6), closes=time(22))
        site = str(open_site(actor=chen, site=gate, now=START).id)
    given = {"title": title, "starts": "2022-11-12T10:00", "ends": "2022-11-12T18:00", "needed": "2"}
    assert client.post(f"/console/rosters/{PLACE}/plan/", {**given, "site": site}).status_code == 302
    return site


def test_each_gate_has_a_page_of_its_own_with_a_log_and_lines_to_sign(sign_in: SignIn, furnished: Furnished) -> None:
    chen = sign_in("chen")
    at_a_gate(chen, furnished)
    page = text_of(chen.get(f"/console/rosters/{PLACE}/gates/"))
    assert page.count('class="sheet"') == 1
    assert page.count("still open") == 2
    assert {"10:00–18:00", "Came, signed", "Left, signed", "EXERCISE"} <= set(re.findall(r">([^<]+)<", page))
    assert "Duty log" in page


def test_a_gate_without_shifts_says_so(sign_in: SignIn) -> None:
    page = text_of(sign_in("chen").get(f"/console/rosters/{PLACE}/gates/?day=2022-12-24"))
    assert "No gate or other site has shifts" in page
    assert sign_in("chen").get(f"/console/rosters/{PLACE}/gates/?site=east").status_code == 404


def test_the_shift_at_a_gate_leads_to_its_page_and_the_page_to_its_files(sign_in: SignIn, furnished: Furnished) -> None:
    chen = sign_in("chen")
    site = at_a_gate(chen, furnished)
    listed = text_of(chen.get("/console/rosters/?q=大门"))
    [shift] = set(re.findall(r"/console/rosters/shifts/[0-9a-f-]+/", listed))
    [sheet] = re.findall(r'href="([^"]+/gates/[^"]+)"', text_of(chen.get(shift)))
    page = text_of(chen.get(sheet.replace("&amp;", "&")))
    assert (f"site={site}&amp;format=ics" in page, f"site={site}&amp;format=xlsx" in page) == (True, True)
    written = chen.get(f"/console/rosters/{PLACE}/gates/?site={site}&format=ics")
    assert b"SUMMARY:[EXERCISE] " in written.content
    assert written["Content-Type"].startswith("text/calendar")


def test_a_shift_at_midnight_is_dated_on_paper(sign_in: SignIn) -> None:
    chen = sign_in("chen")
    for starts, ends in (("2022-11-12T16:00", "2022-11-13T00:00"), ("2022-11-13T00:00", "2022-11-13T06:00")):
        given = {"title": "夜岗", "starts": starts, "ends": ends, "needed": "1"}
        chen.post(f"/console/rosters/{PLACE}/plan/", given)
    page = text_of(chen.get(f"/console/rosters/{PLACE}/sheet/"))
    assert ("16:00–24:00" in page, "11-13 00:00–06:00" in page, "tomorrow" in page) == (True, True, False)


def test_a_shift_is_planned_on_its_page(sign_in: SignIn) -> None:
    given = {"title": "西门值守", "starts": "2022-11-12T10:00", "ends": "2022-11-12T18:00", "needed": "1"}
    assert "西门值守" in text_of(sign_in("chen").post(f"/console/rosters/{PLACE}/plan/", given, follow=True))


def test_thirteen_hours_are_no_shift(sign_in: SignIn) -> None:
    given = {"title": "西门值守", "starts": "2022-11-12T08:00", "ends": "2022-11-12T21:00", "needed": "1"}
    answer = sign_in("chen").post(f"/console/rosters/{PLACE}/plan/", given)
    assert answer.status_code == 422
    assert "12 hours" in text_of(answer)


def test_a_volunteer_comes_forward_on_the_page_of_the_call(sign_in: SignIn, furnished: Furnished) -> None:
    answer = sign_in("lin").post(f"/console/calls/{furnished.call}/", {"act": "come"}, follow=True)
    assert "Thank you" in text_of(answer)
    with acting_as(SYSTEM):
        assert Duty.objects.get(pk=furnished.duty).state == "accepted"


def test_signing_up_and_taking_it_back_on_the_volunteers_page(sign_in: SignIn) -> None:
    lin, address = sign_in("lin"), f"/console/volunteers/{PLACE}/"
    assert "You are signed up" in text_of(lin.post(address, {"act": "sign-up"}, follow=True))
    lin.post(address, {"act": "take-back"})
    with acting_as(SYSTEM):
        assert not Enlistment.objects.exists()


def test_the_appeal_is_written_by_the_desk_and_read_by_everybody(sign_in: SignIn) -> None:
    address = f"/console/volunteers/{PLACE}/"
    sign_in("chen").post(address, {"act": "publish", "title": "邻里互助", "words": "需要您两个小时"})
    assert "需要您两个小时" in text_of(sign_in("lin").get(address))
    assert sign_in("lin").post(address, {"act": "publish", "title": "x", "words": "y"}).status_code in (403, 409)


def asked(path: str) -> tuple[str, dict[str, str]]:
    said: list[tuple[str, dict[str, str]]] = []

    def django(environ, start_response):
        raise AssertionError("a beat goes no further")

    application = answering_beats(django)
    list(application({"PATH_INFO": path}, lambda status, headers: said.append((status, dict(headers)))))
    return said[0]


def test_a_beat_nobody_signed_is_answered_with_nothing() -> None:
    assert asked("/beat/somebody.0:forged")[0] == "404 Not Found"


def test_closing_a_gate_says_beforehand_whom_it_tells_and_tells_them(sign_in: SignIn, furnished: Furnished) -> None:
    with acting_as(SYSTEM):
        Shift.objects.update(site_id=furnished.site)
    liu = sign_in("liu")
    page = f"/console/rosters/sites/{furnished.site}/"
    assert "东门" in text_of(liu.get("/console/rosters/140106003011/sites/"))
    before = text_of(liu.get(page))
    assert "1 shift from now on is taken back. 2 people are told, in one message each." in before
    after = text_of(liu.post(page, {"reason": "路封了"}, follow=True))
    assert "路封了" in after
    assert "Close it for good" not in after
    mine = text_of(sign_in("lin").get("/console/duty/"))
    assert "No longer needed" in mine
    assert "路封了" in mine
    assert "Please answer" not in mine


def test_a_gate_is_not_closed_without_a_reason_and_the_page_says_so(sign_in: SignIn, furnished: Furnished) -> None:
    answer = sign_in("liu").post(f"/console/rosters/sites/{furnished.site}/", {"reason": " "})
    assert answer.status_code == 409
    assert "is not closed without a reason" in text_of(answer)


def test_who_may_not_close_a_gate_sees_no_button(sign_in: SignIn, furnished: Furnished) -> None:
    page = text_of(sign_in("lin").get(f"/console/rosters/sites/{furnished.site}/"))
    assert "东门" in page
    assert "Close it" not in page


def test_a_shift_is_planned_for_a_role_and_the_page_says_whose_certificate_it_asks_for(sign_in: SignIn) -> None:
    chen = sign_in("chen")
    page = f"/console/rosters/{PLACE}/plan/"
    form = text_of(chen.get(page))
    assert "Whose certificate for it has run out by that day is not asked" in form
    hours = {"starts": "2022-11-12T10:00", "ends": "2022-11-12T16:00", "needed": "1", "title": "采样点"}
    assert "Sampler" in text_of(chen.post(page, {**hours, "role": "sampler"}, follow=True))
    assert chen.post(page, {**hours, "role": "no such role"}).status_code == 422


def test_who_comes_after_a_certificate_ended_is_let_in_and_told_what_to_leave(
    sign_in: SignIn, furnished: Furnished
) -> None:
    lin, act = sign_in("lin"), f"/console/duty/{furnished.duty}/answer/"
    lin.post(act, {"act": "accept"})
    with acting_as(SYSTEM):
        Shift.objects.update(role="volunteer")
        ended = {"certified_for": "volunteer", "certified_until": START.date() - timedelta(days=1)}
        change_person(actor=SYSTEM, person_id=furnished.world.people["lin"], contact=ended, now=START)
    page = text_of(lin.post(act, {"act": "arrive"}, follow=True))
    assert "On duty now" in page
    assert "Your certificate ended on" in page


def test_the_seats_still_open_are_one_number_for_the_desk_and_for_every_volunteer(
    sign_in: SignIn, furnished: Furnished
) -> None:
    page = f"/console/calls/{furnished.call}/"
    before = sign_in("wang").get(page).context["row"].open_seats
    assert "I come" not in text_of(sign_in("lin").post(page, {"act": "come"}, follow=True))
    assert "you come" in text_of(sign_in("lin").get(page))
    seen = {login: sign_in(login).get(page).context["row"].open_seats for login in ("liu", "chen", "wang", "lin")}
    assert set(seen.values()) == {before - 1}, seen


def test_the_volunteers_page_is_found_from_my_duty_and_from_the_community(sign_in: SignIn) -> None:
    link = f'href="/console/volunteers/{PLACE}/"'
    assert link in text_of(sign_in("lin").get("/console/duty/"))
    assert link in text_of(sign_in("lin").get(f"/console/territory/{PLACE}/"))
