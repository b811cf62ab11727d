"""The daily report as a file: in our own layout, or in a form that a superior prescribes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from gridkeeper.activations.errors import TemplateMissing, TemplateUnreadable
from gridkeeper.activations.models import ReportForm
from gridkeeper.activations.queries.report import FIGURES, PLACEHOLDERS, DailyReport
from gridkeeper.formats.documents import (
    Document,
    NoForm,
    Part,
    fill_form,
    kind_of_form,
    placeholders,
    to_word,
    to_workbook,
)
from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.unit_code import ancestors_of
from gridkeeper.posts.policy import SHOWN_IN

_STATES = {"said": ("已报", "said"), "late": ("迟报", "late"), "due": ("未到时间", "due later")}
_ZERO_HEADER = (("单位", "Place"), ("项目", "What"), ("状态", "State"), ("数量", "Number"), ("岗位", "Said by"))
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


def report_in_form(report: DailyReport, *, name: str) -> Filled:
    """The report in a kept form, the nearest unit's first. Raises TemplateMissing. One query."""
    codes = [*ancestors_of(report.unit_code), report.unit_code]
    row = ReportForm.objects.filter(unit_code__in=codes, name=name).order_by("-unit_code").first()
    if row is None:
        raise TemplateMissing(name=name)
    return Filled(content=fill_form(bytes(row.content), report.placeholders), kind=row.kind, unknown=tuple(row.unknown))


def report_in_file(report: DailyReport, *, content: bytes, name: str) -> Filled:
    """The report in a form that was not kept. Raises TemplateUnreadable."""
    try:
        return Filled(
            content=fill_form(content, report.placeholders),
            kind=kind_of_form(content),
            unknown=tuple(one for one in placeholders(content) if one not in PLACEHOLDERS),
        )
    except NoForm as broken:
        raise TemplateUnreadable(name=name) from broken


def report_as(report: DailyReport, *, kind: str, chinese: bool, exercise: bool) -> bytes:
    """The report in our own layout: ``xlsx`` or ``docx``; an exercise says so in its title (R-05)."""
    document = _document(report, say=lambda zh, en: zh if chinese else en, exercise=exercise)
    return to_word(document) if kind == "docx" else to_workbook(document)


def _document(report: DailyReport, *, say: _Say, exercise: bool) -> Document:
    stamp = say("【演练】", "EXERCISE: ") if exercise else ""
    as_of = report.as_of.astimezone(SHOWN_IN)
    parts = [
        Part(
            heading=say("一、数据", "Figures"),
            header=(say("项目", "What"), say("数量", "Number")),
            rows=tuple((say(*FIGURES[key]), number) for key, number in report.figures.items()),
        ),
        Part(
            heading=say("二、零报告", "Zero report"),
            header=tuple(
                say(*words)
                for words in (
                    ("单位", "Place"),
                    ("项目", "What"),
                    ("状态", "State"),
                    ("数量", "Number"),
                    ("岗位", "Said by"),
                )
            ),
            rows=tuple(
                (
                    line.place,
                    say(line.zh, line.en or line.zh),
                    say(*_STATES[line.state]),
                    "" if line.number is None else f"{line.number.normalize():f} {line.quantity_unit}".strip(),
                    line.post,
                )
                for line in report.zeros
            ),
        ),
    ]
    if report.board:
        parts.append(_measures(report, say))
    return Document(
        title=f"{stamp}{report.place} {report.day.isoformat()} {say('日报', 'daily report')}",
        lines=(f"{say('截至', 'As of')} {as_of:%Y-%m-%d %H:%M}",),
        parts=tuple(parts),
    )


def _measures(report: DailyReport, say: _Say) -> Part:
    assert report.board is not None, "asked only where a playbook is in force"
    words = {
        "planned": ("待落实", "planned"),
        "active": ("执行中", "active"),
        "done": ("已完成", "done"),
        "waived": ("免除", "waived"),
    }
    unspecified = say("来源未载明", "not specified in source")
    return Part(
        heading=say("三、措施", "Measures"),
        header=(say("编号", "No."), say("措施", "Measure"), say("状态", "State"), say("依据", "Evidence")),
        rows=tuple(
            (
                row.no,
                say(row.title_zh, row.title_en or row.title_zh),
                say(*words[row.status]) if row.specified else unspecified,
                "; ".join([f"{line.have}/{line.need}" for line in row.evidence] + ([row.words] if row.words else [])),
            )
            for row in report.board.measures
        ),
    )
