"""Reads routing instances with time windows: Solomon's text form, and the TSPLIB-like forms of LKH-3 and DIMACS."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gridkeeper.formats.instances.cvrp import malformed, sections


@dataclass(frozen=True, kw_only=True, eq=False)
class VrptwInstance:
    """Row 0 is the depot. ``demand``, ``service``, ``ready``, ``due`` (n + 1,); ``scale`` whole numbers a file's unit.

    Distances are Euclidean and cut, not rounded: scale 10 is the DIMACS convention of one decimal.
    """

    name: str
    scale: int
    vehicles: int
    capacity: int
    distance: NDArray[np.int64]
    demand: NDArray[np.int64]
    service: NDArray[np.int64]
    ready: NDArray[np.int64]
    due: NDArray[np.int64]


def read(file: Path, *, scale: int = 10) -> VrptwInstance:
    """The instance in ``file``, whichever of the forms it has, in ``scale`` whole numbers a unit; refuses others."""
    try:
        text = file.read_text(encoding="utf-8")
        found = _solomon(file, text, scale) if "CUST NO" in text.upper() else _tsplib(file, scale)
    except (ValueError, KeyError, IndexError, UnicodeDecodeError) as broken:
        raise malformed(file.name) from broken
    return found


def _cut(xy: NDArray[np.float64], scale: int) -> NDArray[np.int64]:
    away = np.linalg.norm(xy[:, None] - xy[None], axis=2)
    return np.asarray(np.floor(scale * away + 1e-9), dtype=np.int64)


def _solomon(file: Path, text: str, scale: int) -> VrptwInstance:
    lines = [line.split() for line in text.splitlines() if line.strip()]
    at = next(row for row, parts in enumerate(lines) if parts[0].upper() == "NUMBER")
    vehicles, capacity = (int(part) for part in lines[at + 1])
    table = np.array([[float(part) for part in parts] for parts in lines[at + 2 :] if parts[0].isdigit()])
    if table.ndim != 2 or table.shape[1] != 7:
        raise malformed(file.name)
    times = (scale * table[:, 4:7]).astype(np.int64)
    return VrptwInstance(
        name=lines[0][0], scale=scale, vehicles=vehicles, capacity=capacity, distance=_cut(table[:, 1:3], scale),
        demand=table[:, 3].astype(np.int64), ready=times[:, 0], due=times[:, 1], service=times[:, 2],
    )  # fmt: skip


def _tsplib(file: Path, scale: int) -> VrptwInstance:
    headers, tables = sections(file)
    xy = np.array([row[1:3] for row in tables["NODE_COORD_SECTION"]], dtype=np.float64)
    demand = np.array([row[1] for row in tables["DEMAND_SECTION"]], dtype=np.int64)
    windows = np.array([row[1:3] for row in tables["TIME_WINDOW_SECTION"]], dtype=np.float64)
    n = int(headers["DIMENSION"])
    if "SERVICE_TIME_SECTION" in tables:
        service = np.array([row[1] for row in tables["SERVICE_TIME_SECTION"]], dtype=np.float64)
    else:
        service = np.full(n, float(headers.get("SERVICE_TIME", "0")))
        service[0] = 0.0
    if xy.shape != (n, 2) or demand.shape != (n,) or windows.shape != (n, 2) or service.shape != (n,):
        raise malformed(file.name)
    return VrptwInstance(
        name=headers["NAME"], scale=scale, vehicles=int(headers["VEHICLES"]), capacity=int(headers["CAPACITY"]),
        distance=_cut(xy, scale), demand=demand, ready=(scale * windows[:, 0]).astype(np.int64),
        due=(scale * windows[:, 1]).astype(np.int64), service=(scale * service).astype(np.int64),
    )  # fmt: skip
