"""A district's first morning, asked of the command line: who goes with whom, how many tables, who walks when."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from tests import served

# The rounds of six sealed compounds from 6 to 12; few days and stops, because this story is not about speed.
SCENARIO = "patrol_from: 6\npatrol_to: 12\ndays_simulated: 1\nroster_days: 1\nneed_per_1000: 2\ntruck_trips: 120\n"


@cache
def asked(*arguments: str) -> tuple[int, Any]:
    """Exit code and answer of ``gridkeeper ARGUMENTS --json``; a trace fails the story."""
    with served.fresh_folder() as folder:
        said = served.command(*arguments, "--json", environment=served.environment_for(folder / "home", 1))
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


def test_a3_no_open_point_stands_without_a_sampler(deployment: dict[str, Any]) -> None:
    servers = deployment["parts"]["staffing"]["solution"]["servers"]
    at_once = [sum(slot) for slot in zip(*servers, strict=True)]
    assert (len(servers), min(map(sum, servers)) > 0, max(at_once) <= 405) == (795, True, True)


def test_a3_the_shortage_is_said_in_both_languages(deployment: dict[str, Any]) -> None:
    said = sentence(deployment, "samplers-short-of-norm")
    assert "1242" in said["zh"]
    assert "1242" in said["en"]


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
