"""Bodies, posts and appointments that a playbook wants: made once under an order, gone with it (K-05, K-08, R-11)."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from tests.personas import START, SYSTEM, World, settle

from gridkeeper.audit.models import Event
from gridkeeper.cases.commands.work import NewTask, open_task
from gridkeeper.cases.models import Case
from gridkeeper.catalogue.making import makers
from gridkeeper.kernel.errors import Forbidden
from gridkeeper.orders.choices import OrderKind
from gridkeeper.orders.commands import Draft, draft_order, end_order, start_order
from gridkeeper.playbooks.wanted import WantedAppointment, WantedBody, WantedPost, made_id
from gridkeeper.posts.choices import BodyKind
from gridkeeper.posts.commands.body import NewBody, found_body
from gridkeeper.posts.errors import MoreThanOwn, NotApproved
from gridkeeper.posts.models import Appointment, Body, Post, Reach
from gridkeeper.scopes.doors import acting_as

pytestmark = pytest.mark.django_db
PLACE = "140106003011"


@pytest.fixture
def world() -> World:
    return settle()


@pytest.fixture
def order(world: World) -> UUID:
    with acting_as(SYSTEM):
        draft = Draft(
            number="迎令〔2022〕9号",
            title="平急转换",
            kind=OrderKind.ACTIVATION,
            unit_id=world.units["140106"],
            unit_code="140106",
            legal_basis="《突发事件应对法》第四十九条",
            document="会议纪要",
            issued_by="区指挥部",
            issued_at=START,
            expires_at=START + timedelta(days=7),
        )
        row = draft_order(actor=SYSTEM, draft=draft, now=START)
        start_order(actor=world.actor("he"), order_id=row.id, now=START)
    return row.id


def team(world: World, name: str = "a", **changes) -> WantedBody:
    values = {
        "key": f"team/{name}",
        "unit_id": world.units[PLACE],
        "unit_code": PLACE,
        "measure": "M02",
        "zh": "一号院落实小组",
        "body_kind": "task_force",
        "approved_by": "区指挥部",
    }
    return WantedBody(**{**values, **changes})


def seat(world: World, name: str = "a", **changes) -> WantedPost:
    values = {
        "key": f"seat/{name}",
        "unit_id": world.units[PLACE],
        "unit_code": PLACE,
        "measure": "M02",
        "zh": "组员",
        "role": "volunteer",
        "body": f"team/{name}",
        "seats": 8,
    }
    return WantedPost(**{**values, **changes})


def holder(world: World, login: str = "lin", name: str = "a") -> WantedAppointment:
    return WantedAppointment(
        key=f"holder/{name}/{login}",
        unit_id=world.units[PLACE],
        unit_code=PLACE,
        measure="M02",
        zh="组员",
        post=f"seat/{name}",
        person_id=world.people[login],
        basis="volunteer",
    )


def make(world: World, order: UUID, *wants, login: str = "he") -> list[int]:
    with acting_as(SYSTEM):
        actor = world.actor(login)
        return [makers()[want.kind].make(actor=actor, order_id=order, wants=[want], now=START) for want in wants]


def test_wants_become_rows_with_ids_that_follow_from_the_order_and_the_key(world: World, order: UUID) -> None:
    assert make(world, order, team(world), seat(world), holder(world)) == [1, 1, 1]
    with acting_as(SYSTEM):
        body = Body.objects.get(pk=made_id(order, "body", "team/a"))
        post = Post.objects.get(pk=made_id(order, "post", "seat/a"))
        held = Appointment.objects.get(pk=made_id(order, "appointment", "holder/a/lin"))
        assert (body.order_id, post.body_id, held.post_id, held.role_held) == (order, body.id, post.id, "volunteer")
        assert (held.document, held.appointed_by) == ("迎令〔2022〕9号", "he")
        assert Reach.objects.filter(source_id=held.id, unit_code=PLACE).count() == 1


def test_a_second_making_leaves_everything_as_it_is(world: World, order: UUID) -> None:
    make(world, order, team(world), seat(world), holder(world))
    assert make(world, order, team(world), seat(world), holder(world)) == [0, 0, 0]


def test_each_kind_leaves_one_event(world: World, order: UUID) -> None:
    make(world, order, team(world), seat(world), holder(world))
    with acting_as(SYSTEM):
        verbs = Event.objects.filter(subject_id=str(order)).values_list("verb", flat=True)
        assert sorted(verb for verb in verbs if verb.endswith("under-order")) == [
            "body.founded-under-order",
            "post.appointed-under-order",
            "post.created-under-order",
        ]


def test_a_temporary_body_needs_who_approved_it(world: World, order: UUID) -> None:
    with pytest.raises(NotApproved):
        make(world, order, team(world, approved_by=" "))


def test_nobody_lets_a_playbook_give_rights_they_do_not_hold(world: World, order: UUID) -> None:
    with pytest.raises(MoreThanOwn):
        make(world, order, team(world), seat(world, role="administrator"))


def test_whoever_may_not_appoint_there_makes_nothing(world: World, order: UUID) -> None:
    with pytest.raises(Forbidden):
        make(world, order, seat(world), login="zhao")


def test_volunteers_names_stay_off_the_wall_whatever_the_playbook_says(world: World, order: UUID) -> None:
    make(world, order, team(world), seat(world, is_office=True), holder(world))
    with acting_as(SYSTEM):
        assert not Post.objects.get(order_id=order).is_office
        assert Reach.objects.get(source_id=made_id(order, "appointment", "holder/a/lin")).through == "post"


def test_the_orders_end_takes_all_back_and_what_stood_before_stays(world: World, order: UUID) -> None:
    with acting_as(SYSTEM):
        before = {(one.kind, one.id, one.mark) for maker in makers().values() for one in standing(maker)}
    make(world, order, team(world), seat(world), holder(world), team(world, "b"), seat(world, "b"))
    with acting_as(SYSTEM):
        counts = end_order(actor=SYSTEM, order_id=order, reason="解除", now=START + timedelta(hours=1))
        after = {(one.kind, one.id, one.mark) for maker in makers().values() for one in standing(maker)}
    assert counts == {"appointments": 1, "posts": 2, "bodies": 2}
    assert after == before


def standing(maker):
    return maker.standing(prefix="140106", now=START + timedelta(hours=1))


def test_an_order_that_ends_takes_with_it_what_its_body_justifies(world: World, order: UUID) -> None:
    make(world, order, team(world))
    with acting_as(SYSTEM):
        branch = found_body(
            actor=SYSTEM,
            body=NewBody(
                name="临时党支部",
                kind=BodyKind.TEMPORARY_BRANCH,
                unit_id=world.units[PLACE],
                unit_code=PLACE,
                justified_by_id=made_id(order, "body", "team/a"),
                approved_by="街道党工委",
            ),
            now=START,
        )
        end_order(actor=SYSTEM, order_id=order, reason="解除", now=START + timedelta(hours=1))
        branch.refresh_from_db()
    assert branch.closed_at == START + timedelta(hours=1)


def test_open_work_of_a_team_goes_to_the_committee_when_the_order_ends(world: World, order: UUID) -> None:
    make(world, order, team(world))
    with acting_as(SYSTEM):
        committee = found_body(
            actor=SYSTEM,
            body=NewBody(name="居委会", kind=BodyKind.COMMITTEE, unit_id=world.units[PLACE], unit_code=PLACE),
            now=START,
        )
        case = open_task(
            actor=SYSTEM,
            task=NewTask(
                title="独居老人送药",
                unit_id=world.units[PLACE],
                unit_code=PLACE,
                body_id=made_id(order, "body", "team/a"),
                due_at=START + timedelta(hours=5),
            ),
            now=START,
        )
        counts = end_order(actor=SYSTEM, order_id=order, reason="解除", now=START + timedelta(hours=1))
        assert counts["cases"] == 1
        assert Case.objects.get(pk=case.id).body_id == committee.id
