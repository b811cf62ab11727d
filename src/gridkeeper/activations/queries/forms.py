"""The daily report as a file: in our own layout, or in a form that a superior prescribes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gridkeeper.activations.errors import TemplateMissing, TemplateUnreadable
from gridkeeper.activations.models import ReportForm
from gridkeeper.activations.queries.board import MeasureRow
from gridkeeper.activations.queries.report import FIGURES, PLACEHOLDERS, DailyReport, ZeroLine
from gridkeeper.formats.documents import Document, Part, fill_form, placeholders, to_word, to_workbook
from gridkeeper.formats.packed import NoForm, kind_of_form
from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.unit_code import ancestors_of
from gridkeeper.posts.policy import SHOWN_IN

_STATES = {"said": ("已报", "said"), "late": ("迟报", "late"), "due": ("未到时间", "due later")}
_ZERO_HEADER = (
    ("单位", "Place"),
    ("项目", "What"),
    ("状态", "State"),
    ("数量", "Number"),
    ("计量单位", "Counted in"),
    ("填报岗位", "Post"),
    ("填报人", "Said by"),
    ("填报时间", "Said at"),
)
_MEASURES_HEADER = (
    ("编号", "No."),
    ("措施", "Measure"),
    ("状态", "State"),
    ("有证据的社区数", "Communities that can show it"),
    ("社区总数", "Communities in all"),
    ("依据", "Evidence"),
)
_MEASURE_STATES = {
    "planned": ("待落实", "planned"),
    "active": ("执行中", "active"),
    "done": ("已完成", "done"),
    "waived": ("免除", "waived"),
}
_EVIDENCE = {
    "teams": ("配齐的队伍", "teams complete"),
    "seats": ("到岗岗位", "posts held"),
    "duties": ("未来24小时已接受的值守", "duties accepted, next 24 hours"),
    "rounds": ("今日完成的巡查等", "rounds done today"),
    "receipts": ("已确认收到", "readers confirmed"),
}
_STAMP = "演练 EXERCISE"
_Say = Callable[[str, str], str]


@dataclass(frozen=True, kw_only=True)
class FormRow:
    """A prescribed form that may be used at a unit; ``unknown`` are placeholders the report has nothing for."""

    name: str
    unit_code: str
    kind: str
    unknown: tuple[str, ...]
    uploaded_at: datetime


@dataclass(frozen=True, kw_only=True)
class Filled:
    """A file to send on, and what stayed open in it."""

    content: bytes
    kind: str
    unknown: tuple[str, ...]


def forms_at(*, actor: Actor, unit_code: str) -> Sequence[FormRow]:
    """Forms of a unit and the units above it. One query."""
    actor.require("orders.read", at=unit_code)
    rows = ReportForm.objects.filter(unit_code__in=[*ancestors_of(unit_code), unit_code]).defer("content")
    return [
        FormRow(
            name=row.name,
            unit_code=row.unit_code,
            kind=row.kind,
            unknown=tuple(row.unknown),
            uploaded_at=row.uploaded_at,
        )
        for row in rows.order_by("name", "-unit_code")
    ]


def report_in_form(report: DailyReport, *, name: str, exercise: bool) -> Filled:
    """The report in a kept form, the nearest unit's first; stamped in an exercise (R-05). One query.

    Raises TemplateMissing, TemplateUnreadable.
    """
    codes = [*ancestors_of(report.unit_code), report.unit_code]
    row = ReportForm.objects.filter(unit_code__in=codes, name=name).order_by("-unit_code").first()
    if row is None:
        raise TemplateMissing(name=name)
    try:
        content = fill_form(bytes(row.content), report.placeholders, stamp=_STAMP if exercise else "")
    except NoForm as broken:
        raise TemplateUnreadable(name=name) from broken
    return Filled(content=content, kind=row.kind, unknown=tuple(row.unknown))


def report_in_file(report: DailyReport, *, content: bytes, name: str, exercise: bool) -> Filled:
    """The report in a form that was not kept; stamped in an exercise (R-05). Raises TemplateUnreadable."""
    try:
        return Filled(
            content=fill_form(content, report.placeholders, stamp=_STAMP if exercise else ""),
            kind=kind_of_form(content),
            unknown=tuple(one for one in placeholders(content) if one not in PLACEHOLDERS),
        )
    except NoForm as broken:
        raise TemplateUnreadable(name=name) from broken


def report_as(report: DailyReport, *, kind: str, chinese: bool, exercise: bool) -> bytes:
    """The report in our own layout: ``xlsx`` or ``docx``; an exercise says so in title and page head (R-05)."""
    document = _document(report, say=lambda zh, en: zh if chinese else en, exercise=exercise)
    return to_word(document) if kind == "docx" else to_workbook(document)


def _document(report: DailyReport, *, say: _Say, exercise: bool) -> Document:
    stamp = say("【演练】", "EXERCISE: ") if exercise else ""
    parts = [
        Part(
            heading=say("一、数据", "Figures"),
            header=(say("项目", "What"), say("数量", "Number")),
            rows=tuple((say(*FIGURES[key]), number) for key, number in report.figures.items()),
        ),
        Part(
            heading=say("二、零报告", "Zero report"),
            header=tuple(say(*words) for words in _ZERO_HEADER),
            rows=tuple(_zero(line, say) for line in report.zeros),
        ),
    ]
    if report.board:
        parts.append(_measures(report, say))
    return Document(
        title=f"{stamp}{report.place} {report.day.isoformat()} {say('日报', 'daily report')}",
        lines=(
            (say("单位", "Place"), report.place),
            (say("日期", "Day"), report.day),
            (say("截至", "As of"), _on_the_wall(report.as_of)),
        ),
        parts=tuple(parts),
        stamp=say("演练", "EXERCISE") if exercise else "",
    )


def _zero(line: ZeroLine, say: _Say) -> tuple[Any, ...]:
    """A figure said by a person, zero among them; empty and late where nobody said one (A12)."""
    late = say("（迟报）", " (late)") if line.state == "said" and line.was_late else ""
    return (
        line.place,
        say(line.zh, line.en or line.zh),
        f"{say(*_STATES[line.state])}{late}",
        line.number,
        say(line.quantity_unit, line.quantity_unit_en or line.quantity_unit),
        say(line.post, line.post_en or line.post),
        line.person,
        _on_the_wall(line.said_at) if line.said_at else None,
    )


def _on_the_wall(moment: datetime) -> datetime:
    return moment.astimezone(SHOWN_IN).replace(tzinfo=None, second=0, microsecond=0)


def _measures(report: DailyReport, say: _Say) -> Part:
    assert report.board is not None, "asked only where a playbook is in force"
    cells = {cell.measure: cell for cell in report.board.coverage.cells}
    return Part(
        heading=say("三、措施", "Measures"),
        header=tuple(say(*words) for words in _MEASURES_HEADER),
        rows=tuple(
            (
                row.no,
                say(row.title_zh, row.title_en or row.title_zh),
                say(*_MEASURE_STATES[row.status]) if row.specified else say("来源未载明", "not specified in source"),
                cells[row.no].have if row.specified else None,
                cells[row.no].of if row.specified else None,
                _shown_by(row, say),
            )
            for row in report.board.measures
        ),
    )


def _shown_by(row: MeasureRow, say: _Say) -> str:
    counted = [f"{say(*_EVIDENCE[line.kind])} {line.have}/{line.need}" for line in row.evidence]
    return say("；", "; ").join([*counted, *([row.words] if row.words else [])])
