"""Lists of people: those a unit keeps, and those kept elsewhere who serve there, each once and in order."""

from __future__ import annotations

from uuid import UUID

import pytest
from tests.personas import START, SYSTEM, World, settle

from gridkeeper.kernel.actor import Actor
from gridkeeper.posts.choices import Holding
from gridkeeper.posts.commands.appointment import appoint, end_appointment
from gridkeeper.posts.commands.person import NewPerson, register_people
from gridkeeper.posts.models import Person, Reach
from gridkeeper.posts.queries.people import PersonRow, people_meant, people_page
from gridkeeper.scopes.doors import acting_as
from gridkeeper.territory.commands.recode import recode_rows
from gridkeeper.territory.models import Unit

pytestmark = pytest.mark.django_db
STREET, ONE, TWO, NEXT_DISTRICT = "140106003", "140106003011", "140106003012", "140105"


@pytest.fixture
def world() -> World:
    return settle()


def keep_at(code: str, *names: str) -> list[UUID]:
    """People kept at a unit."""
    with acting_as(SYSTEM):
        unit = Unit.objects.filter(unit_code=code).first()
        unit_id = unit.pk if unit else UUID(int=1)
        people = [NewPerson(name=name, unit_id=unit_id, unit_code=code, is_generated=True) for name in names]
        return register_people(actor=SYSTEM, people=people, now=START)


def serve(world: World, person: UUID, post: str) -> UUID:
    with acting_as(SYSTEM):
        held = appoint(
            actor=SYSTEM,
            post_id=world.posts[post],
            person_id=person,
            document="迎任〔2022〕9 号",
            from_at=START,
            holding=Holding.DEPUTY,
            now=START,
        )
    return held.pk


def listed(code: str, text: str = "", size: int = 50) -> list[PersonRow]:
    """Every page of a list, as a people desk of just this unit sees it."""
    desk = Actor(login="desk", grants={"people.read": (code,)})
    rows: list[PersonRow] = []
    with acting_as(desk):
        page = people_page(actor=desk, unit_code=code, now=START, text=text, size=size)
        rows += page.rows
        while page.next:
            page = people_page(actor=desk, unit_code=code, now=START, text=text, size=size, after=page.next)
            rows += page.rows
    assert page.total == len(rows)
    return rows


def names(code: str, text: str = "") -> list[str]:
    return [row.name for row in listed(code, text)]


def test_somebody_from_the_next_district_is_listed_where_they_serve_and_nowhere_else(world: World) -> None:
    [guest] = keep_at(NEXT_DISTRICT, "贺远帆")
    serve(world, guest, "wang")
    seen = {code: "贺远帆" in names(code) for code in ("140106", STREET, ONE, TWO, NEXT_DISTRICT)}
    assert seen == {"140106": True, STREET: True, ONE: True, TWO: False, NEXT_DISTRICT: True}


def test_somebody_who_serves_beside_their_own_desk_is_listed_once(world: World) -> None:
    [neighbour] = keep_at(TWO, "贺远帆")
    serve(world, neighbour, "wang")
    assert [names(code).count("贺远帆") for code in (ONE, TWO, STREET, "14")] == [1, 1, 1, 1]


def test_two_posts_in_a_unit_make_one_line(world: World) -> None:
    [guest] = keep_at(NEXT_DISTRICT, "贺远帆")
    serve(world, guest, "wang")
    serve(world, guest, "lin")
    assert names("140106").count("贺远帆") == 1


def test_with_the_post_the_line_ends(world: World) -> None:
    [guest] = keep_at(NEXT_DISTRICT, "贺远帆")
    held = serve(world, guest, "wang")
    with acting_as(SYSTEM):
        end_appointment(actor=SYSTEM, appointment_id=held, because="任期已满", now=START)
    assert "贺远帆" not in names(ONE)


def test_pages_of_any_size_show_everybody_once_in_order(world: World) -> None:
    keep_at(TWO, *(f"何{word}" for word in "安平宁静远清明"))
    for guest in keep_at(NEXT_DISTRICT, "贺远帆", "柏青"):
        serve(world, guest, "wang")
    whole = [row.id for row in listed("140106")]
    assert len(set(whole)) == len(whole) > 10
    assert [row.id for row in listed("140106", size=2)] == whole


def test_a_moved_record_is_listed_by_where_it_is_kept_now(world: World) -> None:
    [guest] = keep_at(NEXT_DISTRICT, "贺远帆")
    serve(world, guest, "wang")
    # The desk that moves a record may have no right to write where the person serves.
    desk = Actor(login="desk", grants={f"people.{verb}": (NEXT_DISTRICT, TWO) for verb in ("read", "write")})
    with acting_as(desk):
        Person.objects.filter(pk=guest).update(unit_code=TWO)
        Reach.objects.filter(source_id=guest).update(unit_code=TWO)
    assert [names(code).count("贺远帆") for code in (ONE, TWO, STREET, NEXT_DISTRICT)] == [1, 1, 1, 0]


def test_after_units_swap_their_codes_everybody_is_still_listed_once(world: World) -> None:
    [neighbour] = keep_at(TWO, "贺远帆")
    serve(world, neighbour, "wang")
    with acting_as(SYSTEM):
        recode_rows([(ONE, TWO), (TWO, ONE)])
    assert [names(code).count("贺远帆") for code in (ONE, TWO, STREET)] == [1, 1, 1]


@pytest.mark.parametrize("typed", ["hyf", "HYF", "He Yuan Fan", "远帆", "贺"])
def test_people_are_found_by_letters_and_parts_of_their_name(world: World, typed: str) -> None:
    keep_at(TWO, "贺远帆", "郝一鸣")
    assert names(TWO, typed) == ["贺远帆"]
    with acting_as(SYSTEM):
        assert [row.name for row in people_meant(actor=SYSTEM, text=typed)] == ["贺远帆"]


def test_whoever_serves_in_reach_is_found_though_kept_elsewhere(world: World) -> None:
    [guest] = keep_at(NEXT_DISTRICT, "贺远帆")
    serve(world, guest, "wang")
    keep_at(NEXT_DISTRICT, "贺远航")
    desk = Actor(login="desk", grants={"people.read": (ONE, TWO)})
    with acting_as(desk):
        assert [row.name for row in people_meant(actor=desk, text="贺远")] == ["贺远帆"]


def test_the_total_is_that_of_the_first_page_and_a_mangled_key_begins_anew(world: World) -> None:
    keep_at(TWO, "贺远帆", "郝一鸣", "何安")
    desk = Actor(login="desk", grants={"people.read": (TWO,)})
    with acting_as(desk):
        first = people_page(actor=desk, unit_code=TWO, now=START, size=2)
        second = people_page(actor=desk, unit_code=TWO, now=START, size=2, after=first.next)
        anew = people_page(actor=desk, unit_code=TWO, now=START, size=2, after="x y")
    assert (first.total, len(first.rows), second.total, len(second.rows), second.next) == (3, 2, 3, 1, "")
    assert anew == first
