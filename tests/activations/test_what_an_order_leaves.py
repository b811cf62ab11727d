"""What an emergency made of personal data is gone 30 days after its order, whatever else would keep it (SF-08, 12.5).

Photos of rounds are kept 90 days in routine; under an order the earlier of the two moments counts (decision 11).
"""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

import pytest
from tests.activations import plan
from tests.personas import START, SYSTEM, World
from tests.pictures import jpeg
from tests.zones import test_zones as zones

from gridkeeper.access.commands.purge import apply_retention
from gridkeeper.activations.choices import MeasureStatus
from gridkeeper.activations.commands.emergency import propose_end_of_emergency
from gridkeeper.activations.commands.measures import mark_measure
from gridkeeper.activations.commands.stand_down import stand_down
from gridkeeper.activations.models import Activation, MeasureState
from gridkeeper.activations.queries.emergency import end_shown
from gridkeeper.cases.choices import CaseState
from gridkeeper.cases.commands.work import NewTask, move_case, open_task
from gridkeeper.cases.models import Case, Step
from gridkeeper.kernel.ids import uuid7
from gridkeeper.notices.commands.notices import read_notice
from gridkeeper.notices.models import Message, Receipt
from gridkeeper.notices.queries import notices_for_me
from gridkeeper.orders.models import Order
from gridkeeper.orders.proposals import approve_proposal
from gridkeeper.playbooks.wanted import WantedSeries, WantedShift
from gridkeeper.rosters.commands.answering import accept_duty, check_in
from gridkeeper.rosters.commands.handing_over import hand_over, write_log
from gridkeeper.rosters.commands.making import make_shifts
from gridkeeper.rosters.models import Duty, HandOver, LogEntry
from gridkeeper.rounds.commands.series import make_series
from gridkeeper.rounds.commands.walking import Brought, Entry, record_round
from gridkeeper.rounds.commands.windows import make_due_windows
from gridkeeper.rounds.models import Photo, Series, Walk
from gridkeeper.scopes.doors import acting_as
from gridkeeper.zones.commands.opening import lift_zone
from gridkeeper.zones.models import Exit, ExitCheck, ZoneEvent

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
STOOD_DOWN = START + 10 * HOUR
JPEG = jpeg()
NAMES_AT_EXITS = {"opener": "—", "deputy": "—", "phone": ""}


@pytest.fixture
def world() -> World:
    return plan.ready()


def place(world: World) -> dict[str, Any]:
    return {"unit_id": world.units[plan.COMMUNITY], "unit_code": plan.COMMUNITY, "measure": "M01"}


def walked(world: World, activation: Activation) -> None:
    """Chen walks a round of the order, with a picture."""
    patrol = WantedSeries(
        key="patrol",
        zh="每小时巡查",
        en="hourly patrol",
        name="patrol",
        every=HOUR,
        tolerance=15 * HOUR / 60,
        hold=HOUR,
        starts=START,
        ends=START + DAY,
        day_from=time(0),
        day_to=time(0),
        evidence="photo",
        role="community_secretary",
        **place(world),
    )
    with acting_as(SYSTEM):
        make_series(actor=SYSTEM, order_id=activation.order_id, wants=[patrol], now=START)
        make_due_windows(now=START)
        series = Series.objects.get(order_id=activation.order_id)
    chen = world.actor("chen")
    entry = Entry(
        series_id=series.id,
        walk_id=uuid7(),
        started_at=START + HOUR / 12,
        done_at=START + HOUR / 3,
        brought=Brought(photos=(JPEG,)),
    )
    with acting_as(chen):
        record_round(actor=chen, entry=entry, now=START + HOUR / 2)


def stood(world: World, activation: Activation) -> None:
    """Lin is asked for a shift of the order, stands it, writes the log and hands over."""
    want = WantedShift(
        key="gate",
        zh="东门值守",
        en="East gate",
        starts=START + 2 * HOUR,
        ends=START + 6 * HOUR,
        needed=1,
        person_ids=(world.people["lin"],),
        **place(world),
    )
    with acting_as(SYSTEM):
        make_shifts(actor=SYSTEM, order_id=activation.order_id, wants=[want], now=START)
        duty = Duty.objects.get(shift__order_id=activation.order_id).id
    lin = world.actor("lin")
    with acting_as(lin):
        accept_duty(actor=lin, duty_id=duty, now=START)
        check_in(actor=lin, duty_id=duty, now=START + 2 * HOUR)
        write_log(actor=lin, duty_id=duty, words="门禁坏了", is_open=True, now=START + 3 * HOUR)
        hand_over(actor=lin, duty_id=duty, words="都交代了", now=START + 6 * HOUR)


def worked(world: World, activation: Activation) -> str:
    """Chen does work that came of the order; liu sees that it is done, and closes it."""
    with acting_as(SYSTEM):
        task = NewTask(
            title="补一次巡查",
            unit_id=world.units[plan.COMMUNITY],
            unit_code=plan.COMMUNITY,
            body_id=uuid7(),
            due_at=START + DAY,
            order_id=activation.order_id,
        )
        number = open_task(actor=SYSTEM, task=task, now=START).number
    chen = world.actor("chen")
    with acting_as(chen):
        for to in (CaseState.ACCEPTED, CaseState.DISPATCHED, CaseState.ON_SITE, CaseState.RESOLVED):
            move_case(actor=chen, number=number, to=to, words="已办", now=START + HOUR)
    return number


