"""The same seed gives the same bits; copies of the district do not meet."""

from __future__ import annotations

import hashlib
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np
import pytest
import shapely

from gridkeeper.synthetic import District, district, districts


def _feed(digest: Any, value: Any) -> None:
    if isinstance(value, np.ndarray):
        digest.update(str(value.dtype).encode() + np.ascontiguousarray(value).tobytes())
    elif is_dataclass(value):
        for field in fields(value):
            _feed(digest, getattr(value, field.name))
    elif isinstance(value, tuple):
        for item in value:
            _feed(digest, item)
    elif isinstance(value, shapely.Geometry):
        digest.update(value.wkb)
    else:
        digest.update(repr(value).encode())


def _digest(value: Any) -> str:
    digest = hashlib.sha256()
    _feed(digest, value)
    return digest.hexdigest()


def test_the_same_seed_gives_the_same_bits(yingze: District):
    assert _digest(district(2022)) == _digest(yingze)


def test_another_seed_gives_other_people_on_the_same_map(yingze: District):
    other = district(7)
    assert _digest(other.people) != _digest(yingze.people)
    assert _digest(other.buildings) != _digest(yingze.buildings)
    assert _digest(other.communities) == _digest(yingze.communities)
    assert other.buildings.residents.sum() == yingze.buildings.residents.sum()


def test_every_column_of_a_group_has_a_row_for_each_thing(yingze: District):
    for group in (yingze.streets, yingze.communities, yingze.grids, yingze.buildings, yingze.compounds):
        assert len({len(getattr(group, f.name)) for f in fields(group) if f.name != "neighbours"}) == 1
    for group in (yingze.bodies, yingze.people, yingze.posts, yingze.appointments):
        assert len({len(getattr(group, f.name)) for f in fields(group)}) == 1


def test_copies_of_the_district_share_no_code_phone_or_place():
    first, second = districts(2)
    assert (first.code, second.code) == ("140106", "149901")
    assert second.name.endswith("（生成）")
    assert not set(first.buildings.code.tolist()) & set(second.buildings.code.tolist())
    assert not set(first.people.phone.tolist()) & set(second.people.phone.tolist())
    assert first.buildings.lon.max() < second.buildings.lon.min()


def test_more_copies_than_codes_are_refused():
    with pytest.raises(ValueError, match="between 0 and 100"):
        next(districts(101))
