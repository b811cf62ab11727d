"""The measures board and the daily report, as a duty officer reads them (section 13, A12)."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.activations import plan
from tests.personas import START

from gridkeeper.accounts.queries import account_by_login
from gridkeeper.activations.models import Activation
from gridkeeper.clocks.choices import HomeKind
from gridkeeper.clocks.commands import found_home

pytestmark = pytest.mark.django_db
REPORT = f"/console/report/{plan.STREET}/"


@pytest.fixture
def running() -> Activation:
    found_home(kind=HomeKind.EXERCISE, starts_at=START)
    world = plan.ready()
    return plan.switched_on(world)


def signed_in(login: str, language: str = "en") -> Client:
    client = Client(HTTP_ACCEPT_LANGUAGE=language)
    client.force_login(account_by_login(login), backend="django.contrib.auth.backends.ModelBackend")
    return client


def board(client: Client, running: Activation, query: str = "") -> str:
    answer = client.get(f"/console/activations/{running.id}/measures/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_figure_that_is_not_whole_leads_to_the_communities_it_is_missing_from(running: Activation) -> None:
    page = board(signed_in("sun"), running)
    assert f"?unit={plan.STREET}#M01" in page
    below = board(signed_in("sun"), running, f"?unit={plan.STREET}")
    assert "水西关街一社区" in below and f"?unit={plan.STREET}012#M01" in below


def test_what_the_source_leaves_open_is_said_and_gets_no_figure(running: Activation) -> None:
    page = board(signed_in("sun"), running, "?show=unspecified")
    row = page.partition('<tr id="M03">')[2].partition("</tr>")[0]
    assert "not specified in source" in row
    assert " / " not in row
    assert '<tr id="M01">' not in page


def test_a_mark_by_hand_says_who_and_why(running: Activation) -> None:
    client = signed_in("chen")
    asked = {"unit": plan.COMMUNITY, "no": "M01", "status": "done", "words": "名册已张贴"}
    answer = client.post(f"/console/activations/{running.id}/measures/mark/", asked, follow=True)
    page = answer.content.decode()
    assert "done: 名册已张贴" in page and "陈" in page


def test_the_workbook_has_a_row_for_every_measure(running: Activation) -> None:
    answer = signed_in("sun").get(f"/console/activations/{running.id}/measures/?format=xlsx")
    cells = [cell for row in openpyxl.load_workbook(BytesIO(answer.content)).active.values for cell in row]
    assert {"M01", "M02", "M03"} <= set(cells)


def test_the_daily_report_is_a_page_a_workbook_and_a_word_file(running: Activation) -> None:
    client = signed_in("sun", "zh-hans")
    assert "在岗队伍" in client.get(REPORT).content.decode()
    for kind in ("xlsx", "docx"):
        answer = client.get(REPORT, {"format": kind})
        assert answer.content[:2] == b"PK" and answer["Content-Disposition"].endswith(f".{kind}")


def test_a_prescribed_form_is_kept_its_unknown_words_are_named_and_it_comes_back_filled(running: Activation) -> None:
    book = openpyxl.Workbook()
    book.active["A1"], book.active["A2"] = "{{单位}}", "{{床位}}"
    written = BytesIO()
    book.save(written)
    client = signed_in("sun")
    answer = client.post(f"{REPORT}form/", {"file": SimpleUploadedFile("区表.xlsx", written.getvalue())}, follow=True)
    assert "床位" in answer.content.decode()
    filled = client.get(REPORT, {"form": "区表"})
    sheet = openpyxl.load_workbook(BytesIO(filled.content)).active
    assert sheet["A1"].value == "庙前街道"


def test_a_file_that_is_no_form_is_refused_with_a_reason(running: Activation) -> None:
    answer = signed_in("sun").post(f"{REPORT}form/", {"file": SimpleUploadedFile("x.xlsx", b"no")})
    assert answer.status_code == 409
