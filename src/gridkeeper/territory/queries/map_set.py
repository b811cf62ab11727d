"""Features for the map of a set of units, such as a compound or an area under an order; GeoJSON, WGS-84."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import cos, radians
from typing import Any, Final

from django.db.models import Q

from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.unit_code import LENGTHS, Level, upper_bound
from gridkeeper.territory.models import Outline, Unit
from gridkeeper.territory.queries.map import map_areas

_METRES_A_DEGREE: Final = 111_320.0
_AROUND_A_BUILDING: Final = 15.0
"""Metres drawn around the middle of a building of which no outline is known."""
_MOST: Final = 2000


def map_of_set(
    *,
    actor: Actor,
    codes: Sequence[str],
    around: str,
    name: str,
    outline: Mapping[str, Any] | None = None,
    state: str = "",
) -> dict[str, Any]:
    """The set as one area with the code ``set`` in its surroundings, which are dimmed. Four queries at most.

    Its own ``outline`` where it has one, else the outlines of its units, else a ring of 15 m around each building. The
    area carries ``focus``, by which the map is placed, and ``state``: closed for an area under an order in force.
    """
    community = around[: LENGTHS[Level.COMMUNITY]]
    near = map_areas(actor=actor, unit_code=community)["features"]
    for feature in near:
        feature["properties"]["dim"] = True
    shape = dict(outline) if outline else _shape_of(codes)
    if shape is None:
        return {"type": "FeatureCollection", "features": near}
    marked = {"code": "set", "name": name, "short_name": name, "state": state, "dim": False, "focus": True}
    return {
        "type": "FeatureCollection",
        "features": [*near, {"type": "Feature", "geometry": shape, "properties": marked}],
    }


def _shape_of(codes: Sequence[str]) -> dict[str, Any] | None:
    # Geometry brings numpy along, which no command should wait for at its start.
    import shapely
    import shapely.geometry

    drawn = [shapely.geometry.shape(row.geometry) for row in Outline.objects.filter(unit_code__in=codes)[:_MOST]]
    if not drawn:
        held = Q(pk__in=[])
        for code in codes:
            held |= Q(unit_code__gte=code, unit_code__lt=upper_bound(code))
        points = Unit.objects.filter(held, level=Level.BUILDING, closed_on=None).values_list("lng", "lat")[:_MOST]
        drawn = [_ring(lng, lat) for lng, lat in points if lng is not None and lat is not None]
    if not drawn:
        return None
    return dict(shapely.geometry.mapping(shapely.set_precision(shapely.union_all(drawn), 1e-6)))


def _ring(lng: float, lat: float) -> Any:
    import shapely.affinity
    import shapely.geometry

    circle = shapely.geometry.Point(0, 0).buffer(_AROUND_A_BUILDING / _METRES_A_DEGREE, quad_segs=4)
    stretched = shapely.affinity.scale(circle, xfact=1 / cos(radians(lat)))
    return shapely.affinity.translate(stretched, lng, lat)
