"""A flat frame in metres around the district, and shares of whole numbers that add up exactly."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians
from typing import Final

import numpy as np
import shapely

from gridkeeper.synthetic.model import Floats, Ints, Outline

ORIGIN_LON: Final = 112.565
ORIGIN_LAT: Final = 37.845
# Length of one degree at 37.845 N on WGS-84; the frame is equirectangular, off by under 0.1 % over the district.
METRES_PER_LON: Final = 111_320 * cos(radians(ORIGIN_LAT))
METRES_PER_LAT: Final = 110_990.0


@dataclass(frozen=True, kw_only=True)
class Frame:
    """Where the metres of the layout lie on the globe: Yingze itself, or a copy moved by whole degrees."""

    east: float = 0.0  # degrees added to longitude
    north: float = 0.0  # degrees added to latitude

    def lon(self, x: Floats) -> Floats:
        """Longitudes of metres east."""
        return x / METRES_PER_LON + ORIGIN_LON + self.east

    def lat(self, y: Floats) -> Floats:
        """Latitudes of metres north."""
        return y / METRES_PER_LAT + ORIGIN_LAT + self.north

    def outline(self, shape: Outline) -> Outline:
        """The same shape in (longitude, latitude)."""
        moved: Outline = shapely.transform(shape, lambda xy: np.column_stack([self.lon(xy[:, 0]), self.lat(xy[:, 1])]))
        return moved


def metres(lonlat: Floats) -> Floats:
    """(n, 2) degrees -> (n, 2) metres from the origin."""
    return (lonlat - [ORIGIN_LON, ORIGIN_LAT]) * [METRES_PER_LON, METRES_PER_LAT]


def apportion(total: int, weights: Floats) -> Ints:
    """Split ``total`` into whole parts by ``weights`` (n,), largest remainder first; the parts sum to ``total``."""
    exact = weights * (total / weights.sum())
    parts: Ints = np.floor(exact).astype(np.int32)
    # A stable sort keeps ties in row order, so that the same weights give the same parts everywhere.
    rest = np.argsort(parts - exact, kind="stable")[: total - int(parts.sum())]
    parts[rest] += 1
    return parts
