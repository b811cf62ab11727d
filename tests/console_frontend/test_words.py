"""Times, figures, refusals and tags as both languages say them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.template import TemplateSyntaxError
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from gridkeeper.console import figures, moments, refusals
from gridkeeper.console.addresses import row_address
from gridkeeper.console.assets import NotBuilt
from gridkeeper.console.templatetags import console, tasks
from gridkeeper.kernel.quantity import Qualifier, Quantity

NOW = datetime(2022, 11, 14, 9, 12, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    ("minutes", "clock", "english", "chinese", "kind"),
    [
        (15, "09:27", "15 min left", "还有 15 分", "soon"),
        (-42, "08:30", "42 min late", "晚了 42 分", "late"),
        (60, "10:12", "1 h left", "还有 1 小时", "soon"),
        (200, "12:32", "3 h 20 min left", "还有 3 小时 20 分", "later"),
        (0, "09:12", "due now", "现在到期", "soon"),
    ],
)
def test_a_due_moment_says_clock_and_distance(minutes: int, clock: str, english: str, chinese: str, kind: str) -> None:
    for language, words in (("en", english), ("zh-hans", chinese)):
        with translation.override(language):
            due = moments.due(NOW + timedelta(minutes=minutes), NOW)
            assert (due.clock, due.distance, due.kind) == (clock, words, kind)


@pytest.mark.parametrize(
    ("hours", "english", "chinese"),
    [
        (24, "tomorrow 09:12", "明天 09:12"),
        (-24, "yesterday 09:12", "昨天 09:12"),
        (-72, "11 Nov 09:12", "11月11日 09:12"),
        (24 * 90, "12 Feb 2023 09:12", "2023年2月12日 09:12"),
    ],
)
def test_another_day_is_named(hours: int, english: str, chinese: str) -> None:
    for language, words in (("en", english), ("zh-hans", chinese)):
        with translation.override(language):
            assert moments.clock(NOW + timedelta(hours=hours), NOW) == words


@given(st.timedeltas(min_value=timedelta(days=-400), max_value=timedelta(days=400)))
def test_only_what_is_past_is_late(distance: timedelta) -> None:
    assert (moments.due(NOW + distance, NOW).kind == "late") == (distance < timedelta(0))


@pytest.mark.parametrize(
    ("qualifier", "english", "chinese"),
    [
        (Qualifier.EXACT, "7,200 people", "7,200 people"),
        (Qualifier.AT_LEAST, "at least 7,200 people", "至少 7,200 people"),
        (Qualifier.AT_MOST, "at most 7,200 people", "最多 7,200 people"),
        (Qualifier.ABOUT, "about 7,200 people", "约 7,200 people"),
    ],
)
def test_a_figure_keeps_its_qualifier(qualifier: Qualifier, english: str, chinese: str) -> None:
    figure = Quantity(value=Decimal("7200"), qualifier=qualifier)
    for language, words in (("en", english), ("zh-hans", chinese)):
        with translation.override(language):
            assert figures.quantity(figure, "people") == words


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9))
def test_a_written_figure_reads_back_as_itself(value: Decimal) -> None:
    assert Decimal(figures.number(value).replace(",", "")) == value


def test_an_unknown_figure_says_so_and_is_not_zero() -> None:
    with translation.override("zh-hans"):
        assert "来源未列明" in console.quantity(None)


def test_an_unlisted_icon_is_refused_with_the_file_to_mend() -> None:
    with pytest.raises(TemplateSyntaxError, match=r"frontend/icons\.txt"):
        console.icon("no-such-icon")


def test_a_phone_number_is_dialled_without_its_spaces_and_read_with_its_post() -> None:
    with translation.override("en"):
        link = console.phone("0351-000 0207", "District leader post 07")
    assert 'href="tel:03510000207"' in link
    assert 'aria-label="Call District leader post 07 0351-000 0207"' in link


def test_names_are_escaped() -> None:
    assert "<b>" not in console.named("<b>x</b>", True)


def test_cells_of_a_list_are_escaped() -> None:
    cells = [
        {"text": "<b>&", "href": '/?q="', "place": "title1"},
        {"text": 12345, "is_number": True, "place": "off"},
        {"tag": {"kind": "late", "text": "<i>"}, "place": "end1"},
    ]
    with translation.override("en"):
        drawn = console.table_rows([{"href": '/x"', "cells": cells}])
    assert drawn.startswith(
        '<tr data-href="/x&quot;"><th scope="row" class="title1"><a href="/?q=&quot;">&lt;b&gt;&amp;</a></th>'
    )
    assert '<td class="off num">12345</td>' in drawn
    assert "&lt;i&gt;" in drawn


def test_tasks_are_escaped() -> None:
    task = {"href": '/?q="', "title": "<b>", "details": ["<i>", "", 3], "phone": "1 <2", "who": '"', "acts": []}
    with translation.override("en"):
        drawn = tasks.task_rows({}, [{**task, "due_at": NOW}, {**task, "said": "<u>"}], NOW)
    assert drawn.count('<a href="/?q=&quot;">&lt;b&gt;</a><p>&lt;i&gt;<span class="sep">, </span>3</p>') == 2
    assert '<span class="distance">&lt;u&gt;</span>' in drawn
    assert 'href="tel:1&lt;2" aria-label="Call &quot; 1 &lt;2"' in drawn


def test_the_address_of_a_row_is_the_one_of_its_page() -> None:
    key = UUID(int=7)
    assert row_address("console:person", key) == reverse("console:person", args=[key])
    assert row_address("console:case", "B 7号") == reverse("console:case", args=["B 7号"])


def test_a_refusal_is_translated_before_its_facts_are_filled_in() -> None:
    with translation.override("zh-hans"):
        assert refusals.sentence(NotBuilt(entry="map.ts")) == "前端里没有“map.ts”。"


@pytest.mark.parametrize("template", ["403.html", "404.html", "500.html", "403_csrf.html"])
def test_an_error_page_says_what_to_do_next(template: str, render: Callable[..., str]) -> None:
    with translation.override("en"):
        assert "To what I must do now" in render(template, "en", home=None, request=None)
