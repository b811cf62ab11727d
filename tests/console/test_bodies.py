"""Organisations: founding needs its grounds, closing takes along what it justified and loses no work (K-05, A23)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from uuid import UUID

import pytest
from django.test import Client
from django.utils.timezone import localtime
from openpyxl import load_workbook
from tests.console.furnished import STREET, Furnished
from tests.personas import START, SYSTEM

from gridkeeper.cases.commands.work import NewTask, open_task
from gridkeeper.cases.queries import case_shown
from gridkeeper.posts.choices import BodyKind
from gridkeeper.posts.commands.body import NewBody, found_body
from gridkeeper.posts.queries.bodies import body_shown
from gridkeeper.scopes.doors import acting_as

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]


def temporary(furnished: Furnished) -> tuple[UUID, str]:
    """A temporary branch that the office justifies, with one open task."""
    unit = furnished.world.units[STREET]
    with acting_as(SYSTEM):
        body = found_body(
            actor=SYSTEM,
            body=NewBody(
                name="庙前临时党支部（生成）",
                kind=BodyKind.TEMPORARY_BRANCH,
                unit_id=unit,
                unit_code=STREET,
                parent_id=furnished.body,
                order_id=furnished.order,
                successor_id=furnished.body,
                approved_by="街道党工委",
            ),
            now=START,
        )
        task = NewTask(title="送药", unit_id=unit, unit_code=STREET, body_id=body.id, due_at=START + timedelta(hours=1))
        number = open_task(actor=SYSTEM, task=task, now=START).number
    return body.id, number


def test_closing_a_temporary_body_moves_its_open_work_on(sign_in: SignIn, furnished: Furnished) -> None:
    body, number = temporary(furnished)
    answer = sign_in("sun").post(f"/console/bodies/{body}/close/", {"reason": "任务完成"}, follow=True)
    assert answer.status_code == 200, answer.content.decode()
    assert "1 open tasks moved on" in answer.content.decode()
    with acting_as(SYSTEM):
        assert case_shown(actor=SYSTEM, number=number).body_id == furnished.body
        assert body_shown(actor=SYSTEM, body_id=body).row.closed_at is not None


def test_the_page_of_a_closed_body_says_why(sign_in: SignIn, furnished: Furnished) -> None:
    body, _number = temporary(furnished)
    client = sign_in("sun")
    client.post(f"/console/bodies/{body}/close/", {"reason": "任务完成"})
    assert "任务完成" in client.get(f"/console/bodies/{body}/").content.decode()


def test_a_body_closes_only_once(sign_in: SignIn, furnished: Furnished) -> None:
    body, _number = temporary(furnished)
    client = sign_in("sun")
    client.post(f"/console/bodies/{body}/close/", {"reason": "任务完成"})
    assert client.post(f"/console/bodies/{body}/close/", {"reason": "再来"}).status_code == 409


def test_a_temporary_body_without_grounds_is_refused_at_the_form(sign_in: SignIn) -> None:
    given = {"name": "临时专班（生成）", "kind": "task_force", "unit": STREET, "approved_by": "", "order": ""}
    answer = sign_in("sun").post("/console/bodies/new/", given)
    assert answer.status_code == 422
    assert answer.context["error"] is not None


def test_a_temporary_body_under_an_order_is_founded(sign_in: SignIn) -> None:
    given = {
        "name": "临时专班（生成）", "kind": "task_force", "unit": STREET, "approved_by": "区指挥部", "order": "演-1",
    }  # fmt: skip
    answer = sign_in("sun").post("/console/bodies/new/", given, follow=True)
    assert "临时专班" in answer.content.decode()


def test_the_next_district_reads_no_organisation_of_here(sign_in: SignIn, furnished: Furnished) -> None:
    client = sign_in("zhao")
    answer = client.get(f"/console/bodies/{furnished.body}/")
    assert answer.status_code in (403, 404)
    assert "庙前" not in answer.content.decode().partition('<main id="main"')[2]
    assert "庙前" not in client.get("/console/bodies/").content.decode().partition('<main id="main"')[2]


def test_a_volunteer_closes_nothing(sign_in: SignIn, furnished: Furnished) -> None:
    assert sign_in("lin").post(f"/console/bodies/{furnished.body}/close/", {"reason": "x"}).status_code in (403, 404)


def test_nobody_is_sent_to_sign_in(furnished: Furnished) -> None:
    assert Client().get("/console/bodies/").status_code == 302


def test_the_list_goes_out_as_a_file_narrowed_as_the_page_is(furnished: Furnished, sign_in: SignIn) -> None:
    temporary(furnished)
    client = sign_in("sun", language="zh-hans")
    page = client.get("/console/bodies/?kind=temporary_branch").content.decode()
    assert 'href="?kind=temporary_branch&amp;format=csv"' in page
    every = client.get("/console/bodies/?format=csv").content.decode("utf-8-sig")
    narrowed = client.get("/console/bodies/?kind=temporary_branch&format=csv").content.decode("utf-8-sig")
    assert every.startswith("组织名称,种类")
    assert 1 <= len(narrowed.splitlines()) - 1 < len(every.splitlines()) - 1


def test_a_moment_of_an_exported_list_is_one_a_spreadsheet_can_calculate_with_on_the_clock_of_the_wall(
    sign_in: SignIn, furnished: Furnished
) -> None:
    temporary(furnished)
    answer = sign_in("sun").get(f"/console/bodies/?unit={STREET}&format=xlsx")
    sheet = load_workbook(BytesIO(answer.content)).active
    assert sheet is not None
    founded = {row[0]: row[5] for row in sheet.iter_rows(values_only=True)}
    assert founded["庙前临时党支部（生成）"] == localtime(START).replace(tzinfo=None)
