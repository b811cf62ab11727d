"""WGS-84, GCJ-02 and BD-09: the three coordinate systems of maps in China, to and fro.

The offset formulae are the published ones (GCJ-02 as reverse-engineered and widely reproduced, BD-09 as Baidu's own
shift on top of it); the way back is found by iteration, which is exact where the usual "subtract the offset" is
half a metre off. Outside China nothing is shifted.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]

_SEMI_MAJOR: Final = 6_378_245.0  # Krassovsky 1940, metres
_ECCENTRICITY_SQUARED: Final = 0.006_693_421_622_965_943
_BAIDU_ANGLE: Final = np.pi * 3000.0 / 180.0
_WEST, _EAST, _SOUTH, _NORTH = 72.004, 137.8347, 0.8293, 55.8271
_STEPS: Final = 20  # each step gains two digits; eight are enough
_CLOSE: Final = 1e-10  # degrees


class System(StrEnum):
    """Coordinate systems that a file may declare."""

    WGS84 = "wgs84"
    GCJ02 = "gcj02"
    BD09 = "bd09"


def in_china(points: Points) -> NDArray[np.bool_]:
    """True for points (n x 2, degrees of longitude and latitude) in the box in which maps are shifted."""
    longitude, latitude = points[..., 0], points[..., 1]
    inside: NDArray[np.bool_] = (
        (longitude >= _WEST) & (longitude <= _EAST) & (latitude >= _SOUTH) & (latitude <= _NORTH)
    )
    return inside


def convert(points: Points, source: System, target: System) -> Points:
    """Points (n x 2, degrees of longitude and latitude) of one system in another; a new array."""
    result = np.array(points, dtype=np.float64, copy=True)
    if source == target or result.size == 0:
        return result
    if source is System.BD09:
        result = _inverse(_bd09_from_gcj02, result)
    if source is not System.WGS84 and target is System.WGS84:
        return _inverse(_gcj02_from_wgs84, result)
    if source is System.WGS84:
        result = _gcj02_from_wgs84(result)
    return _bd09_from_gcj02(result) if target is System.BD09 else result


def _gcj02_from_wgs84(points: Points) -> Points:
    longitude, latitude = points[..., 0], points[..., 1]
    east, north = _waves(longitude - 105.0, latitude - 35.0)
    angle = np.radians(latitude)
    curve = 1 - _ECCENTRICITY_SQUARED * np.sin(angle) ** 2
    metres_north = _SEMI_MAJOR * (1 - _ECCENTRICITY_SQUARED) / (curve * np.sqrt(curve))
    metres_east = _SEMI_MAJOR / np.sqrt(curve) * np.cos(angle)
    shift = np.stack((np.degrees(east / metres_east), np.degrees(north / metres_north)), axis=-1)
    shifted: Points = points + np.where(in_china(points)[..., None], shift, 0.0)
    return shifted


def _waves(x: Points, y: Points) -> tuple[Points, Points]:
    """The shift in metres east and north at x, y degrees from 105 E 35 N."""
    root = np.sqrt(np.abs(x))
    common = (20.0 * np.sin(6.0 * x * np.pi) + 20.0 * np.sin(2.0 * x * np.pi)) * 2.0 / 3.0
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + common
    east = east + (20.0 * np.sin(x * np.pi) + 40.0 * np.sin(x / 3.0 * np.pi)) * 2.0 / 3.0
    east = east + (150.0 * np.sin(x / 12.0 * np.pi) + 300.0 * np.sin(x / 30.0 * np.pi)) * 2.0 / 3.0
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + common
    north = north + (20.0 * np.sin(y * np.pi) + 40.0 * np.sin(y / 3.0 * np.pi)) * 2.0 / 3.0
    north = north + (160.0 * np.sin(y / 12.0 * np.pi) + 320.0 * np.sin(y * np.pi / 30.0)) * 2.0 / 3.0
    return east, north


def _bd09_from_gcj02(points: Points) -> Points:
    longitude, latitude = points[..., 0], points[..., 1]
    radius = np.hypot(longitude, latitude) + 0.00002 * np.sin(latitude * _BAIDU_ANGLE)
    angle = np.arctan2(latitude, longitude) + 0.000003 * np.cos(longitude * _BAIDU_ANGLE)
    moved = np.stack((radius * np.cos(angle) + 0.0065, radius * np.sin(angle) + 0.006), axis=-1)
    result: Points = np.where(in_china(points)[..., None], moved, points)
    return result


def _inverse(forward: Callable[[Points], Points], points: Points) -> Points:
    """Points that ``forward`` takes to ``points``: the shift changes slowly, so subtracting its error converges."""
    guess = points.copy()
    for _ in range(_STEPS):
        error = forward(guess) - points
        guess = guess - error
        if np.max(np.abs(error), initial=0.0) < _CLOSE:
            break
    # At the very edge of the box a point may have no origin; it is left where it is.
    lost = np.any(np.abs(forward(guess) - points) > 1e-6, axis=-1, keepdims=True)
    result: Points = np.where(lost, points, guess)
    return result
