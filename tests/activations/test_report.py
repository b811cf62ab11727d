"""The daily report and the zero report: counted figures, zeros that a person said, a superior's form (日报、零报告)."""

from __future__ import annotations

import io
from datetime import datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import docx
import openpyxl
import pytest
from tests.activations import plan
from tests.personas import START, SYSTEM, World

from gridkeeper.activations.commands.forms import keep_form
from gridkeeper.activations.errors import TemplateMissing, TemplateUnreadable
from gridkeeper.activations.queries.forms import forms_at, report_as, report_in_form
from gridkeeper.activations.queries.report import DailyReport, daily_report
from gridkeeper.kernel.errors import Forbidden
from gridkeeper.kernel.ids import uuid7
from gridkeeper.kernel.quantity import Quantity
from gridkeeper.rounds.commands.series import NewSeries, plan_series
from gridkeeper.rounds.commands.walking import Brought, Entry, record_round
from gridkeeper.rounds.commands.windows import make_due_windows
from gridkeeper.rounds.models import Series
from gridkeeper.scopes.doors import acting_as

pytestmark = pytest.mark.django_db
HERE = ZoneInfo("Asia/Shanghai")
EVENING = datetime(2022, 11, 12, 21, tzinfo=HERE)
DAY = EVENING.date()


@pytest.fixture
def world() -> World:
    world = plan.ready()
    plan.switched_on(world)
    return world


@pytest.fixture
def zero(world: World) -> Series:
    liu = world.actor("liu")
    with acting_as(liu):
        series = plan_series(
            actor=liu,
            series=NewSeries(
                unit_id=world.units[plan.COMMUNITY],
                unit_code=plan.COMMUNITY,
                name="zero_report",
                zh="零报告",
                starts=START,
                every=timedelta(days=1),
                day_from=time(18),
                day_to=time(20),
                evidence="number",
                quantity_unit="件",
                role="community_secretary",
            ),
            now=START,
        )
    with acting_as(SYSTEM):
        make_due_windows(now=datetime(2022, 11, 12, 17, 50, tzinfo=HERE))
    return series


def report(world: World, *, now: datetime = EVENING, login: str = "sun", at: str = plan.DISTRICT) -> DailyReport:
    actor = world.actor(login)
    with acting_as(actor):
        return daily_report(actor=actor, unit_code=at, day=DAY, now=now)


def test_the_figures_are_counted(world: World) -> None:
    found = report(world)
    assert (found.place, found.figures["teams"], found.figures["measures_total"]) == ("迎泽区", 2, 3)


def test_a_zero_nobody_said_is_late_and_no_zero(world: World, zero: Series) -> None:
    assert [(line.state, line.number) for line in report(world, now=EVENING - timedelta(hours=8)).zeros] == [
        ("due", None)
    ]
    [line] = report(world).zeros
    assert (line.place, line.zh, line.state, line.number) == ("水西关街一社区", "零报告", "late", None)
    assert report(world).figures["zero_late"] == 1


def test_a_zero_that_a_person_said_is_a_zero(world: World, zero: Series) -> None:
    chen, said = world.actor("chen"), datetime(2022, 11, 12, 18, 5, tzinfo=HERE)
    entry = Entry(
        series_id=zero.id,
        walk_id=uuid7(),
        started_at=said,
        done_at=said,
        brought=Brought(number=Quantity(value=Decimal(0), unit="件")),
    )
    with acting_as(chen):
        record_round(actor=chen, entry=entry, now=said)
    [line] = report(world).zeros
    assert (line.state, line.number, line.said_at) == ("said", 0, said)
    assert line.post in {"社区党委书记岗", "社区两委岗"}


def test_whoever_has_no_right_there_reads_no_report(world: World) -> None:
    with pytest.raises(Forbidden):
        report(world, login="zhao")


def test_the_workbook_and_the_word_file_say_what_the_page_says(world: World, zero: Series) -> None:
    found = report(world)
    book = openpyxl.load_workbook(io.BytesIO(report_as(found, kind="xlsx", chinese=True, exercise=True)))
    cells = [str(cell) for row in book.active.iter_rows(values_only=True) for cell in row if cell is not None]
    assert cells[0] == "【演练】迎泽区 2022-11-12 日报"
    assert {"零报告", "迟报", "来源未载明", "社区值守组"} <= set(cells)
    word = docx.Document(io.BytesIO(report_as(found, kind="docx", chinese=False, exercise=False)))
    assert word.paragraphs[0].text == "迎泽区 2022-11-12 daily report"
    assert "not specified in source" in {cell.text for table in word.tables for row in table.rows for cell in row.cells}


def test_a_prescribed_workbook_is_filled_in_and_what_it_asks_beyond_is_listed(world: World) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "{{单位}} {{ date }} 日报"
    book.active["B2"] = "{{teams}}"
    book.active["B3"] = "{{天气}}"
    stream = io.BytesIO()
    book.save(stream)
    sun = world.actor("sun")
    with acting_as(sun):
        kept = keep_form(actor=sun, unit_code=plan.DISTRICT, name="市级日报", content=stream.getvalue(), now=START)
        assert kept.unknown == ["天气"]
        [row] = forms_at(actor=sun, unit_code=plan.STREET)
        assert (row.name, row.unknown) == ("市级日报", ("天气",))
        filled = report_in_form(report(world), name="市级日报")
    sheet = openpyxl.load_workbook(io.BytesIO(filled.content)).active
    assert (sheet["A1"].value, sheet["B2"].value, sheet["B3"].value) == ("迎泽区 2022-11-12 日报", 2, "{{天气}}")


def test_a_prescribed_word_file_keeps_its_look_though_the_placeholder_is_cut_in_pieces(world: World) -> None:
    made = docx.Document()
    paragraph = made.add_paragraph("截至今日，")
    paragraph.add_run("{{tea")
    paragraph.add_run("ms}} 支队伍").bold = True
    stream = io.BytesIO()
    made.save(stream)
    sun = world.actor("sun")
    with acting_as(sun):
        keep_form(actor=sun, unit_code=plan.DISTRICT, name="日报", content=stream.getvalue(), now=START)
        filled = report_in_form(report(world), name="日报")
    assert docx.Document(io.BytesIO(filled.content)).paragraphs[0].text == "截至今日，2 支队伍"


def test_what_is_no_form_is_refused(world: World, tmp_path: Path) -> None:
    sun = world.actor("sun")
    with acting_as(sun):
        with pytest.raises(TemplateUnreadable):
            keep_form(actor=sun, unit_code=plan.DISTRICT, name="x", content=b"hello", now=START)
        with pytest.raises(TemplateMissing):
            report_in_form(report(world), name="nothing")
