"""Posts of the demo district and who holds them: vacancies, deputies and documents included (K-04)."""

from __future__ import annotations

from typing import Final

import numpy as np

from gridkeeper.synthetic import local_posts
from gridkeeper.synthetic.cohorts import Cohort
from gridkeeper.synthetic.model import Appointments, Bodies, People, Posts
from gridkeeper.synthetic.post_register import PostRegister, Seat
from gridkeeper.synthetic.territory import Territory

_TRUSTED: Final = {
    "discipline_officer": ("纪检专员岗", "Discipline officer"),
    "data_protection_officer": ("个人信息保护专员岗", "Data-protection officer"),
    "auditor": ("审计员岗", "Auditor"),
    "administrator": ("系统管理员岗", "Administrator"),
}


def _leaders(register: PostRegister, code: str) -> None:
    """Sponsoring leaders of district and streets; which community each covers is a planner's answer (YZ-01)."""
    for i, person in enumerate(register.members["district_leader"].tolist(), start=1):
        seat = Seat(body=0, unit=code, zh=f"区级领导包联岗{i:02d}", en=f"District leader {i:02d}")
        register.appoint(person, register.post("district_leader", seat))
    rows, streets = register.members["street_leader"], register.land.streets
    for office, unit, short in zip(register.of_kind("street_office"), streets.code, streets.short, strict=True):
        kind = "镇" if unit[-3:] >= "100" else "街道"
        for i, person in enumerate(rows[register.people.employer[rows] == office].tolist(), start=1):
            seat = Seat(body=office, unit=str(unit), zh=f"{short}{kind}领导包联岗{i:02d}", en=f"{short} leader {i:02d}")
            register.appoint(person, register.post("street_leader", seat))


def _offices_of_trust(register: PostRegister, code: str) -> None:
    """Discipline, data protection, audit and administration: a holder and a deputy each; and the duty desk."""
    for role, (zh, en) in _TRUSTED.items():
        post = register.post(role, Seat(body=0, unit=code, zh=zh, en=en))
        for person, kind in zip(register.members[role].tolist(), ("holder", "deputy"), strict=True):
            register.appoint(person, post, kind=kind)
    desk = Seat(body=0, unit=code, zh="区指挥部值班岗", en="District duty desk")
    register.shared("district_duty", desk, zh="", en="", holders=register.members["district_duty"])


def fill_posts(
    made: list[Cohort], *, people: People, bodies: Bodies, land: Territory, code: str
) -> tuple[Posts, Appointments]:
    """All posts and appointments of the district; ``people`` are the cohorts' members in order."""
    first = np.cumsum([0, *(cohort.count for cohort in made)])
    members = {c.key: np.arange(first[i], first[i + 1], dtype=np.int32) for i, c in enumerate(made)}
    register = PostRegister(bodies=bodies, people=people, land=land, members=members)
    _leaders(register, code)
    _offices_of_trust(register, code)
    register.one_each("department_liaison", "department", zh="联络岗", en="liaison")
    register.one_each("department_dispatcher", "department", zh="调度岗", en="dispatcher")
    register.one_each("new_employment_team_leader", "new_employment_team", zh="队长岗", en="leader")
    register.by_employer("street_duty", "street_office", zh="值班岗", en="duty desk", spare=1)
    register.by_employer("inspector", "inspection_group", zh="督查岗", en="inspectors")
    register.by_employer("doctor", "medical_institution", zh="医生岗", en="doctors")
    register.by_employer("sampler", "sampler_team", zh="采样岗", en="samplers")
    local_posts.fill_communities(register)
    local_posts.fill_volunteer_teams(register)
    local_posts.fill_grids(register)
    local_posts.fill_compounds(register)
    local_posts.fill_temporary_branches(register)
    local_posts.fill_buildings(register)
    return register.arrays()
