"""What runs out ends by itself, by the home's clock, as a named system actor, however often the job runs."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from tests.personas import SYSTEM, World, settle

from gridkeeper.access.jobs import apply_due_retention, ask_for_retention, close_due_reach
from gridkeeper.clocks.commands import advance_clock
from gridkeeper.clocks.queries import home_time
from gridkeeper.jobs.job import declared_jobs
from gridkeeper.jobs.pulse import Pulse, declared_pulses
from gridkeeper.posts.choices import Holding
from gridkeeper.posts.commands.appointment import appoint
from gridkeeper.posts.commands.person import let_person_leave
from gridkeeper.posts.models import Contact, Reach
from gridkeeper.scopes.doors import acting_as

DAY = timedelta(days=1)


@pytest.fixture
def world(db: None) -> World:
    return settle()


def test_every_job_and_pulse_names_its_system_actor() -> None:
    declared = [*declared_jobs(), *declared_pulses()]
    assert len(declared) >= 7
    assert all(each.system_actor.startswith("system.") for each in declared)


def test_reach_closes_when_the_appointment_has_run_out(world: World) -> None:
    now = home_time().now
    with acting_as(SYSTEM):
        appoint(
            actor=SYSTEM, post_id=world.posts["wang"], person_id=world.people["lin"], document="迎任〔2022〕3 号",
            from_at=now, to_at=now + DAY, holding=Holding.DEPUTY, now=now,
        )  # fmt: skip
    early = close_due_reach()
    advance_clock(actor=SYSTEM, by=2 * DAY)
    closed = (early, close_due_reach(), close_due_reach())
    with acting_as(SYSTEM):
        left = Reach.objects.filter(person_id=world.people["lin"]).count()
    assert (closed, left) == ((0, 1, 0), 2)


def test_retention_follows_the_homes_day(world: World) -> None:
    with acting_as(SYSTEM):
        let_person_leave(actor=SYSTEM, person_id=world.people["lin"], because="期满", now=home_time().now)
    advance_clock(actor=SYSTEM, by=31 * DAY)
    runs = [apply_due_retention(), apply_due_retention()]
    with acting_as(SYSTEM):
        assert (bool(runs[0]), runs[1], Contact.objects.filter(pk=world.people["lin"]).exists()) == (True, "", False)


def test_retention_is_asked_for_once_a_day_also_when_the_clock_jumps(world: World) -> None:
    ask_for_retention()
    same_day = ask_for_retention()
    advance_clock(actor=SYSTEM, by=40 * DAY)
    ask_for_retention()
    assert (same_day, ask_for_retention()) == (0, 0)


def test_a_pulse_that_fails_pauses_longer_and_longer_and_comes_back(caplog: pytest.LogCaptureFixture) -> None:
    beats: list[int] = []

    def fail() -> int:
        beats.append(1)
        raise RuntimeError("no successor")

    failing = Pulse(name="test.failing", system_actor="system.test", run=fail)
    with caplog.at_level(logging.CRITICAL):
        for second in range(16):
            failing.beat(at=float(second))
    failing.run = lambda: 1
    failing.beat(at=100.0)
    assert (len(beats), failing.failures) == (4, 0)
