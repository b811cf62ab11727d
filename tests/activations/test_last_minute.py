"""What was done before the last minute of an order counts, however it ends and whenever somebody looks (R-09, R-11)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.activations import plan
from tests.activations.test_any_history import undone
from tests.personas import START, SYSTEM, World

from gridkeeper.activations.commands.evidence import count_evidence
from gridkeeper.activations.commands.stand_down import stand_down
from gridkeeper.activations.models import Activation, EvidenceCount
from gridkeeper.kernel.errors import GridkeeperError
from gridkeeper.kernel.ids import uuid7
from gridkeeper.notices.commands.notices import read_notice
from gridkeeper.notices.models import Notice
from gridkeeper.orders.commands import end_order, expire_order
from gridkeeper.rosters.commands.answering import accept_duty, check_in, check_out, decline_duty
from gridkeeper.rosters.models import Duty
from gridkeeper.rounds.commands.walking import Brought, Entry, record_round
from gridkeeper.rounds.commands.windows import make_due_windows
from gridkeeper.rounds.models import Series
from gridkeeper.scopes.doors import acting_as

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
EXPIRES = START + timedelta(hours=26)
INSTANT = timedelta(microseconds=1)
TEXT = (
    plan.TEXT.replace('version: "1"', 'version: "2"')
    + """
sites:
  gate:
    measure: M01
    per: community
    kind: gate
    title: {zh: 值守点, en: Post}
    shifts: ["00:00-12:00", "12:00-24:00"]
    by: volunteer
rounds:
  patrol:
    measure: M02
    per: community
    title: {zh: 巡查, en: Patrol}
    every: PT60M
    evidence: none
    by: community_secretary
"""
)
Act = Callable[..., Any]


@pytest.fixture
def world() -> World:
    world = plan.ready()
    plan.keep(world, TEXT)
    return world


def switched_on(world: World) -> Activation:
    wish = plan.wish(world, playbook=f"{plan.NAME}@2", expires_at=EXPIRES)
    activation = plan.switched_on(world, wish)
    with acting_as(SYSTEM):
        for hours in (0, 12, 24):
            make_due_windows(now=START + timedelta(hours=hours))
    return activation


def happen(world: World, what: str, n: int, *, now: datetime) -> None:
    """Something that people do; what cannot be done then is not done."""
    login = ("lin", "chen", "wang")[n % 3]
    actor = world.actor(login, now=now)
    with acting_as(SYSTEM):
        mine = list(Duty.objects.filter(person_id=world.people[login]).order_by("starts").values_list("id", flat=True))
        notice = Notice.objects.values_list("id", flat=True).first()
        series = Series.objects.filter(name="patrol").values_list("id", flat=True)[0]
    duty = mine[n % len(mine)] if mine else uuid7()
    begun = now - 5 * MINUTE
    walk = Entry(series_id=series, walk_id=uuid7(), started_at=begun, done_at=now, brought=Brought())
    acts: dict[str, Callable[[], Any]] = {
        "accept": lambda: accept_duty(actor=actor, duty_id=duty, now=now),
        "decline": lambda: decline_duty(actor=actor, duty_id=duty, now=now),
        "arrive": lambda: check_in(actor=actor, duty_id=duty, now=now),
        "leave": lambda: check_out(actor=actor, duty_id=duty, now=now),
        "read": lambda: read_notice(actor=actor, notice_id=notice, now=now),
        "walk": lambda: record_round(actor=actor, entry=walk, now=now),
    }
    with acting_as(actor):
        try:
            acts[what]()
        except GridkeeperError:
            return


def counted(activation: Activation) -> list[list[Any]]:
    with acting_as(SYSTEM):
        return EvidenceCount.objects.get(pk=activation.pk).lines


def counted_now(activation: Activation, *, now: datetime) -> list[list[Any]]:
    """What the job of every minute would have counted in that moment."""
    with acting_as(SYSTEM):
        count_evidence(actor=SYSTEM, activation_id=activation.pk, now=now)
    return counted(activation)


def expired(activation: Activation, *, now: datetime) -> None:
    with acting_as(SYSTEM):
        assert expire_order(actor=SYSTEM, order_id=activation.order_id, now=now) == 1


def kinds(lines: list[list[Any]]) -> Counter[str]:
    """What is there, by kind of evidence."""
    have: Counter[str] = Counter()
    for _, _, kind, _, number in lines:
        have[kind] += number
    return have


def test_r09_a_round_walked_in_the_last_minute_of_an_order_that_runs_out_is_on_its_board(world: World) -> None:
    activation = switched_on(world)
    early = counted_now(activation, now=EXPIRES - 2 * MINUTE)
    happen(world, "walk", 1, now=EXPIRES - MINUTE)
    happen(world, "read", 1, now=EXPIRES - MINUTE)
    expired(activation, now=EXPIRES)
    late = counted(activation)
    assert kinds(late) - kinds(early) == {"rounds": 1, "receipts": 1}


def test_what_was_in_force_until_the_end_is_not_counted_as_missing_because_the_job_came_later(world: World) -> None:
    activation = switched_on(world)
    before = counted_now(activation, now=EXPIRES - INSTANT)
    assert {"teams", "duties"} <= kinds(before).keys()
    expired(activation, now=EXPIRES + timedelta(days=2))
    assert counted(activation) == before


@pytest.mark.parametrize("end", [end_order, stand_down])
def test_r11_the_last_count_is_taken_whichever_way_a_person_ends_it(world: World, end: Act) -> None:
    activation = switched_on(world)
    now = EXPIRES - timedelta(hours=5)
    counted_now(activation, now=now - 2 * MINUTE)
    happen(world, "read", 1, now=now - MINUTE)
    said = {"reason": "解除", "order_id": activation.order_id}
    if end is stand_down:
        said = {"because": "解除", "activation_id": activation.id}
    sun = world.actor("sun", now=now)
    with acting_as(sun):
        end(actor=sun, now=now, **said)
    assert kinds(counted(activation))["receipts"] == 1


HAPPENINGS = st.lists(
    st.tuples(
        st.sampled_from(("accept", "decline", "arrive", "leave", "read", "walk")),
        st.integers(0, 8),
        st.integers(1, 26 * 60 - 1),
    ),
    max_size=14,
)
AFTER = st.lists(st.tuples(st.sampled_from(("accept", "arrive", "leave", "read")), st.integers(0, 8)), max_size=4)


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(before=HAPPENINGS, after=AFTER, late=st.integers(0, 200))
def test_r09_the_last_count_of_any_order_is_that_of_its_last_moment_however_late_it_is_ended(
    world: World, before: list[tuple[str, int, int]], after: list[tuple[str, int]], late: int
) -> None:
    with undone():
        activation = switched_on(world)
        for what, n, minute in sorted(before, key=lambda one: -one[2]):
            happen(world, what, n, now=EXPIRES - minute * MINUTE)
        with undone():
            expected = counted_now(activation, now=EXPIRES - INSTANT)
        for what, n in after:
            happen(world, what, n, now=EXPIRES + late * MINUTE)
        expired(activation, now=EXPIRES + late * MINUTE)
        assert counted(activation) == expected
