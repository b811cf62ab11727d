"""Kill -9 in the middle of a switch: the old state or the new one, and a second run makes the whole (K-07)."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from tests.activations import plan
from tests.personas import START, SYSTEM

from gridkeeper.activations.jobs import activate
from gridkeeper.activations.models import MadeRow, MeasureState, UnitMode
from gridkeeper.activations.queries.standing import standing_at
from gridkeeper.scopes.doors import acting_as

pytestmark = pytest.mark.chaos
SCRIPT = Path(__file__).with_name("switching.py")
STEPS = 8
"""Baseline, composing, four kinds, measures, done."""


def everything() -> tuple[set[tuple[str, str]], int]:
    with acting_as(SYSTEM):
        standing = {(one.kind, str(one.id)) for one in standing_at(prefix=plan.DISTRICT, now=START)}
        own = MadeRow.objects.count() + MeasureState.objects.count() + UnitMode.objects.count()
    return standing, own


def test_a_killed_switch_leaves_the_old_state_and_the_next_run_makes_the_whole(
    committed_db: None, pytestconfig: pytest.Config
) -> None:
    from django.db import connection

    world = plan.ready()
    found = plan.asked(world, plan.wish(world))
    plan.approve(world, found.pending)
    before = everything()
    key = str(found.activation.id)
    # The end of the last step is included: all is written, and nothing committed.
    steps = random.choices(range(STEPS), k=pytestconfig.getoption("--chaos-rounds"))
    for step in {STEPS - 1, *steps}:
        name = str(connection.settings_dict["NAME"])
        ended = subprocess.run([sys.executable, str(SCRIPT), name, key, str(step)], check=False)
        assert ended.returncode == -signal.SIGKILL
        assert everything() == before
        assert plan.fresh(found.activation.id).state == "starting"
    assert activate(activation=key)
    assert plan.fresh(found.activation.id).made == {"body": 2, "post": 4, "appointment": 3, "notice": 1}
    assert everything() != before
