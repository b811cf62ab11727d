"""A code is its path: prefix = ancestry, in every spelling people use (K-02, R-01, R-03)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridkeeper.kernel.errors import Malformed
from gridkeeper.kernel.unit_code import (
    LENGTHS,
    Level,
    ancestors_of,
    canonical,
    is_within,
    level_of,
    parent_of,
    upper_bound,
)


@st.composite
def codes(draw: st.DrawFn, deepest: Level = Level.BUILDING) -> str:
    """A canonical code of any level; no level of it is all zeros."""
    parts = [("11", "99"), ("1", "99"), ("1", "99"), ("1", "999"), ("1", "999"), ("1", "999"), ("1", "999")]
    lengths = list(LENGTHS.values())
    depth = draw(st.integers(1, list(LENGTHS).index(deepest) + 1))
    code = ""
    for (low, high), length in list(zip(parts, lengths, strict=True))[:depth]:
        width = length - len(code)
        code += str(draw(st.integers(int(low), int(high)))).zfill(width)
    return code


@given(codes())
def test_a_canonical_code_stays_as_it_is(code: str) -> None:
    assert canonical(code) == code


@given(codes(deepest=Level.COMMUNITY))
def test_the_padded_statutory_spelling_is_the_same_unit(code: str) -> None:
    assert canonical(code.ljust(12, "0")) == code


@given(codes())
def test_every_ancestor_is_a_prefix_and_the_parent_is_the_last(code: str) -> None:
    above = ancestors_of(code)
    assert all(is_within(code, ancestor) for ancestor in above)
    assert (above[-1] if above else None) == parent_of(code)


@given(codes(), codes())
def test_the_range_of_a_prefix_holds_exactly_what_is_within_it(one: str, other: str) -> None:
    assert (other <= one < upper_bound(other)) == is_within(one, other)


@given(codes())
def test_the_level_follows_from_the_length(code: str) -> None:
    assert LENGTHS[level_of(code)] == len(code)


@pytest.mark.parametrize("typed", ["", "1401061", "14010600301A", "１４０１０６", "140106 003", "桃园路"])
def test_what_is_no_code_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(Malformed) as refusal:
        canonical(typed)
    assert "140106003011" in refusal.value.advice