def closed(world: World, number: str) -> None:
    liu = world.actor("liu", now=STOOD_DOWN)
    with acting_as(liu):
        for to in (CaseState.VERIFIED, CaseState.CLOSED):
            move_case(actor=liu, number=number, to=to, words="看过", now=STOOD_DOWN)


def everything_happened(world: World) -> tuple[Activation, str]:
    """A switch under which everything was done that leaves a name; stood down after ten hours."""
    activation = plan.switched_on(world)
    walked(world, activation)
    stood(world, activation)
    number = worked(world, activation)
    sun, chen = world.actor("sun"), world.actor("chen")
    with acting_as(chen):
        read_notice(actor=chen, notice_id=notices_for_me(actor=chen, now=START)[0].id, now=START)
    with acting_as(sun):
        mark_measure(
            actor=sun,
            activation_id=activation.id,
            no="M02",
            unit_code=plan.DISTRICT,
            status=MeasureStatus.DONE,
            words="已告知",
            now=START,
        )
    sun = world.actor("sun", now=STOOD_DOWN)
    with acting_as(sun):
        stand_down(actor=sun, activation_id=activation.id, because="解除", now=STOOD_DOWN)
    return activation, number


def left(activation: Activation) -> dict[str, int]:
    """How many rows still lead to somebody because of the order."""
    order = activation.order_id
    with acting_as(SYSTEM):
        return {
            "pictures": Photo.objects.count(),
            "walks": Walk.objects.exclude(by="—", person_id=None).count(),
            "log": LogEntry.objects.count() + HandOver.objects.count(),
            "receipts": Receipt.objects.count(),
            "messages": Message.objects.filter(order_id=order).count(),
            "measures": MeasureState.objects.exclude(said_by__in=("", "—")).count(),
            "steps": Step.objects.exclude(by="—").count(),
        }


def retained(days: int) -> None:
    with acting_as(SYSTEM):
        apply_retention(actor=SYSTEM, now=STOOD_DOWN + days * DAY)


def test_sf08_everything_an_order_made_of_people_is_gone_thirty_days_after_its_end(world: World) -> None:
    activation, number = everything_happened(world)
    closed(world, number)
    before = left(activation)
    assert all(before.values()), before
    retained(29)
    assert left(activation) == before
    retained(30)
    assert not any(left(activation).values()), left(activation)


def test_sf08_what_law_asks_for_stays_service_the_order_and_the_round_without_a_name(world: World) -> None:
    activation, _ = everything_happened(world)
    retained(31)
    with acting_as(SYSTEM):
        duty = Duty.objects.get(shift__order_id=activation.order_id)
        order = Order.objects.get(pk=activation.order_id)
        assert (duty.person_id, duty.arrived_at is not None) == (world.people["lin"], True)
        assert (order.proposed_by, order.approved_by) == ("sun", "he")
        assert Walk.objects.get().done_at is not None


def test_sf12_open_work_keeps_who_did_it_until_it_is_closed_and_no_day_longer(world: World) -> None:
    activation, number = everything_happened(world)
    retained(31)
    with acting_as(SYSTEM):
        assert Case.objects.get(number=number).resolved_by == "chen"
    closed(world, number)
    retained(32)
    with acting_as(SYSTEM):
        assert Case.objects.get(number=number).resolved_by == "—"
    assert left(activation)["steps"] == 0


def test_pictures_of_routine_rounds_keep_their_ninety_days(world: World) -> None:
    everything_happened(world)
    with acting_as(SYSTEM):
        Series.objects.update(order_id=None)
    retained(31)
    with acting_as(SYSTEM):
        assert (Photo.objects.count(), Walk.objects.get().by) == (1, "chen")


def test_a27_the_end_of_an_emergency_says_beforehand_what_it_destroys_and_destroys_that_at_once(world: World) -> None:
    activation, number = everything_happened(world)
    closed(world, number)
    sun, he = world.actor("sun", now=STOOD_DOWN), world.actor("he", now=STOOD_DOWN)
    with acting_as(sun):
        said = end_shown(actor=sun, activation_id=activation.id, order_id=activation.order_id, now=STOOD_DOWN)
        wish = plan.wish(world, number="迎令〔2022〕99号")
        asked = propose_end_of_emergency(actor=sun, activation_id=activation.id, wish=wish, now=STOOD_DOWN)
    with acting_as(he):
        approve_proposal(actor=he, code=asked.code, now=STOOD_DOWN)
    told = {one.kind: one.count for one in said.classes if one.keep is None}
    assert (told["round photos"], told["walks"], told["duty log"], told["receipts"]) == (1, 1, 2, 1)
    assert {kind for kind, number in left(activation).items() if number} == {"messages"}


def test_sf08_names_at_the_exits_of_a_lifted_zone_go_after_thirty_days_and_that_they_opened_stays(world: World) -> None:
    zone = zones.opened(world)
    zones.tried(world, zone, zones.OPENED)
    liu = world.actor("liu")
    with acting_as(liu):
        lift_zone(actor=liu, zone_id=zone.id, reason="解除", now=zones.OPENED + DAY)
    with acting_as(SYSTEM):
        apply_retention(actor=SYSTEM, now=zones.OPENED + 30 * DAY)
        assert Exit.objects.get().opener == zones.DOOR.opener
        apply_retention(actor=SYSTEM, now=zones.OPENED + 31 * DAY)
        assert Exit.objects.values("opener", "deputy", "phone").get() == NAMES_AT_EXITS
        assert (ExitCheck.objects.get().by, ExitCheck.objects.get().opens_by_hand) == ("—", True)
        assert set(ZoneEvent.objects.values_list("by", flat=True)) == {"—"}
