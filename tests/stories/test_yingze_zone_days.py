"""A2, A7, YZ-22, YZ-23, YZ-47: the first area proposes the switch, is walked each hour, and is released by its days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from tests.served import served, wait_until
from tests.stories.conftest import District

pytestmark = pytest.mark.served
PLAN = "epidemic-district"
COMMUNITY = "140106005003"
GRID = f"{COMMUNITY}001"
ORDER = """
number: 迎指令〔2022〕{number}号（演练）
issued_by: 迎泽区指挥部
issued_at: {at}
legal_basis: 《传染病防治法》第四十二条
document: 指挥部会议纪要（生成）
"""
DUTY, LEADER = ("--as", "district-duty"), ("--as", "district-leader")


@pytest.fixture(scope="module")
def home() -> Iterator[District]:
    """A demo of its own, as its clock is moved for days."""
    with served("demo") as home:
        yield District(home=home)


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("orders")


def opened(home: District, papers: Path, number: int, *, at: str, expires: str, zero: str) -> dict[str, Any]:
    """A building's zone that two people have opened: zone, order, and what followed."""
    paper = papers / f"{number}.yaml"
    paper.write_text(ORDER.format(number=number, at=at), encoding="utf-8")
    place = ("--unit", f"{GRID}{number:03}", "--order", str(paper), "--expires", expires, "--zero", zero)
    words = ("--name", f"{number}号楼", "--reason", "楼内有病例", "--hotline", "0351-0000113", "--exit", "东门=楼长")
    asked = home.done("zone", "open", *place, *words, *DUTY)
    return dict(home.done("approve", asked["pending"], *LEADER)["result"])


def active(home: District) -> dict[str, dict[str, Any]]:
    rows = home.done("activation", "list", "--state", "active", *DUTY)
    return {row["unit"]: row for row in rows}


@pytest.fixture(scope="module")
def switched(home: District, papers: Path) -> dict[str, Any]:
    """From 12 November in normal mode to the communities that the first area of 13 November switches."""
    found: dict[str, Any] = {"before": active(home)}
    home.done("clock", "set", "2022-11-13T09:00", "--as", "administrator")
    first = opened(home, papers, 1, at="2022-11-13 08:00", expires="2022-11-25T08:00", zero="2022-11-13")
    found["zone"], found["proposed"] = first, first["followed"]["activations"]["proposed"]
    found["between"] = active(home)
    found["refused"] = home.refused("approve", found["proposed"], *DUTY)
    home.done("approve", found["proposed"], *LEADER)
    rows = home.done("territory", "neighbours", COMMUNITY)
    found["around"] = {COMMUNITY, *(row["code"] for row in rows)}
    assert wait_until(lambda: set(active(home)) >= found["around"], seconds=120, every=1)
    found["after"] = active(home)
    return found


def test_a2_the_first_area_proposes_the_switch_of_its_communities_and_neighbours_and_an_officer_orders_it(
    switched: dict[str, Any],
) -> None:
    assert (switched["before"], switched["between"]) == ({}, {})
    assert switched["refused"] == "orders.same-person"
    assert set(switched["after"]) == switched["around"]


def test_a2_a_group_is_demanded_for_every_compound_and_everything_carries_the_order(
    home: District, switched: dict[str, Any]
) -> None:
    run = switched["after"][COMMUNITY]
    compounds = home.done("territory", "compounds", COMMUNITY, *DUTY)
    leaders = home.done("post", "list", "--role", "response_team_leader", "--size", "200", "--unit", COMMUNITY, *DUTY)
    assert len(leaders) == len(compounds) > 0
    order = home.done("order", "show", run["order"], *DUTY)["id"]
    sites = [site for site in home.done("site", "list", "--unit", COMMUNITY, *DUTY) if site["order_id"]]
    assert (len(sites) >= len(compounds), {site["order_id"] for site in sites}) == (True, {order})


