"""People see what is kept about them and who looked, ask, and get an answer in time (SF-10)."""

from __future__ import annotations

import json
from datetime import date

import pytest
from tests.personas import START, SYSTEM, World, settle

from gridkeeper.access.choices import Look, RightKind
from gridkeeper.access.commands.reading import note_look
from gridkeeper.access.commands.rights import answer_request, file_request, working_days_later
from gridkeeper.access.errors import AlreadyAnswered, NoRecordOfYou, SeveralMeant
from gridkeeper.access.queries.accounts import person_meant
from gridkeeper.access.queries.myself import my_copy
from gridkeeper.access.queries.rights import looks_at, open_requests
from gridkeeper.access.queries.roles import PERMISSIONS, roles
from gridkeeper.access.roles import ROLES
from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.errors import Forbidden, NotFound
from gridkeeper.posts.commands.person import NewPerson, register_people
from gridkeeper.scopes.doors import acting_as

K_06 = {
    "resident", "grid_worker", "compound_branch_secretary", "community_desk", "street_duty", "district_duty",
    "department_dispatcher", "inspector", "discipline_officer", "data_protection_officer", "auditor",
}  # fmt: skip


@pytest.fixture
def world(db: None) -> World:
    return settle()


def look(world: World, who: str, at: str) -> None:
    actor = world.actor(who)
    with acting_as(actor):
        note_look(actor=actor, people=[world.people[at]], unit_code="140106003", look=Look.PAGE, now=START)


def test_everybody_sees_who_looked_at_them(world: World) -> None:
    look(world, "liu", "lin")
    lin = world.actor("lin")
    with acting_as(lin):
        assert [row.reader for row in looks_at(actor=lin, person_id=lin.person_id)] == ["liu"]


def test_looking_at_oneself_leaves_no_line(world: World) -> None:
    look(world, "lin", "lin")
    lin = world.actor("lin")
    with acting_as(lin):
        assert looks_at(actor=lin, person_id=lin.person_id) == []


def test_looks_at_somebody_else_are_for_the_rights_desk(world: World) -> None:
    look(world, "liu", "lin")
    wang = world.actor("wang")
    with acting_as(wang), pytest.raises(Forbidden):
        looks_at(actor=wang, person_id=world.people["lin"])


def test_a_copy_of_ones_data_says_what_is_kept_and_why(world: World) -> None:
    look(world, "liu", "lin")
    lin = world.actor("lin")
    with acting_as(lin):
        copy = my_copy(actor=lin)
    assert (copy["person"]["name"], copy["contact"]["phone"]) == ("林见秋（生成）", "10000000005")
    assert ({row["by"] for row in copy["looks_at_me"]}, copy["posts"][0]["role_held"]) == ({"liu"}, "volunteer")
    assert json.dumps(copy, default=str)


def test_an_account_without_a_person_has_no_copy(world: World) -> None:
    with acting_as(SYSTEM), pytest.raises(NoRecordOfYou):
        my_copy(actor=SYSTEM)


def test_a_request_is_due_in_fifteen_working_days(world: World) -> None:
    lin = world.actor("lin")
    with acting_as(lin):
        asked = file_request(actor=lin, person_id=lin.person_id, kind=RightKind.DELETE, words="请删除", now=START)
    assert asked.due_on == date(2022, 12, 2)


def test_working_days_leave_out_saturday_and_sunday() -> None:
    assert working_days_later(date(2022, 11, 11), 1) == date(2022, 11, 14)


def test_a_request_is_answered_once_by_the_desk_in_reach(world: World) -> None:
    lin, guard = world.actor("lin"), world.actor("guard")
    with acting_as(lin):
        file_request(actor=lin, person_id=lin.person_id, kind=RightKind.VIEW, words="", now=START)
    with acting_as(guard):
        [waiting] = open_requests(actor=guard)
        answer_request(actor=guard, request_id=waiting.id, answer="已提供", now=START)
        with pytest.raises(AlreadyAnswered):
            answer_request(actor=guard, request_id=waiting.id, answer="再答", now=START)


def test_nobody_asks_for_somebody_else(world: World) -> None:
    wang = world.actor("wang")
    with acting_as(wang), pytest.raises((Forbidden, NotFound)):
        file_request(actor=wang, person_id=world.people["chen"], kind=RightKind.VIEW, words="", now=START)


def test_every_role_of_the_baseline_exists() -> None:
    assert set(ROLES) >= K_06


def test_every_permission_has_words_in_both_languages() -> None:
    carried = {permission for role in ROLES.values() for permission in role.permissions}
    assert carried <= set(PERMISSIONS)
    assert len(roles()) == len(ROLES)


@pytest.mark.parametrize("role", ["resident", "volunteer", "building_leader", "grid_worker", "inspector", "auditor"])
def test_whoever_serves_no_desk_takes_no_list_of_people_out(role: str) -> None:
    assert not {"people.export", "people.import", "people.write"} & set(ROLES[role].permissions)


@pytest.mark.parametrize("role", ["auditor", "inspector", "discipline_officer"])
def test_who_watches_over_others_changes_nothing(role: str) -> None:
    assert not [name for name in ROLES[role].permissions if name.endswith((".write", ".approve", ".end", ".appoint"))]


def test_an_actor_without_posts_may_nothing() -> None:
    assert not any(Actor(login="x").may(permission, at="140106") for permission in PERMISSIONS)


def test_a_person_is_meant_by_login_or_name_but_not_by_half(world: World) -> None:
    liu = world.actor("liu")
    same = NewPerson(name="王小满（生成）", unit_id=world.units["140106003"], unit_code="140106003", is_generated=True)
    with acting_as(liu):
        assert person_meant(actor=liu, text="wang") == world.people["wang"]
        assert person_meant(actor=liu, text="王小满（生成）") == world.people["wang"]
        register_people(actor=liu, people=[same], now=START)
        with pytest.raises(SeveralMeant):
            person_meant(actor=liu, text="王小满（生成）")
        with pytest.raises(NotFound):
            person_meant(actor=liu, text="赵北辰（生成）")
