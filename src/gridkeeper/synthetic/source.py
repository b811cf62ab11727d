"""Reads the packaged tables: official codes, street populations, and the real street network (NOTICE)."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gridkeeper.synthetic.frame import metres
from gridkeeper.synthetic.model import Flags, Floats, Ints, Texts

DISTRICT: Final = "140106"


@dataclass(frozen=True, kw_only=True)
class Divisions:
    """Official codes and names of 2023-06-30, and street populations of 2020."""

    district_name: str
    street_code: Texts  # (7,)
    street_name: Texts
    street_weight: Floats  # (7,) population in 10,000, approximate
    community_code: Texts  # (112,)
    community_name: Texts
    community_street: Ints  # (112,) row of streets


@dataclass(frozen=True, kw_only=True)
class Streetwork:
    """Edges of the street network with their lines in metres."""

    node_xy: Floats  # (N, 2)
    node_inside: Flags  # (N,) inside the real district
    start: Ints  # (E,) row of nodes
    end: Ints
    length: Floats  # (E,) metres
    oneway: Flags
    name: Texts
    highway: Texts
    vertex_start: NDArray[np.int64]  # (E+1,)
    vertex_xy: Floats  # (V, 2)


def _rows(name: str) -> list[dict[str, str]]:
    text = (files("gridkeeper.synthetic") / "data" / name).read_text(encoding="utf-8-sig")
    return list(csv.DictReader(text.splitlines()))


@lru_cache(maxsize=1)
def divisions() -> Divisions:
    """The 7 streets and 112 communities in code order."""
    rows = sorted(_rows("yingze_divisions.csv"), key=lambda row: row["code"])
    streets = [row for row in rows if row["level"] == "town"]
    communities = [row for row in rows if row["level"] == "village"]
    population = {row["code"]: float(row["population_10k"]) for row in _rows("yingze_streets_population_2020.csv")}
    position = {row["code"]: i for i, row in enumerate(streets)}
    return Divisions(
        district_name=next(row["name"] for row in rows if row["code"] == DISTRICT),
        street_code=np.array([row["code"] for row in streets]),
        street_name=np.array([row["name"] for row in streets]),
        street_weight=np.array([population[row["code"]] for row in streets]),
        community_code=np.array([row["code"] for row in communities]),
        community_name=np.array([row["name"] for row in communities]),
        community_street=np.array([position[row["parent"]] for row in communities], dtype=np.int32),
    )


@lru_cache(maxsize=1)
def streetwork() -> Streetwork:
    """The street network, edge order as in the file."""
    nodes, edges = _rows("yingze_nodes.csv"), _rows("yingze_edges.csv")
    row_of = {row["node"]: i for i, row in enumerate(nodes)}
    lines = [row["geometry_lnglat"] for row in edges]
    counts = [line.count(";") + 1 for line in lines]
    numbers = np.array(";".join(lines).replace(";", " ").split(), dtype=np.float64).reshape(-1, 2)
    return Streetwork(
        node_xy=metres(np.array([(row["lng"], row["lat"]) for row in nodes], dtype=np.float64)),
        node_inside=np.array([row["in_yingze"] == "1" for row in nodes]),
        start=np.array([row_of[row["u"]] for row in edges], dtype=np.int32),
        end=np.array([row_of[row["v"]] for row in edges], dtype=np.int32),
        length=np.array([row["length_m"] for row in edges], dtype=np.float64),
        oneway=np.array([row["oneway"] == "1" for row in edges]),
        name=np.array([row["name"] for row in edges]),
        highway=np.array([row["highway"] for row in edges]),
        vertex_start=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        vertex_xy=metres(numbers),
    )
