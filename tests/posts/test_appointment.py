"""Posts are held from a date to a date, under a document, by as many as there are seats (K-04)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.personas import START, World, settle

from gridkeeper.kernel.errors import Forbidden
from gridkeeper.posts.choices import Holding
from gridkeeper.posts.commands.appointment import NewPost, appoint, create_post, end_appointment
from gridkeeper.posts.errors import AlreadyHeld, MoreThanOwn, NoDocument, PostFull
from gridkeeper.posts.models import Appointment, Contact, Person
from gridkeeper.scopes.doors import acting_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return settle()


def named(world: World, login: str, post: str, **changes):
    arguments = {
        "post_id": world.posts[post],
        "person_id": world.people[login],
        "document": "迎任〔2022〕2 号",
        "from_at": START,
        "now": START,
        **changes,
    }
    actor = world.actor("liu")
    with acting_as(actor):
        return appoint(actor=actor, **arguments)


def test_a_second_holder_of_a_single_seat_is_refused_by_name_of_the_first(world: World) -> None:
    with pytest.raises(PostFull, match="王小满"):
        named(world, "lin", "wang")


def test_a_deputy_stands_beside_the_holder(world: World) -> None:
    assert named(world, "lin", "wang", holding=Holding.DEPUTY).holding == Holding.DEPUTY


def test_the_same_person_does_not_hold_a_post_twice(world: World) -> None:
    with pytest.raises(AlreadyHeld):
        named(world, "wang", "wang")


def test_an_appointment_names_its_document(world: World) -> None:
    with pytest.raises(NoDocument):
        named(world, "lin", "wang", document=" ", holding=Holding.DEPUTY)


def test_a_desk_appoints_nobody_in_the_next_district(world: World) -> None:
    actor = world.actor("zhao")
    with acting_as(actor), pytest.raises(Forbidden):
        actor.require("post.appoint", at="140106003011001")


def test_rights_end_with_the_appointment(world: World) -> None:
    later = START + timedelta(hours=1)
    before = world.actor("wang", now=later)
    liu = world.actor("liu")
    with acting_as(liu):
        row = Appointment.objects.get(person_id=world.people["wang"])
        end_appointment(actor=liu, appointment_id=row.id, because="moved away", now=later)
    after = world.actor("wang", now=later)
    assert (bool(before.grants), dict(after.grants)) == (True, {})


def test_the_next_district_sees_nobody(world: World) -> None:
    with acting_as(world.actor("zhao")):
        names = set(Person.objects.values_list("name", flat=True))
        assert (names, Contact.objects.count()) == ({"赵北辰（生成）"}, 1)


def test_the_wall_shows_office_holders_but_no_volunteers_and_no_private_phones(world: World) -> None:
    with acting_as(world.actor("wang")):
        names = set(Person.objects.values_list("name", flat=True))
        phones = set(Contact.objects.values_list("phone", flat=True))
    assert "陈知远（生成）" in names
    assert "林见秋（生成）" not in names
    assert phones == {"10000000003"}


def test_a_desk_gives_nobody_rights_it_does_not_hold(world: World) -> None:
    actor = world.actor("liu")
    seat = NewPost(
        unit_id=world.units["140106003"], unit_code="140106003", role="administrator", title="系统管理岗", from_at=START
    )
    with acting_as(actor), pytest.raises(MoreThanOwn):
        create_post(actor=actor, post=seat, now=START)
