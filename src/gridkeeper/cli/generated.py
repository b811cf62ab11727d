"""The generated district as the arrays that a deployment plans with."""

from __future__ import annotations

import re

import numpy as np

from gridkeeper.kernel.errors import NotFound
from gridkeeper.planning.deploy import District

_METRES_A_DEGREE = 111_320.0
_THIS_YEAR = 2022
_COPY = re.compile(r"^1499(\d\d)$")


def generated_district(unit: str) -> District:
    """The district with code ``unit``: 140106, or a copy 149901.. (`NotFound` for any other)."""
    from gridkeeper.synthetic import district_copy

    copy = _COPY.match(unit)
    if copy is None and unit != "140106":
        raise NotFound(kind="generated district", name=unit)
    made = district_copy(0 if copy is None else int(copy[1]))
    east = float(np.cos(np.radians(made.buildings.lat.mean()))) * _METRES_A_DEGREE

    def metres(lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
        return np.asarray(np.column_stack((lon * east, lat * _METRES_A_DEGREE)) - origin)

    origin = np.array([made.buildings.lon.min() * east, made.buildings.lat.min() * _METRES_A_DEGREE])
    buildings, folk, roads = made.buildings, made.people, made.roads
    xy = metres(buildings.lon, buildings.lat)
    street_of = {code: row for row, code in enumerate(made.streets.code.tolist())}
    leaders = made.posts.unit[made.posts.role == "street_leader"]
    home = np.where(folk.home[:, None] >= 0, xy[folk.home], xy.mean(axis=0))
    return District(
        unit=unit,
        xy=xy,
        residents=buildings.residents.astype(np.float64),
        community=buildings.community.astype(np.int64),
        compound=buildings.compound.astype(np.int64),
        node=buildings.road_node.astype(np.int64),
        community_xy=metres(made.communities.lon, made.communities.lat),
        street=made.communities.street.astype(np.int64),
        compound_xy=metres(made.compounds.lon, made.compounds.lat),
        compound_community=made.compounds.community.astype(np.int64),
        compound_residents=made.compounds.residents.astype(np.float64),
        road_xy=metres(roads.lon, roads.lat),
        road_indptr=roads.indptr.astype(np.int64),
        road_head=roads.target.astype(np.int64),
        road_metres=roads.metres.astype(np.float64),
        home=home,
        age=(_THIS_YEAR - folk.birth_year).astype(np.int64),
        skills=folk.skills.astype(np.int64),
        willing=(folk.party_member | (folk.volunteer & folk.volunteer_consent)) & (folk.home >= 0),
        party=folk.party_member,
        community_name=tuple(made.communities.short.tolist()),
        compound_name=tuple(made.compounds.name.tolist()),
        district_leaders=int((made.posts.role == "district_leader").sum()),
        street_of_leader=np.array([street_of[code[:9]] for code in leaders.tolist()], dtype=np.int64),
        departments=int((made.bodies.kind == "department").sum()),
    )
