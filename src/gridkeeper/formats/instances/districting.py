"""Reads districting graphs: JSON with units (population, longitude, latitude) and edges; k and window from a table."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gridkeeper.kernel.errors import Malformed


@dataclass(frozen=True, kw_only=True, eq=False)
class DistrictingGraph:
    """``population`` (n,), ``xy`` (n, 2) kilometres on a local plane, ``edges`` (m, 2) unit rows."""

    name: str
    population: NDArray[np.float64]
    xy: NDArray[np.float64]
    edges: NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class DistrictingTask:
    """How many districts a graph is cut into, the population window, and the fewest cut edges known."""

    name: str
    k: int
    low: float
    high: float
    best_cut: float | None


def read_graph(file: Path) -> DistrictingGraph:
    """The graph in ``file``; refuses what is no such JSON, a row of another length, or an edge to nowhere."""
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        rows = np.array(content["nodes_pop_lon_lat"], dtype=np.float64)
        edges = np.array(content["edges"], dtype=np.int64).reshape(-1, 2)
    except (ValueError, KeyError, TypeError, UnicodeDecodeError) as broken:
        raise _malformed(file.name) from broken
    if rows.ndim != 2 or rows.shape[1] != 3 or len(rows) == 0:
        raise _malformed(file.name)
    if len(edges) and (int(edges.min()) < 0 or int(edges.max()) >= len(rows)):
        raise _malformed(file.name)
    # One degree of latitude is 111.2 km; at these sizes a plane about the middle parallel is exact enough.
    shrink = np.cos(np.radians(rows[:, 2].mean()))
    xy = 111.2 * np.column_stack([rows[:, 1] * shrink, rows[:, 2]])
    return DistrictingGraph(name=file.stem, population=rows[:, 0].copy(), xy=xy, edges=edges)


def read_tasks(file: Path) -> dict[str, DistrictingTask]:
    """Tasks by graph name from a table with the columns graph, k, L, U and best_cut_edges."""
    tasks = {}
    with file.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            try:
                best = row.get("best_cut_edges") or ""
                tasks[row["graph"]] = DistrictingTask(
                    name=row["graph"],
                    k=int(row["k"]),
                    low=float(row["L"]),
                    high=float(row["U"]),
                    best_cut=float(best) if best else None,
                )
            except (KeyError, ValueError, TypeError) as broken:
                raise _malformed(file.name) from broken
    return tasks


def _malformed(name: str) -> Malformed:
    return Malformed(
        field="file", value=name, expected="a districting graph", example='{"nodes_pop_lon_lat": [...], "edges": [...]}'
    )
