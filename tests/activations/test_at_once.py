"""Two people in the same second: one switch, one set of rows, and nested switches that do not hinder each other."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from tests.activations import plan
from tests.personas import START, SYSTEM, World

from gridkeeper.activations.commands.stand_down import stand_down
from gridkeeper.activations.jobs import activate
from gridkeeper.activations.models import MadeRow
from gridkeeper.activations.queries.standing import standing_at
from gridkeeper.kernel.errors import GridkeeperError
from gridkeeper.scopes.doors import acting_as

LATER = START + timedelta(hours=1)


@pytest.fixture
def world(committed_db: None) -> World:
    return plan.ready()


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """What each answers, or how it was refused, all begun at the same moment on connections of their own."""
    from django.db import connections

    begin, answers = threading.Barrier(len(works)), [None] * len(works)

    def run(number: int, work: Callable[[], Any]) -> None:
        try:
            begin.wait()
            answers[number] = work()
        except GridkeeperError as refusal:
            answers[number] = refusal.code
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def standing() -> set[tuple[str, str]]:
    with acting_as(SYSTEM):
        return {(one.kind, str(one.id)) for one in standing_at(prefix=plan.DISTRICT, now=LATER)}


def rows_made() -> int:
    with acting_as(SYSTEM):
        return MadeRow.objects.count()


def test_two_approvals_in_the_same_second_are_one(world: World) -> None:
    found = plan.asked(world, plan.wish(world))
    answers = at_once(*(lambda: plan.approve(world, found.pending) for _ in range(2)))
    assert answers.count(None) == 1, answers
    assert plan.fresh(found.activation.id).state == "starting"


def test_two_workers_in_the_same_second_make_everything_once(world: World) -> None:
    found = plan.asked(world, plan.wish(world))
    plan.approve(world, found.pending)
    key = str(found.activation.id)
    assert sorted(at_once(*(lambda: activate(activation=key) for _ in range(2)))) == [False, True]
    assert rows_made() == sum(plan.fresh(found.activation.id).made.values())


def test_two_proposals_of_the_same_switch_in_the_same_second_are_one_activation(world: World) -> None:
    answers = at_once(*(lambda: plan.asked(world, plan.wish(world)).activation.id for _ in range(2)))
    assert len(set(answers)) == 1, answers
    assert plan.asked(world, plan.wish(world)).activation.id == answers[0]


def test_nested_switches_and_their_ends_in_the_same_second_leave_nothing(world: World) -> None:
    before = standing()
    outer = plan.asked(world, plan.wish(world))
    inner = plan.asked(world, plan.wish(world, at=plan.STREET, number="庙令〔2022〕1号"))
    keys = [one.activation.id for one in (outer, inner)]
    for one in (outer, inner):
        plan.approve(world, one.pending)
    assert at_once(*(lambda key=key: activate(activation=str(key)) for key in keys)) == [True, True]
    assert rows_made() == sum(sum(plan.fresh(key).made.values()) for key in keys)

    def end(key: Any) -> str:
        actor = world.actor("sun", now=LATER)
        with acting_as(actor):
            return str(stand_down(actor=actor, activation_id=key, because="解除", now=LATER).state)

    assert at_once(*(lambda key=key: end(key) for key in keys)) == ["ended", "ended"]
    assert standing() == before
