"""A small district deployed in one call: sound parts, words for shortages, few changes, the record read back."""

from __future__ import annotations

import dataclasses
import json

import numpy as np
import pytest

from gridkeeper.planning.deploy import Deployment, District, Message, Scenario, ScenarioRefused, deploy, say
from gridkeeper.planning.deploy.record import RecordBroken, read, written
from gridkeeper.planning.deploy.words import PARTS, TEMPLATES, answer
from gridkeeper.planning.plan import Budget, Status

BUDGET = Budget(iterations=2000)


def town(*, seed: int = 1) -> District:
    """Four communities of 40 buildings each on a grid of streets, ten compounds, 400 people."""
    rng = np.random.default_rng(seed)
    corner = np.array([[0.0, 0.0], [600, 0], [0, 600], [600, 600]])
    community = np.repeat(np.arange(4), 40)
    xy = corner[community] + rng.uniform(0, 500, (160, 2))
    residents = rng.integers(20, 60, 160).astype(float)
    compound = np.arange(160) // 16
    side = np.arange(12) * 100.0
    nodes = np.stack(np.meshgrid(side, side, indexing="ij"), axis=-1).reshape(-1, 2)
    at = np.arange(144).reshape(12, 12)
    arcs = np.concatenate(
        (np.stack((at[:-1].ravel(), at[1:].ravel())), np.stack((at[:, :-1].ravel(), at[:, 1:].ravel()))), 1
    )
    tail, head = np.concatenate((arcs[0], arcs[1])), np.concatenate((arcs[1], arcs[0]))
    order = np.lexsort((head, tail))
    home = xy[rng.integers(0, 160, 400)]
    return District(
        unit="999999",
        xy=xy,
        residents=residents,
        community=community,
        compound=compound,
        node=np.argmin(((xy[:, None] - nodes[None]) ** 2).sum(axis=2), axis=1),
        community_xy=corner + 250,
        street=np.array([0, 0, 1, 1]),
        compound_xy=np.array([xy[compound == k].mean(axis=0) for k in range(10)]),
        compound_community=np.array([community[compound == k][0] for k in range(10)]),
        compound_residents=np.bincount(compound, weights=residents),
        road_xy=nodes,
        road_indptr=np.concatenate(([0], np.cumsum(np.bincount(tail, minlength=144)))),
        road_head=head[order],
        road_metres=np.full(len(head), 100.0),
        home=home,
        age=rng.integers(16, 75, 400),
        skills=rng.integers(0, 4, 400),
        willing=rng.random(400) < 0.9,
        party=rng.random(400) < 0.5,
        community_name=tuple(f"社区{i}" for i in range(4)),
        compound_name=tuple(f"小区{i}" for i in range(10)),
        district_leaders=2,
        street_of_leader=np.array([0, 1, 1]),
        departments=3,
    )


SCENARIO = Scenario(
    grids=8, points=12, samplers=6, hours=20.0, need_per_1000=45.0, sealed=(2, 7), days_simulated=2, patrol_to=10
)


@pytest.fixture(scope="module")
def first() -> Deployment:
    return deploy(town(), SCENARIO, budget=BUDGET)


def test_every_part_is_planned_checked_and_priced_beside_a_hand_made_answer(first):
    assert first.is_sound
    assert all(part.plan is not None for part in first.parts.values())
    assert {name for name, part in first.parts.items() if part.by_hand is None} == {"day"}


def test_no_part_is_worse_than_the_officers_list_and_map(first):
    for name in ("sites", "staffing", "mobilisation", "teams", "patrols", "waste"):
        part = first.parts[name]
        assert part.plan.objective <= part.by_hand.objective * 1.001, name


def test_fewer_samplers_than_points_open_in_turn_with_a_sampler_wherever_open(first):
    assert first.parts["staffing"].problem.model == "windows"
    assert "points-open-in-turn" in {message.id for message in first.said}


def test_the_same_question_gives_the_same_parts_without_planning_again(first):
    again = deploy(town(), SCENARIO, budget=BUDGET, start=first)
    assert all(part.reused for part in again.parts.values())
    assert again.said[-1].id == "nothing-changed"


