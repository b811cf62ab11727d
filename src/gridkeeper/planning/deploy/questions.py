"""Turns district, scenario and earlier answers into the question of each part; used to plan and to check again."""

from __future__ import annotations

from typing import Any

import numpy as np

from gridkeeper.planning import mobilise, pair, partition, simulate, site, staff
from gridkeeper.planning.deploy.district import District, Floats, Ints, Scenario

Answers = dict[str, Any]
_OF_AGE = 18


def grids(district: District, scenario: Scenario, answers: Answers) -> partition.Problem:  # noqa: ARG001
    """Contiguous grids of equal people inside communities; never more grids than the buildings allow."""
    indptr, indices = partition.from_points(district.xy, district.community)
    k = max(min(scenario.grids, len(district.xy)), len(np.unique(district.community)))
    return partition.Problem(
        weight=district.residents,
        indptr=indptr,
        indices=indices,
        xy=district.xy,
        group=district.community,
        k=k,
        tolerance=scenario.grid_tolerance,
    )


def pairing_district(district: District, scenario: Scenario, answers: Answers) -> pair.Problem:  # noqa: ARG001
    """District leaders to communities (YZ-01)."""
    return pair.Problem(leaders=district.district_leaders, communities=len(district.street))


def pairing_street(district: District, scenario: Scenario, answers: Answers) -> pair.Problem:  # noqa: ARG001
    """Street leaders inside their own street (YZ-02)."""
    leaders = district.street_of_leader
    return pair.Problem(
        leaders=len(leaders),
        communities=len(district.street),
        leader_group=leaders,
        community_group=district.street,
    )


def pairing_department(district: District, scenario: Scenario, answers: Answers) -> pair.Problem:  # noqa: ARG001
    """Departments to communities."""
    return pair.Problem(leaders=district.departments, communities=len(district.street))


def sites(district: District, scenario: Scenario, answers: Answers) -> site.Problem:  # noqa: ARG001
    """Sampling points at buildings so that residents walk least (YZ-10)."""
    p = min(scenario.points, len(district.xy))
    return site.Problem(metric=site.Points(district.xy), p=p, weight=district.residents)


def people_at_points(district: District, answers: Answers) -> Floats:
    """How many residents go to each open point."""
    opened, assigned = answers["sites"].opened, answers["sites"].assigned
    place = np.searchsorted(opened, assigned)
    return np.bincount(place, weights=district.residents, minlength=len(opened)).astype(np.float64)


def staffing(district: District, scenario: Scenario, answers: Answers) -> staff.Problem:
    """Samplers to points by the hour; windows in turn where there are fewer samplers than points (YZ-12)."""
    people = people_at_points(district, answers)
    waves = tuple(simulate.Wave(at_h=w[0], spread_h=w[1], share=w[2]) for w in scenario.waves)
    rate = simulate.rates(people, waves=waves, slots=scenario.slots, slot_h=scenario.slot_h)
    in_turn = scenario.samplers < len(people)
    return staff.Problem(
        rate=rate,
        servers=np.array(scenario.samplers),
        service_per_h=scenario.per_hour,
        slot_h=scenario.slot_h,
        most=np.full(len(people), scenario.tables_at_point),
        model="windows" if in_turn else "fluid",
        order=along_curve(district.xy[answers["sites"].opened]) if in_turn else None,
    )


def day(district: District, scenario: Scenario, answers: Answers) -> simulate.Problem:
    """The day as people will live it; in a window people are called evenly over its samplers' time."""
    question = staffing(district, scenario, answers)
    servers = answers["staffing"].servers
    rate = question.rate
    if question.model == "windows":
        time = servers.sum(axis=1, keepdims=True) * scenario.slot_h
        served = np.minimum(people_at_points(district, answers)[:, None], time * scenario.per_hour)
        rate = served * servers / np.maximum(time, 1e-9)
    return simulate.Problem(
        servers=servers,
        rate=rate,
        slot_h=scenario.slot_h,
        service_per_h=scenario.per_hour,
        reps=scenario.days_simulated,
        wait_max_min=scenario.wait_max_min,
    )


def called(district: District, scenario: Scenario) -> Ints:
    """Rows of the people who may be called: willing, of age, not ill (SF-31; the roster minds the old)."""
    well = np.ones(len(district.home), dtype=np.bool_)
    ill = [row for row in scenario.ill if 0 <= row < len(well)]
    well[ill] = False
    return np.flatnonzero(district.willing & (district.age >= _OF_AGE) & well)


def _sealed(district: District, scenario: Scenario) -> Ints:
    inside = [row for row in scenario.sealed if 0 <= row < len(district.compound_xy)]
    return np.unique(np.array(inside, dtype=np.int64))


def mobilisation(district: District, scenario: Scenario, answers: Answers) -> mobilise.Problem:
    """Everybody called to communities by residents, sealed ones counting more; earlier places are kept."""
    count = len(district.street)
    load = np.bincount(district.community, weights=district.residents, minlength=count)
    rows = _sealed(district, scenario)
    extra = np.bincount(
        district.compound_community[rows], weights=district.compound_residents[rows], minlength=count
    ) * (scenario.sealed_factor - 1.0)
    need = np.ceil(np.maximum(load + extra, 0.0) * scenario.need_per_1000 / 1000.0).astype(np.int64)
    unfit = np.ones(len(district.home), dtype=np.bool_)
    unfit[called(district, scenario)] = False
    current = answers.get("earlier_places")
    return mobilise.Problem(
        need=need,
        home=district.home,
        xy=district.community_xy,
        unfit=unfit,
        fairness="maxmin" if int(need.sum()) > int((~unfit).sum()) else None,
        current=current,
        change_cost=0.0 if current is None else 1e5,
    )


def teams(district: District, scenario: Scenario, answers: Answers) -> mobilise.Problem:
    """Response teams of 8 to 20 at each compound, out of the people sent to its community (class = community)."""
    size = np.ceil(district.compound_residents / scenario.residents_per_member).astype(np.int64)
    size = np.clip(size, scenario.team_least, scenario.team_most)
    communities = len(district.street)
    need = np.zeros((len(size), communities), dtype=np.int64)
    need[np.arange(len(size)), district.compound_community] = size
    place = answers["mobilisation"].place
    current = answers.get("earlier_teams")
    return mobilise.Problem(
        need=need,
        home=district.home,
        xy=district.compound_xy,
        cls=np.maximum(place, 0),
        unfit=place < 0,
        fairness="maxmin",
        current=current,
        change_cost=0.0 if current is None else 1e5,
    )


def along_curve(xy: Floats) -> Ints:
    """Rows in an order in which neighbours follow each other: bits of both coordinates mixed (Morton 1966)."""
    if len(xy) == 0:
        return np.empty(0, dtype=np.int64)
    low, span = xy.min(axis=0), np.ptp(xy, axis=0).max() + 1e-9
    cell = ((xy - low) / span * 1023).astype(np.int64)
    key = np.zeros(len(xy), dtype=np.int64)
    for bit in range(10):
        key |= ((cell[:, 0] >> bit) & 1) << (2 * bit) | ((cell[:, 1] >> bit) & 1) << (2 * bit + 1)
    return np.argsort(key, kind="stable")
