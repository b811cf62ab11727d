"""A district's first morning, asked of the command line: who goes with whom, how many tables, who walks when."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Any

import pytest
from tests import served, starter

# The rounds of six sealed compounds from 6 to 12; few days and stops, because this story is not about speed.
SCENARIO = "patrol_from: 6\npatrol_to: 12\ndays_simulated: 1\nroster_days: 1\nneed_per_1000: 2\ntruck_trips: 120\n"


@cache
def asked(*arguments: str) -> tuple[int, Any]:
    """Exit code and answer of ``gridkeeper ARGUMENTS --json``; a trace fails the story."""
    with served.fresh_folder() as folder:
        said = starter.run(*arguments, "--json", environment=served.environment_for(folder / "home", 1))
    assert "Traceback" not in said.stderr, said.stderr
    return said.returncode, json.loads(said.stdout) if said.stdout.strip() else None


@pytest.fixture(scope="module")
def deployment() -> Iterator[dict[str, Any]]:
    with served.fresh_folder() as folder:
        scenario = folder / "scenario.yaml"
        scenario.write_text(SCENARIO)
        code, answer = asked("plan", "deploy", "--unit", "140106", "--scenario", str(scenario), "--seconds", "2")
        assert code == 0, answer
        yield answer


def loads(deployment: dict[str, Any], part: str) -> tuple[Counter[int], int]:
    """How many leaders carry how many communities, and how many communities have one."""
    pairs = deployment["parts"][part]["solution"]["pairs"]
    return Counter(Counter(leader for leader, _ in pairs).values()), len({community for _, community in pairs})


@pytest.mark.parametrize(
    ("part", "carried"),
    [
        ("pairing_district", {4: 22, 3: 8}),
        ("pairing_street", {2: 34, 1: 44}),
        ("pairing_department", {2: 55, 1: 2}),
    ],
)
def test_a1_every_community_has_its_leaders_and_nobody_carries_more_than_one_beyond_another(
    deployment: dict[str, Any], part: str, carried: dict[int, int]
) -> None:
    assert loads(deployment, part) == (carried, 112)


def sentence(deployment: dict[str, Any], key: str) -> dict[str, Any]:
    return next(said for said in deployment["said"] if said["id"] == key)


def test_a3_the_shortage_of_samplers_is_said_with_the_hours_they_need(deployment: dict[str, Any]) -> None:
    facts = sentence(deployment, "samplers-short-of-norm")["facts"]
    assert (facts["norm"], facts["shortage"], facts["hours"]) == (1647, 1242, 24.4)


def test_a3_the_norms_of_the_whole_district_are_said(deployment: dict[str, Any]) -> None:
    facts = sentence(deployment, "sampling-norms")["facts"]
    assert facts == {"population": 592747, "points": 238, "tables": 847, "samplers": 1647}


def test_a3_no_open_point_stands_without_a_sampler(deployment: dict[str, Any]) -> None:
    servers = deployment["parts"]["staffing"]["solution"]["servers"]
    at_once = [sum(slot) for slot in zip(*servers, strict=True)]
    assert (len(servers), min(map(sum, servers)) > 0, max(at_once) <= 405) == (795, True, True)


def test_a3_every_point_has_one_unbroken_window(deployment: dict[str, Any]) -> None:
    windows = [[bool(slot) for slot in row] for row in deployment["parts"]["staffing"]["solution"]["open_"]]
    edges = [sum(a != b for a, b in pairwise([False, *row, False])) for row in windows]
    assert set(edges) == {2}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a3_norms_shortage_and_windows_are_said_in_both_languages(deployment: dict[str, Any], language: str) -> None:
    norms, short, windows = (
        sentence(deployment, key)[language]
        for key in ("sampling-norms", "samplers-short-of-norm", "points-open-in-turn")
    )
    assert all(figure in norms for figure in ("238", "847", "1647"))
    assert all(figure in short for figure in ("405", "1242", "24.4"))
    assert all(figure in windows for figure in ("795", "405"))


def test_a3_whoever_is_still_in_line_is_said_with_what_mends_it(deployment: dict[str, Any]) -> None:
    left = deployment["parts"]["day"]["violations"][0]
    said = sentence(deployment, "people-left-in-line")
    assert (left["zh"], left["en"]) == (said["zh"], said["en"])
    assert f"{said['facts']['more']} samplers more" in said["en"]


def test_a3_whatever_a_part_cannot_keep_is_explained_in_both_languages(deployment: dict[str, Any]) -> None:
    for name, part in deployment["parts"].items():
        assert all(violation["zh"] and violation["en"] for violation in part["violations"]), name


def test_a3_the_answer_stands_beside_the_hand_made_one(deployment: dict[str, Any]) -> None:
    walk = deployment["parts"]["sites"]
    assert walk["figures"]["metres"] < walk["by_hand_figures"]["metres"]
    assert "by hand" in walk["said"]["en"]
    assert "手工" in walk["said"]["zh"]


def test_a4_ninety_people_before_two_tables_wait_45_minutes_and_a_table_is_asked_for() -> None:
    code, answer = asked("plan", "wait", "--queue", "90", "--tables", "2", "--per-hour", "60")
    assert code == 0
    assert (answer["wait_min"], answer["postpone_next"], answer["extra_tables"]) == (45.0, True, 1)


def test_a4_three_tables_keep_the_limit_and_nothing_is_put_off() -> None:
    _, answer = asked("plan", "wait", "--queue", "90", "--tables", "3")
    assert (answer["wait_min"], answer["postpone_next"], answer["extra_tables"]) == (30.0, False, 0)


def test_a5_every_sealed_area_is_walked_in_every_hour_it_is_due(deployment: dict[str, Any]) -> None:
    walks = Counter(walk["area"] for walk in deployment["parts"]["patrols"]["solution"])
    assert (len(walks), set(walks.values())) == (6, {6})


def test_no_part_breaks_a_rule_that_the_checker_knows(deployment: dict[str, Any]) -> None:
    assert deployment["sound"]


@pytest.mark.parametrize(
    "unit", ["", "😀", "140 106", "999999", "1" * 4000], ids=["empty", "emoji", "spaced", "unknown", "huge"]
)
def test_a_unit_that_cannot_be_planned_is_refused_in_a_sentence(unit: str) -> None:
    code, answer = asked("plan", "deploy", "--unit", unit)
    assert (code, answer["refused"]["code"]) == (1, "not-found")