def test_the_same_iterations_give_the_same_deployment_bit_for_bit(first):
    one, two = (written(d, unit="999999")["parts"] for d in (first, deploy(town(), SCENARIO, budget=BUDGET)))
    for name in one:
        assert one[name]["solution"] == two[name]["solution"], name
        assert one[name]["objective"] == two[name]["objective"], name


def test_ill_people_are_replaced_and_everybody_else_keeps_the_place(first):
    ill = tuple(np.flatnonzero(first.parts["teams"].solution.place == 2)[:2].tolist())
    after = deploy(town(), dataclasses.replace(SCENARIO, ill=ill), budget=BUDGET, start=first)
    assert after.is_sound
    moved = {person for change in after.changes if change.part == "mobilisation" for person in change.people}
    assert set(ill) <= moved
    assert len(moved) <= 2 * len(ill)
    assert after.parts["sites"].reused


def test_a_shut_road_changes_rounds_and_nobodys_place(first):
    shut = dataclasses.replace(SCENARIO, closed_roads=((0, 1), (1, 2)))
    after = deploy(town(), shut, budget=BUDGET, start=first)
    assert after.is_sound
    assert not after.parts["waste"].reused
    assert after.changes == ()


def test_no_trip_is_said_to_be_short_where_the_loads_fit_into_those_there_are():
    loads = town().compound_residents.sum() / 700
    tight = dataclasses.replace(SCENARIO, truck_kg=700, truck_trips=int(np.ceil(loads * 1.03)) + 1)
    made = deploy(town(), tight, budget=BUDGET)
    assert made.parts["waste"].figures["trips"] <= tight.truck_trips
    assert "trips-short" not in {message.id for message in made.said}
    short = deploy(town(), dataclasses.replace(tight, truck_trips=3), budget=BUDGET)
    assert "trips-short" in {message.id for message in short.said}


def test_sampler_shortage_is_said_with_the_norm_and_the_hours(first):
    (message,) = (m for m in first.said if m.id == "samplers-short-of-norm")
    assert message.facts["shortage"] == message.facts["norm"] - 6


def test_too_short_a_day_is_mended_with_samplers_hours_or_points():
    after = deploy(town(), dataclasses.replace(SCENARIO, hours=10.0), budget=BUDGET)
    (message,) = (m for m in after.said if m.id == "round-too-long")
    assert after.parts["staffing"].plan.status is Status.INFEASIBLE
    assert min(message.facts[name] for name in ("more", "hours", "points")) > 0


def test_nobody_to_send_and_no_sampler_end_in_words_not_in_a_trace():
    empty = dataclasses.replace(town(), willing=np.zeros(400, dtype=bool))
    made = deploy(empty, dataclasses.replace(SCENARIO, samplers=0, sealed=()), budget=BUDGET)
    assert made.is_sound
    assert {"people-short-in-all", "round-too-long"} <= {message.id for message in made.said}


def test_a_record_is_read_back_and_found_sound(first):
    record = json.loads(json.dumps(written(first, unit="999999"), allow_nan=False))
    again = read(record, town())
    assert again.is_sound
    assert {name: part.key for name, part in again.parts.items()} == {n: p.key for n, p in first.parts.items()}


def test_a_record_goes_on_as_a_start(first):
    start = read(json.loads(json.dumps(written(first, unit="999999"))), town())
    assert all(part.reused for part in deploy(town(), SCENARIO, budget=BUDGET, start=start).parts.values())


@pytest.mark.parametrize(
    ("part", "field", "value"),
    [
        ("mobilisation", "place", lambda old: [0] * len(old)),
        ("pairing_street", "pairs", lambda old: old[:-1]),
        ("staffing", "servers", lambda old: [[1] * len(row) for row in old]),
        ("sites", "opened", lambda old: [0, *old[1:]]),
        ("rosters", "duties", lambda old: [[0] * len(row) for row in old]),
    ],
)
def test_a_record_changed_by_hand_is_found_out(first, part, field, value):
    record = json.loads(json.dumps(written(first, unit="999999")))
    solution = record["parts"][part]["solution"]
    solution[field] = value(solution[field])
    assert read(record, town()).parts[part].broken


