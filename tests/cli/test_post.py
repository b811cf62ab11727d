"""``gridkeeper post``: appoint, end, gaps, what lacks; temporary bodies that close with what justified them (A23)."""

from __future__ import annotations

import pytest
from tests.personas import START, World, settle

from gridkeeper.posts.models import Appointment
from gridkeeper.scopes.doors import acting_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return settle()


def create(cli, **more: str) -> str:
    options = {"unit": "140106003011", "role": "committee_cadre", "from": "2022-11-12", **more}
    words = [word for key, value in options.items() for word in (f"--{key}", value)]
    return cli("post", "create", *words, "--as", "liu", "--json").data["post"]


def appoint(cli, post: str, *more: object):
    return cli(
        "post",
        "appoint",
        "--post",
        post,
        "--person",
        "林见秋（生成）",
        "--document",
        "迎任〔2022〕8 号",
        *more,
        "--as",
        "liu",
        "--json",
    )


def test_a_person_is_appointed_by_name_to_a_new_post(cli, world: World) -> None:
    said = appoint(cli, create(cli), "--from", "2022-11-12", "--to", "2022-11-30")
    # Who serves until the 30th serves all of it: the end is the midnight after, in Taiyuan.
    assert (said.data["role"], said.data["to"][:16]) == ("committee_cadre", "2022-12-01T00:00")


def test_a_post_may_be_named_by_unit_and_role(cli, world: World) -> None:
    create(cli)
    said = cli(
        "post",
        "appoint",
        "--unit",
        "140106003011",
        "--role",
        "committee_cadre",
        "--person",
        "10000000005",
        "--document",
        "迎任〔2022〕8 号",
        "--as",
        "liu",
        "--json",
    )
    assert (said.code, said.data["person"]) == (0, str(world.people["lin"]))


def test_a_leader_for_the_next_district_is_refused(cli, world: World) -> None:
    said = cli(
        "post",
        "appoint",
        "--unit",
        "140105002",
        "--role",
        "street_duty",
        "--person",
        str(world.people["he"]),
        "--document",
        "迎任〔2022〕8 号",
        "--as",
        "he",
        "--json",
    )
    assert said.code == 1


def test_the_same_leader_at_two_levels_holds_both_posts(cli, world: World) -> None:
    post = create(cli, unit="140106003", title="街道包联岗")
    said = cli(
        "post",
        "appoint",
        "--post",
        post,
        "--person",
        str(world.people["he"]),
        "--document",
        "迎任〔2022〕8 号",
        "--as",
        "sun",
        "--json",
    )
    shown = cli("people", "show", str(world.people["he"]), "--as", "sun", "--json").data
    assert (said.code, len(shown["posts"])) == (0, 2)


def test_when_a_leader_leaves_mid_term_the_gap_shows_its_minutes(cli, world: World) -> None:
    with acting_as(world.actor("liu")):
        row = Appointment.objects.get(person_id=world.people["wang"])
    said = cli("post", "end", row.pk, "--because", "调离", "--as", "liu", "--json")
    gaps = cli("post", "gaps", row.post_id, "--json").data
    empty = cli("post", "list", "--unit", "140106003011001", "--vacant", "--json").data
    assert (said.code, empty[0]["vacant"]) == (0, 1)
    assert gaps["minutes"] >= 0


def test_the_establishment_names_the_place_that_lacks_somebody(cli, world: World) -> None:
    said = cli("post", "establishment", "--unit", "140106003", "--json")
    lines = {line["key"]: line for line in said.data}
    secretary = lines["community_secretary"]
    assert (said.code, secretary["shown"], secretary["ok"]) == (1, "1/2", False)
    assert [row["name"] for row in secretary["lacking"]] == ["水西关街二社区"]
    assert (lines["grid_worker"]["shown"], lines["grid_worker"]["ok"]) == ("1/1", True)


def test_a_vacancy_counts_its_role(cli, world: World) -> None:
    create(cli)
    rows = {row["role"]: row for row in cli("post", "vacancies", "--unit", "140106003011", "--json").data}
    assert (rows["committee_cadre"]["vacant"], rows["grid_worker"]["vacant"]) == (1, 0)


def found(cli, name: str, kind: str, *more: object):
    return cli("post", "found-body", name, "--unit", "140106003011", "--kind", kind, *more, "--as", "liu", "--json")


def test_a_temporary_body_without_an_approver_or_a_ground_is_refused(cli, world: World) -> None:
    assert found(cli, "临时党总支", "temporary_general_branch").data["refused"]["code"] == "posts.needs-justification"


def test_closing_the_task_force_closes_the_temporary_branch_it_justifies(cli, world: World) -> None:
    found(cli, "社区居委会", "committee")
    office = found(cli, "防疫专班", "office").data["body"]
    branch = found(
        cli, "临时党总支", "temporary_general_branch", "--justified-by", office, "--approved-by", "街道党工委"
    )
    said = cli("post", "close-body", office, "--because", "专班解散", "--as", "liu", "--json")
    assert (said.code, set(said.data["bodies"])) == (0, {office, branch.data["body"]})


def test_an_unknown_role_is_wrong_usage(cli, world: World) -> None:
    assert cli("post", "create", "--unit", "140106003011", "--role", "king").code == 2


def test_a_day_is_read_where_the_home_is(cli, world: World) -> None:
    row = appoint(cli, create(cli), "--from", START.date().isoformat())
    assert row.data["from"].startswith("2022-11-12T00:00:00+08:00")
