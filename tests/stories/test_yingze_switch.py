"""K-07, A1, A2: a written plan becomes named duties by two people's word, and ends without a trace by one's."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from tests.stories.conftest import District

pytestmark = pytest.mark.served
PLAN = "epidemic-district"
COMMUNITY = "140106003011"
ORDER = """
number: 庙指〔2022〕7号（演练）
issued_by: 庙前街道办事处
issued_at: 2022-11-12 08:00
legal_basis: 《突发事件应对法》第四十九条
document: 街道第 7 号通知
"""


@pytest.fixture(scope="module")
def preview(district: District) -> dict[str, Any]:
    return dict(district.done("playbook", "preview", PLAN, "--unit", "140106", "--as", "district-duty"))


def carried(preview: dict[str, Any], pairing: str) -> tuple[Counter[str], set[str]]:
    """How many communities each person carries, and which communities have somebody, in one pairing."""
    rows = [one for one in preview["changes"] if one["kind"] == "appointment" and f"/{pairing}/" in one["key"]]
    return Counter(one["people"][0] for one in rows), {one["unit"] for one in rows}


def spread(counter: Counter[str]) -> dict[int, int]:
    return dict(Counter(counter.values()))


def test_a1_every_community_has_a_district_leader_and_nobody_carries_two_more_than_another(
    preview: dict[str, Any],
) -> None:
    leaders, places = carried(preview, "leaders_of_communities")
    assert len(places) == 112
    assert spread(leaders) == {4: 22, 3: 8}


def test_a1_every_community_has_a_street_leader_of_its_own_street(preview: dict[str, Any]) -> None:
    leaders, places = carried(preview, "street_leaders")
    assert (len(places), len(leaders)) == (112, 78)


def test_a1_every_community_has_a_department(preview: dict[str, Any]) -> None:
    departments, places = carried(preview, "departments")
    assert len(places) == 112
    assert spread(departments) == {2: 55, 1: 2}


def test_a1_composing_again_gives_the_same(district: District, preview: dict[str, Any]) -> None:
    again = district.done("playbook", "preview", PLAN, "--unit", "140106", "--as", "district-duty")
    assert json.dumps(again, sort_keys=True) == json.dumps(preview, sort_keys=True)


@pytest.fixture(scope="module")
def order(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = Path(tmp_path_factory.mktemp("order")) / "order.yaml"
    path.write_text(ORDER, encoding="utf-8")
    return str(path)


def activate(district: District, order: str, login: str = "district-duty") -> dict[str, Any]:
    wish = ("playbook", "activate", PLAN, "--unit", COMMUNITY, "--order", order, "--expires", "2022-11-15T08:00")
    return dict(district.done(*wish, "--as", login))


def test_k07_two_people_switch_on_once_and_one_ends_it_with_nothing_left(district: District, order: str) -> None:
    asked = activate(district, order)
    assert (asked["state"], asked["made"]) == ("proposed", {})
    assert district.refused("approve", asked["pending"], "--as", "district-duty") == "orders.same-person"

    approved = district.done("approve", asked["pending"], "--as", "street-leader")["activation"]
    assert (approved["id"], approved["state"]) == (asked["id"], "active")
    made = approved["made"]
    assert {"body", "post", "appointment", "site", "shift", "series", "notice"} <= set(made)

    again = activate(district, order)
    assert (again["id"], again["state"], again["made"]) == (asked["id"], "active", made)
    assert district.done("activation", "status", asked["id"], "--as", "district-duty")["made"] == made

    report = district.done("report", "daily", "--unit", COMMUNITY, "--date", "2022-11-12", "--as", "community-desk")
    assert (report["figures"]["teams"], report["figures"]["measures_total"]) == (made["body"], 22)
    assert [row["no"] for row in report["board"]["measures"] if not row["specified"]] == ["M21", "M22"]

    ended = district.done("activation", "stand-down", asked["id"], "--as", "district-duty")
    assert (ended["state"], ended["difference"]) == ("ended", [])
    assert {kind: ended["taken_back"][kind] for kind in ("bodies", "posts", "appointments")} == {
        "bodies": made["body"],
        "posts": made["post"],
        "appointments": made["appointment"],
    }


def test_k08_groups_have_eight_to_twenty_people_and_a_leader_who_qualifies(preview: dict[str, Any]) -> None:
    flagged = {one["rule"] for one in preview["unmet"]} | {one["rule"] for one in preview["conflicts"]}
    teams = [one for one in preview["changes"] if one["kind"] == "body"]
    assert len(teams) == 795
    people = Counter(
        one["key"].split("/")[2]
        for one in preview["changes"]
        if one["kind"] == "appointment" and "/response_team/" in one["key"]
    )
    small = [size for size in people.values() if not 8 <= size <= 20]
    assert not small or flagged


def test_r06_lint_finds_nothing_that_keeps_the_shipped_plan_from_being_used(district: District) -> None:
    from gridkeeper.packs.installed import installed_packs

    text = installed_packs()["epidemic"] / "playbooks" / f"{PLAN}.yaml"
    code, answer = district.said("playbook", "lint", str(text))
    assert code == 0, answer