@pytest.mark.parametrize(
    ("words", "instead", "remark"),
    [
        ("size: {min: 8, max: 20, want: 12}", "size: {min: 8, max: 20, want: 8}", ""),
        ("size: {min: 8, max: 20, want: 12}", "size: {min: 8, max: 20, want: 20}", ""),
        ("size: {min: 8, max: 20, want: 12}", "size: {min: 7, max: 20, want: 12}", "7 to 20"),
        ("size: {min: 8, max: 20, want: 12}", "size: {min: 8, max: 21, want: 12}", "8 to 21"),
        ("from: [compound_branch_secretary, committee_cadre]", "from: [property_manager]", "qualify anybody to lead"),
    ],
)
def test_a2_k08_groups_of_8_and_20_pass_7_and_21_are_flagged_and_an_unqualified_leader_is_rejected(
    home: District, papers: Path, words: str, instead: str, remark: str
) -> None:
    shipped = Path("src/gridkeeper/packs/epidemic/playbooks/epidemic-district.yaml").read_text(encoding="utf-8")
    assert shipped.count(words) == 1
    changed = papers / "plan.yaml"
    changed.write_text(shipped.replace(words, instead), encoding="utf-8")
    _, answer = home.said("playbook", "lint", str(changed))
    said = [one["text"] for one in answer["findings"]]
    assert [remark in text for text in said] == ([True] if remark else []), said


def test_a7_released_after_day_5_with_its_round_not_without_and_left_to_people_after_a_new_one(
    home: District, papers: Path, switched: dict[str, Any]
) -> None:
    assert switched["after"]
    home.done("clock", "set", "2022-11-17T09:00", "--as", "administrator")
    dates = {"at": "2022-11-17 08:00", "expires": "2022-11-30T08:00", "zero": "2022-11-16"}
    clear, missing, new = (opened(home, papers, number, **dates) for number in (2, 3, 4))
    # YZ-47: under a running plan each area is walked every hour, from its opening to its end.
    assert [one["followed"]["activations"]["series"] for one in (clear, missing, new)] == [1, 1, 1]
    home.done("clock", "set", "2022-11-21T20:00", "--as", "administrator")
    home.done("zone", "note", clear["zone"], "check", "--on", "2022-11-21", "--result", "clear", *DUTY)
    said = home.done("zone", "note", new["zone"], "new", "--on", "2022-11-20", *DUTY)
    assert said["decision"]["outputs"] == {"proposal": "decide", "extension": "all_or_part"}
    assert shown(home, clear)["release_due_on"] is None
    home.done("clock", "set", "2022-11-22T00:00:30", "--as", "administrator")
    assert wait_until(lambda: shown(home, clear)["release_due_on"] == "2022-11-22", seconds=60, every=1)
    waits = shown(home, missing)
    assert (waits["release_due_on"], waits["decision"]["rule"]) == (None, "W2")
    assert shown(home, new)["release_due_on"] is None

    at = ("--unit", f"{GRID}002", "--state", "planned")
    assert home.done("round", "list", *at, *DUTY)
    home.done("zone", "lift", clear["zone"], "--reason", "符合解除条件", *DUTY)
    later = [row for row in home.done("round", "list", *at, *DUTY) if moment_of(row) > "2022-11-22T00:10"]
    assert (shown(home, clear)["state"], later) == ("lifted", [])


def test_yz20_under_the_edition_of_7_december_nothing_larger_than_a_building_is_designated(
    home: District, papers: Path, switched: dict[str, Any]
) -> None:
    assert switched["after"]
    home.done("clock", "set", "2022-12-08T09:00", "--as", "administrator")
    paper = papers / "december.yaml"
    paper.write_text(ORDER.format(number=77, at="2022-12-08 08:00"), encoding="utf-8")
    asked = ("zone", "open", "--order", str(paper), "--expires", "2022-12-13T08:00", "--name", "演练区", *DUTY)
    words = ("--reason", "楼内有病例", "--hotline", "0351-0000113", "--exit", "东门=楼长", "--zero", "2022-12-07")
    why = ("--larger-because", "传播链不明确", "--larger-reason", "risk_unclear")
    _, answer = home.said(*asked, *words, *why, "--unit", COMMUNITY)
    said = answer["refused"]
    assert said["code"] == "zones.refused-by-rule"
    assert "not: community or village" in said["text"]
    assert "“New ten measures (from 2022-12-07)”" in said["text"]
    assert home.done(*asked, *words, "--unit", f"{GRID}009", "--stairwell", "3单元")["pending"]


def shown(home: District, zone: dict[str, Any]) -> dict[str, Any]:
    return dict(home.done("zone", "show", zone["zone"], *DUTY))


def moment_of(row: dict[str, Any]) -> str:
    """Local time at which a round is due."""
    return f"{datetime.fromisoformat(row['due_at']).astimezone():%Y-%m-%dT%H:%M}"
