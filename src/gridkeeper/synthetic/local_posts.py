"""Posts below the street: communities, grids, compounds, buildings, with their vacancies and deputies."""

from __future__ import annotations

from typing import Final

import numpy as np

from gridkeeper.synthetic.building_leaders import LEAST_HOUSEHOLDS, choose_leaders
from gridkeeper.synthetic.cohorts import managed_by_firms
from gridkeeper.synthetic.post_register import PostRegister, Seat

_SECONDED_ON: Final = np.datetime64("2022-11-10")
_TEMPORARY_ON: Final = np.datetime64("2022-11-11")
_EVERY_NTH_BRANCH_VACANT: Final = 50
_VOLUNTEERS_WANTED: Final = 6  # open seats of each volunteer team


def fill_communities(register: PostRegister) -> None:
    """Secretary (deputised), deputy, cadres, desk and seconded officials of each community."""
    members, here = register.members, register.land.communities
    committees, parties = register.of_kind("community_committee"), register.of_kind("community_party_committee")
    cadres = members["committee_cadre"]
    seconded = np.array_split(members["seconded"], len(committees))
    for c, (code, short) in enumerate(zip(here.code.tolist(), here.short.tolist(), strict=True)):
        party = Seat(body=parties[c], unit=code, zh=short, en=short)
        committee = Seat(body=committees[c], unit=code, zh=short, en=short)
        secretary, deputy = members["community_secretary"][c], members["community_deputy"][c]
        staff = cadres[register.people.employer[cadres] == committees[c]]
        post = register.post("community_secretary", party, zh="党委书记岗", en="secretary")
        register.appoint(secretary, post)
        register.appoint(deputy, post, kind="deputy")
        register.appoint(deputy, register.post("community_deputy", party, zh="副书记岗", en="deputy secretary"))
        register.shared("committee_cadre", committee, zh="两委干部岗", en="committee cadres", holders=staff)
        register.shared("community_desk", committee, zh="值班岗", en="desk", holders=staff[:2])
        register.shared(
            "seconded", party, zh="下沉干部岗", en="seconded officials", holders=seconded[c], on=_SECONDED_ON
        )


def fill_volunteer_teams(register: PostRegister) -> None:
    """Volunteers of each community with a leader and a deputy from among them, and seats still open."""
    volunteers = register.members["volunteer"]
    lives_in = register.land.buildings.community[register.people.home[volunteers]]
    for c, body in enumerate(register.of_kind("volunteer_team")):
        seat, team = register.seat(body), volunteers[lives_in == c]
        register.shared("volunteer", seat, zh="队员", en="members", holders=team, spare=_VOLUNTEERS_WANTED)
        post = register.post("volunteer_team_leader", seat, zh="队长岗", en="leader")
        for person, kind in zip(team[:2].tolist(), ("holder", "deputy"), strict=False):
            register.appoint(person, post, kind=kind)


def fill_grids(register: PostRegister) -> None:
    """One grid worker a grid; a vacant grid is looked after by a colleague of the community as deputy."""
    land, grids = register.land, register.land.grids
    committees = register.of_kind("community_committee")
    workers = register.members["grid_worker"]
    worker_of = dict(zip(land.buildings.grid[register.people.home[workers]].tolist(), workers.tolist(), strict=True))
    for g, (code, name, community) in enumerate(zip(grids.code, grids.name, grids.community, strict=True)):
        short = land.communities.short[community]
        seat = Seat(
            body=committees[community], unit=str(code), zh=f"{short}{name}", en=f"{short} grid {int(code[-3:])}"
        )
        post = register.post("grid_worker", seat, zh="员岗", en="worker")
        if g in worker_of:
            register.appoint(worker_of[g], post)
            continue
        colleagues = [worker_of[h] for h in np.flatnonzero(grids.community == community).tolist() if h in worker_of]
        if colleagues:
            register.appoint(colleagues[0], post, kind="deputy")


def fill_compounds(register: PostRegister) -> None:
    """Branch secretaries, one in fifty vacant, and the property managers of the compounds that have a firm."""
    land = register.land
    secretaries = register.members["compound_branch_secretary"].tolist()
    served = managed_by_firms(land).tolist()
    managers = register.members["property_manager"].tolist()
    manager_of = {(firm, community): person for (firm, community), person in zip(served, managers, strict=True)}
    for k, body in enumerate(register.of_kind("compound_branch")):
        seat = register.seat(body)
        post = register.post("compound_branch_secretary", seat, zh="书记岗", en="secretary")
        if k % _EVERY_NTH_BRANCH_VACANT != _EVERY_NTH_BRANCH_VACANT - 1:
            register.appoint(secretaries[k], post)
        firm, name = int(land.compounds.property_firm[k]), str(land.compounds.name[k])
        if firm >= 0:
            desk = Seat(body=firm, unit=seat.unit, zh=name, en=name, compound=k)
            manager = manager_of[firm, int(land.compounds.community[k])]
            register.appoint(manager, register.post("property_manager", desk, zh="物业岗", en="property manager"))


def fill_temporary_branches(register: PostRegister) -> None:
    """The example of K-05: secretaries appointed to a temporary general branch and its two branches."""
    codes = register.land.communities.code
    for body in register.of_kind("temporary_general_branch"):
        seat = register.seat(body)
        post = register.post("community_secretary", seat, zh="书记岗", en="secretary")
        here = int(np.flatnonzero(codes == seat.unit)[0])
        register.appoint(register.members["community_secretary"][here], post, on=_TEMPORARY_ON)
    for body in register.of_kind("temporary_branch"):
        seat = register.seat(body)
        post = register.post("compound_branch_secretary", seat, zh="书记岗", en="secretary")
        register.appoint(register.members["compound_branch_secretary"][seat.compound], post, on=_TEMPORARY_ON)


def fill_buildings(register: PostRegister) -> None:
    """A building leader's post for each building of at least eight households; some are vacant."""
    buildings, short = register.land.buildings, register.land.communities.short
    committees = register.of_kind("community_committee")
    ready = np.concatenate([register.members["resident_member"], register.members["volunteer"]])
    leaders = choose_leaders(people=register.people, candidates=ready, buildings=buildings)
    for b in np.flatnonzero(buildings.households >= LEAST_HOUSEHOLDS).tolist():
        name, community = str(buildings.name[b]), int(buildings.community[b])
        seat = Seat(body=committees[community], unit=str(buildings.code[b]), zh=name, en=f"{short[community]}, {name}")
        post = register.post("building_leader", seat, zh="楼长岗", en="building leader")
        if leaders[b] >= 0:
            register.appoint(leaders[b], post)
