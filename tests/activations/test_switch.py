"""The switch: two people, one transaction, once; one person ends it, and nothing is left (K-07, R-06..R-11)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.activations import plan
from tests.personas import START, SYSTEM, World

from gridkeeper.access.commands.purge import apply_retention
from gridkeeper.access.jobs import expire_due_orders
from gridkeeper.access.models import PurgeRun
from gridkeeper.activations.commands.emergency import propose_end_of_emergency
from gridkeeper.activations.commands.propose import propose_renewal_of
from gridkeeper.activations.commands.stand_down import stand_down
from gridkeeper.activations.errors import NotActive, OutsideJurisdiction, PackOver, StillActive, UnknownPlaybook
from gridkeeper.activations.jobs import activate
from gridkeeper.activations.models import Activation, MeasureState, Suspension
from gridkeeper.activations.queries.modes import mode_of
from gridkeeper.activations.queries.shown import activation_shown, activations_page
from gridkeeper.activations.queries.standing import standing_at
from gridkeeper.clocks.commands import advance_clock
from gridkeeper.kernel.errors import Forbidden
from gridkeeper.notices.commands.notices import read_notice
from gridkeeper.notices.errors import NotAddressed
from gridkeeper.notices.queries import notice_reach, notices_for_me
from gridkeeper.orders.errors import NoLegalBasis, SamePerson
from gridkeeper.orders.proposals import approve_proposal, refuse_proposal
from gridkeeper.posts.commands.appointment import end_appointment
from gridkeeper.posts.models import Appointment, Body, Post
from gridkeeper.scopes.doors import acting_as

pytestmark = pytest.mark.django_db
LATER = START + timedelta(hours=3)


@pytest.fixture
def world() -> World:
    return plan.ready()


def state_of_things() -> set[tuple[str, str, str]]:
    with acting_as(SYSTEM):
        return {(one.kind, str(one.id), one.mark) for one in standing_at(prefix=plan.DISTRICT, now=LATER)}


def end(world: World, activation: Activation, *, login: str = "sun", because: str = "解除"):
    actor = world.actor(login, now=LATER)
    with acting_as(actor):
        return stand_down(actor=actor, activation_id=activation.id, because=because, now=LATER)


def test_one_person_proposes_and_nothing_happens_yet(world: World) -> None:
    before = state_of_things()
    found = plan.asked(world, plan.wish(world))
    assert (found.activation.state, len(found.pending)) == ("proposed", 6)
    assert state_of_things() == before
    assert found.activation.summary["wanted"]["body"] == 2


def test_the_same_person_cannot_approve(world: World) -> None:
    found = plan.asked(world, plan.wish(world), login="he")
    with pytest.raises(SamePerson):
        plan.approve(world, found.pending, login="he")


def test_two_people_and_the_plan_stands(world: World) -> None:
    activation = plan.switched_on(world)
    assert activation.state == "active"
    assert activation.made == {"body": 2, "post": 4, "appointment": 3, "notice": 1}
    with acting_as(SYSTEM):
        made = [
            *Body.objects.filter(name__contains="值守组"),
            *Post.objects.filter(role__startswith="response_team_"),
            *Appointment.objects.filter(role_held__startswith="response_team_"),
        ]
        assert {row.order_id for row in made} == {activation.order_id}
        assert len(made) == 9
        assert mode_of("140106003011001001", now=LATER) == "urgent"
        assert mode_of("140105002011", now=LATER) == "normal"


def test_every_measure_has_a_row_at_each_unit_that_answers_for_it(world: World) -> None:
    activation = plan.switched_on(world)
    with acting_as(SYSTEM):
        rows = MeasureState.objects.filter(activation=activation).values_list("no", "unit_code", "status")
        assert set(rows) == {
            ("M01", "140106003011", "planned"),
            ("M01", "140106003012", "planned"),
            ("M02", "140106", "planned"),
            ("M03", "140106", "planned"),
        }


def test_the_same_playbook_unit_and_order_is_the_same_activation(world: World) -> None:
    first = plan.asked(world, plan.wish(world))
    again = plan.asked(world, plan.wish(world))
    assert (again.activation.id, again.pending) == (first.activation.id, first.pending)
    plan.approve(world, first.pending)
    activate(activation=str(first.activation.id))
    third = plan.asked(world, plan.wish(world))
    assert (third.activation.id, third.pending, third.activation.state) == (first.activation.id, "", "active")


def test_a_second_click_changes_nothing(world: World) -> None:
    activation = plan.switched_on(world)
    before = state_of_things()
    assert activate(activation=str(activation.id)) is False
    assert state_of_things() == before
    assert plan.fresh(activation.id).made == activation.made


def test_stand_down_by_one_person_leaves_nothing(world: World) -> None:
    before = state_of_things()
    activation = plan.switched_on(world)
    assert state_of_things() != before
    ended = end(world, activation)
    assert (ended.state, ended.difference) == ("ended", [])
    assert state_of_things() == before
    with acting_as(SYSTEM):
        assert mode_of(plan.COMMUNITY, now=LATER) == "recovering"
        assert mode_of(plan.COMMUNITY, now=LATER + timedelta(days=31)) == "normal"


def test_what_changed_meanwhile_is_listed_and_not_undone(world: World) -> None:
    activation = plan.switched_on(world)
    with acting_as(SYSTEM):
        post = Post.objects.get(pk=world.posts["wang"])
        row = Appointment.objects.get(post=post)
        end_appointment(actor=SYSTEM, appointment_id=row.id, because="调离", now=START + timedelta(hours=1))
    [line] = end(world, activation).difference
    assert (line["change"], line["kind"], line["id"]) == ("ended", "appointment", str(row.id))
    with acting_as(SYSTEM):
        row.refresh_from_db()
        assert row.to_at == START + timedelta(hours=1)


@pytest.mark.parametrize("inner_first", [True, False])
def test_nested_orders_end_in_any_order(world: World, inner_first: bool) -> None:
    before = state_of_things()
    outer = plan.switched_on(world)
    inner = plan.switched_on(world, plan.wish(world, at=plan.STREET, number="庙令〔2022〕1号"))
    first, second = (inner, outer) if inner_first else (outer, inner)
    end(world, first)
    with acting_as(SYSTEM):
        assert mode_of(plan.COMMUNITY, now=LATER) == "urgent"
    last = end(world, second)
    assert [line for line in last.difference if line["order"] == str(last.order_id)] == []
    assert state_of_things() == before


def test_the_inner_orders_rows_are_named_when_the_outer_one_ends_first(world: World) -> None:
    outer = plan.switched_on(world)
    inner = plan.switched_on(world, plan.wish(world, at=plan.STREET, number="庙令〔2022〕1号"))
    difference = end(world, outer).difference
    assert {(line["change"], line["order"]) for line in difference} == {("made", str(inner.order_id))}


def test_an_activation_ends_by_the_clock(world: World) -> None:
    activation = plan.switched_on(world)
    with acting_as(SYSTEM):
        advance_clock(actor=SYSTEM, by=timedelta(days=2, minutes=1))
    assert expire_due_orders() == 1
    ended = plan.fresh(activation.id)
    assert (ended.state, ended.order.state, ended.difference) == ("ended", "expired", [])


def test_a_refused_switch_frees_its_number(world: World) -> None:
    found = plan.asked(world, plan.wish(world))
    he = world.actor("he")
    with acting_as(he):
        refuse_proposal(actor=he, code=found.pending, reason="再议", now=START)
    assert plan.fresh(found.activation.id).state == "refused"
    again = plan.asked(world, plan.wish(world))
    assert again.activation.id != found.activation.id


def test_a_renewal_waits_for_a_second_person(world: World) -> None:
    activation = plan.switched_on(world)
    sun, he = world.actor("sun"), world.actor("he")
    to = START + timedelta(days=4)
    with acting_as(sun):
        asked = propose_renewal_of(actor=sun, activation_id=activation.id, to=to, reason="仍有风险", now=START)
    with acting_as(he):
        approve_proposal(actor=he, code=asked.code, now=START)
    assert plan.fresh(activation.id).order.expires_at == to


def test_an_ended_activation_is_neither_renewed_nor_ended_again(world: World) -> None:
    activation = plan.switched_on(world)
    end(world, activation)
    with pytest.raises(NotActive):
        end(world, activation)


def test_an_order_that_ended_before_the_job_ran_makes_nothing(world: World) -> None:
    before = state_of_things()
    found = plan.asked(world, plan.wish(world))
    plan.approve(world, found.pending)
    end(world, found.activation)
    assert activate(activation=str(found.activation.id)) is False
    assert state_of_things() == before


def test_outside_the_jurisdiction_it_is_refused(world: World) -> None:
    plan.keep(world, plan.TEXT.replace('"1401"', '"140199"').replace('version: "1"', 'version: "2"'))
    with pytest.raises(OutsideJurisdiction):
        plan.asked(world, plan.wish(world, playbook=f"{plan.NAME}@2"))


def test_without_a_legal_basis_it_is_refused(world: World) -> None:
    with pytest.raises(NoLegalBasis):
        plan.asked(world, plan.wish(world, legal_basis=" "))


def test_a_pack_that_is_over_runs_in_exercises_only(world: World) -> None:
    plan.keep(world, plan.TEXT.replace('pack: ""', "pack: epidemic").replace('version: "1"', 'version: "3"'))
    over = START.replace(year=2030)
    sun = world.actor("sun")
    from gridkeeper.activations.commands.propose import propose_activation

    what = plan.wish(world, playbook=f"{plan.NAME}@3", issued_at=over, expires_at=over + timedelta(days=2))
    with acting_as(sun), pytest.raises(PackOver):
        propose_activation(actor=sun, wish=what, is_exercise=False, now=over)


def test_a_name_nobody_knows_is_refused(world: World) -> None:
    with pytest.raises(UnknownPlaybook):
        plan.asked(world, plan.wish(world, playbook="nothing"))


def test_whoever_has_no_right_there_proposes_nothing(world: World) -> None:
    with pytest.raises(Forbidden):
        plan.asked(world, plan.wish(world), login="zhao")


def test_an_approver_gives_no_rights_they_do_not_hold(world: World) -> None:
    text = plan.TEXT.replace("role: response_team_member", "role: administrator")
    text = text.replace('version: "1"', 'version: "4"')
    plan.keep(world, text)
    found = plan.asked(world, plan.wish(world, playbook=f"{plan.NAME}@4"))
    from gridkeeper.posts.errors import MoreThanOwn

    with pytest.raises(MoreThanOwn):
        plan.approve(world, found.pending)
    assert plan.fresh(found.activation.id).state == "proposed"


def test_the_notice_reaches_those_it_is_for_and_reading_leaves_a_receipt(world: World) -> None:
    activation = plan.switched_on(world)
    chen, lin, sun = (world.actor(login) for login in ("chen", "lin", "sun"))
    with acting_as(chen):
        [notice] = notices_for_me(actor=chen, now=START)
        assert (notice.subject_zh, notice.read_at, notice.place) == ("开始值守", None, plan.COMMUNITY)
        assert read_notice(actor=chen, notice_id=notice.id, now=START) == START
        assert read_notice(actor=chen, notice_id=notice.id, now=LATER) == START
        assert notices_for_me(actor=chen, now=START)[0].read_at == START
    with acting_as(lin):
        assert list(notices_for_me(actor=lin, now=START)) == []
        with pytest.raises(NotAddressed):
            read_notice(actor=lin, notice_id=notice.id, now=START)
    with acting_as(sun):
        reach = notice_reach(actor=sun, order_id=activation.order_id, now=START)
        assert [(one.unit_code, one.addressed, one.read) for one in reach] == [(plan.COMMUNITY, 2, 1)]
    end(world, activation)
    with acting_as(chen):
        assert list(notices_for_me(actor=chen, now=LATER)) == []


def test_a_page_shows_it_to_those_who_may_read_orders_there(world: World) -> None:
    activation = plan.switched_on(world)
    sun, zhao = world.actor("sun"), world.actor("zhao")
    with acting_as(sun):
        row = activation_shown(actor=sun, activation_id=activation.id)
        assert (row.proposed_by, row.approved_by, row.state) == ("sun", "he", "active")
        assert [one.id for one in activations_page(actor=sun)] == [activation.id]
    with acting_as(zhao):
        assert list(activations_page(actor=zhao)) == []


def test_nothing_rests_that_the_plan_does_not_name(world: World) -> None:
    plan.switched_on(world)
    with acting_as(SYSTEM):
        assert not Suspension.objects.exists()


def test_the_end_of_an_emergency_takes_two_people_and_is_certified(world: World) -> None:
    activation = plan.switched_on(world)
    chen = world.actor("chen")
    with acting_as(chen):
        read_notice(actor=chen, notice_id=notices_for_me(actor=chen, now=START)[0].id, now=START)
    sun, he = world.actor("sun", now=LATER), world.actor("he", now=LATER)
    wish = plan.wish(world, number="迎令〔2022〕99号")
    with acting_as(sun), pytest.raises(StillActive):
        propose_end_of_emergency(actor=sun, activation_id=activation.id, wish=wish, now=LATER)
    end(world, activation)
    with acting_as(sun):
        asked = propose_end_of_emergency(actor=sun, activation_id=activation.id, wish=wish, now=LATER)
    with acting_as(he):
        done = approve_proposal(actor=he, code=asked.code, now=LATER)
    with acting_as(SYSTEM):
        run = PurgeRun.objects.get(pk=done.result["purge"])
        assert run.counts["receipts"] == 1
        assert run.because.startswith("迎令〔2022〕99号")
        assert mode_of(plan.COMMUNITY, now=LATER) == "normal"


def test_the_clock_of_personal_data_runs_from_the_switch_to_thirty_days_after_the_order_k07(world: World) -> None:
    activation = plan.switched_on(world)
    sun, chen = world.actor("sun"), world.actor("chen")
    with acting_as(sun):
        due = activation_shown(actor=sun, activation_id=activation.id).purge_due_at
    assert due == activation.order.expires_at + timedelta(days=30)
    with acting_as(chen):
        read_notice(actor=chen, notice_id=notices_for_me(actor=chen, now=START)[0].id, now=START)
    end(world, activation)
    with acting_as(SYSTEM):
        assert apply_retention(actor=SYSTEM, now=LATER + timedelta(days=29)) is None
        run = apply_retention(actor=SYSTEM, now=LATER + timedelta(days=30))
    assert run is not None
    assert run.counts == {"receipts": 1}
