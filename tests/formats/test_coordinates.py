"""Coordinates go to another system and come back."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gridkeeper.formats.coordinates import System, convert

CHINESE_POINTS = arrays(np.float64, (5, 2), elements=st.floats(0, 1)).map(
    lambda shares: np.array([74.0, 4.0]) + shares * np.array([60.0, 49.0])
)


@given(CHINESE_POINTS, st.sampled_from(System), st.sampled_from(System))
def test_a_point_in_china_comes_back_to_a_centimetre(points, source, target):
    there = convert(points, source, target)
    assert np.abs(convert(there, target, source) - points).max() < 1e-7


@given(CHINESE_POINTS)
def test_bd09_is_reached_directly_as_by_way_of_gcj02(points):
    direct = convert(points, System.WGS84, System.BD09)
    in_steps = convert(convert(points, System.WGS84, System.GCJ02), System.GCJ02, System.BD09)
    assert np.array_equal(direct, in_steps)


@pytest.mark.parametrize("target", list(System))
def test_a_point_outside_china_stays(target):
    points = np.array([[-71.0589, 42.3601], [151.2, -33.9]])
    assert np.array_equal(convert(points, System.WGS84, target), points)


def test_the_shift_in_taiyuan_is_the_published_one():
    shifted = convert(np.array([[112.5627, 37.8735]]), System.WGS84, System.GCJ02)
    assert np.round(shifted, 5).tolist() == [[112.56897, 37.874]]


def test_no_points_are_no_points():
    assert convert(np.empty((0, 2)), System.BD09, System.WGS84).shape == (0, 2)