@pytest.mark.parametrize("record", [{}, {"parts": 3}, [], {"scenario": {}, "district_sha": "x"}])
def test_a_file_that_is_no_deployment_is_refused(record):
    with pytest.raises(RecordBroken):
        read(record, town())


@pytest.mark.parametrize(
    "given",
    [
        {"samplerz": 3},
        {"hours": "long"},
        {"points": -1},
        {"waves": 3},
        {"team_least": 30},
        {"grids": True},
        {"waves": [[1]]},
        {"waves": [[1, 0, 0.5]]},
        {"closed_roads": [[1]]},
        {"sealed": ["a"]},
        {"ill": [1.5]},
        {"days_simulated": 10**9},
        {"hours": 9999},
        {"hours": float("inf")},
        {"slot_minutes": 1, "hours": 700},
    ],
)
def test_a_scenario_with_strange_words_or_figures_is_refused(given):
    with pytest.raises(ScenarioRefused):
        Scenario.from_mapping(given)


def test_every_sentence_stands_in_both_languages_with_the_same_facts():
    import string

    for name, text in TEMPLATES.items():
        named = [{field for _, field, _, _ in string.Formatter().parse(text[k]) if field} for k in ("zh", "en")]
        assert named[0] == named[1], name


def _told(deployment, name):
    """The sentences of a part's violations."""
    part = deployment.parts[name]
    return [say(reason) for reason in part.reasons], part.plan.violations


def test_everything_an_answer_could_not_keep_has_a_sentence_in_both_languages():
    hard = dataclasses.replace(SCENARIO, hours=10.0, need_per_1000=400.0, patrol_teams=0, grids=150, samplers=4)
    made = deploy(town(), hard, budget=BUDGET)
    for name in made.parts:
        said, violations = _told(made, name)
        assert len(said) == len(violations), name
        assert all(one["zh"] and one["en"] and "{" not in one["zh"] + one["en"] for one in said), name
    assert {"grids", "staffing", "mobilisation", "patrols"} <= {n for n, p in made.parts.items() if p.reasons}


def test_people_still_in_line_when_their_window_closes_are_said_with_hours_and_samplers():
    made = deploy(town(), dataclasses.replace(SCENARIO, tables_at_point=1), budget=BUDGET)
    (message,) = (m for m in made.said if m.id == "people-left-in-line")
    assert message.facts["people"] == round(made.parts["day"].plan.violations[0].amount)
    assert min(message.facts["hours"], message.facts["more"]) > 0


def test_the_norms_are_said_whether_or_not_anything_is_short(first):
    (message,) = (m for m in first.said if m.id == "sampling-norms")
    assert (message.facts["points"], message.facts["tables"], message.facts["samplers"]) == (3, 9, 18)


@pytest.mark.parametrize("name", list(PARTS))
def test_every_answer_is_said_beside_the_hand_made_one(first, name):
    part = first.parts[name]
    said = answer(name, part.figures, {} if part.by_hand is None else part.by_hand.figures)
    assert ("手工" in said["zh"], "by hand" in said["en"]) == ((part.by_hand is not None),) * 2


def test_a_gate_cut_off_from_its_points_is_said_and_the_rest_is_planned(first):
    nodes = np.unique(town().node[town().compound == 2])
    around = [
        (int(nodes[0]), int(head))
        for head in town().road_head[town().road_indptr[nodes[0]] : town().road_indptr[nodes[0] + 1]]
    ]
    made = deploy(town(), dataclasses.replace(SCENARIO, closed_roads=tuple(around)), budget=BUDGET, start=first)
    assert "patrol-impossible" in {message.id for message in made.said}
    assert made.parts["grids"].reused


def test_a_message_is_said_with_its_facts():
    said = say(Message(id="trips-short", facts={"needed": 9, "trips": 4, "more": 5}))
    assert "9" in said["zh"]
    assert "5 trips more" in said["en"]
