"""K-07, A1, A2: a written plan becomes named duties by two people's word, and ends without a trace by one's."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from tests.database import ROOT
from tests.stories.conftest import District

pytestmark = pytest.mark.served
PLAN = "epidemic-district"
COMMUNITY = "140106003011"
ELSEWHERE = "140106004003"
"""A community that no other story uses."""
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


@pytest.fixture(scope="module")
def switched(district: District, order: str) -> dict[str, Any]:
    """A sealed building first, then the switch of its community, somebody leaves, the end: all answers."""
    [building] = district.done("territory", "children", f"{ELSEWHERE}001", "--json")[:1]
    text = Path(order).read_text(encoding="utf-8")
    papers = {}
    for name, number in (("zone", "双指〔2022〕8号（演练）"), ("switch", "双指〔2022〕9号（演练）")):
        papers[name] = str(Path(order).with_name(f"{name}.yaml"))
        Path(papers[name]).write_text(text.replace("庙指〔2022〕7号（演练）", number), encoding="utf-8")
    zone = ("zone", "open", "--unit", building["code"], "--order", papers["zone"], "--expires", "2022-11-15T08:00")
    words = ("--name", "1号楼", "--reason", "楼内有病例", "--hotline", "0351-0000113", "--exit", "东门=楼长")
    opened = district.done(*zone, *words, "--zero", "2022-11-12", "--as", "district-duty")
    district.done("approve", opened["pending"], "--as", "district-leader")
    wish = ("playbook", "activate", PLAN, "--unit", ELSEWHERE, "--order", papers["switch"])
    asked = district.done(*wish, "--expires", "2022-11-15T08:00", "--as", "district-duty")
    approved = district.done("approve", asked["pending"], "--as", "district-leader")["activation"]
    at = ("--unit", ELSEWHERE, "--as", "district-duty")
    found = {
        "status": district.done("activation", "status", approved["id"], "--as", "district-duty"),
        "building": building["code"],
        "units": district.done("territory", "overlay", "list", *at),
        "keepers": district.done("post", "list", "--role", "area_sponsor", "--size", "200", *at),
        "leaders": district.done("post", "list", "--role", "response_team_leader", "--size", "200", *at),
        "members": district.done("post", "list", "--role", "response_team_member", "--size", "500", *at),
        "compounds": district.done("territory", "compounds", ELSEWHERE, "--as", "district-duty"),
        "shifts": district.done("duty", "list", *at),
        "sites": district.done("site", "list", *at),
        "rounds": district.done("round", "list", *at),
        "report": district.done("report", "daily", "--date", "2022-11-12", *at),
    }
    [volunteer, *_] = district.done("people", "list", "--role", "volunteer", *at)["rows"]
    wish = ("post", "appoint", "--post", found["leaders"][0]["id"], "--person", volunteer["id"], "--deputy")
    found["unqualified"] = district.refused(*wish, "--document", "双指〔2022〕10号", "--as", "district-duty")
    [worker, *_] = district.done("post", "list", "--role", "grid_worker", *at)
    [holder, *_] = worker["holders"]
    district.done("post", "end", holder["appointment_id"], "--because", "调离", "--as", "district-duty")
    found["left"] = holder["appointment_id"]
    found["ended"] = district.done("activation", "stand-down", approved["id"], "--as", "district-duty")
    found["after"] = district.done("territory", "overlay", "list", *at)
    return found


def test_k07_1_the_roster_before_the_switch_is_the_baseline_of_its_end(switched: dict[str, Any]) -> None:
    lines = {(one["change"], one["kind"], one["id"]) for one in switched["ended"]["difference"]}
    assert lines == {("ended", "appointment", switched["left"])}


def test_k07_2_the_playbook_is_in_force_with_its_22_measures(switched: dict[str, Any]) -> None:
    assert (switched["status"]["state"], switched["status"]["playbook"]) == ("active", f"{PLAN}@2022-11-21")
    measures = switched["report"]["board"]["measures"]
    assert [row["no"] for row in measures] == [f"M{number:02}" for number in range(1, 23)]


def test_k07_3_the_grids_are_divided_into_control_units_each_with_somebody_who_answers(
    switched: dict[str, Any],
) -> None:
    units = switched["units"]
    assert len(units) == switched["status"]["made"]["control_unit"] >= len(switched["compounds"])
    keepers = {row["title"]: row["holders"] for row in switched["keepers"] if row["title"].endswith("防疫单元负责人")}
    assert set(keepers) == {f"{unit['name']}负责人" for unit in units}
    assert all(keepers.values())
    assert switched["after"] == []


def test_k07_4_every_compound_has_its_group_of_8_to_20_with_a_leader(switched: dict[str, Any]) -> None:
    assert len(switched["leaders"]) == len(switched["compounds"])
    people = Counter(row["body_name"] for row in switched["leaders"] for _ in row["holders"])
    people += Counter(row["body_name"] for row in switched["members"] for _ in row["holders"])
    assert all(8 <= size <= 20 for size in people.values()), people


def test_a2_a_leader_who_is_neither_cadre_nor_branch_secretary_is_refused(switched: dict[str, Any]) -> None:
    assert switched["unqualified"] == "posts.not-qualified"


def test_k07_5_every_gate_has_a_duty_table_for_day_and_night(switched: dict[str, Any]) -> None:
    gates = [site for site in switched["sites"] if site["kind"] == "gate" and site["order_id"]]
    assert len(gates) == len(switched["compounds"])
    manned = {shift["site_id"] for shift in switched["shifts"]}
    assert {gate["id"] for gate in gates} <= manned


def test_k07_6_the_sealed_building_is_walked_every_hour(switched: dict[str, Any]) -> None:
    due = sorted({row["due_at"] for row in switched["rounds"] if row["kind"] == "patrol"})
    assert len(due) >= 2
    assert {row["unit_code"] for row in switched["rounds"] if row["kind"] == "patrol"} <= {
        switched["building"][:15],
        switched["building"],
    }


def test_k07_7_the_notices_are_published_to_those_they_are_for(switched: dict[str, Any]) -> None:
    assert switched["status"]["made"]["notice"] == 2
    told = {row["no"]: row["evidence"] for row in switched["report"]["board"]["measures"]}
    [receipts] = [line for line in told["M02"] if line["kind"] == "receipts"]
    assert receipts["need"] > 8 * len(switched["compounds"])


def test_k07_8_the_clocks_of_personal_data_run_from_the_switch_on(switched: dict[str, Any]) -> None:
    assert switched["status"]["purge_due_at"] == "2022-12-15T00:00:00+00:00"
    assert switched["ended"]["state"] == "ended"


@pytest.mark.parametrize(
    ("level", "pairing", "places"),
    [("leader of a street", "leaders_of_streets", 7), ("leader of a community", "street_leaders", 112),
     ("cadre of a compound", "cadres_of_compounds", 795)],
)  # fmt: skip
def test_yz03_three_levels_guarantee_every_street_community_and_compound(
    preview: dict[str, Any], level: str, pairing: str, places: int
) -> None:
    seats = [one for one in preview["changes"] if one["kind"] == "post" and f"/{pairing}/" in one["key"]]
    held = {one["key"].rsplit("/", 1)[0] for one in preview["changes"] if one["kind"] == "appointment"}
    assert len(seats) == places, level
    assert {seat["key"] for seat in seats} <= held, level


def test_yz04_five_people_answer_for_the_households_of_every_grid(preview: dict[str, Any]) -> None:
    five = ("cadre", "grid_worker", "health_worker", "police_officer", "volunteer")
    seats = Counter(
        kind for one in preview["changes"] for kind in five
        if one["kind"] == "post" and f"/contact_{kind}/" in one["key"]
    )  # fmt: skip
    grids = {one["unit"] for one in preview["changes"] if "/contact_cadre/" in one["key"]}
    assert seats == dict.fromkeys(five, len(grids))
    outside = {one["zh"].split("共")[0] for one in preview["unmet"] if one["rule"] == "named-outside"}
    assert {"五包一·社区医务人员", "五包一·民警"} <= outside


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
    text = ROOT / "src" / "gridkeeper" / "packs" / "epidemic" / "playbooks" / f"{PLAN}.yaml"
    code, answer = district.said("playbook", "lint", str(text))
    assert code == 0, answer
