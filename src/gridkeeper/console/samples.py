"""What the style page shows: every component once, with invented content in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.templatetags.static import static
from django.utils.translation import get_language

from gridkeeper.kernel.errors import GridkeeperError, NotFound
from gridkeeper.kernel.quantity import Qualifier, Quantity

HERE = "#main"
DESK = "0351-000 0100"


def _say(chinese: str, english: str) -> str:
    """Sample content is data, not interface: it stays out of the message catalogues."""
    return chinese if (get_language() or "").startswith("zh") else english


@dataclass(frozen=True, kw_only=True)
class SamplePage:
    """A keyset page as the pager wants it."""

    shown: int
    total: int
    total_is_exact: bool
    next: str
    previous: str


class SampleForm(forms.Form):
    """One field of every kind, two of them wrong."""

    name = forms.CharField()
    phone = forms.CharField(help_text="0351-000 0301")
    level = forms.ChoiceField(choices=[("street", "street"), ("community", "community")])
    since = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date", "class": "narrow"}))
    reason = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 2}))
    shift = forms.ChoiceField(widget=forms.RadioSelect, choices=[("day", "day"), ("night", "night")])
    sure = forms.BooleanField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "name": _say("姓名", "Name"),
            "phone": _say("值班电话", "Duty phone"),
            "level": _say("哪一级", "Level"),
            "since": _say("从哪天起", "Since"),
            "reason": _say("为什么", "Why"),
            "shift": _say("班次", "Shift"),
            "sure": _say("我已看过 4 项做不到的", "I have read the 4 unmet needs"),
        }
        for name, label in labels.items():
            self.fields[name].label = label
        chosen = self.fields["level"], self.fields["shift"]
        streets = [("street", _say("街道", "street")), ("community", _say("社区", "community"))]
        shifts = [("day", _say("白班", "day")), ("night", _say("夜班", "night"))]
        for field, choices in zip(chosen, (streets, shifts), strict=True):
            field.choices = choices  # type: ignore[attr-defined]


def style_context(*, now: datetime) -> dict[str, Any]:
    """Everything console/style.html needs besides what the context processor gives."""
    return {
        "title": _say("界面样张", "Style page"),
        "crumbs": [{"text": _say("设置", "Settings"), "href": HERE}, {"text": _say("界面样张", "Style page")}],
        "facts_line": [_say("每种部件一份", "every part once"), _say("内容都是编的", "all content is invented")],
        "now": now,
        "tasks": _tasks(now),
        "chain": _chain(),
        "changes": _changes(),
        "nodes": _nodes(),
        "map": _map(),
        "filters": _filters(),
        "acts": [{"href": HERE, "text": _say("导出", "Export"), "icon": "download"}],
        "columns": _columns(),
        "rows": _rows(),
        "page": SamplePage(shown=3, total=10_000, total_is_exact=False, next="n", previous="p"),
        "last_page": SamplePage(shown=3, total=3, total_is_exact=True, next="", previous=""),
        "empty": _empty(),
        "confirm": _confirm(),
        "upload": _upload(),
        "steps": _steps(),
        "events": _events(now),
        "signs": _signs(),
        "error": _error(),
        "at_least": Quantity(value=Decimal(870), qualifier=Qualifier.AT_LEAST),
        "about": Quantity(value=Decimal("1242.5"), qualifier=Qualifier.ABOUT),
        "form": _form(),
        "moments": [now + timedelta(minutes=m) for m in (-57, 15, 200, 26 * 60, -3000, 90 * 1440)],
    }


def _error() -> GridkeeperError:
    return NotFound(kind="community", name="桃园三社区")


def _form() -> SampleForm:
    return SampleForm({"phone": "35100031", "level": "street", "shift": "day", "sure": "on"}, auto_id="sample_%s")


def _tasks(now: datetime) -> list[dict[str, Any]]:
    return [
        {
            "due_at": now - timedelta(minutes=57),
            "href": HERE,
            "title": _say("08:00 的巡逻漏了一次", "The 08:00 patrol was missed"),
            "details": [_say("东巷示例社区", "East Lane (sample)"), _say("5号楼", "building 5")],
            "acts": [{"text": _say("处理", "Handle it"), "href": HERE, "kind": "primary"}],
            "phone": DESK,
            "who": _say("社区巡逻组", "patrol team"),
        },
        {
            "due_at": now + timedelta(minutes=15),
            "href": HERE,
            "title": _say("第 4 网格员空岗", "Grid 4 has nobody"),
            "details": [_say("西巷示例社区", "West Lane (sample)"), _say("暂由第 3 网格员代", "grid 3 stands in")],
            "acts": [{"text": _say("补人", "Appoint someone"), "href": HERE}],
        },
        {
            "due_at": now + timedelta(hours=26),
            "href": HERE,
            "title": _say("临时小组到期", "A temporary team ends"),
            "details": [_say("迎指〔2022〕演-12 号令", "order YZ-2022-EX-12")],
            "acts": [{"text": _say("看这份令", "See the order"), "href": HERE, "kind": "quiet"}],
        },
    ]


def _chain() -> list[dict[str, Any]]:
    generated = {"is_generated": True}
    return [
        {
            "level": _say("区级包联", "district"),
            "post": _say("区级领导包联岗 07", "District leader post 07"),
            "href": HERE,
            "name": _say("裴听雨", "Pei Tingyu"),
            "phone": "0351-000 0207",
            **generated,
        },
        {
            "level": _say("本社区", "community"),
            "post": _say("社区党委书记岗", "Community secretary"),
            "name": _say("温砚秋", "Wen Yanqiu"),
            "details": [_say("副岗 申以宁", "deputy Shen Yining")],
            "phone": "0351-000 3012",
            "is_here": True,
            **generated,
        },
        {
            "level": _say("网格 6", "grids 6"),
            "post": _say("第 4 网格员岗", "Grid worker 4"),
            "vacant": _say("空岗 6 小时", "vacant 6 h"),
            "stand_in": _say("第 3 网格员", "Grid worker 3"),
            "act": {"href": HERE, "text": _say("补人", "Appoint")},
        },
        {
            "level": _say("小区 9", "compounds 9"),
            "post": _say("26号院组长岗", "Yard 26 leader"),
            "name": _say("乔松年", "Qiao Songnian"),
            **generated,
        },
    ]


def _changes() -> list[dict[str, str]]:
    return [
        {
            "change": "made",
            "kind": _say("岗位", "Post"),
            "text": _say("小桥示例社区第 7 网格员岗", "Grid 7, Little Bridge"),
            "note": _say("等人接", "to be accepted"),
        },
        {
            "change": "changed",
            "kind": _say("名称", "Name"),
            "before": _say("西关街一社区", "Xiguan St No. 1"),
            "after": _say("水西关街一社区", "Shuixiguan St No. 1"),
            "note": "2019-11-01",
        },
        {
            "change": "stopped",
            "kind": _say("小组", "Team"),
            "text": _say("26号院落实小组", "Yard 26 team"),
            "note": _say("随令结束", "ends with its order"),
        },
    ]


def _nodes() -> list[dict[str, Any]]:
    late = {"kind": "late", "text": "2", "icon": ""}
    leaves = [
        {"name": _say("东巷示例社区", "East Lane (sample)"), "href": HERE, "tag": late, "is_current": True},
        {"name": _say("西巷示例社区", "West Lane (sample)"), "href": HERE},
    ]
    return [
        {"name": _say("示例一街道", "Sample street 1"), "href": HERE, "end": "9", "src": "/console/style/"},
        {
            "name": _say("示例二街道", "Sample street 2"),
            "href": HERE,
            "end": "2",
            "children": leaves,
            "is_open": True,
        },
        {"name": _say("示例村", "Sample village"), "href": HERE},
    ]


def _map() -> dict[str, Any]:
    return {
        "label": _say("示例街道地图", "Map of the sample street"),
        "areas": static("console/style-areas.geojson"),
        "streets": static("console/style-streets.geojson"),
        "points": static("console/style-points.geojson"),
        "href": "/console/territory/CODE/",
        "selected": "990000000001",
        "outside": _say("图外 9 个村", "9 villages are not on the map"),
    }


def _filters() -> list[dict[str, Any]]:
    levels = [("", _say("各级", "All levels")), ("street", _say("街道", "Street"))]
    options = [{"value": value, "text": text, "is_chosen": not value} for value, text in levels]
    return [
        {"name": "q", "label": _say("姓名、岗位、首字母", "Name, post or initials"), "kind": "search"},
        {"name": "level", "label": _say("级别", "Level"), "kind": "select", "options": options},
    ]


def _columns() -> list[dict[str, Any]]:
    return [
        {"text": _say("到期", "Due"), "href": "?sort=-due", "sort": "ascending"},
        {"text": _say("岗位", "Post"), "href": "?sort=post"},
        {"text": _say("在哪里", "Where")},
        {"text": _say("人数", "People"), "is_number": True},
        {"text": _say("情况", "State")},
    ]


def _rows() -> list[dict[str, Any]]:
    found = []
    tags = [("late", _say("漏了 1 次", "1 missed")), ("soon", _say("还有 48 分", "48 min left"))]
    for due, (kind, text) in zip(("08:15", "10:00"), tags, strict=True):
        cells = [
            {"text": due, "place": "lead1"},
            {"text": _say("楼栋组长岗", "Building leader"), "href": HERE, "place": "title1"},
            {"text": _say("北池示例社区", "North Pond (sample)"), "place": "sub1"},
            {"text": "1,204", "is_number": True, "place": "off"},
            {"tag": {"kind": kind, "text": text}, "place": "end1"},
        ]
        found.append({"href": HERE, "cells": cells})
    return found


def _empty() -> dict[str, Any]:
    return {
        "title": _say("现在没有要您做的事", "Nothing for you now"),
        "text": _say("下一件 10:00：汇总零报告。", "Next at 10:00: collect the zero reports."),
        "act": {"text": _say("看辖区", "See the territory"), "href": HERE, "icon": "map-2"},
        "who": _say("有事打给区总值班", "Questions: district duty desk"),
        "phone": DESK,
    }


def _confirm() -> dict[str, Any]:
    return {
        "text": _say("结束这份令", "End this order"),
        "icon": "hand-stop",
        "kind": "stop",
        "title": _say("结束迎指〔2022〕演-12 号令", "End order YZ-2022-EX-12"),
        "question": _say("随它成立的 2 个小组同时结束。", "The 2 teams it founded end with it."),
        "action": "/console/style/",
        "act": _say("结束令和 2 个小组", "End the order and 2 teams"),
        "reason": {"label": _say("为什么现在结束", "Why it ends now"), "hint": _say("写进记录", "Goes on record")},
    }


def _upload() -> dict[str, Any]:
    return {
        "action": "/console/style/",
        "label": _say("人员岗位表", "Workbook of people and posts"),
        "hint": _say("xlsx 或 csv；先试读，不会马上导入", "xlsx or csv; it is read first, nothing is imported yet"),
        "accept": ".xlsx,.csv",
        "act": _say("试读这张表", "Read this workbook"),
        "template": {"href": HERE, "text": _say("下载空表", "Download the template")},
    }


def _steps() -> list[dict[str, Any]]:
    return [
        {"state": "done", "text": _say("读表", "Read the workbook"), "end": _say("1,204 行", "1,204 rows")},
        {"state": "now", "text": _say("核对单位", "Match the units"), "end": "62%", "share": 0.62},
        {"state": "todo", "text": _say("写入", "Write")},
    ]


def _events(now: datetime) -> list[dict[str, Any]]:
    who = _say("街道值班一岗", "street duty post 1")
    return [
        {"at": now - timedelta(minutes=7), "text": _say("补上第 4 网格员", "Grid 4 filled"), "details": [who]},
        {"at": now - timedelta(hours=2), "text": _say("第 4 网格员离岗", "Grid 4 left"), "details": [who]},
    ]


def _signs() -> list[dict[str, Any]]:
    return [
        {"state": "done", "title": _say("提出：街道值班二岗", "Proposed: street duty post 2"), "details": ["09:05"]},
        {"state": "now", "title": _say("批准：您", "Approve: you"), "details": []},
    ]
