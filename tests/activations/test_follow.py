"""A zone that opens: the running plan's patrol begins there, and the switch of communities is proposed (A2, R-08)."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from tests.activations import plan
from tests.personas import START, SYSTEM, World

from gridkeeper.activations.jobs import activate
from gridkeeper.activations.models import Activation
from gridkeeper.activations.queries.modes import mode_of
from gridkeeper.catalogue.followers import follow_all
from gridkeeper.orders.choices import OrderKind
from gridkeeper.orders.commands import Draft, draft_order, end_order, start_order
from gridkeeper.orders.errors import SamePerson
from gridkeeper.orders.models import Proposal
from gridkeeper.orders.proposals import approve_proposal
from gridkeeper.orders.queries import proposal_shown
from gridkeeper.rounds.models import Series
from gridkeeper.scopes.doors import acting_as
from gridkeeper.territory.choices import OverlayKind
from gridkeeper.territory.commands.overlay import NewOverlay, make_overlay
from gridkeeper.territory.models import Adjacency

pytestmark = pytest.mark.django_db
BUILDING = "140106003011001001"
LATER = START + timedelta(hours=1)
TEXT = (
    plan.TEXT.replace('version: "1"', 'version: "2"')
    + """
rounds:
  patrol:
    measure: M01
    per: sealed_area
    title: {zh: 每小时巡查, en: hourly patrol}
    every: PT60M
    evidence: photo
    by: watch
"""
)


@pytest.fixture
def world() -> World:
    world = plan.ready()
    plan.keep(world, TEXT)
    with acting_as(SYSTEM):
        one, other = (world.units[code] for code in ("140106003011", "140106003012"))
        Adjacency.objects.create(unit_id=one, neighbour_id=other, unit_code="140106003011")
        Adjacency.objects.create(unit_id=other, neighbour_id=one, unit_code="140106003012")
    return world


def zone_opens(world: World) -> tuple[UUID, dict]:
    """What the room of zones does when a second person opens one: an order in force, an overlay, and who follows."""
    liu, sun = world.actor("liu"), world.actor("sun")
    with acting_as(SYSTEM):
        order = draft_order(
            actor=liu,
            draft=Draft(
                number="迎令〔2022〕30号",
                title="1号楼",
                kind=OrderKind.ZONE,
                unit_id=world.units[BUILDING],
                unit_code=BUILDING,
                legal_basis="《突发事件应对法》第四十九条",
                document="流调报告",
                issued_by="区指挥部",
                issued_at=START,
                expires_at=START + timedelta(days=5),
            ),
            now=START,
        )
        start_order(actor=sun, order_id=order.id, now=START)
        overlay = make_overlay(
            actor=SYSTEM,
            overlay=NewOverlay(
                name="1号楼",
                kind=OverlayKind.SEALED_AREA,
                unit_codes=(BUILDING,),
                from_on=START.date(),
                order_id=order.id,
            ),
            now=START,
        )
        found = follow_all(
            "zone.opened",
            actor=sun,
            order_id=order.id,
            subject_id=order.id,
            unit_code=BUILDING,
            facts={"overlay": str(overlay.id), "units": [BUILDING], "name": "1号楼", "proposed_by": "liu"},
            now=START,
        )
    return order.id, found["activations"]


def test_a2_the_switch_of_touched_communities_and_neighbours_is_proposed_and_nothing_more(world: World) -> None:
    _, followed = zone_opens(world)
    he = world.actor("he")
    with acting_as(he):
        waiting = proposal_shown(actor=he, code=followed["proposed"])
    assert {unit["code"]: unit["why"] for unit in waiting.arguments["units"]} == {
        "140106003011": "touched",
        "140106003012": "neighbour",
    }
    with acting_as(SYSTEM):
        assert not Activation.objects.exists()
        assert mode_of(plan.COMMUNITY, now=LATER) == "normal"


def test_a2_an_officer_approves_and_each_community_switches_under_an_order_of_its_own(world: World) -> None:
    _, followed = zone_opens(world)
    he = world.actor("he")
    with acting_as(he):
        approve_proposal(actor=he, code=followed["proposed"], now=START)
    with acting_as(SYSTEM):
        rows = list(Activation.objects.select_related("order").order_by("unit_code"))
    assert [(row.unit_code, row.order.number, row.order.approved_by) for row in rows] == [
        ("140106003011", "迎令〔2022〕30号-1", "he"),
        ("140106003012", "迎令〔2022〕30号-2", "he"),
    ]
    assert all(activate(activation=str(row.id)) for row in rows)
    with acting_as(SYSTEM):
        assert mode_of(plan.COMMUNITY, now=LATER) == "urgent"
        assert mode_of("140105002011", now=LATER) == "normal"


def test_r08_whoever_designated_the_area_may_not_approve_its_switch_and_its_second_person_may(world: World) -> None:
    _, followed = zone_opens(world)
    liu, sun = world.actor("liu"), world.actor("sun")
    with acting_as(SYSTEM):
        waiting = Proposal.objects.get(code=followed["proposed"])
    assert waiting.proposed_by == "liu"
    with acting_as(liu), pytest.raises(SamePerson):
        approve_proposal(actor=liu, code=waiting.code, now=START)
    with acting_as(sun):
        approve_proposal(actor=sun, code=waiting.code, now=START)
    with acting_as(SYSTEM):
        assert {(row.order.proposed_by, row.order.approved_by) for row in Activation.objects.all()} == {("liu", "sun")}


def test_under_a_running_plan_the_patrol_begins_with_the_zone_and_ends_with_it(world: World) -> None:
    plan.switched_on(world, plan.wish(world, playbook=f"{plan.NAME}@2"))
    order, followed = zone_opens(world)
    assert followed == {"series": 1, "proposed": ""}
    with acting_as(SYSTEM):
        series = Series.objects.get(order_id=order)
        assert (series.name, series.every, series.unit_code) == ("patrol", timedelta(hours=1), BUILDING)
        end_order(actor=SYSTEM, order_id=order, reason="解除", now=LATER)
        series.refresh_from_db()
        assert series.ended_at == LATER
