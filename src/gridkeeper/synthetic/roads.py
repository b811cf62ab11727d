"""The street network as a graph for routes and as lines to draw; village lanes are generated."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree
from scipy.spatial.distance import cdist

from gridkeeper.synthetic.frame import Frame
from gridkeeper.synthetic.layout import layout
from gridkeeper.synthetic.lots import lots
from gridkeeper.synthetic.model import Floats, Ints, Roads, Texts
from gridkeeper.synthetic.source import streetwork

_ADDRESS_METRES: Final = 350.0


@dataclass(frozen=True, kw_only=True)
class Lane:
    """A generated two-way lane between two nodes, its middle bent a little."""

    start: int
    end: int
    line: Floats  # (3, 2) metres

    @property
    def length(self) -> float:
        """Metres along the line."""
        return float(np.hypot(*np.diff(self.line, axis=0).T).sum())


@dataclass(frozen=True, kw_only=True)
class Network:
    """The graph in metres, CSR over nodes; see model.Roads for the meaning."""

    xy: Floats
    main: NDArray[np.bool_]
    indptr: NDArray[np.int64]
    target: Ints
    metres: Floats
    arc_line: Ints
    line_start: NDArray[np.int64]
    line_xy: Floats
    line_name: Texts
    line_class: Texts
    line_oneway: NDArray[np.bool_]


def _lanes(node_xy: Floats, villages: Floats, eastern: Ints) -> list[Lane]:
    """Join each village to the nearest village already joined or to the network's eastern nodes, nearest first."""
    joined_rows, joined_xy = list(eastern), [node_xy[row] for row in eastern]
    waiting = list(range(len(villages)))
    lanes = []
    while waiting:
        gap = cdist(villages[waiting], np.array(joined_xy))
        which, to = np.unravel_index(int(np.argmin(gap)), gap.shape)
        village = waiting.pop(int(which))
        here, there = villages[village], joined_xy[int(to)]
        across = np.array([there[1] - here[1], here[0] - there[0]])
        line = np.array([there, (here + there) / 2 + 0.08 * across, here])
        lanes.append(Lane(start=int(joined_rows[int(to)]), end=len(node_xy) + village, line=line))
        joined_rows.append(len(node_xy) + village)
        joined_xy.append(here)
    return lanes


def _strongest(start: Ints, end: Ints, *, oneway: NDArray[np.bool_], count: int) -> NDArray[np.bool_]:
    """(count,) True for the nodes of the largest part in which every node reaches every other."""
    back = ~oneway
    arcs = np.concatenate([start, end[back]]), np.concatenate([end, start[back]])
    part = connected_components(coo_array((np.ones(arcs[0].size), arcs), shape=(count, count)), connection="strong")[1]
    largest: NDArray[np.bool_] = part == np.bincount(part).argmax()
    return largest


@lru_cache(maxsize=1)
def network() -> Network:
    """The whole graph: real streets and generated lanes to the villages off the map."""
    net, plan = streetwork(), layout()
    places = plan.place[~plan.on_map]
    # Dead ends of one-way streets cannot be left again: lanes start where traffic goes both ways.
    core = np.flatnonzero(_strongest(net.start, net.end, oneway=net.oneway, count=len(net.node_xy)))
    lanes = _lanes(net.node_xy, places, core[net.node_xy[core, 0] > 2_500].astype(np.int32))
    start = np.append(net.start, [lane.start for lane in lanes])
    end = np.append(net.end, [lane.end for lane in lanes])
    length = np.append(net.length, [lane.length for lane in lanes])
    oneway = np.append(net.oneway, np.zeros(len(lanes), dtype=bool))
    line = np.arange(start.size)
    back = ~oneway
    source, target = np.concatenate([start, end[back]]), np.concatenate([end, start[back]])
    metres, arc_line = np.concatenate([length, length[back]]), np.concatenate([line, line[back]])
    order = np.lexsort((target, source))
    count = len(net.node_xy) + len(places)
    indptr = np.concatenate([[0], np.cumsum(np.bincount(source, minlength=count))]).astype(np.int64)
    vertices = np.vstack([net.vertex_xy, *(lane.line for lane in lanes)])
    return Network(
        xy=np.vstack([net.node_xy, places]),
        main=_strongest(start, end, oneway=oneway, count=count),
        indptr=indptr,
        target=target[order].astype(np.int32),
        metres=metres[order],
        arc_line=arc_line[order].astype(np.int32),
        line_start=np.append(net.vertex_start, net.vertex_start[-1] + 3 * np.arange(1, len(lanes) + 1)),
        line_xy=vertices,
        line_name=np.append(net.name, [""] * len(lanes)),
        line_class=np.append(net.highway, ["generated"] * len(lanes)),
        line_oneway=oneway,
    )


def roads(frame: Frame) -> Roads:
    """The network in degrees."""
    net = network()
    return Roads(
        lon=frame.lon(net.xy[:, 0]),
        lat=frame.lat(net.xy[:, 1]),
        main=net.main,
        indptr=net.indptr,
        target=net.target,
        metres=net.metres,
        arc_line=net.arc_line,
        line_start=net.line_start,
        line_lon=frame.lon(net.line_xy[:, 0]),
        line_lat=frame.lat(net.line_xy[:, 1]),
        line_name=net.line_name,
        line_class=net.line_class,
        line_oneway=net.line_oneway,
    )


@lru_cache(maxsize=1)
def access() -> tuple[Ints, Floats]:
    """Nearest node of the largest component for every lot, (n,), and the straight metres to it, (n,)."""
    net = network()
    usable = np.flatnonzero(net.main)
    metres, nearest = cKDTree(net.xy[usable]).query(lots().xy)
    return usable[nearest].astype(np.int32), metres


@lru_cache(maxsize=1)
def addresses() -> Texts:
    """Name of the nearest named street of every lot, (n,), "" where none is near."""
    net = streetwork()
    named = np.flatnonzero(net.name != "")
    of_edge = np.repeat(np.arange(net.length.size), np.diff(net.vertex_start))
    lines = shapely.linestrings(net.vertex_xy, indices=of_edge)[named]
    lot, line = shapely.STRtree(lines).query_nearest(
        shapely.points(lots().xy), max_distance=_ADDRESS_METRES, all_matches=False
    )
    found = np.full(len(lots().xy), "", dtype=net.name.dtype)
    found[lot] = net.name[named[line]]
    return found
