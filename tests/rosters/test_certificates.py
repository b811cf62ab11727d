"""A certificate that runs out: no shift that needs it after its last day, and everybody hears of it before (4.e)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.personas import START, SYSTEM, World, settle

from gridkeeper.notices.models import Message
from gridkeeper.posts.commands.appointment import NewPost, appoint, create_post
from gridkeeper.posts.commands.person import change_person
from gridkeeper.posts.queries.certificates import expiring_certificates
from gridkeeper.rosters.commands.answering import accept_duty, check_in
from gridkeeper.rosters.commands.offering import NewShift, Override, offer_duty, plan_shift
from gridkeeper.rosters.errors import CertificateEnded
from gridkeeper.rosters.models import Duty
from gridkeeper.rosters.policy.rest import PROTECTED, Fitness, Rule, Stretch, breach_of
from gridkeeper.rosters.queries.sheets import shift_shown
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


PLACE = "140106003011"
BEGINS = START + timedelta(hours=2)


def do(world: World, login: str, act: Any, *, now: datetime = START, **arguments: Any) -> Any:
    actor = world.actor(login, now=now)
    with acting_as(actor):
        return act(actor=actor, now=now, **arguments)


def certified(world: World, login: str, until: date) -> None:
    details = {"certified_for": "volunteer", "certified_until": until}
    with acting_as(SYSTEM):
        change_person(actor=SYSTEM, person_id=world.people[login], contact=details, now=START)


def another_volunteer(world: World, login: str) -> None:
    """Somebody else in the community takes the role on as well."""
    new = NewPost(unit_id=world.units[PLACE], unit_code=PLACE, role="volunteer", title="志愿者", from_at=START)
    with acting_as(SYSTEM):
        post = create_post(actor=SYSTEM, post=new, now=START)
        appoint(
            actor=SYSTEM,
            post_id=post.id,
            person_id=world.people[login],
            document="迎任〔2022〕2 号",
            from_at=START,
            now=START,
        )


def planned(world: World, **more: Any) -> UUID:
    shift = NewShift(
        unit_id=world.units[PLACE],
        unit_code=PLACE,
        title="采样点",
        starts=BEGINS,
        ends=BEGINS + timedelta(hours=6),
        role="volunteer",
        **more,
    )
    made: UUID = do(world, "chen", plan_shift, shift=shift).id
    return made


def offered(world: World, login: str, **more: Any) -> UUID:
    shift_id = planned(world, **more)
    return do(world, "chen", offer_duty, shift_id=shift_id, person_id=world.people[login]).id


@pytest.mark.django_db
def test_an_ended_certificate_is_refused_in_words_that_say_how_to_mend(world: World) -> None:
    certified(world, "lin", START.date() - timedelta(days=1))
    with pytest.raises(CertificateEnded) as refused:
        offered(world, "lin")
    assert refused.value.facts["ended"] == "2022-11-11"
    assert "person's page" in refused.value.hint


@pytest.mark.django_db
def test_headquarters_does_not_set_a_certificate_aside_either(world: World) -> None:
    certified(world, "lin", START.date() - timedelta(days=1))
    override = Override(reason="无人", until=START + timedelta(days=2))
    shift = planned(world)
    with pytest.raises(CertificateEnded):
        do(world, "sun", offer_duty, shift_id=shift, person_id=world.people["lin"], override=override)


@pytest.mark.django_db
def test_a_certificate_shortened_after_acceptance_lets_the_person_in_tells_the_desk_and_asks_another(
    world: World,
) -> None:
    another_volunteer(world, "wang")
    certified(world, "lin", START.date() + timedelta(days=9))
    duty = offered(world, "lin")
    do(world, "lin", accept_duty, duty_id=duty)
    certified(world, "lin", START.date() - timedelta(days=1))
    ended = do(world, "lin", check_in, duty_id=duty, now=BEGINS)
    assert ended == START.date() - timedelta(days=1)
    with acting_as(SYSTEM):
        row = Duty.objects.get(pk=duty)
        assert (row.state, row.arrived_at) == ("arrived", BEGINS)
        assert Message.objects.filter(subject="资质到期：采样点").exists()
        [beside] = Duty.objects.filter(shift=row.shift, state="offered")
    other = next(login for login, key in world.people.items() if key == beside.person_id)
    do(world, other, accept_duty, duty_id=beside.id, now=BEGINS)
    with acting_as(SYSTEM):
        assert Duty.objects.get(pk=beside.id).state == "accepted"


@pytest.mark.django_db
def test_a_certificate_that_holds_asks_nobody_else(world: World) -> None:
    certified(world, "lin", START.date() + timedelta(days=9))
    duty = offered(world, "lin")
    do(world, "lin", accept_duty, duty_id=duty)
    assert do(world, "lin", check_in, duty_id=duty, now=BEGINS) is None
    with acting_as(SYSTEM):
        assert Duty.objects.count() == 1


@pytest.mark.django_db
def test_the_desk_sees_whose_certificate_has_ended_on_the_shift(world: World) -> None:
    certified(world, "lin", START.date() + timedelta(days=9))
    duty = offered(world, "lin")
    do(world, "lin", accept_duty, duty_id=duty)
    certified(world, "lin", START.date() - timedelta(days=1))
    chen = world.actor("chen")
    with acting_as(chen):
        shift_id = Duty.objects.get(pk=duty).shift_id
        [one] = shift_shown(actor=chen, shift_id=shift_id).people
    assert one.certificate_ended == START.date() - timedelta(days=1)
