"""My round on the phone, coverage with its rows, and what is missed (YZ-47, R-13)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import time, timedelta
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.console.furnished import Furnished
from tests.personas import START, SYSTEM
from tests.pictures import WHERE, jpeg

from gridkeeper.audit.chain import seal_events
from gridkeeper.cases.commands.events import follow_record
from gridkeeper.clocks.commands import set_clock
from gridkeeper.formats.pictures import cleaned
from gridkeeper.rounds.choices import Evidence
from gridkeeper.rounds.commands.series import NewSeries, plan_series
from gridkeeper.rounds.commands.settling import decide_due
from gridkeeper.rounds.queries.mine import my_rounds
from gridkeeper.scopes.doors import acting_as

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
PLACE = "140106003011"
JPEG = jpeg()


def main_of(answer: object) -> str:
    return answer.content.decode().partition('<main id="main"')[2]  # type: ignore[attr-defined]


@pytest.fixture
def due(furnished: Furnished) -> UUID:
    """A patrol with a picture that Chen may begin at START."""
    world = furnished.world
    liu, chen = world.actor("liu"), world.actor("chen")
    series = NewSeries(
        unit_id=world.units[PLACE],
        unit_code=PLACE,
        name="patrol",
        zh="每小时巡逻",
        en="Hourly patrol",
        starts=START,
        day_from=time(0),
        day_to=time(0),
        ends=START + timedelta(hours=4),
        evidence=Evidence.PHOTO,
        role="community_secretary",
    )
    with acting_as(liu):
        plan_series(actor=liu, series=series, now=START)
    with acting_as(chen):
        return my_rounds(actor=chen, now=START).now[0].id


def test_a_round_is_started_and_finished_with_a_picture_on_the_phone(sign_in: SignIn, due: UUID) -> None:
    chen = sign_in("chen")
    assert "Hourly patrol" in main_of(chen.get("/console/rounds/mine/"))
    page = f"/console/rounds/mine/{due}/"
    for _ in range(2):
        assert "Finish the round" in main_of(chen.post(f"{page}start/", follow=True))
    refused = chen.post(f"{page}finish/", {"words": "楼道干净"})
    assert (refused.status_code, "楼道干净" in main_of(refused)) == (409, True)
    picture = SimpleUploadedFile("a.jpg", jpeg(where=WHERE), content_type="image/jpeg")
    done = chen.post(f"{page}finish/", {"photo": picture, "words": "楼道干净"}, follow=True)
    assert "Finished: done." in main_of(done)
    shown = main_of(chen.get(f"/console/rounds/{due}/"))
    assert "楼道干净" in shown
    address = shown.partition('src="')[2].partition('"')[0]
    answer = chen.get(address)
    # The picture is shown, the place its camera wrote into it is not kept (SF-14).
    assert (answer.content, answer["Cache-Control"]) == (cleaned(jpeg()).content, "no-store")
    assert WHERE not in answer.content


def test_whoever_reads_english_reads_lines_units_and_refusals_in_english(furnished: Furnished, sign_in: SignIn) -> None:
    liu, chen = furnished.world.actor("liu"), furnished.world.actor("chen")
    both = {
        Evidence.NUMBER: {"zh": "零报告", "en": "zero report", "quantity_unit": "件", "quantity_unit_en": "cases"},
        Evidence.CHECKLIST: {
            "zh": "出口检查",
            "en": "check of exits",
            "items": ("门能打开",),
            "items_en": ("It opens",),
        },
    }
    for evidence, words in both.items():
        series = NewSeries(
            unit_id=furnished.world.units[PLACE],
            unit_code=PLACE,
            name=evidence.value,
            starts=START,
            ends=START + timedelta(hours=4),
            evidence=evidence,
            role="community_secretary",
            **words,
        )
        with acting_as(liu):
            plan_series(actor=liu, series=series, now=START)
    with acting_as(chen):
        due = {row.en: row.id for row in my_rounds(actor=chen, now=START).now}
    said = {}
    for reader in (sign_in("chen"), sign_in("chen", language="zh-hans")):
        for title, key in due.items():
            reader.post(f"/console/rounds/mine/{key}/start/")
            said[reader, title] = main_of(reader.post(f"/console/rounds/mine/{key}/finish/"))
    english, chinese = [" ".join(said[reader, title] for title in due) for reader in dict.fromkeys(k for k, _ in said)]
    assert "“zero report” is not finished without a figure (cases)." in english
    assert "“check of exits” is not finished: “It opens” has no answer." in english
    assert "零报告" not in english
    assert all(word in chinese for word in ("零报告", "件", "门能打开"))


def missed(due: UUID) -> None:
    """Let the hour and its tolerance pass with nobody walking."""
    with acting_as(SYSTEM):
        set_clock(actor=SYSTEM, to=START + timedelta(minutes=80))
        decide_due(actor=SYSTEM, now=START + timedelta(minutes=80))


def beat() -> None:
    """What the worker does each second: seal the record and take up what it says."""
    with acting_as(SYSTEM):
        seal_events(now=START + timedelta(minutes=81))
        follow_record(actor=SYSTEM)


LATE = {"started": "2022-11-12T08:10", "done": "2022-11-12T08:30", "late_because": "楼道没有信号"}


def test_a_round_walked_without_signal_is_entered_late_on_the_phone_and_counts_once(sign_in: SignIn, due: UUID) -> None:
    missed(due)
    chen = sign_in("chen")
    assert "Enter it late" in main_of(chen.get("/console/rounds/mine/"))
    for _ in range(2):
        picture = SimpleUploadedFile("a.jpg", JPEG, content_type="image/jpeg")
        done = chen.post(f"/console/rounds/mine/{due}/late/", {**LATE, "photo": picture}, follow=True)
        assert "The missed round is mended." in main_of(done)
    assert "楼道没有信号" in main_of(chen.get(f"/console/rounds/{due}/"))


def test_the_case_about_a_missed_round_closes_when_it_is_entered_late_on_the_phone(sign_in: SignIn, due: UUID) -> None:
    missed(due)
    beat()
    liu, chen = sign_in("liu"), sign_in("chen")
    assert "Missed: Hourly patrol" in main_of(liu.get("/console/cases/"))
    picture = SimpleUploadedFile("a.jpg", JPEG, content_type="image/jpeg")
    chen.post(f"/console/rounds/mine/{due}/late/", {**LATE, "photo": picture})
    beat()
    assert "Missed: Hourly patrol" not in main_of(liu.get("/console/cases/"))


def test_a_late_entry_without_a_picture_or_reason_keeps_what_was_typed(sign_in: SignIn, due: UUID) -> None:
    missed(due)
    chen = sign_in("chen")
    for less in ({}, {"late_because": ""}):
        refused = chen.post(f"/console/rounds/mine/{due}/late/", {**LATE, "words": "楼道干净", **less})
        assert refused.status_code == 409
        assert "楼道干净" in main_of(refused)
        assert "2022-11-12T08:10" in main_of(refused)


def test_a_picture_that_is_too_large_is_told_with_its_size(sign_in: SignIn, due: UUID) -> None:
    chen = sign_in("chen")
    chen.post(f"/console/rounds/mine/{due}/start/")
    picture = SimpleUploadedFile("a.jpg", JPEG + b"0" * 3_000_000, content_type="image/jpeg")
    refused = chen.post(f"/console/rounds/mine/{due}/finish/", {"photo": picture, "words": "楼道干净"})
    assert (refused.status_code, f"{(len(JPEG) + 3_000_000) // 1024} KB" in main_of(refused)) == (409, True)
    assert "楼道干净" in main_of(refused)


def test_coverage_leads_down_to_its_rows(sign_in: SignIn, due: UUID) -> None:
    liu = sign_in("liu")
    page = main_of(liu.get("/console/rounds/?unit=140106003&day=2022-11-12"))
    assert "水西关街一社区" in page
    assert "/console/rounds/rows/?unit=140106003&amp;day=2022-11-12&amp;state=missed" in page
    rows = main_of(liu.get("/console/rounds/rows/?unit=140106003&day=2022-11-12&kind=patrol"))
    assert "Hourly patrol" in rows
    assert "No round fits" in main_of(liu.get("/console/rounds/rows/?unit=140106003&state=missed"))


def test_coverage_calls_a_round_by_its_title_and_never_by_its_key(sign_in: SignIn, due: UUID) -> None:
    for address in ("/console/rounds/?unit=140106003&day=2022-11-12", f"/console/rounds/?unit={PLACE}&day=2022-11-12"):
        english, chinese = (main_of(sign_in("liu", language=code).get(address)) for code in ("en", "zh-hans"))
        assert ("Hourly patrol" in english, "每小时巡逻" in chinese) == (True, True)
        assert not [page for page in (english, chinese) if re.search(r">\s*patrol\s*<", page)]


def test_somebody_elsewhere_sees_no_round(sign_in: SignIn, due: UUID) -> None:
    assert sign_in("zhao").get(f"/console/rounds/{due}/").status_code == 404


def test_my_rounds_tell_the_whole_window_and_have_one_solid_button(sign_in: SignIn, due: UUID) -> None:
    page = main_of(sign_in("chen").get("/console/rounds/mine/"))
    assert "08:00–09:00" in page
    assert page.count("btn-primary") == 1


def test_coverage_is_asked_again_by_itself_on_the_day_that_runs_and_on_no_other(sign_in: SignIn, due: UUID) -> None:
    liu = sign_in("liu")
    assert "hx-trigger" in main_of(liu.get("/console/rounds/?unit=140106003"))
    assert "hx-trigger" not in main_of(liu.get("/console/rounds/?unit=140106003&day=2022-11-11"))


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2022-02-30", "x"])
@pytest.mark.parametrize("page", ["rounds/?unit=140106003", "rosters/?unit=140106003", "rosters/140106003011/sheet/?"])
def test_a_day_at_the_end_of_the_calendar_in_an_address_is_today(
    sign_in: SignIn, due: UUID, page: str, day: str
) -> None:
    assert sign_in("liu").get(f"/console/{page}&day={day}").status_code == 200
