"""What the map and the tree fetch: GeoJSON of one unit, and the branches below it."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.http import HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gridkeeper.console.door import ConsoleRequest
from gridkeeper.console.territory.nodes import nodes_below
from gridkeeper.kernel.unit_code import LENGTHS, Level
from gridkeeper.territory.queries.find import unit_meant
from gridkeeper.territory.queries.map import map_areas, map_points, map_streets

_KEPT_SECONDS = 300
_LANE = 2


@require_safe
def areas(request: ConsoleRequest, code: str) -> HttpResponseBase:
    """Outlines below the unit."""
    unit = unit_meant(actor=request.actor, text=code)
    return geojson(request, map_areas(actor=request.actor, unit_code=unit.unit_code))


@require_safe
def streets(request: ConsoleRequest, code: str) -> HttpResponseBase:
    """Streets in and around the unit."""
    unit = unit_meant(actor=request.actor, text=code)
    found = map_streets(actor=request.actor, unit_code=unit.unit_code)
    if len(unit.unit_code) <= LENGTHS[Level.DISTRICT]:
        # Lanes are thinner than a pixel at this size; without them a district stays well below 300 kB.
        main = [feature for feature in found["features"] if feature["properties"].get("rank", 0) < _LANE]
        found = {**found, "features": main}
    return geojson(request, found)


@require_safe
def points(request: ConsoleRequest, code: str) -> HttpResponseBase:
    """Compounds or buildings of a small unit."""
    unit = unit_meant(actor=request.actor, text=code)
    return geojson(request, map_points(actor=request.actor, unit_code=unit.unit_code))


@require_safe
def tree(request: ConsoleRequest, code: str) -> HttpResponse:
    """Branches below the unit, for a tree that opens them one by one."""
    unit = unit_meant(actor=request.actor, text=code)
    nodes = nodes_below(actor=request.actor, unit_code=unit.unit_code, current="")
    return render(request, "console/_tree_nodes.html", {"nodes": nodes})


def geojson(request: ConsoleRequest, collection: dict[str, Any]) -> HttpResponseBase:
    """A map's features, not sent again while the reader still has the same ones."""
    body = json.dumps(collection, ensure_ascii=False, separators=(",", ":")).encode()
    tag = f'"{hashlib.sha256(body).hexdigest()[:24]}"'
    headers = {"ETag": tag, "Cache-Control": f"private, max-age={_KEPT_SECONDS}"}
    if request.headers.get("If-None-Match") == tag:
        return HttpResponseNotModified(headers=headers)
    return HttpResponse(body, content_type="application/geo+json", headers=headers)
