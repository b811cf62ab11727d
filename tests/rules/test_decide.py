"""Decisions: the right row, typed refusals, an explanation people can read, and no row skipped in silence."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.rules.tables import LOCK, lock, naive_rule

from gridkeeper.kernel.errors import GridkeeperError
from gridkeeper.rules import decide, load_table

CALM = {"level": 2, "boats": 0, "mode": "calm", "night": False}

levels = st.one_of(
    st.integers(0, 20),
    st.decimals(0, 20, places=9),
    st.sampled_from([Decimal("3.5"), Decimal("3.499999999"), 3.5, 0.1 + 0.2]),
)
asked = st.fixed_dictionaries(
    {
        "level": levels,
        "boats": st.integers(0, 12),
        "mode": st.sampled_from(["calm", "storm"]),
        "night": st.booleans(),
    }
)


@given(asked)
@settings(deadline=None)
def test_every_legal_input_hits_the_row_a_reader_would_choose(inputs: dict[str, Any]) -> None:
    answer = decide(lock(), inputs)
    inputs = {**inputs, "level": round(Decimal(str(inputs["level"])), 9)}
    assert answer.rule == naive_rule(inputs)
    assert answer.is_default == (answer.rule == "D")
    if answer.rule in {"R2", "R3"}:
        assert answer.outputs["room"] == Decimal("3.5") - inputs["level"]


@given(asked)
@settings(deadline=None)
def test_the_same_question_gets_the_same_answer_and_can_be_stored(inputs: dict[str, Any]) -> None:
    record = decide(lock(), inputs).as_record()
    assert record == decide(lock(), inputs).as_record()
    assert json.loads(json.dumps(record)) == record
    assert record["pack"] == "locks-2022"
    assert set(record["inputs"]) == {"level", "boats", "mode", "night"}


def test_a_unit_with_words_in_both_languages_is_said_in_the_readers() -> None:
    text = LOCK.replace("level: {type: number, unit: m,", "level: {type: number, unit: 米 | metres,")
    assert text != LOCK
    said = decide(load_table(text, file="lock.yaml"), {**CALM, "level": 4})
    lines = " ".join(line.zh for line in said.trace), " ".join(line.en for line in said.trace)
    assert ("4 米" in lines[0], "4 metres" in lines[1], "|" in "".join(lines)) == (True, True, False)


def test_the_trace_says_what_was_passed_over_and_why() -> None:
    answer = decide(lock(), {"level": 2, "boats": 9, "mode": "storm", "night": True})
    assert [line.en for line in answer.trace] == [
        "R1 does not apply: water level is 2 m, it asks for >= 3.5 m.",
        "R2 does not apply: the condition “level * 2 > boats” does not hold.",
        "R3 applies: boats waiting is 9. It may open.",
    ]
    assert answer.trace[0].zh == "R1 不适用：水位为2 m，要求>= 3.5 m。"
    assert answer.words.zh == "可以开。"


def test_the_words_of_a_rule_carry_its_values_and_its_source() -> None:
    answer = decide(lock(), {**CALM, "level": Decimal("4.20")})
    assert (answer.words.zh, answer.words.en) == ("水位4.2 m，不开。", "At 4.2 m the lock stays shut.")
    assert (answer.rule, answer.source) == ("R1", "L-2")
    assert decide(lock(), CALM).source == "L-1"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"level": None}, "rules.input.missing"),
        ({"level": "2"}, "rules.input.ill-typed"),
        ({"level": -1}, "rules.input.ill-typed"),
        ({"level": 21}, "rules.input.ill-typed"),
        ({"level": float("nan")}, "rules.input.ill-typed"),
        ({"level": True}, "rules.input.ill-typed"),
        ({"boats": 1.5}, "rules.input.ill-typed"),
        ({"boats": 10**15}, "rules.input.ill-typed"),
        ({"mode": "风浪"}, "rules.input.ill-typed"),
        ({"mode": True}, "rules.input.ill-typed"),
        ({"night": 1}, "rules.input.ill-typed"),
        ({"nigth": True}, "rules.input.unknown"),
    ],
)
def test_a_wrong_input_is_refused_by_name(change: dict[str, Any], code: str) -> None:
    with pytest.raises(GridkeeperError) as refused:
        decide(lock(), {**CALM, **change})
    assert refused.value.code == code
    assert next(iter(change)) in str(refused.value)


def test_what_is_left_out_is_named() -> None:
    with pytest.raises(GridkeeperError) as refused:
        decide(lock(), {"level": 2})
    assert "boats" in str(refused.value)
    assert "whole 0" in refused.value.advice


def test_a_default_that_should_never_answer_raises_an_alarm() -> None:
    loud = load_table(LOCK.replace("alarm: false", "alarm: true"), file="lock.yaml")
    nothing_fits = {"level": 1, "boats": 1, "mode": "calm", "night": False}
    assert decide(loud, nothing_fits).alarm
    assert not decide(lock(), nothing_fits).alarm
    assert not decide(loud, CALM).alarm


def test_a_condition_the_engine_cannot_work_out_is_never_passed_over_in_silence() -> None:
    broken = load_table(LOCK.replace("level * 2 > boats", "boats / (boats - boats) > 1"), file="lock.yaml")
    with pytest.raises(GridkeeperError) as refused:
        decide(broken, {"level": 2, "boats": 3, "mode": "storm", "night": True})
    assert refused.value.code == "rules.condition.broken"


def test_a_formula_outside_its_answer_is_refused() -> None:
    text = LOCK.replace("room: {type: number, title: {zh: 余量", "room: {type: number, max: 1, title: {zh: 余量")
    with pytest.raises(GridkeeperError) as refused:
        decide(load_table(text, file="lock.yaml"), CALM)
    assert refused.value.code == "rules.answer.ill-typed"
