"""The daily report and the zero report: counted figures, zeros that a person said, a superior's form (日报、零报告)."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import docx
import openpyxl
import pytest
from tests.activations import plan, zeros
from tests.personas import START, SYSTEM, World

from gridkeeper.activations.commands.forms import keep_form
from gridkeeper.activations.commands.stand_down import stand_down
from gridkeeper.activations.errors import TemplateMissing, TemplateUnreadable
from gridkeeper.activations.models import Activation
from gridkeeper.activations.queries.forms import forms_at, report_as, report_in_form
from gridkeeper.activations.queries.report import DailyReport, daily_report
from gridkeeper.kernel.errors import Forbidden
from gridkeeper.rosters.commands.answering import accept_duty
from gridkeeper.rosters.commands.offering import NewShift, offer_duty, plan_shift
from gridkeeper.rosters.queries.standing import accepted_of_order
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
    return zeros.asked_for(world)


def report(world: World, *, now: datetime = EVENING, login: str = "sun", at: str = plan.DISTRICT) -> DailyReport:
    actor = world.actor(login)
    with acting_as(actor):
        return daily_report(actor=actor, unit_code=at, day=DAY, now=now)


def test_the_figures_are_counted(world: World) -> None:
    found = report(world)
    assert (found.place, found.figures["teams"], found.figures["measures_total"]) == ("迎泽区", 2, 3)


def test_what_people_accepted_stays_in_the_figures_of_a_day_whose_operation_ended(world: World) -> None:
    """R-11 takes duties back; that somebody accepted one before is no less true."""
    hour = timedelta(hours=1)
    with acting_as(SYSTEM):
        [running] = Activation.objects.all()
        for begins in (START + hour, START + 3 * hour):  # one before the end, one that never came
            gate = NewShift(
                unit_id=world.units[plan.COMMUNITY],
                unit_code=plan.COMMUNITY,
                title="东门值守",
                starts=begins,
                ends=begins + hour,
                order_id=running.order_id,
            )
            shift = plan_shift(actor=SYSTEM, shift=gate, now=START)
            person = world.people["lin" if begins == START + hour else "wang"]
            duty = offer_duty(actor=SYSTEM, shift_id=shift.id, person_id=person, now=START)
            accept_duty(actor=SYSTEM, duty_id=duty.id, now=START)
    end = START + 90 * timedelta(minutes=1)
    before = report(world, now=end).figures
    sun = world.actor("sun")
    with acting_as(sun):
        stand_down(actor=sun, activation_id=running.id, because="解除", now=end)
        assert accepted_of_order(order_id=running.order_id) == 2
    after = report(world)
    keys = ("duties_needed", "duties_taken")
    assert [tuple(one[key] for key in keys) for one in (before, after.figures)] == [(2, 2), (1, 1)]
    assert after.board is not None
    assert after.board.counted_at == end


def test_a_zero_nobody_said_is_late_and_no_zero(world: World, zero: Series) -> None:
    assert [(line.state, line.number) for line in report(world, now=EVENING - timedelta(hours=8)).zeros] == [
        ("due", None)
    ]
    [line] = report(world).zeros
    assert (line.place, line.zh, line.state, line.number) == ("水西关街一社区", "零报告", "late", None)
    assert report(world).figures["zero_late"] == 1


def test_a_zero_that_a_person_said_is_a_zero(world: World, zero: Series) -> None:
    said = zeros.said_by_chen(world, zero)
    [line] = report(world).zeros
    assert (line.state, line.number, line.said_at) == ("said", 0, said)
    assert line.post in {"社区党委书记岗", "社区两委岗"}
    assert line.person == "陈知远（生成）"


def test_a12_in_the_workbook_a_zero_is_a_number_with_a_name_and_what_nobody_said_is_empty(
    world: World, zero: Series
) -> None:
    silent = cells_of(report(world))
    assert ("零报告", "迟报", None, "件", None, None, None) in {row[1:] for row in silent}
    zeros.said_by_chen(world, zero)
    [row] = [row for row in cells_of(report(world)) if row[1] == "零报告"]
    assert (row[2], row[3], row[4], row[7]) == ("已报", 0, "件", zeros.SAID.replace(tzinfo=None))
    assert row[6] == "陈知远（生成）"


def cells_of(found: DailyReport) -> list[tuple[object, ...]]:
    book = openpyxl.load_workbook(io.BytesIO(report_as(found, kind="xlsx", chinese=True, exercise=True)))
    assert book.active.oddHeader.center.text == "演练"
    return [row[:8] for row in book.active.iter_rows(values_only=True)]


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
    book.active["C1"], book.active["C2"] = "{{日期}}", "{{截至}}"
    stream = io.BytesIO()
    book.save(stream)
    sun = world.actor("sun")
    with acting_as(sun):
        kept = keep_form(actor=sun, unit_code=plan.DISTRICT, name="市级日报", content=stream.getvalue(), now=START)
        assert kept.unknown == ["天气"]
        [row] = forms_at(actor=sun, unit_code=plan.STREET)
        assert (row.name, row.unknown) == ("市级日报", ("天气",))
        filled = report_in_form(report(world), name="市级日报", exercise=True)
    sheet = openpyxl.load_workbook(io.BytesIO(filled.content)).active
    assert (sheet["A1"].value, sheet["B2"].value, sheet["B3"].value) == ("迎泽区 2022-11-12 日报", 2, "{{天气}}")
    evening = EVENING.replace(tzinfo=None)
    assert [sheet["C1"].value, sheet["C2"].value] == [evening.replace(hour=0), evening]


def test_r05_a_superiors_form_filled_in_an_exercise_says_so_at_the_head_of_each_page(world: World) -> None:
    book, made = openpyxl.Workbook(), docx.Document()
    made.sections[0].header.paragraphs[0].text = "市政府办公室"
    made.add_section()
    sun = world.actor("sun")
    with acting_as(sun):
        for name, form in (("表", book), ("文", made)):
            stream = io.BytesIO()
            form.save(stream)
            keep_form(actor=sun, unit_code=plan.DISTRICT, name=name, content=stream.getvalue(), now=START)
        sheet, text = (report_in_form(report(world), name=name, exercise=True).content for name in ("表", "文"))
        real = report_in_form(report(world), name="表", exercise=False).content
    assert "演练" in openpyxl.load_workbook(io.BytesIO(sheet)).active.oddHeader.center.text
    assert openpyxl.load_workbook(io.BytesIO(real)).active.oddHeader.center.text is None
    heads = [paragraph.text for paragraph in docx.Document(io.BytesIO(text)).sections[0].header.paragraphs]
    assert heads == ["演练 EXERCISE", "市政府办公室"]


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
        filled = report_in_form(report(world), name="日报", exercise=True)
    assert docx.Document(io.BytesIO(filled.content)).paragraphs[0].text == "截至今日，2 支队伍"


def test_what_is_no_form_is_refused(world: World, tmp_path: Path) -> None:
    sun = world.actor("sun")
    with acting_as(sun):
        with pytest.raises(TemplateUnreadable):
            keep_form(actor=sun, unit_code=plan.DISTRICT, name="x", content=b"hello", now=START)
        with pytest.raises(TemplateMissing):
            report_in_form(report(world), name="nothing", exercise=True)
