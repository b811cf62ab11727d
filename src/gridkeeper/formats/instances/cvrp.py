"""Reads capacitated routing instances in the TSPLIB/CVRPLIB form: coordinates, demands, a capacity and one depot."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gridkeeper.kernel.errors import Malformed


@dataclass(frozen=True, kw_only=True, eq=False)
class CvrpInstance:
    """``xy`` (n + 1, 2) and ``demand`` (n + 1,), the depot first; ``distance`` rounded as published."""

    name: str
    capacity: int
    xy: NDArray[np.float64]
    demand: NDArray[np.int64]

    @property
    def distance(self) -> NDArray[np.int64]:
        """(n + 1, n + 1) Euclidean distances rounded half up (TSPLIB EUC_2D)."""
        away = np.linalg.norm(self.xy[:, None] - self.xy[None], axis=2)
        return np.asarray(np.floor(away + 0.5), dtype=np.int64)


def sections(file: Path) -> tuple[dict[str, str], dict[str, list[list[float]]]]:
    """The headers and the number tables of a TSPLIB file, by their names in capitals."""
    headers: dict[str, str] = {}
    tables: dict[str, list[list[float]]] = {}
    current = ""
    for line in file.read_text(encoding="utf-8").splitlines():
        text = line.strip()
        if not text or text == "EOF":
            continue
        name = text.split(":")[0].strip().upper()
        if name.endswith("_SECTION"):
            current = name
            tables[current] = []
        elif ":" in text:
            headers[name] = text.split(":", 1)[1].strip().strip('"')
        elif current:
            tables[current].append([float(part) for part in text.split()])
    return headers, tables


def read(file: Path) -> CvrpInstance:
    """The instance in ``file``; refuses other edge weights, another number of rows, endless places, or a depot
    not the first."""
    try:
        headers, tables = sections(file)
        xy = np.array([row[1:3] for row in tables["NODE_COORD_SECTION"]], dtype=np.float64)
        demand = np.array([row[1] for row in tables["DEMAND_SECTION"]], dtype=np.int64)
        depots = [int(row[0]) for row in tables["DEPOT_SECTION"] if row[0] > 0]
        n, capacity = int(headers["DIMENSION"]), int(headers["CAPACITY"])
        known = headers["EDGE_WEIGHT_TYPE"] == "EUC_2D" and depots == [1]
    except (ValueError, KeyError, IndexError, UnicodeDecodeError) as broken:
        raise malformed(file.name) from broken
    if not known or xy.shape != (n, 2) or demand.shape != (n,) or not np.isfinite(xy).all():
        raise malformed(file.name)
    return CvrpInstance(name=file.stem, capacity=capacity, xy=xy, demand=demand)


def malformed(name: str) -> Malformed:
    """The refusal of a file that is no such instance."""
    return Malformed(
        field="file",
        value=name,
        expected="a routing instance",
        example="NODE_COORD_SECTION and DEMAND_SECTION, depot 1",
    )
