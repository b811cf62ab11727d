"""What the generator of the demo district hands out: frozen groups of equally long arrays, one row a thing.

Row numbers are the only references between groups (``buildings.community[b]`` is a row of ``communities``);
-1 means none. Strings are numpy unicode arrays or tuples. Coordinates are WGS-84 degrees, outlines are valid
shapely polygons in (longitude, latitude). Everything is generated except official codes and names, the census
totals and the street network (see NOTICE); the names of people and firms are invented (R-16).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray
from shapely import MultiPolygon, Polygon

from gridkeeper.kernel.quantity import Quantity

Outline: TypeAlias = Polygon | MultiPolygon
Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
Flags = NDArray[np.bool_]
Texts = NDArray[np.str_]

GENERATED_MARK: Final = "（生成）"
GENERATED_MARK_EN: Final = " (generated)"


@dataclass(frozen=True, kw_only=True)
class Streets:
    """The S = 7 streets and towns (街道, 镇)."""

    code: Texts  # (S,) 9 digits
    name: Texts  # (S,) official name
    short: Texts  # (S,) without 街道/镇, for labels
    lon: Floats  # (S,) label point, degrees
    lat: Floats
    outline: tuple[Outline | None, ...]  # union of the outlines of its communities


@dataclass(frozen=True, kw_only=True)
class Communities:
    """The C = 112 communities and villages.

    A village beyond the reach of the street network (图外) has ``on_map`` False and no outline; its label point
    and its buildings stand at generated places.
    """

    code: Texts  # (C,) 12 digits
    name: Texts  # (C,) official name, as 察院后社区居委会
    short: Texts  # (C,) display name, as 察院后社区
    village: Flags  # (C,) True for a village committee (村委会)
    street: Ints  # (C,) row of streets
    lon: Floats  # (C,) label point, degrees
    lat: Floats
    on_map: Flags  # (C,) False: no outline
    outline: tuple[Outline | None, ...]
    neighbours: Ints  # (M, 2) pairs i < j that share at least 20 m of border


@dataclass(frozen=True, kw_only=True)
class Grids:
    """The G grids (网格), each inside one community, 300-500 households where the community allows (K-03)."""

    code: Texts  # (G,) 15 digits: community + serial
    name: Texts  # (G,) as 第1网格
    community: Ints  # (G,) row of communities
    households: Ints  # (G,) family households
    residents: Ints  # (G,) people in family households and collective quarters
    lon: Floats  # (G,) label point
    lat: Floats
    outline: tuple[Outline | None, ...]  # None for the grids of a village off the map


@dataclass(frozen=True, kw_only=True)
class Buildings:
    """The B buildings. Sums over all rows are the census figures (R-04)."""

    code: Texts  # (B,) 18 digits: grid + serial
    name: Texts  # (B,) unique inside its community, as 水西关街26号院3号楼
    road: Texts  # (B,) nearest named street, may be ""
    lon: Floats  # (B,) degrees
    lat: Floats
    community: Ints  # (B,) row of communities
    grid: Ints  # (B,) row of grids
    compound: Ints  # (B,) row of compounds or -1
    road_node: Ints  # (B,) nearest node of the largest component of roads
    access_metres: Floats  # (B,) straight distance to that node
    floors: Ints  # (B,) storeys
    households: Ints  # (B,) family households
    family_residents: Ints  # (B,) people in family households
    collective: Ints  # (B,) people in collective quarters (dormitories, institutions)

    @property
    def residents(self) -> Ints:
        """(B,) all residents: family and collective."""
        return self.family_residents + self.collective


@dataclass(frozen=True, kw_only=True)
class Compounds:
    """The 795 compounds (小区, 院): overlays on the tree, named sets of buildings (R-02)."""

    key: Texts  # (K,) stable key: code of its main community, "C", three digits
    name: Texts  # (K,) two of them share one name in different communities
    community: Ints  # (K,) community with most of its households
    crosses_communities: Flags  # (K,) True: its buildings lie in two communities
    households: Ints  # (K,)
    residents: Ints  # (K,)
    lon: Floats  # (K,) label point
    lat: Floats
    outline: tuple[Polygon, ...]  # hull of its buildings
    property_firm: Ints  # (K,) row of bodies or -1


@dataclass(frozen=True, kw_only=True)
class Roads:
    """The street network: nodes, arcs in CSR form (one-way streets have one arc), and lines to draw.

    Arcs leaving node n are ``target[indptr[n]:indptr[n+1]]``. Lines are kept as one vertex list: line l has
    vertices ``line_lon[line_start[l]:line_start[l+1]]``.
    """

    lon: Floats  # (N,) nodes, degrees
    lat: Floats
    main: Flags  # (N,) True: in the largest component, every one of these reaches every other
    indptr: NDArray[np.int64]  # (N+1,)
    target: Ints  # (A,)
    metres: Floats  # (A,) length
    arc_line: Ints  # (A,) row of the line this arc follows
    line_start: NDArray[np.int64]  # (L+1,)
    line_lon: Floats
    line_lat: Floats
    line_name: Texts  # (L,) street name or ""
    line_class: Texts  # (L,) OpenStreetMap highway class, or "generated" for the invented village lanes
    line_oneway: Flags  # (L,)


@dataclass(frozen=True, kw_only=True)
class Bodies:
    """Organisations (K-04..K-06).

    ``kind``: command, department, street_office, community_committee, community_party_committee,
    compound_branch, medical_institution, sampler_team, property_firm, new_employment_team, volunteer_team,
    inspection_group, temporary_general_branch, temporary_branch.
    """

    kind: Texts  # (O,)
    name: Texts  # (O,) Chinese
    name_en: Texts  # (O,)
    unit: Texts  # (O,) code of the unit it belongs to
    parent: Ints  # (O,) superior body or -1
    compound: Ints  # (O,) compound it works for, or -1
    temporary: Flags  # (O,) closes with what justified it (K-05)


@dataclass(frozen=True, kw_only=True)
class People:
    """Invented people. ``party_member`` and ``skills`` are recorded only for those who opted in (R-15)."""

    name: Texts  # (P,) without the mark; show it with GENERATED_MARK
    sex: Texts  # (P,) "F" or "M"
    birth_year: Ints  # (P,)
    phone: Texts  # (P,) 11 digits starting with 100, which no operator uses; unique
    home: Ints  # (P,) row of buildings, or -1 for people lent from outside
    employer: Ints  # (P,) row of bodies or -1
    branch: Ints  # (P,) compound branch a Party member checked in at, row of bodies, or -1
    party_member: Flags  # (P,) P3
    volunteer: Flags  # (P,)
    volunteer_consent: Flags  # (P,) volunteers only: agreed to be called out
    skills: Ints  # (P,) bit mask over SKILLS, P3


@dataclass(frozen=True, kw_only=True)
class Posts:
    """Seats to fill. A post without a holder in ``Appointments`` is vacant."""

    role: Texts  # (Q,) key of ROLES
    body: Ints  # (Q,) row of bodies or -1
    unit: Texts  # (Q,) code of the unit its duty covers
    compound: Ints  # (Q,) compound its duty covers, or -1
    title: Texts  # (Q,) Chinese
    title_en: Texts  # (Q,)
    seats: Ints  # (Q,)
    duty_phone: Texts  # (Q,) "0351-000 NNNN" (not a working number), unique, or ""


@dataclass(frozen=True, kw_only=True)
class Appointments:
    """Who holds which post, from when, under which document (K-04)."""

    person: Ints  # (T,)
    post: Ints  # (T,)
    kind: Texts  # (T,) "holder" or "deputy"
    starts_on: NDArray[np.datetime64]  # (T,) days
    document: Texts  # (T,) number of the appointing document


@dataclass(frozen=True, kw_only=True)
class Fact:
    """A figure of the newspaper page with its qualifier (K-12)."""

    key: str
    zh: str
    en: str
    quantity: Quantity


@dataclass(frozen=True, kw_only=True)
class District:
    """A whole generated district; the same seed gives the same bits."""

    seed: int
    code: str  # 6 digits
    name: str
    outline: Outline
    streets: Streets
    communities: Communities
    grids: Grids
    buildings: Buildings
    compounds: Compounds
    roads: Roads
    bodies: Bodies
    people: People
    posts: Posts
    appointments: Appointments
    facts: tuple[Fact, ...]
