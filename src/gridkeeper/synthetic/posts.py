"""Posts of the demo district and who holds them: vacancies, deputies and documents included (K-04)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from gridkeeper.synthetic.building_leaders import LEAST_HOUSEHOLDS, choose_leaders
from gridkeeper.synthetic.cohorts import Cohort
from gridkeeper.synthetic.model import Appointments, Bodies, Ints, People, Posts
from gridkeeper.synthetic.names import duty_phones
from gridkeeper.synthetic.territory import Territory

# Posts whose holder is reached on an own phone, not on a duty phone.
_NO_DUTY_PHONE: Final = (
    "building_leader",
    "volunteer",
    "doctor",
    "sampler",
    "seconded",
    "committee_cadre",
    "inspector",
)
_FIRST_DAY: Final = np.datetime64("2021-03-01")
_SECONDED_ON: Final = np.datetime64("2022-11-10")
_TEMPORARY_ON: Final = np.datetime64("2022-11-11")


@dataclass
class Register:
    """Collects posts and appointments; rows are handed out as they are added."""

    bodies: Bodies
    land: Territory
    members: dict[str, Ints]  # cohort -> rows of people
    posts: list[tuple[str, int, str, int, str, str, int]] = field(default_factory=list)
    appointments: list[tuple[int, int, str, np.datetime64, str]] = field(default_factory=list)

    def post(self, role: str, *, body: int, unit: str, zh: str, en: str, seats: int = 1, compound: int = -1) -> int:
        """Append a post and return its row."""
        self.posts.append((role, body, unit, compound, zh, en, seats))
        return len(self.posts) - 1

    def appoint(self, person: int, post: int, *, kind: str = "holder", on: np.datetime64 | None = None) -> None:
        """Append an appointment; its day and document number follow from its serial."""
        serial = len(self.appointments) + 1
        day = on if on is not None else _FIRST_DAY + np.timedelta64(serial * 37 % 590, "D")
        year = str(day)[:4]
        self.appointments.append((int(person), post, kind, day, f"迎组〔{year}〕演-{serial}号"))

    def of_kind(self, kind: str) -> list[int]:
        """Rows of the bodies of one kind."""
        rows: list[int] = np.flatnonzero(self.bodies.kind == kind).tolist()
        return rows


def _one_each(register: Register, role: str, kind: str, *, zh: str, en: str, cohort: str | None = None) -> None:
    """One post of ``role`` at every body of ``kind``, held by the cohort's members in order."""
    people = register.members[cohort or role]
    for person, body in zip(people, register.of_kind(kind), strict=True):
        name, english = register.bodies.name[body], register.bodies.name_en[body]
        post = register.post(
            role, body=body, unit=str(register.bodies.unit[body]), zh=f"{name}{zh}", en=f"{english}, {en}"
        )
        register.appoint(person, post)


def _shared(
    register: Register, role: str, *, body: int, unit: str, zh: str, en: str, holders: Ints, spare: int = 0
) -> int:
    """One post with a seat for each holder and ``spare`` empty ones; returns its row."""
    post = register.post(role, body=body, unit=unit, zh=zh, en=en, seats=len(holders) + spare)
    for person in holders:
        register.appoint(person, post, on=_SECONDED_ON if role == "seconded" else None)
    return post


def _by_employer(register: Register, people: People, role: str, kind: str, *, zh: str, en: str, spare: int = 0) -> None:
    """A shared post of ``role`` at each body of ``kind`` for the cohort's members it employs."""
    rows = register.members[role]
    for body in register.of_kind(kind):
        holders = rows[people.employer[rows] == body]
        name, english, unit = (
            str(column[body]) for column in (register.bodies.name, register.bodies.name_en, register.bodies.unit)
        )
        _shared(
            register, role, body=body, unit=unit, zh=f"{name}{zh}", en=f"{english}, {en}", holders=holders, spare=spare
        )


def _leaders(register: Register, people: People, code: str) -> None:
    """Sponsoring leaders of district and streets; which community each covers is a planner's answer."""
    for i, person in enumerate(register.members["district_leader"], start=1):
        post = register.post(
            "district_leader", body=0, unit=code, zh=f"区级领导包联岗{i:02d}", en=f"District leader {i:02d}"
        )
        register.appoint(person, post)
    rows, streets = register.members["street_leader"], register.land.streets
    for office, unit, short in zip(register.of_kind("street_office"), streets.code, streets.short, strict=True):
        for i, person in enumerate(rows[people.employer[rows] == office], start=1):
            title = f"{short}街镇领导包联岗{i:02d}"
            post = register.post("street_leader", body=office, unit=str(unit), zh=title, en=f"{short} leader {i:02d}")
            register.appoint(person, post)


