"""GeoJSON comes in feature by feature and goes out in the system that is asked for."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Polygon, box

from gridkeeper.formats.coordinates import System
from gridkeeper.formats.geojson import Feature, dump, parse

SQUARE = [[112.5, 37.8], [112.6, 37.8], [112.6, 37.9], [112.5, 37.9], [112.5, 37.8]]
BOW_TIE = [[112.5, 37.8], [112.6, 37.9], [112.6, 37.8], [112.5, 37.9], [112.5, 37.8]]


def collection(*geometries: object, **members: object) -> str:
    features = [{"type": "Feature", "properties": {"name": "甲"}, "geometry": geometry} for geometry in geometries]
    return json.dumps({"type": "FeatureCollection", "features": features, **members})


def polygon(*rings: object) -> dict[str, object]:
    return {"type": "Polygon", "coordinates": list(rings)}


@pytest.mark.parametrize(
    "geometry",
    [
        polygon(SQUARE),
        {"type": "MultiPolygon", "coordinates": [[SQUARE]]},
        {"type": "Point", "coordinates": [112.5, 37.8, 800.0]},
        {"type": "LineString", "coordinates": SQUARE[:2]},
    ],
    ids=lambda geometry: geometry["type"],
)
def test_each_kind_of_geometry_is_taken(geometry):
    found = parse(collection(geometry), System.WGS84)
    assert (found.problems, found.features[0].geometry.geom_type) == ([], geometry["type"])
    assert found.features[0].properties == {"name": "甲"}


@pytest.mark.parametrize(
    ("geometry", "code"),
    [
        (None, "geojson.no-geometry"),
        (polygon(BOW_TIE), "geojson.invalid"),
        (polygon([[y, x] for x, y in SQUARE]), "geojson.swapped"),
        (polygon([[x + 100, y] for x, y in SQUARE]), "geojson.out-of-range"),
        (polygon([[12_530_000 + x, 4_550_000 + y] for x, y in SQUARE]), "geojson.out-of-range"),
        (polygon(SQUARE[:2]), "geojson.too-short"),
        (polygon([["a", 1]]), "geojson.coordinates"),
        (polygon([[float("nan"), 1.0]] * 4), "geojson.coordinates"),
        (polygon(), "geojson.coordinates"),
        ({"type": "LineString", "coordinates": [[112.5, 37.8]]}, "geojson.too-short"),
        ({"type": "MultiPolygon", "coordinates": []}, "geojson.no-geometry"),
        ({"type": "GeometryCollection", "geometries": []}, "geojson.geometry-kind"),
        ({"type": "Point"}, "geojson.coordinates"),
    ],
)
def test_a_bad_feature_is_named_and_the_next_one_is_taken(geometry, code):
    found = parse(collection(geometry, polygon(SQUARE)), System.WGS84)
    assert [(problem.row, problem.code) for problem in found.problems] == [(1, code)]
    assert found.problems[0].sentence()
    assert [feature.number for feature in found.features] == [2]


def test_a_crossing_outline_says_where_it_crosses():
    found = parse(collection(polygon(BOW_TIE)), System.WGS84)
    assert "112.55 37.85" in found.problems[0].sentence()


def test_an_open_outline_is_closed_and_that_is_said():
    found = parse(collection(polygon(SQUARE[:-1])), System.WGS84)
    assert [notice.code for notice in found.notices] == ["geojson.ring-closed"]
    assert found.features[0].geometry.equals(Polygon(SQUARE))


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("{", "geojson.no-json"),
        (b"\xff\xfe", "geojson.no-json"),
        ("[1]", "geojson.kind"),
        ('{"type": "FeatureCollection"}', "geojson.kind"),
        (collection(coordinate_system="gcj02"), "geojson.other-system"),
        (collection(crs={"properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}), "geojson.projected"),
    ],
)
def test_a_file_that_is_no_geojson_of_this_system_is_refused(source, code):
    found = parse(source, System.WGS84)
    assert [(problem.row, problem.code) for problem in found.problems] == [(0, code)]


def test_a_file_that_names_wgs84_is_taken():
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    assert len(parse(collection(polygon(SQUARE), crs=crs), System.WGS84).features) == 1


@given(st.floats(75, 130), st.floats(5, 50), st.floats(0.001, 0.1), st.sampled_from(System))
def test_an_outline_goes_out_and_comes_back(west, south, size, system):
    shape = box(west, south, west + size, south + size)
    source = dump([Feature(number=1, geometry=shape, properties={"名称": "甲"}, id="a")], system, digits=8)
    found = parse(source, system)
    assert not found.problems
    back = found.features[0]
    assert (back.id, dict(back.properties)) == ("a", {"名称": "甲"})
    assert back.geometry.hausdorff_distance(shape) < 1e-7


def test_what_is_written_names_its_system_and_its_precision():
    feature = Feature(number=1, geometry=box(112.51234567, 37.8, 112.6, 37.9), properties={})
    data = json.loads(dump([feature], System.GCJ02, digits=5))
    assert data["coordinate_system"] == "gcj02"
    positions = np.array(data["features"][0]["geometry"]["coordinates"][0])
    assert np.array_equal(positions, positions.round(5))


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(), lambda inner: st.lists(inner, max_size=3)))
def test_no_coordinates_make_it_stumble(coordinates):
    for kind in ("Point", "LineString", "Polygon", "MultiPolygon"):
        parse(collection({"type": kind, "coordinates": coordinates}), System.BD09)
