"""A certificate that runs out: no shift that needs it after its last day, and everybody hears of it before (4.e)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.personas import START, SYSTEM, World, settle

from gridkeeper.posts.commands.person import change_person
from gridkeeper.posts.queries.certificates import expiring_certificates
from gridkeeper.rosters.policy.rest import PROTECTED, Fitness, Rule, Stretch, breach_of
from gridkeeper.scopes.doors import acting_as

LAST = date(2022, 11, 12)


def shift_on(day: int, role: str = "sampler", *, hour: int = 0) -> Stretch:
    """Eight hours from that hour of Greenwich on, in November 2022."""
    starts = datetime(2022, 11, day, hour, tzinfo=UTC)
    return Stretch(starts=starts, ends=starts + timedelta(hours=8), role=role)


SAMPLER = Fitness(certified_for="sampler", certified_until=LAST)


def test_the_last_day_counts_and_the_day_after_is_refused() -> None:
    assert breach_of(shift_on(12), others=(), fitness=SAMPLER) is None
    breach = breach_of(shift_on(13), others=(), fitness=SAMPLER)
    assert breach is not None
    assert (breach.rule, breach.ended_on) == (Rule.CERTIFICATE, LAST)


def test_a_day_is_a_day_on_the_wall() -> None:
    """17:00 of Greenwich on the 12th is 01:00 of the 13th here."""
    breach = breach_of(shift_on(12, hour=17), others=(), fitness=SAMPLER)
    assert breach is not None
    assert breach.rule is Rule.CERTIFICATE


def test_nobody_sets_a_certificate_aside() -> None:
    assert Rule.CERTIFICATE in PROTECTED


@given(role=st.sampled_from(["", "volunteer", "grid_worker"]), day=st.integers(1, 30))
def test_a_shift_of_another_role_asks_for_no_certificate(role: str, day: int) -> None:
    assert breach_of(shift_on(day, role), others=(), fitness=SAMPLER) is None


@pytest.fixture
def world(db: None) -> World:
    return settle()


@pytest.mark.django_db
def test_a_certificate_is_listed_from_thirty_days_before_its_end(world: World) -> None:
    today = START.date()
    for login, days in (("lin", -1), ("wang", 30), ("chen", 31)):
        details = {"certified_for": "sampler", "certified_until": today + timedelta(days=days)}
        with acting_as(SYSTEM):
            change_person(actor=SYSTEM, person_id=world.people[login], contact=details, now=START)
    liu = world.actor("liu")
    with acting_as(liu):
        rows = expiring_certificates(actor=liu, unit_code="140106003", now=START)
    assert [(row.person_id, row.days_left) for row in rows] == [(world.people["lin"], -1), (world.people["wang"], 30)]
