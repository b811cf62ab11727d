"""The shipped pack: lint finds nothing, every row is reached by a case, and its dates decide."""

from __future__ import annotations

from datetime import date

import pytest

from gridkeeper.packs import Pack, installed_packs, lint_pack, load_pack
from gridkeeper.packs.checks import check_pack, untried_rows
from gridkeeper.packs.pack import PackCase
from gridkeeper.rules import ask, overlaps

ROOT = installed_packs()["epidemic"]
PACK = load_pack(ROOT)


@pytest.fixture
def pack() -> Pack:
    return PACK


def test_lint_finds_nothing() -> None:
    assert [one.sentence() for one in lint_pack(ROOT)] == []


@pytest.mark.parametrize("case", PACK.cases, ids=lambda case: f"{case.topic}/{case.id}")
def test_case(case: PackCase) -> None:
    [result] = [one for one in check_pack(PACK) if one.case is case]
    assert result.differences == ()


def test_every_row_of_every_table_is_reached_by_a_case(pack: Pack) -> None:
    assert untried_rows(pack, check_pack(pack)) == []


def test_no_two_rule_packs_rule_the_same_k14(pack: Pack) -> None:
    assert overlaps(pack.rule_packs) == []


def test_its_dates_are_over_and_it_says_so_r06(pack: Pack) -> None:
    assert pack.in_force(date(2022, 11, 11))
    assert pack.in_force(date(2023, 1, 7))
    assert not pack.in_force(date(2022, 11, 10))
    assert not pack.in_force(date(2023, 1, 8))


def test_a7_says_why_it_is_not_proposed(pack: Pack) -> None:
    answer = ask(
        pack.rule_packs,
        "zone_release",
        {"days_clear": 5, "new_event": False, "last_check": "none", "last_check_day": 0},
        as_of=date(2022, 11, 22),
        place="140106003011",
    )
    assert answer.outputs["proposal"] == "wait"
    assert answer.words.zh == "第5天的全员核酸还没有做，暂不建议解除；请今天安排。"
    assert (answer.pack, answer.rule) == ("cn-2022-11-21", "W2")
    assert answer.source == "YZ-22, S4"


def test_every_rule_names_its_source(pack: Pack) -> None:
    silent = [
        f"{table.name}/{row.id}"
        for rule_pack in pack.rule_packs
        for table in rule_pack.tables
        for row in table.rows
        if not row.source
    ]
    assert silent == []
    assert [name for name, one in {**pack.checklists, **pack.notices}.items() if not one.source] == []


def test_danger_to_life_passes_every_gate_whatever_else_is_so(pack: Pack) -> None:
    gate = next(table for one in pack.rule_packs for table in one.tables if table.topic == "gate")
    for area in gate.input("area").values:
        for mode in gate.input("mode").values:
            for person in gate.input("person").values:
                answer = ask(
                    pack.rule_packs,
                    "gate",
                    {
                        "purpose": "life_safety",
                        "person": person,
                        "direction": "out",
                        "area": area,
                        "mode": mode,
                        "shown": "nothing",
                        "fever": True,
                        "consent": False,
                    },
                    as_of=date(2022, 11, 21),
                    place="140106",
                )
                assert answer.outputs["decision"] == "pass"


def test_every_refusal_at_the_gate_has_a_code_jy01(pack: Pack) -> None:
    gate = next(table for one in pack.rule_packs for table in one.tables if table.topic == "gate")
    refusals = [row.then["reason_code"] for row in gate.rows if row.then["decision"] == "refuse"]
    assert len(set(refusals)) == len(refusals) == 3


def test_the_exits_checklist_reads_as_ruled_r12(pack: Pack) -> None:
    items = {item.id: item for item in pack.checklists["exits"].items}
    assert items["h1-opens"].words.en == "The door opens from inside without key or tool."
    assert items["h1-opens"].vital
    assert items["h1-help"].vital
    # A tamper indicator may be noted; that it works is never a condition.
    assert not items["indicator"].vital


def test_residents_are_told_start_earliest_release_and_hotline_yz24(pack: Pack) -> None:
    opened = pack.notices["zone_opened"]
    for language in ("zh", "en"):
        text = opened.subject.say(language) + opened.body.say(language)
        assert all(f"{{{gap}}}" in text for gap in ("begins", "earliest_release", "hotline", "exits"))


def test_the_convention_is_advice_only(pack: Pack) -> None:
    convention = pack.notices["convention"]
    assert "不作为处理任何人的依据" in convention.body.zh
    assert "no ground for acting against anybody" in convention.body.en
