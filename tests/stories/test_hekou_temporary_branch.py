"""A23: a community's task force is dissolved, and what hung on it ends by itself."""

from __future__ import annotations

from typing import Any

import pytest
from tests.stories.conftest import District, Visitor

pytestmark = pytest.mark.served

PLACE = "140106003012"


def bodies(district: District) -> dict[str, list[dict[str, Any]]]:
    """Organisations of the community by kind, closed ones too."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in district.done("post", "bodies", "--unit", PLACE, "--closed", "--size", "500", "--as", "district-duty"):
        found.setdefault(row["kind"], []).append(row)
    return found


@pytest.fixture(scope="module")
def open_task(district: District) -> str:
    """Number of a task the task force still has to see through."""
    [task_force] = bodies(district)["task_force"]
    told = ("--title", "回访独居老人（生成）", "--unit", PLACE, "--due", "2022-11-20 18:00", "--as", "district-duty")
    return str(district.done("case", "open", *told, "--body", task_force["id"])["case"])


@pytest.fixture(scope="module")
def dissolved(district: District, open_task: str) -> str:
    """The task force's id, after the district's desk has closed it on its page."""
    visitor = Visitor(district)
    assert visitor.sign_in("district_duty")[0] == 200
    [task_force] = bodies(district)["task_force"]
    address = f"/console/bodies/{task_force['id']}/"
    status, page = visitor.get(address)
    assert (status, task_force["name_en"] in page) == (200, True)
    status, page = visitor.post(f"{address}close/", reason="疫情处置结束（演练）")
    assert status == 200, page
    return str(task_force["id"])


def test_a23_the_temporary_general_branch_and_its_branches_close_by_themselves(
    district: District, dissolved: str
) -> None:
    found = bodies(district)
    general, branches = found["temporary_general_branch"], found["temporary_branch"]
    assert general
    assert branches
    assert all(row["closed_at"] for row in general + branches)


def test_a23_permanent_organisations_stay(district: District, dissolved: str) -> None:
    assert not any(row["closed_at"] for row in bodies(district)["committee"])


def test_a23_open_tasks_move_to_the_committee_of_the_community(
    district: District, dissolved: str, open_task: str
) -> None:
    [committee] = bodies(district)["committee"]
    assert district.done("case", "show", open_task, "--as", "district-duty")["body_id"] == committee["id"]


def test_a23_nobody_holds_a_post_of_the_temporary_branches_any_more(district: District, dissolved: str) -> None:
    rows = district.done("post", "list", "--unit", PLACE, "--role", "temporary_secretary", "--as", "district-duty")
    assert rows == []


def test_a23_the_record_says_who_closed_what_and_why(district: District, dissolved: str) -> None:
    rows = district.done("audit", "list", "--verb", "body.closed", "--unit", PLACE, "--as", "district-duty")
    assert dissolved in {row["subject_id"] for row in rows}
    assert {row["actor"] for row in rows} == {"district-duty"}
    [committee] = bodies(district)["committee"]
    successors = {row["subject_id"]: row["facts"]["successor"] for row in rows}
    assert successors[dissolved] == committee["id"]
    assert {*successors.values()} <= {committee["id"], None}


def test_a23_a_second_closing_is_refused_in_a_sentence(district: District, dissolved: str) -> None:
    because = ("--because", "再关一次", "--as", "district-duty")
    assert district.refused("post", "close-body", dissolved, *because) == "posts.body-closed"


def test_a23_whoever_has_no_right_there_closes_nothing(district: District, dissolved: str) -> None:
    [committee] = bodies(district)["committee"]
    because = ("--because", "试试", "--as", "grid-worker")
    assert district.refused("post", "close-body", committee["id"], *because) in {"access.forbidden", "not-found"}
