"""Who lives and works in the demo district: cohorts of people, their ages, homes, employers and memberships."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from gridkeeper.synthetic.frame import apportion
from gridkeeper.synthetic.model import Bodies, Floats, Ints
from gridkeeper.synthetic.territory import Territory

PARTY_MEMBERS: Final = 7_214
VOLUNTEERS: Final = 6_362
VOLUNTEERS_IN_PARTY: Final = 1_496
SECONDED: Final = 874
DOCTORS: Final = 135
SAMPLERS: Final = 270
ELDEST_SECRETARY_BORN: Final = 1952
VACANT_GRIDS: Final = 0.03


@dataclass(frozen=True, kw_only=True)
class Cohort:
    """People alike in how they are made; rows follow each other in People.

    ``near`` says where they live: rows of communities, grids or compounds by ``within``.
    """

    key: str
    count: int
    party: float  # share that opted in as Party members
    born: tuple[int, int]  # earliest and latest year of birth
    within: str = "district"  # district, street, community, grid, compound, outside
    near: Ints | None = None  # (count,) row of that kind
    employer: Ints | None = None  # (count,) row of bodies


def _spread(total: int, weights: Floats, rows: Ints) -> Ints:
    """``rows`` repeated so that there are ``total``, in proportion to the weights."""
    return np.repeat(rows, apportion(total, weights)).astype(np.int32)


def community_rows(land: Territory) -> Floats:
    """(C,) residents of each community."""
    buildings = land.buildings
    return np.bincount(buildings.community, weights=buildings.residents, minlength=len(land.communities.code)).astype(
        np.float64
    )


def staffed_grids(rng: np.random.Generator, land: Territory) -> Ints:
    """Rows of the grids that have a grid worker; about three in a hundred are vacant."""
    count = len(land.grids.code)
    vacant = rng.permutation(count)[: round(count * VACANT_GRIDS)]
    return np.setdiff1d(np.arange(count), vacant).astype(np.int32)


def _officials(bodies: Bodies, land: Territory) -> list[Cohort]:
    """Leaders, departments, duty officers, inspectors and the four offices of trust."""
    departments = np.flatnonzero(bodies.kind == "department").astype(np.int32)
    offices = np.flatnonzero(bodies.kind == "street_office").astype(np.int32)
    command = np.zeros(1, dtype=np.int32)
    streets = np.arange(offices.size, dtype=np.int32)
    communities = np.bincount(land.communities.street).astype(np.float64)
    by_street = _spread(78, communities, streets)
    duty = np.repeat(streets, 4).astype(np.int32)
    groups = np.flatnonzero(bodies.kind == "inspection_group").astype(np.int32)
    senior, usual = (1963, 1985), (1966, 1998)
    return [
        Cohort(key="district_leader", count=30, party=1.0, born=senior, employer=np.repeat(command, 30)),
        Cohort(
            key="street_leader", count=78, party=1.0, born=(1966, 1989), employer=offices[by_street], near=by_street
        ),
        Cohort(key="department_liaison", count=57, party=1.0, born=usual, employer=departments),
        Cohort(key="department_dispatcher", count=57, party=0.5, born=usual, employer=departments),
        Cohort(
            key="seconded",
            count=SECONDED,
            party=0.72,
            born=usual,
            employer=np.resize(departments, SECONDED),
        ),
        Cohort(key="district_duty", count=8, party=0.75, born=usual, employer=np.repeat(command, 8)),
        Cohort(key="street_duty", count=duty.size, party=0.6, born=usual, employer=offices[duty], near=duty),
        Cohort(key="inspector", count=18, party=1.0, born=usual, employer=np.repeat(groups, 3)),
        Cohort(key="discipline_officer", count=2, party=1.0, born=usual, employer=np.repeat(departments[4:5], 2)),
        Cohort(key="data_protection_officer", count=2, party=0.5, born=usual, employer=np.repeat(command, 2)),
        Cohort(key="auditor", count=2, party=0.5, born=usual, employer=np.repeat(command, 2)),
        Cohort(key="administrator", count=2, party=0.5, born=(1975, 1999), employer=np.repeat(command, 2)),
    ]


def managed_by_firms(land: Territory) -> Ints:
    """(m, 2) pairs of a property firm and a community it works in, each with one manager."""
    firm = land.compounds.property_firm
    pairs: Ints = np.unique(np.column_stack([firm, land.compounds.community])[firm >= 0], axis=0).astype(np.int32)
    return pairs


def _community_staff(bodies: Bodies, land: Territory) -> list[Cohort]:
    """Secretary, deputy and cadres of each community."""
    committee = np.flatnonzero(bodies.kind == "community_committee").astype(np.int32)
    every = np.arange(committee.size, dtype=np.int32)
    cadres = np.clip(np.round(2 + community_rows(land) / 1_300), 3, 9).astype(np.int64)
    staff = (
        ("community_secretary", 1.0, (1964, 1992), every),
        ("community_deputy", 1.0, (1968, 1994), every),
        ("committee_cadre", 0.45, (1967, 1999), np.repeat(every, cadres)),
    )
    return [
        Cohort(
            key=key, count=near.size, party=party, born=born, within="community", near=near, employer=committee[near]
        )
        for key, party, born, near in staff
    ]


def _neighbourhood(rng: np.random.Generator, bodies: Bodies, land: Territory) -> list[Cohort]:
    """Grid workers, branch secretaries and property managers."""
    committee = np.flatnonzero(bodies.kind == "community_committee").astype(np.int32)
    grids = staffed_grids(rng, land)
    compounds = np.arange(len(land.compounds.key), dtype=np.int32)
    managed = managed_by_firms(land)
    return [
        Cohort(
            key="grid_worker",
            count=grids.size,
            party=0.25,
            born=(1968, 1999),
            within="grid",
            near=grids,
            employer=committee[land.grids.community[grids]],
        ),
        Cohort(
            key="compound_branch_secretary",
            count=compounds.size,
            party=1.0,
            born=(1953, 1987),
            within="compound",
            near=compounds,
        ),
        Cohort(
            key="property_manager",
            count=len(managed),
            party=0.12,
            born=(1968, 1996),
            within="community",
            near=managed[:, 1],
            employer=managed[:, 0],
        ),
    ]


def _pledged(bodies: Bodies, land: Territory) -> list[Cohort]:
    """Doctors, samplers, team leaders and volunteers."""
    hospitals = np.flatnonzero(bodies.kind == "medical_institution").astype(np.int32)
    lent = np.flatnonzero(bodies.kind == "sampler_team").astype(np.int32)
    teams = np.flatnonzero(bodies.kind == "new_employment_team").astype(np.int32)
    every = np.arange(len(land.communities.code), dtype=np.int32)
    volunteers = _spread(VOLUNTEERS, community_rows(land), every)
    sizes = np.linspace(1.6, 0.5, hospitals.size)
    return [
        Cohort(key="doctor", count=DOCTORS, party=0.3, born=(1964, 1996), employer=_spread(DOCTORS, sizes, hospitals)),
        Cohort(
            key="sampler",
            count=SAMPLERS,
            party=0.2,
            born=(1975, 2000),
            within="outside",
            employer=_spread(SAMPLERS, np.array([5.0, 4.0]), lent),
        ),
        Cohort(key="new_employment_team_leader", count=teams.size, party=0.25, born=(1978, 2001), employer=teams),
        Cohort(
            key="volunteer",
            count=VOLUNTEERS,
            party=VOLUNTEERS_IN_PARTY / VOLUNTEERS,
            born=(1950, 2003),
            within="community",
            near=volunteers,
        ),
    ]


def cohorts(rng: np.random.Generator, bodies: Bodies, land: Territory) -> list[Cohort]:
    """All cohorts; resident Party members come last and fill up the number of members."""
    made = [
        *_officials(bodies, land),
        *_community_staff(bodies, land),
        *_neighbourhood(rng, bodies, land),
        *_pledged(bodies, land),
    ]
    residents = PARTY_MEMBERS - sum(round(cohort.count * cohort.party) for cohort in made)
    every = np.arange(len(land.communities.code), dtype=np.int32)
    near = _spread(residents, community_rows(land), every)
    made.append(
        Cohort(key="resident_member", count=residents, party=1.0, born=(1946, 2002), within="community", near=near)
    )
    return made
