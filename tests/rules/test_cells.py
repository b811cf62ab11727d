"""Cells: what people write, what it means to us and to the engine, and what is left over."""

from __future__ import annotations

from decimal import Decimal
from itertools import product

import pytest
import zen
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.rules.strategies import INPUTS, VALUES, cells, inputs, naive, tables

from gridkeeper.rules import Table, decide
from gridkeeper.rules.cells import (
    CellBroken,
    choice_test,
    for_engine,
    literal,
    number_test,
    plain,
    written,
    yes_no_test,
)
from gridkeeper.rules.coverage import coverage, samples
from gridkeeper.rules.values import read_cell

values = {
    "n": st.integers(-6, 11).map(Decimal) | st.decimals(-6, 11, places=3),
    "w": st.integers(-3, 9).map(Decimal),
    "c": st.sampled_from(list(VALUES)),
    "y": st.booleans(),
}


@given(st.data())
@settings(deadline=None)
def test_a_cell_means_the_same_to_the_engine_and_comes_back_the_same(data: st.DataObject) -> None:
    field = data.draw(st.sampled_from(INPUTS))
    test = read_cell(data.draw(cells[field.name]), field)
    assert test is not None
    value = data.draw(values[field.name])
    engine = zen.compile_unary_expression(for_engine(test, field.values))
    given = float(value) if isinstance(value, Decimal) else value
    assert engine.evaluate({"$": given}) is test.fits(value)
    assert read_cell(written(test, field.values), field).fits(value) is test.fits(value)


@given(tables(), inputs)
@settings(deadline=None)
def test_any_table_answers_as_a_reader_would_row_by_row(table: Table, given: dict[str, object]) -> None:
    answer = decide(table, given)
    assert answer.rule == naive(table, given)
    assert len(answer.trace) == 1 + [*(row.id for row in table.rows), "D"].index(answer.rule)


@given(tables(), inputs)
@settings(deadline=None)
def test_what_lint_calls_unreachable_never_answers(table: Table, given: dict[str, object]) -> None:
    found = coverage(table)
    rule = naive(table, given)
    if rule == "D":
        assert found.uncovered is not None
    else:
        assert [row.id for row in table.rows].index(rule) in found.reached


@given(tables())
@settings(deadline=None, max_examples=30)
def test_coverage_is_what_trying_every_kind_of_input_shows(table: Table) -> None:
    kinds = [samples(one, [row.when[one.name] for row in table.rows if one.name in row.when]) for one in table.inputs]
    names = [one.name for one in table.inputs]
    hits = {naive(table, dict(zip(names, chosen, strict=True))) for chosen in product(*kinds)}
    found = coverage(table)
    assert {table.rows[at].id for at in found.reached} == hits - {"D"}
    assert (found.uncovered is not None) == ("D" in hits)
    if found.uncovered is not None:
        assert naive(table, dict(found.uncovered)) == "D"
    for (one, other), example in found.together.items():
        fitting = dict(example)
        for at in (one, other):
            assert all(test.fits(fitting[name]) for name, test in table.rows[at].when.items())


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ("5", [5], [4, 6]),
        (">=5", [5, 6], [4]),
        ("≥ 5", [5], [4]),
        ("≤5，10", [5, -9, 10], [6]),
        ("!= 5", [4, 6], [5]),
        ("[1..5)", [1, 4], [0, 5]),
        ("not [1..5)", [0, 5], [1, 4]),
        ("not 1, 3", [0, 2, 4], [1, 3]),
        ("< 0, > 9", [-1, 10], [0, 9]),
        ("（1..5］", [2, 5], [1]),
        ("１２", [12], [1, 2]),
    ],
)
def test_numbers(text: str, inside: list[int], outside: list[int]) -> None:
    test = number_test(text)
    assert [n for n in (*inside, *outside) if test.fits(Decimal(n))] == inside
    again = number_test(written(test))
    assert [n for n in (*inside, *outside) if again.fits(Decimal(n))] == inside


@pytest.mark.parametrize(
    "text", ["", "five", "> ", "[5..1]", "(3..3)", "[1..2", "1e3", "not < 5, >= 5", "5 and 6", "$"]
)
def test_numbers_that_mean_nothing_are_refused(text: str) -> None:
    with pytest.raises(CellBroken):
        number_test(text)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("a", {"a"}),
        ('"a", 丙', {"a", "丙"}),
        ("a、b", {"a", "b"}),
        ("not a", {"b", "丙"}),
    ],
)
def test_choices(text: str, values: set[str]) -> None:
    assert choice_test(text, VALUES).values == values


@pytest.mark.parametrize("text", ["", "d", "丁", "not a, b, 丙", "a b", "> a"])
def test_choices_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(CellBroken):
        choice_test(text, VALUES)


def test_a_value_that_begins_with_not_is_itself() -> None:
    assert choice_test("not done", ["not done", "done"]).values == {"not done"}


@pytest.mark.parametrize(("text", "value"), [("yes", True), ("是", True), ("No", False), ("false", False)])
def test_yes_and_no(text: str, value: bool) -> None:
    assert yes_no_test(text).values == {value}


@given(st.text(alphabet="字a '\"\\\n`${}+").filter(bool))
@settings(deadline=None)
def test_any_text_is_one_literal_to_the_engine(text: str) -> None:
    assert zen.evaluate_expression(literal(text), {}) == text


@given(st.decimals(-(10**6), 10**6, places=9))
def test_a_number_is_printed_with_its_digits_and_no_more(number: Decimal) -> None:
    assert Decimal(plain(number)) == number
    assert "E" not in plain(number)
    assert not ("." in plain(number) and plain(number).endswith("0"))
