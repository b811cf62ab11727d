"""The measures board and the daily report, as a duty officer reads them (section 13, A12)."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook, load_workbook
from tests.activations import plan, zeros
from tests.personas import START, SYSTEM

from gridkeeper.accounts.queries import account_by_login
from gridkeeper.activations.commands.evidence import count_evidence
from gridkeeper.clocks.choices import HomeKind
from gridkeeper.clocks.commands import found_home
from gridkeeper.scopes.doors import acting_as

pytestmark = pytest.mark.django_db
BOARD = f"/console/measures/{plan.DISTRICT}/"
REPORT = f"/console/reports/{plan.STREET}/"


@pytest.fixture
def running() -> str:
    found_home(kind=HomeKind.EXERCISE, starts_at=START)
    return str(plan.switched_on(plan.ready()).id)


def signed_in(login: str, language: str = "en") -> Client:
    client = Client(HTTP_ACCEPT_LANGUAGE=language)
    client.force_login(account_by_login(login), backend="django.contrib.auth.backends.ModelBackend")
    return client


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_what_the_source_leaves_open_is_shown_and_gets_no_figure(running: str) -> None:
    client = signed_in("sun")
    assert "not counted, never guessed" in page(client, BOARD)
    sheet = load_workbook(BytesIO(client.get(f"{BOARD}?format=xlsx").content)).active
    assert sheet is not None
    rows = {row[0]: row for row in sheet.iter_rows(values_only=True)}
    assert {"M01", "M02", "M03"} <= set(rows)
    assert [type(cell) for cell in rows["M01"][3:6]] == [int, int, int]
    assert set(rows["M03"][3:6]) == {None}


def test_a_district_leads_to_its_streets_and_a_street_to_its_communities(running: str) -> None:
    client = signed_in("sun")
    assert f"/console/measures/{plan.STREET}/" in page(client, BOARD)
    assert f"/console/measures/{plan.COMMUNITY}/" in page(client, f"/console/measures/{plan.STREET}/")


def test_below_the_board_each_place_counts_the_measures_the_source_specifies(running: str) -> None:
    answer = signed_in("sun").get(BOARD)
    below = answer.content.decode().partition("<h2>Where</h2>")[2]
    specified = answer.context["counts"]["specified"]
    assert specified < answer.context["counts"]["all"]
    assert f"/ {specified}</span>" in below
    assert f"/ {answer.context['counts']['all']}</span>" not in below


def test_a_mark_by_hand_says_who_and_why(running: str) -> None:
    asked = {"activation": running, "no": "M01", "status": "done", "words": "名册已张贴"}
    answer = signed_in("sun").post(f"{BOARD}mark/", asked, follow=True)
    said = answer.content.decode()
    assert "名册已张贴" in said
    assert "孙一舟" in said


def test_a_mark_without_words_is_refused_and_nothing_typed_is_lost(running: str) -> None:
    asked = {"activation": running, "no": "M01", "status": "waived", "words": ""}
    answer = signed_in("sun").post(f"{BOARD}mark/", asked)
    assert '<option value="waived" selected>' in answer.content.decode()
    assert "Said by hand" not in page(signed_in("sun"), f"{BOARD}?no=M01")


def test_the_daily_report_is_a_page_a_workbook_and_a_word_file(running: str) -> None:
    client = signed_in("sun", "zh-hans")
    assert "在岗队伍" in page(client, REPORT)
    for kind in ("xlsx", "docx"):
        answer = client.get(REPORT, {"format": kind})
        assert answer.content[:2] == b"PK"
        assert answer["Content-Disposition"].endswith(f".{kind}")


def test_a_prescribed_form_comes_back_filled_and_says_what_stays_open(running: str) -> None:
    book = Workbook()
    assert book.active is not None
    book.active["A1"], book.active["A2"] = "{{单位}}", "{{床位}}"
    written = BytesIO()
    book.save(written)
    client = signed_in("liu")
    answer = client.post(f"{REPORT}form/", {"file": SimpleUploadedFile("区表.xlsx", written.getvalue())}, follow=True)
    assert "床位" in answer.content.decode()
    sheet = load_workbook(BytesIO(client.get(REPORT, {"form": "区表"}).content)).active
    assert sheet is not None
    assert sheet["A1"].value == "庙前街道"


def test_a_file_that_is_no_form_is_refused_with_a_reason(running: str) -> None:
    answer = signed_in("liu").post(f"{REPORT}form/", {"file": SimpleUploadedFile("x.xlsx", b"no")})
    assert answer.status_code == 409


def test_a12_a_zero_that_somebody_said_stands_with_post_and_name_apart_from_what_nobody_said() -> None:
    world = plan.ready()
    found_home(kind=HomeKind.EXERCISE, starts_at=START)
    series = zeros.asked_for(world)
    zeros.said_by_chen(world, series)
    shown = " ".join(page(signed_in("sun"), f"{REPORT}?date=2022-11-12").split())
    assert "<b>0 件</b>" in shown
    assert "陈知远（生成）" in shown
    assert "Nobody is late." in shown


def test_a_figure_of_the_report_leads_to_the_rows_it_counts(running: str) -> None:
    client = signed_in("sun")
    shown = page(client, f"{REPORT}?date=2022-11-12")
    missed = f"/console/rounds/rows/?unit={plan.STREET}&amp;day=2022-11-12&amp;state=missed"
    assert missed in shown
    assert client.get(missed.replace("&amp;", "&")).status_code == 200
    assert 'href="#zero-late"' in shown
    place = f"unit={plan.STREET}&amp;day=2022-11-12"
    for rows in (
        f"/console/cases/?{place}&amp;standing=opened", f"/console/cases/?{place}&amp;standing=closed",
        f"/console/cases/?{place}&amp;standing=stood", f"/console/rosters/?{place}",
        f"/console/bodies/?{place}&amp;made=order",
    ):  # fmt: skip
        assert f'href="{rows}"' in shown
        assert client.get(rows.replace("&amp;", "&")).status_code == 200


def test_the_teams_behind_the_figure_are_those_an_order_made(running: str) -> None:
    client = signed_in("sun")
    shown = page(client, f"/console/bodies/?unit={plan.STREET}&day=2022-11-12&made=order")
    assert shown.count('class="title1"') == 2
    assert f'<input type="hidden" name="unit" value="{plan.STREET}">' in shown


def test_the_board_says_when_it_was_counted_and_not_when_it_was_looked_at(running: str) -> None:
    with acting_as(SYSTEM):
        count_evidence(actor=SYSTEM, activation_id=UUID(running), now=START - timedelta(minutes=7))
    assert "counted at 07:53" in page(signed_in("sun"), BOARD)
