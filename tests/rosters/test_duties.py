"""People accept or decline, arrive, hand over and leave; nobody is asked why, nothing stays of a no (R-14, SF-30)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from tests.personas import START, SYSTEM, World, settle

from gridkeeper.audit.models import Event, Payload
from gridkeeper.kernel.errors import Forbidden, NotFound
from gridkeeper.notices.models import Message
from gridkeeper.posts.choices import ConsentKind
from gridkeeper.posts.commands.person import NewPerson, change_person, give_consent, register_people
from gridkeeper.rosters import errors
from gridkeeper.rosters.choices import CallKind, DutyState
from gridkeeper.rosters.commands.answering import accept_duty, check_in, check_out, decline_duty, lapse_offers
from gridkeeper.rosters.commands.calling import (
    NewCall,
    answer_call,
    ask_people,
    close_call,
    enlist,
    leave_list,
    open_callout,
)
from gridkeeper.rosters.commands.forgetting import erase_duties_of
from gridkeeper.rosters.commands.handing_over import escalate, hand_over, sign_hand_over, write_log
from gridkeeper.rosters.commands.offering import NewShift, Override, offer_duty, plan_shift
from gridkeeper.rosters.models import Asked, Duty, Enlistment, Shift
from gridkeeper.rosters.queries.calls import call_shown
from gridkeeper.rosters.queries.mine import handing_of, my_duties, service_record, versions
from gridkeeper.rosters.queries.rest import ROSTERS
from gridkeeper.rosters.queries.sheets import proposed_for, shifts_in
from gridkeeper.rosters.queries.succession import shifts_without_successor
from gridkeeper.scopes.doors import acting_as

pytestmark = pytest.mark.django_db
PLACE = "140106003011"
HOUR = timedelta(hours=1)
DAY_SHIFT = START + 2 * HOUR
"""10:00 on the wall."""


@pytest.fixture
def world() -> World:
    return settle()


def do(world: World, login: str, act: Any, *, now: datetime = START, **arguments: Any) -> Any:
    actor = world.actor(login, now=now)
    with acting_as(actor):
        return act(actor=actor, now=now, **arguments)


def planned(world: World, *, begins: datetime = DAY_SHIFT, hours: float = 8, who: str = "chen", **more: Any) -> UUID:
    shift = NewShift(
        unit_id=world.units[PLACE],
        unit_code=PLACE,
        title="东门值守",
        starts=begins,
        ends=begins + hours * HOUR,
        **more,
    )
    return do(world, who, plan_shift, shift=shift).id


def offered(world: World, shift: UUID, login: str, **more: Any) -> UUID:
    return do(world, "chen", offer_duty, shift_id=shift, person_id=world.people[login], **more).id


def accepted(world: World, login: str, *, begins: datetime = DAY_SHIFT, hours: float = 8, **more: Any) -> UUID:
    duty = offered(world, planned(world, begins=begins, hours=hours, **more), login)
    do(world, login, accept_duty, duty_id=duty)
    return duty


def state(duty: UUID) -> str:
    with acting_as(SYSTEM):
        return Duty.objects.get(pk=duty).state


def test_an_offer_is_told_accepted_stood_and_on_ones_own_record(world: World) -> None:
    duty = offered(world, planned(world), "lin")
    lin = world.actor("lin")
    with acting_as(lin):
        mine = my_duties(actor=lin, now=START)
    assert [row.id for row in mine.offered] == [duty]
    with acting_as(SYSTEM):
        assert Message.objects.filter(person_id=world.people["lin"]).count() == 1
    do(world, "lin", accept_duty, duty_id=duty)
    do(world, "lin", check_in, duty_id=duty, now=DAY_SHIFT)
    do(world, "lin", check_out, duty_id=duty, now=DAY_SHIFT + 7 * HOUR)
    with acting_as(lin):
        record = service_record(actor=lin)
    assert (record.duties, record.hours) == (1, 7.0)


def test_declining_leaves_no_mark_and_asks_somebody_else_at_once(world: World) -> None:
    duty = offered(world, planned(world), "lin")
    done = do(world, "lin", decline_duty, duty_id=duty)
    assert done.somebody_asked
    with acting_as(SYSTEM):
        asked = set(Duty.objects.values_list("person_id", flat=True))
        assert world.people["lin"] not in asked
        assert len(asked) == 1
        events = Event.objects.filter(verb="duty.seat-free")
        assert [event.actor for event in events] == ["system:rosters"]
        assert not Payload.objects.filter(event__in=events).exclude(facts={}).exists()


def test_when_nobody_fits_the_desk_is_told(world: World) -> None:
    shift = planned(world)
    duties = [offered(world, shift, login) for login in ("lin", "wang", "chen")]
    with acting_as(SYSTEM):
        Message.objects.all().delete()
    done = [do(world, login, decline_duty, duty_id=duty) for login, duty in zip(("lin", "wang"), duties, strict=False)]
    assert not any(one.somebody_asked for one in done)
    assert do(world, "chen", decline_duty, duty_id=duties[2]).desk_told


def test_after_many_shifts_that_nobody_takes_over_the_desk_reads_one_message(world: World) -> None:
    shifts = [planned(world, begins=DAY_SHIFT + hours * HOUR, hours=1) for hours in range(25)]
    with acting_as(ROSTERS):
        for key in shifts:
            assert escalate(Shift.objects.get(pk=key), now=START)
            assert not escalate(Shift.objects.get(pk=key), now=START)
    with acting_as(SYSTEM):
        [told] = Message.objects.filter(person_id=world.people["chen"])
    assert told.subject == "没有人接班：25 处"
    assert told.body.splitlines()[1] == "11-12 11:00 东门值守"
    assert len(told.body.splitlines()) == 21
    with acting_as(ROSTERS):
        escalate(Shift.objects.get(pk=planned(world, begins=DAY_SHIFT + 30 * HOUR)), now=START + 2 * HOUR)
    with acting_as(SYSTEM):
        assert Message.objects.filter(person_id=world.people["chen"]).count() == 2


def test_twelve_hours_then_six_is_refused_and_headquarters_may_except_with_reason_and_end(world: World) -> None:
    accepted(world, "lin", hours=12)
    begins = DAY_SHIFT + 18 * HOUR
    soon = planned(world, begins=begins)
    with pytest.raises(errors.TooLittleRest) as refused:
        offered(world, soon, "lin")
    assert refused.value.facts["until"] == "11-13 08:00"
    person = world.people["lin"]
    exception = Override(reason="没有别人会开叉车", until=begins + 8 * HOUR)
    with pytest.raises(Forbidden):
        offered(world, soon, "lin", override=exception)
    for bad in (Override(reason=" ", until=begins + 8 * HOUR), Override(reason="急", until=begins)):
        with pytest.raises(errors.NotSetAside):
            do(world, "sun", offer_duty, shift_id=soon, person_id=person, override=bad)
    duty = do(world, "sun", offer_duty, shift_id=soon, person_id=person, override=exception)
    do(world, "lin", accept_duty, duty_id=duty.id)
    with acting_as(SYSTEM):
        assert Duty.objects.get(pk=duty.id).override_by == "sun"


def test_a_seventy_year_old_is_offered_the_day_instead_of_the_night(world: World) -> None:
    with acting_as(SYSTEM):
        change_person(actor=SYSTEM, person_id=world.people["lin"], contact={"birth_year": 1952}, now=START)
    planned(world, begins=START + 24 * HOUR, task="室内")
    night = planned(world, begins=START + 14 * HOUR, outdoor=True)
    with pytest.raises(errors.Spared) as refused:
        offered(world, night, "lin")
    assert "11-13 08:00" in refused.value.facts["what"].zh
    exception = Override(reason="急", until=START + 48 * HOUR)
    with pytest.raises(errors.Spared):
        do(world, "sun", offer_duty, shift_id=night, person_id=world.people["lin"], override=exception)


def test_nobody_under_age_in_a_sealed_area(world: World) -> None:
    with acting_as(SYSTEM):
        change_person(actor=SYSTEM, person_id=world.people["lin"], contact={"birth_year": 2006}, now=START)
    with pytest.raises(errors.MinorInZone):
        offered(world, planned(world, in_zone=True), "lin")


def test_double_booking_is_refused_when_offered_and_when_accepted(world: World) -> None:
    accepted(world, "lin")
    with pytest.raises(errors.InTwoPlaces):
        offered(world, planned(world, begins=DAY_SHIFT + HOUR), "lin")


def test_a_full_shift_ends_the_other_offers(world: World) -> None:
    shift = planned(world)
    first, second = offered(world, shift, "lin"), offered(world, shift, "wang")
    do(world, "lin", accept_duty, duty_id=first)
    assert state(second) == DutyState.ENDED
    with pytest.raises(errors.DutyMoved):
        do(world, "wang", accept_duty, duty_id=second)


def test_nobody_answers_for_somebody_else(world: World) -> None:
    duty = offered(world, planned(world), "lin")
    with pytest.raises((Forbidden, NotFound)):
        do(world, "wang", accept_duty, duty_id=duty)
    with pytest.raises(NotFound):
        do(world, "zhao", accept_duty, duty_id=duty)


def test_moments_keep_their_order_and_late_ones_say_why(world: World) -> None:
    duty = accepted(world, "lin")
    with pytest.raises(errors.TooEarly):
        do(world, "lin", check_in, duty_id=duty, now=START - HOUR)
    late = DAY_SHIFT + HOUR
    with pytest.raises(errors.WrongMoment):
        do(world, "chen", check_in, duty_id=duty, now=late, happened_at=DAY_SHIFT)
    do(world, "chen", check_in, duty_id=duty, now=late, happened_at=DAY_SHIFT, late_because="纸上签到")
    with pytest.raises(errors.WrongMoment):
        do(world, "lin", check_out, duty_id=duty, now=late, happened_at=late + HOUR)


def test_offers_nobody_answered_end_as_the_shift_begins(world: World) -> None:
    duty = offered(world, planned(world), "lin")
    with acting_as(SYSTEM):
        assert lapse_offers(now=DAY_SHIFT) == 1
    assert state(duty) == DutyState.ENDED


def test_who_is_asked_for_a_gate_that_opens_now_has_an_hour_to_answer(world: World) -> None:
    duty = offered(world, planned(world, begins=START), "lin")
    with acting_as(SYSTEM):
        assert lapse_offers(now=START + HOUR / 2) == 0
    do(world, "lin", accept_duty, duty_id=duty, now=START + HOUR / 2)
    again = offered(world, planned(world, begins=START + 20 * HOUR), "lin", now=START + 20 * HOUR)
    with acting_as(SYSTEM):
        assert lapse_offers(now=START + 21 * HOUR) == 1
    assert state(again) == DutyState.ENDED


def test_when_an_offer_lapses_somebody_else_is_asked_at_once(world: World) -> None:
    shift = planned(world)
    lapsed = offered(world, shift, "lin")
    with acting_as(SYSTEM):
        assert lapse_offers(now=DAY_SHIFT) == 1
        [asked] = Duty.objects.filter(shift_id=shift, state=DutyState.OFFERED)
        assert asked.person_id != world.people["lin"]
        assert Message.objects.filter(person_id=asked.person_id, subject__contains="东门值守").exists()
        assert lapse_offers(now=DAY_SHIFT + HOUR / 2) == 0
        assert lapse_offers(now=DAY_SHIFT + HOUR) == 1
        assert not Duty.objects.filter(shift_id=shift, state=DutyState.OFFERED, person_id=world.people["lin"]).exists()
    assert state(lapsed) == DutyState.ENDED


def test_nobody_is_asked_for_the_last_minutes_of_a_shift(world: World) -> None:
    shift = planned(world)
    offered(world, shift, "lin")
    with acting_as(SYSTEM):
        assert lapse_offers(now=DAY_SHIFT + 8 * HOUR - HOUR / 2) == 1
        assert not Duty.objects.filter(shift_id=shift, state=DutyState.OFFERED).exists()


def test_a_lapsed_offer_of_a_taken_seat_asks_nobody(world: World) -> None:
    shift = planned(world, needed=2)
    for login in ("lin", "wang"):
        offered(world, shift, login)
    with acting_as(SYSTEM):
        Duty.objects.filter(shift_id=shift, person_id=world.people["wang"]).update(state=DutyState.ACCEPTED)
        Shift.objects.filter(pk=shift).update(needed=1)
        assert lapse_offers(now=DAY_SHIFT) == 1
        assert not Duty.objects.filter(shift_id=shift, state=DutyState.OFFERED).exists()


def test_lapsing_takes_no_more_than_asked_for_and_goes_on_with_the_rest(world: World) -> None:
    for login in ("lin", "wang"):
        offered(world, planned(world), login)
    with acting_as(SYSTEM):
        assert [lapse_offers(now=DAY_SHIFT, size=1), lapse_offers(now=DAY_SHIFT, size=1)] == [1, 1]


def test_a_call_for_hours_that_are_over_is_refused(world: World) -> None:
    over = NewShift(
        unit_id=world.units[PLACE], unit_code=PLACE, title="送菜", starts=START - 4 * HOUR, ends=START - HOUR
    )
    with pytest.raises(errors.ShiftOver):
        do(world, "chen", open_callout, call=NewCall(shift=over, kind=CallKind.OTHER))


def test_a_hand_over_takes_two_signatures_and_what_is_open_travels(world: World) -> None:
    leaving = accepted(world, "lin")
    coming = accepted(world, "wang", begins=DAY_SHIFT + 8 * HOUR)
    do(world, "lin", check_in, duty_id=leaving, now=DAY_SHIFT)
    do(world, "lin", write_log, duty_id=leaving, words="车库灯不亮", is_open=True, now=DAY_SHIFT + HOUR)
    end = DAY_SHIFT + 8 * HOUR
    row = do(world, "lin", hand_over, duty_id=leaving, words="药 13 点送到", now=end)
    with pytest.raises(errors.OwnSignature):
        do(world, "lin", sign_hand_over, hand_over_id=row.id, now=end)
    with pytest.raises(errors.NotOnNext):
        do(world, "chen", sign_hand_over, hand_over_id=row.id, now=end)
    wang = world.actor("wang")
    with acting_as(wang):
        [to_sign] = my_duties(actor=wang, now=end).to_sign
    assert [entry.words for entry in to_sign.open_entries] == ["车库灯不亮"]
    do(world, "wang", sign_hand_over, hand_over_id=row.id, now=end)
    assert (state(leaving), state(coming)) == (DutyState.LEFT, DutyState.ARRIVED)
    with acting_as(wang):
        assert [entry.words for entry in handing_of(actor=wang, duty_id=coming).open_entries] == ["车库灯不亮"]


def test_a_shift_nobody_takes_over_is_told_upward_once(world: World) -> None:
    leaving = accepted(world, "lin")
    planned(world, begins=DAY_SHIFT + 8 * HOUR)
    end = DAY_SHIFT + 8 * HOUR
    with acting_as(SYSTEM):
        assert shifts_without_successor(now=DAY_SHIFT + HOUR) == []
        [alone] = shifts_without_successor(now=end - HOUR / 3)
        assert escalate(alone, now=end)
        assert not escalate(alone, now=end)
        assert Event.objects.filter(verb="shift.no-successor").count() == 1
        assert shifts_without_successor(now=end - HOUR / 3) == []
    do(world, "lin", check_in, duty_id=leaving, now=DAY_SHIFT)
    do(world, "lin", hand_over, duty_id=leaving, words="", now=end)


def call(world: World, *, needed: int = 1, **more: Any) -> UUID:
    shift = NewShift(
        unit_id=world.units[PLACE],
        unit_code=PLACE,
        title="送菜上门",
        starts=DAY_SHIFT,
        ends=DAY_SHIFT + 4 * HOUR,
        needed=needed,
    )
    return do(world, "chen", open_callout, call=NewCall(shift=shift, kind=CallKind.DELIVERY, **more)).id


def test_a_call_is_filled_by_those_asked_and_those_who_come_forward(world: World) -> None:
    made = call(world, needed=2)
    chen = world.actor("chen")
    with acting_as(chen):
        shift = call_shown(actor=chen, call_id=made).shift_id
        fits = proposed_for(actor=chen, shift_id=shift, now=START)
    assert world.people["lin"] in {one.person_id for one in fits}
    assert do(world, "chen", ask_people, call_id=made, people=[world.people["wang"]]) == 1
    with acting_as(SYSTEM):
        duty = Duty.objects.get(person_id=world.people["wang"]).id
    do(world, "wang", accept_duty, duty_id=duty)
    do(world, "lin", answer_call, call_id=made, now=START + HOUR / 2)
    with acting_as(chen):
        row = call_shown(actor=chen, call_id=made)
    assert (row.fill_percent, row.open_seats, row.fill_minutes) == (100, 0, 30)
    do(world, "chen", close_call, call_id=made)
    with pytest.raises(errors.CallClosed):
        do(world, "lin", answer_call, call_id=made)


def stranger(world: World) -> UUID:
    with acting_as(SYSTEM):
        [person] = register_people(
            actor=SYSTEM,
            people=[NewPerson(name="路星河（生成）", unit_id=world.units[PLACE], unit_code=PLACE, is_generated=True)],
            now=START,
        )
    return person


def test_nobody_is_asked_without_post_sign_up_or_consent(world: World) -> None:
    made, person = call(world), stranger(world)
    with pytest.raises(errors.NotAskable):
        do(world, "chen", ask_people, call_id=made, people=[person])
    with acting_as(SYSTEM):
        give_consent(actor=SYSTEM, person_id=person, kind=ConsentKind.VOLUNTEER_CALL, wording="同意", now=START)
    assert do(world, "chen", ask_people, call_id=made, people=[person]) == 1


def test_signing_up_is_taken_back_without_a_trace(world: World) -> None:
    do(world, "lin", enlist, unit_id=world.units[PLACE], unit_code=PLACE, wording="愿意值班")
    with acting_as(SYSTEM):
        assert Enlistment.objects.count() == 1
    do(world, "lin", leave_list, unit_code=PLACE)
    with acting_as(SYSTEM):
        assert not Enlistment.objects.exists()


def test_erasing_a_person_empties_their_seats(world: World) -> None:
    duty = accepted(world, "lin")
    do(world, "lin", check_in, duty_id=duty, now=DAY_SHIFT)
    with acting_as(SYSTEM):
        erase_duties_of(actor=SYSTEM, person_id=world.people["lin"], now=DAY_SHIFT)
        assert not Duty.objects.filter(person_id=world.people["lin"]).exists()
        assert not Asked.objects.filter(person_id=world.people["lin"]).exists()
        assert Duty.objects.filter(pk=duty).exists()


def test_the_mark_of_a_page_changes_when_the_page_would(world: World) -> None:
    lin = str(world.people["lin"])
    with acting_as(SYSTEM):
        assert lin not in versions(now=START)
    duty = offered(world, planned(world), "lin")
    with acting_as(SYSTEM):
        first = versions(now=START)[lin]
        assert versions(now=START)[lin] == first
    do(world, "lin", accept_duty, duty_id=duty)
    with acting_as(SYSTEM):
        second = versions(now=START)[lin]
        assert second != first
        assert versions(now=DAY_SHIFT)[lin] == second or versions(now=START - HOUR)[lin] != second


def test_rosters_show_who_stands_where_to_those_who_may(world: World) -> None:
    accepted(world, "lin")
    wang = world.actor("liu")
    with acting_as(wang):
        [row] = shifts_in(actor=wang, unit_code=PLACE, starts=START, ends=START + 24 * HOUR)
    assert (row.open_seats, [one.name for one in row.people]) == (0, ["林见秋（生成）"])
    lin = world.actor("lin")
    with acting_as(lin), pytest.raises(Forbidden):
        shifts_in(actor=lin, unit_code=PLACE, starts=START, ends=START + 24 * HOUR)
    with acting_as(lin):
        assert Shift.objects.count() == 1