def _offices_of_trust(register: Register, code: str) -> None:
    """Duty, discipline, data protection, audit, administration: a holder and a deputy each."""
    titles = {
        "discipline_officer": ("纪检专员岗", "Discipline officer"),
        "data_protection_officer": ("个人信息保护专员岗", "Data-protection officer"),
        "auditor": ("审计员岗", "Auditor"),
        "administrator": ("系统管理员岗", "Administrator"),
    }
    for role, (zh, en) in titles.items():
        post = register.post(role, body=0, unit=code, zh=zh, en=en)
        for person, kind in zip(register.members[role], ("holder", "deputy"), strict=True):
            register.appoint(person, post, kind=kind)
    duty = register.members["district_duty"]
    _shared(register, "district_duty", body=0, unit=code, zh="区指挥部值班岗", en="District duty desk", holders=duty)


def _communities(register: Register, people: People) -> None:
    """Secretary (deputised), deputy, cadres, desk, seconded officials and volunteers of each community."""
    land, members = register.land.communities, register.members
    committees, parties = register.of_kind("community_committee"), register.of_kind("community_party_committee")
    teams = register.of_kind("volunteer_team")
    cadres, volunteers = members["committee_cadre"], members["volunteer"]
    seconded = np.array_split(members["seconded"], len(committees))
    home_community = register.land.buildings.community[people.home[volunteers]]
    for c, (code, short) in enumerate(zip(land.code.tolist(), land.short.tolist(), strict=True)):
        secretary, deputy = members["community_secretary"][c], members["community_deputy"][c]
        staff = cadres[people.employer[cadres] == committees[c]]
        here = volunteers[home_community == c]
        post = register.post(
            "community_secretary", body=parties[c], unit=code, zh=f"{short}党委书记岗", en=f"{short} secretary"
        )
        register.appoint(secretary, post)
        register.appoint(deputy, post, kind="deputy")
        post = register.post(
            "community_deputy", body=parties[c], unit=code, zh=f"{short}副书记岗", en=f"{short} deputy secretary"
        )
        register.appoint(deputy, post)
        _shared(
            register,
            "committee_cadre",
            body=committees[c],
            unit=code,
            zh=f"{short}两委干部岗",
            en=f"{short} committee cadres",
            holders=staff,
        )
        _shared(
            register,
            "community_desk",
            body=committees[c],
            unit=code,
            zh=f"{short}值班岗",
            en=f"{short} desk",
            holders=staff[:2],
        )
        _shared(
            register,
            "seconded",
            body=parties[c],
            unit=code,
            zh=f"{short}下沉干部岗",
            en=f"{short} seconded officials",
            holders=seconded[c],
        )
        _shared(
            register,
            "volunteer",
            body=teams[c],
            unit=code,
            zh=f"{short}志愿者",
            en=f"{short} volunteers",
            holders=here,
            spare=6,
        )
        lead = register.post(
            "volunteer_team_leader",
            body=teams[c],
            unit=code,
            zh=f"{short}志愿服务队队长岗",
            en=f"{short} volunteer leader",
        )
        register.appoint(here[0], lead)
        register.appoint(here[1], lead, kind="deputy")  # fmt: skip


def _grids(register: Register, people: People) -> None:
    """One grid worker a grid; a vacant grid is looked after by a colleague of the community as deputy."""
    land, grids = register.land, register.land.grids
    committees = register.of_kind("community_committee")
    workers = register.members["grid_worker"]
    worker_of = dict(zip(land.buildings.grid[people.home[workers]].tolist(), workers.tolist(), strict=True))
    for g, (code, name, community) in enumerate(zip(grids.code, grids.name, grids.community, strict=True)):
        short = land.communities.short[community]
        serial = int(code[-3:])
        post = register.post(
            "grid_worker",
            body=committees[community],
            unit=str(code),
            zh=f"{short}{name}员岗",
            en=f"{short} grid {serial} worker",
        )
        if g in worker_of:
            register.appoint(worker_of[g], post)
            continue
        colleagues = [worker_of[h] for h in np.flatnonzero(grids.community == community).tolist() if h in worker_of]
        if colleagues:
            register.appoint(colleagues[0], post, kind="deputy")


