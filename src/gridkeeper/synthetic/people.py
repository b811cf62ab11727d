"""Makes the people of the cohorts: names, ages, homes, memberships and declared skills."""

from __future__ import annotations

from typing import Final

import numpy as np

from gridkeeper.synthetic.cohorts import ELDEST_SECRETARY_BORN, Cohort
from gridkeeper.synthetic.model import Bodies, Flags, Ints, People, Texts
from gridkeeper.synthetic.names import mobile_phones, person_names
from gridkeeper.synthetic.roles import SKILLS
from gridkeeper.synthetic.territory import Territory

# People of one copy of the district; the next copy's phone numbers start here.
PHONES_PER_COPY: Final = 100_000
_CONSENT: Final = 0.97
_DECLARES_SKILL: Final = 0.4


def _homes(rng: np.random.Generator, cohort: Cohort, land: Territory) -> Ints:
    """(count,) building of each member, drawn by residents within the place the cohort names."""
    if cohort.within == "outside":
        return np.full(cohort.count, -1, dtype=np.int32)
    buildings = land.buildings
    place = {
        "district": np.zeros(buildings.code.size, dtype=np.int32),
        "community": buildings.community,
        "grid": buildings.grid,
        "compound": buildings.compound,
    }[cohort.within]
    order = np.argsort(place, kind="stable")
    sorted_place = place[order]
    # Half a person for every building, so that a place of institutions alone still has homes to draw.
    filled = np.cumsum(buildings.family_residents[order] + 0.5)
    near = cohort.near if cohort.near is not None and cohort.within != "district" else np.zeros(cohort.count, np.int32)
    low, high = np.searchsorted(sorted_place, near, "left"), np.searchsorted(sorted_place, near, "right")
    start = np.where(low > 0, filled[low - 1], 0.0)
    draw = start + rng.random(cohort.count) * (filled[high - 1] - start)
    row = np.clip(np.searchsorted(filled, draw, "right"), low, high - 1)
    home: Ints = order[row].astype(np.int32)
    return home


def _party(rng: np.random.Generator, cohort: Cohort) -> Flags:
    member = np.zeros(cohort.count, dtype=bool)
    member[rng.permutation(cohort.count)[: round(cohort.count * cohort.party)]] = True
    return member


def _born(rng: np.random.Generator, cohort: Cohort) -> Ints:
    """(count,) years of birth; the first branch secretary is seventy in 2022, the others are younger."""
    low, high = cohort.born
    born = np.clip(np.round(low + rng.beta(2.0, 1.8, cohort.count) * (high - low)), low, high).astype(np.int32)
    if cohort.key == "compound_branch_secretary":
        born[0] = ELDEST_SECRETARY_BORN
    return born


def _skills(rng: np.random.Generator, volunteer: Flags) -> Ints:
    """(P,) bit masks: some volunteers declare one or two skills, nobody else is asked."""
    first, second = (rng.integers(0, len(SKILLS), volunteer.size) for _ in range(2))
    mask = (1 << first) | np.where(rng.random(volunteer.size) < 0.3, 1 << second, 0)
    declared = volunteer & (rng.random(volunteer.size) < _DECLARES_SKILL)
    return np.where(declared, mask, 0).astype(np.int32)


def _branches(bodies: Bodies, land: Territory, *, home: Ints, member: Flags) -> Ints:
    """(P,) branch of the compound a Party member lives in, row of bodies, or -1."""
    of_compound = np.full(len(land.compounds.key), -1, dtype=np.int32)
    rows = np.flatnonzero(bodies.kind == "compound_branch")
    of_compound[bodies.compound[rows]] = rows
    compound = np.where(home >= 0, land.buildings.compound[np.maximum(home, 0)], -1)
    return np.where(member & (compound >= 0), of_compound[np.maximum(compound, 0)], -1).astype(np.int32)


def people(rng: np.random.Generator, made: list[Cohort], *, bodies: Bodies, land: Territory, copy: int) -> People:
    """People of all cohorts, in their order; ``copy`` keeps phone numbers of several districts apart."""
    count = sum(cohort.count for cohort in made)
    home = np.concatenate([_homes(rng, cohort, land) for cohort in made])
    member = np.concatenate([_party(rng, cohort) for cohort in made])
    born = np.concatenate([_born(rng, cohort) for cohort in made])
    volunteer = np.repeat([cohort.key == "volunteer" for cohort in made], [cohort.count for cohort in made])
    employer = np.concatenate(
        [np.full(c.count, -1, np.int32) if c.employer is None else c.employer for c in made]
    ).astype(np.int32)
    sex: Texts = np.where(rng.random(count) < 0.53, "F", "M")
    return People(
        name=person_names(rng, sex),
        sex=sex,
        birth_year=born,
        phone=mobile_phones(copy * PHONES_PER_COPY, count),
        home=home,
        employer=employer,
        branch=_branches(bodies, land, home=home, member=member),
        party_member=member,
        volunteer=volunteer,
        volunteer_consent=volunteer & (rng.random(count) < _CONSENT),
        skills=_skills(rng, volunteer),
    )
