"""Quantities keep their qualifier, ids sort by time, actors reach what they were granted and no more."""

from __future__ import annotations

import pickle
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridkeeper.kernel.actor import NOBODY, Actor
from gridkeeper.kernel.errors import Forbidden
from gridkeeper.kernel.ids import uuid7
from gridkeeper.kernel.quantity import Qualifier, Quantity

prefixes = st.lists(st.from_regex(r"(14|1401|140106|140106003|140105)?", fullmatch=True), max_size=4)
places = st.from_regex(r"140(106|105)(00[1-4])?", fullmatch=True)


def tons(value: str, qualifier: Qualifier = Qualifier.EXACT) -> Quantity:
    return Quantity(value=Decimal(value), unit="t", qualifier=qualifier)


def test_at_least_two_thousand_and_two_trips_stay_at_least() -> None:
    total = tons("2000", Qualifier.AT_LEAST) + tons("12.5") + tons("9.8")
    assert (total.value, total.qualifier) == (Decimal("2022.3"), Qualifier.AT_LEAST)


def test_a_refusal_survives_the_way_between_processes() -> None:
    sent = Forbidden(permission="people.read", place="140106")
    came = pickle.loads(pickle.dumps(sent))
    assert (type(came), came.facts, came.message, str(came)) == (Forbidden, sent.facts, sent.message, str(sent))


def test_opposite_bounds_add_up_to_about() -> None:
    assert (tons("1", Qualifier.AT_LEAST) + tons("1", Qualifier.AT_MOST)).qualifier == Qualifier.ABOUT


def test_tons_and_people_do_not_add_up() -> None:
    with pytest.raises(ValueError, match="t"):
        tons("1") + Quantity(value=Decimal(1), unit="persons")


def test_later_ids_sort_later() -> None:
    made = [uuid7() for _ in range(5000)]
    assert (made == sorted(made), len(set(made))) == (True, 5000)


@given(prefixes, places)
def test_an_actor_reaches_a_place_exactly_when_some_prefix_covers_it(granted: list[str], place: str) -> None:
    actor = Actor(login="x", grants={"people.read": tuple(granted)})
    assert actor.may("people.read", at=place) == any(place.startswith(prefix) for prefix in granted)


@given(prefixes, places)
def test_dropping_prefixes_inside_wider_ones_changes_no_answer(granted: list[str], place: str) -> None:
    actor = Actor(login="x", grants={"people.read": tuple(granted)})
    reach = actor.reaches("people.read")
    assert any(place.startswith(prefix) for prefix in reach) == actor.may("people.read", at=place)


def test_nobody_may_nothing() -> None:
    with pytest.raises(Forbidden, match=r"wall\.read"):
        NOBODY.require("wall.read", at="140106")
