"""The measures board and the daily report, as a duty officer reads them (section 13, A12)."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook, load_workbook
from tests.activations import plan
from tests.personas import START

from gridkeeper.accounts.queries import account_by_login
from gridkeeper.clocks.choices import HomeKind
from gridkeeper.clocks.commands import found_home

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
    assert any(" / " in str(cell) for cell in rows["M01"])
    assert not any(" / " in str(cell) for cell in rows["M03"])


def test_a_district_leads_to_its_streets_and_a_street_to_its_communities(running: str) -> None:
    client = signed_in("sun")
    assert f"/console/measures/{plan.STREET}/" in page(client, BOARD)
    assert f"/console/measures/{plan.COMMUNITY}/" in page(client, f"/console/measures/{plan.STREET}/")


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


def test_a_figure_of_the_report_leads_to_the_rows_it_counts(running: str) -> None:
    client = signed_in("sun")
    shown = page(client, f"{REPORT}?date=2022-11-12")
    missed = f"/console/rounds/rows/?unit={plan.STREET}&amp;day=2022-11-12&amp;state=missed"
    assert missed in shown
    assert client.get(missed.replace("&amp;", "&")).status_code == 200
    assert 'href="#zeros"' in shown
    for rows in (f"/console/cases/?unit={plan.STREET}", f"/console/rosters/?unit={plan.STREET}&amp;day=2022-11-12"):
        assert f'href="{rows}"' in shown
        assert client.get(rows.replace("&amp;", "&")).status_code == 200