def _compounds(register: Register, people: People) -> None:
    """Branch secretaries (two in a hundred vacant) and property managers of the compounds."""
    land, bodies = register.land, register.bodies
    compounds, codes = land.compounds, land.communities.code
    secretaries = register.members["compound_branch_secretary"]
    managers = register.members["property_manager"]
    where = land.communities.code[land.buildings.community[people.home[managers]]]
    manager_of = {
        (int(firm), str(code)): int(person)
        for firm, code, person in zip(people.employer[managers], where, managers, strict=True)
    }
    for k, body in enumerate(register.of_kind("compound_branch")):
        name, unit = compounds.name[k], str(codes[compounds.community[k]])
        post = register.post(
            "compound_branch_secretary",
            body=body,
            unit=unit,
            zh=f"{name}党支部书记岗",
            en=f"{name} branch secretary",
            compound=k,
        )
        if k % 50 != 49:
            register.appoint(secretaries[k], post)
        firm = int(compounds.property_firm[k])
        if firm >= 0:
            desk = register.post(
                "property_manager", body=firm, unit=unit, zh=f"{name}物业岗", en=f"{name} property manager", compound=k
            )
            person = manager_of.get((firm, unit))
            if person is not None:
                register.appoint(person, desk)
    for body in register.of_kind("temporary_branch"):
        k = int(bodies.compound[body])
        post = register.post(
            "compound_branch_secretary",
            body=body,
            unit=str(bodies.unit[body]),
            zh=f"{bodies.name[body]}书记岗",
            en=f"{bodies.name_en[body]} secretary",
            compound=k,
        )
        register.appoint(secretaries[k], post, on=_TEMPORARY_ON)  # fmt: skip
    for body in register.of_kind("temporary_general_branch"):
        unit = str(bodies.unit[body])
        post = register.post(
            "community_secretary",
            body=body,
            unit=unit,
            zh=f"{bodies.name[body]}书记岗",
            en=f"{bodies.name_en[body]} secretary",
        )
        register.appoint(register.members["community_secretary"][int(np.flatnonzero(codes == unit)[0])], post, on=_TEMPORARY_ON)  # fmt: skip


def _buildings(register: Register, people: People) -> None:
    """A building leader's post for each building of at least eight households; some are vacant."""
    buildings = register.land.buildings
    committees = register.of_kind("community_committee")
    ready = np.concatenate([register.members["resident_member"], register.members["volunteer"]])
    leaders = choose_leaders(people=people, candidates=ready, buildings=buildings)
    short = register.land.communities.short
    for b in np.flatnonzero(buildings.households >= LEAST_HOUSEHOLDS).tolist():
        name, community = buildings.name[b], int(buildings.community[b])
        post = register.post(
            "building_leader",
            body=committees[community],
            unit=str(buildings.code[b]),
            zh=f"{name}楼长岗",
            en=f"{short[community]}, {name} leader",
        )
        if leaders[b] >= 0:
            register.appoint(leaders[b], post)


def fill_posts(
    made: list[Cohort], *, people: People, bodies: Bodies, land: Territory, code: str
) -> tuple[Posts, Appointments]:
    """All posts and appointments of the district."""
    first = np.cumsum([0, *(cohort.count for cohort in made)])
    members = {c.key: np.arange(first[i], first[i + 1], dtype=np.int32) for i, c in enumerate(made)}
    register = Register(bodies=bodies, land=land, members=members)
    _leaders(register, people, code)
    _offices_of_trust(register, code)
    _one_each(register, "department_liaison", "department", zh="联络岗", en="liaison")
    _one_each(register, "department_dispatcher", "department", zh="调度岗", en="dispatcher")
    _one_each(register, "new_employment_team_leader", "new_employment_team", zh="队长岗", en="leader")
    _by_employer(register, people, "street_duty", "street_office", zh="值班岗", en="duty desk", spare=1)
    _by_employer(register, people, "inspector", "inspection_group", zh="督查岗", en="inspectors")
    _by_employer(register, people, "doctor", "medical_institution", zh="医生岗", en="doctors")
    _by_employer(register, people, "sampler", "sampler_team", zh="采样岗", en="samplers")
    _communities(register, people)
    _grids(register, people)
    _compounds(register, people)
    _buildings(register, people)
    return _as_arrays(register)


def _as_arrays(register: Register) -> tuple[Posts, Appointments]:
    role, body, unit, compound, zh, en, seats = (np.array(column) for column in zip(*register.posts, strict=True))
    person, post, kind, day, document = (np.array(column) for column in zip(*register.appointments, strict=True))
    posts = Posts(
        role=role,
        body=body.astype(np.int32),
        unit=unit,
        compound=compound.astype(np.int32),
        title=zh,
        title_en=en,
        seats=seats.astype(np.int32),
        duty_phone=duty_phones((~np.isin(role, _NO_DUTY_PHONE)).astype(np.int32)),
    )
    appointments = Appointments(
        person=person.astype(np.int32),
        post=post.astype(np.int32),
        kind=kind,
        starts_on=day.astype("datetime64[D]"),
        document=document,
    )
    return posts, appointments
