"""Puts the territory of a generated district together: streets, communities, grids, compounds, buildings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from gridkeeper.synthetic import census, compounds, grids, placenames
from gridkeeper.synthetic.frame import Frame
from gridkeeper.synthetic.layout import layout
from gridkeeper.synthetic.lots import lots
from gridkeeper.synthetic.model import Buildings, Communities, Compounds, Floats, Grids, Ints, Outline, Streets, Texts
from gridkeeper.synthetic.roads import access, addresses
from gridkeeper.synthetic.source import DISTRICT, divisions


@dataclass(frozen=True, kw_only=True)
class Territory:
    """The groups of a District that have a place, firms of compounds not yet known."""

    outline: Outline
    streets: Streets
    communities: Communities
    grids: Grids
    buildings: Buildings
    compounds: Compounds


@dataclass(frozen=True, kw_only=True)
class _Site:
    """Buildings before they have codes: row-aligned working arrays, in code order."""

    lot: Ints
    xy: Floats
    community: Ints
    street: Ints
    counts: census.Counts
    compound: Ints
    grid: Ints
    road: Texts


def _chosen_lots(rng: np.random.Generator) -> Ints:
    """Rows of the lots that are built on, as many per street as wanted."""
    room = lots()
    group = _street_group(room.community)
    chosen = [
        rng.permutation(np.flatnonzero(group == s))[:count].astype(np.int32) for s, count in enumerate(room.wanted)
    ]
    return np.sort(np.concatenate(chosen))


def _street_group(community: Ints) -> Ints:
    """Street of each building; the number after the last is the villages off the map."""
    tree = divisions()
    group = tree.community_street[community].copy()
    group[~layout().on_map[community]] = len(tree.street_code)
    return group


def _site(rng: np.random.Generator) -> tuple[_Site, compounds.Gathered]:
    """Choose, fill and group the buildings."""
    plan, room = layout(), lots()
    lot = _chosen_lots(rng)
    xy, community, yard = room.xy[lot], room.community[lot], room.yard[lot]
    street = _street_group(community)
    counts = census.populate(rng, street=street, yard=yard, weight=divisions().street_weight)
    # A village is one block of its own, numbered after the real ones.
    block = np.append(plan.yards.block, len(plan.yards.block_shape) + np.arange(len(plan.short)))[yard].astype(np.int32)
    gathered = compounds.gather(
        xy=xy, community=community, yard=yard, block=block, street=street, households=counts.households
    )
    grid = grids.cut_into_grids(xy, community, counts.households)
    site = _Site(
        lot=lot,
        xy=xy,
        community=community,
        street=street,
        counts=counts,
        compound=gathered.of_building,
        grid=grid,
        road=addresses()[lot],
    )
    return site, gathered


def _in_code_order(site: _Site) -> _Site:
    """The same buildings sorted by grid, then compound, then north to south."""
    order = np.lexsort((site.xy[:, 0], -site.xy[:, 1], site.compound, site.grid))
    return _Site(
        lot=site.lot[order],
        xy=site.xy[order],
        community=site.community[order],
        street=site.street[order],
        counts=census.Counts(**{name: value[order] for name, value in vars(site.counts).items()}),
        compound=site.compound[order],
        grid=site.grid[order],
        road=site.road[order],
    )


def _serials(group: Ints) -> Texts:
    """001, 002 ... within each run of equal numbers of a sorted (n,) array."""
    first = np.searchsorted(group, group, side="left")
    return np.char.zfill((np.arange(group.size) - first + 1).astype("U3"), 3)


def _degrees(shapes: tuple[Any, ...], frame: Frame) -> tuple[Outline | None, ...]:
    return tuple(None if shape is None else frame.outline(shape) for shape in shapes)


def _communities(frame: Frame, code: str) -> Communities:
    plan, tree = layout(), divisions()
    return Communities(
        code=_under(tree.community_code, code),
        name=tree.community_name,
        short=np.array(plan.short),
        village=plan.village,
        street=tree.community_street,
        lon=frame.lon(plan.place[:, 0]),
        lat=frame.lat(plan.place[:, 1]),
        on_map=plan.on_map,
        outline=_degrees(plan.community_shape, frame),
        neighbours=plan.neighbours,
    )


def _under(codes: Texts, district: str) -> Texts:
    """The codes with the district's six digits put in place of Yingze's."""
    return np.array([district + str(code)[len(DISTRICT) :] for code in codes])


def _streets(frame: Frame, code: str) -> Streets:
    plan, tree = layout(), divisions()
    of = tree.community_street
    shapes = tuple(
        shapely.union_all([plan.community_shape[c] for c in np.flatnonzero((of == s) & plan.on_map)])
        for s in range(len(tree.street_code))
    )
    middle = [shape.centroid if shape.contains(shape.centroid) else shape.point_on_surface() for shape in shapes]
    return Streets(
        code=_under(tree.street_code, code),
        name=tree.street_name,
        short=np.array([str(name).removesuffix("街道").removesuffix("镇") for name in tree.street_name]),
        lon=frame.lon(np.array([p.x for p in middle])),
        lat=frame.lat(np.array([p.y for p in middle])),
        outline=_degrees(shapes, frame),
    )


def _grids(site: _Site, *, residents: Ints, frame: Frame, community_code: Texts) -> Grids:
    of_grid = np.unique(site.grid, return_index=True)[1]
    community = site.community[of_grid]
    size = np.bincount(site.grid)
    middle = [np.bincount(site.grid, weights=site.xy[:, axis]) / size for axis in range(2)]
    serial = _serials(community)
    shapes = grids.grid_shapes(site.xy, grid=site.grid, community=site.community, shapes=layout().community_shape)
    return Grids(
        code=np.char.add(community_code[community], serial),
        name=np.array([f"第{int(number)}网格" for number in serial]),
        community=community,
        households=np.bincount(site.grid, weights=site.counts.households).astype(np.int32),
        residents=np.bincount(site.grid, weights=residents).astype(np.int32),
        lon=frame.lon(middle[0]),
        lat=frame.lat(middle[1]),
        outline=_degrees(shapes, frame),
    )


def _compounds(
    site: _Site, gathered: compounds.Gathered, *, names: Texts, residents: Ints, frame: Frame, code: Texts
) -> Compounds:
    shapes = compounds.hulls(site.xy, site.compound)
    inside = site.compound >= 0
    of = site.compound[inside]
    middle = shapely.get_coordinates(shapely.point_on_surface(shapes))
    return Compounds(
        key=np.char.add(np.char.add(code[gathered.community], "C"), _serials(gathered.community)),
        name=names,
        community=gathered.community,
        crosses_communities=gathered.crosses,
        households=np.bincount(of, weights=site.counts.households[inside]).astype(np.int32),
        residents=np.bincount(of, weights=residents[inside]).astype(np.int32),
        lon=frame.lon(middle[:, 0]),
        lat=frame.lat(middle[:, 1]),
        outline=tuple(frame.outline(shape) for shape in shapes),
        property_firm=np.full(len(shapes), -1, dtype=np.int32),
    )


def _buildings(site: _Site, *, names: Texts, frame: Frame, grid_code: Texts) -> Buildings:
    node, metres = access()
    return Buildings(
        code=np.char.add(grid_code[site.grid], _serials(site.grid)),
        name=names,
        road=site.road,
        lon=frame.lon(site.xy[:, 0]),
        lat=frame.lat(site.xy[:, 1]),
        community=site.community,
        grid=site.grid,
        compound=site.compound,
        road_node=node[site.lot],
        access_metres=metres[site.lot],
        **vars(site.counts),
    )


def territory(rng: np.random.Generator, *, frame: Frame, code: str) -> Territory:
    """Generate the territory of the district ``code`` (6 digits), its shapes moved by ``frame``."""
    raw, gathered = _site(rng)
    site = _in_code_order(raw)
    communities, streets = _communities(frame, code), _streets(frame, code)
    compound_names = placenames.name_compounds(
        rng,
        of=site.compound,
        road=site.road,
        community=gathered.community,
        crosses=gathered.crosses,
        short=communities.short,
        off_map=~communities.on_map,
    )
    names = placenames.name_buildings(
        xy=site.xy,
        community=site.community,
        compound=site.compound,
        road=site.road,
        compound_name=compound_names,
        short=communities.short,
    )
    residents = site.counts.family_residents + site.counts.collective
    grid_rows = _grids(site, residents=residents, frame=frame, community_code=communities.code)
    outlines = [shape for shape in layout().community_shape if shape is not None]
    return Territory(
        outline=frame.outline(shapely.union_all(outlines)),
        streets=streets,
        communities=communities,
        grids=grid_rows,
        buildings=_buildings(site, names=names, frame=frame, grid_code=grid_rows.code),
        compounds=_compounds(
            site, gathered, names=compound_names, residents=residents, frame=frame, code=communities.code
        ),
    )
