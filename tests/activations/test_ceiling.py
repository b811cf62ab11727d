"""A playbook says itself how long it may run at most; no order and no renewal goes beyond it (R-09)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.activations import plan
from tests.personas import START, World

from gridkeeper.activations.commands.propose import propose_renewal_of
from gridkeeper.activations.errors import PastOwnCeiling
from gridkeeper.scopes.doors import acting_as

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
PLAYBOOK = f"{plan.NAME}@4"


@pytest.fixture
def world() -> World:
    world = plan.ready()
    short = plan.TEXT.replace("expires: {default: P3D}", "expires: {default: P2D, ceiling: P4D}")
    plan.keep(world, short.replace('version: "1"', 'version: "4"'))
    return world


def test_r09_an_end_beyond_the_playbooks_own_ceiling_is_refused(world: World) -> None:
    with pytest.raises(PastOwnCeiling):
        plan.asked(world, plan.wish(world, playbook=PLAYBOOK, expires_at=START + 5 * DAY))
    assert plan.asked(world, plan.wish(world, playbook=PLAYBOOK, expires_at=START + 4 * DAY)).pending


def test_r09_a_renewal_stops_at_the_playbooks_own_ceiling(world: World) -> None:
    row = plan.switched_on(world, plan.wish(world, playbook=PLAYBOOK))
    sun = world.actor("sun")
    with acting_as(sun):
        with pytest.raises(PastOwnCeiling):
            propose_renewal_of(actor=sun, activation_id=row.id, to=START + 5 * DAY, reason="仍在进行", now=START + DAY)
        renewed = propose_renewal_of(
            actor=sun, activation_id=row.id, to=START + 4 * DAY, reason="仍在进行", now=START + DAY
        )
    assert renewed.code
