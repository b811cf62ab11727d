"""Compounds are sets of buildings: they may share a name, span communities, and end (R-02, 4.e)."""

from __future__ import annotations

from datetime import date

import pytest
from tests.personas import START, SYSTEM, World, settle

from gridkeeper.kernel.errors import Forbidden
from gridkeeper.kernel.unit_code import level_of, parent_of
from gridkeeper.scopes.doors import acting_as
from gridkeeper.territory.choices import OverlayKind
from gridkeeper.territory.commands.overlay import NewOverlay, change_overlay, end_overlay, make_overlay
from gridkeeper.territory.errors import CrossedOutline, NoMembers, OverlayEnded, UnitClosed, UnknownUnit
from gridkeeper.territory.models import Unit
from gridkeeper.territory.policy.adjacency import neighbours_by_border
from gridkeeper.territory.queries.counts import counts_in
from gridkeeper.territory.queries.find import units_found
from gridkeeper.territory.queries.overlays import overlay_shown

pytestmark = pytest.mark.django_db

ONE = "140106003011001001"
OTHER = "140106003012001001"
THIRD = "140106003012001002"


@pytest.fixture(autouse=True)
def world() -> World:
    made = settle()
    with acting_as(SYSTEM):
        for code in ("140106003012001", OTHER, THIRD):
            parent = Unit.objects.get(unit_code=parent_of(code), closed_on=None)
            Unit.objects.create(
                unit_code=code,
                level=level_of(code),
                kind=level_of(code),
                name=f"{code[-1]}号楼",
                sort_key=code,
                parent=parent,
            )
    return made


def compound(name: str, *codes: str, **more):
    overlay = NewOverlay(
        name=name, kind=OverlayKind.COMPOUND, unit_codes=codes, from_on=date(2022, 1, 1), outline=more.get("outline")
    )
    actor = more.get("actor", SYSTEM)
    with acting_as(actor):
        return make_overlay(actor=actor, overlay=overlay, now=START)


def test_two_compounds_may_have_the_same_name_and_are_told_apart_by_place() -> None:
    compound("熙苑小区", ONE)
    compound("熙苑小区", OTHER)
    with acting_as(SYSTEM):
        hits = units_found(actor=SYSTEM, text="熙苑小区")
    assert sorted(hit.where for hit in hits) == ["迎泽区 庙前街道 水西关街一社区", "迎泽区 庙前街道 水西关街二社区"]


def test_a_compound_of_two_communities_goes_to_the_one_with_most_of_its_buildings() -> None:
    row = compound("熙苑小区", ONE, OTHER, THIRD)
    with acting_as(SYSTEM):
        shown = overlay_shown(actor=SYSTEM, overlay_id=row.pk)
    assert (shown.code, shown.answering.unit_code, len(shown.communities)) == ("140106003", "140106003012", 2)


def test_a_shared_compound_counts_once_in_each_community_and_once_above() -> None:
    compound("熙苑小区", ONE, OTHER)
    with acting_as(SYSTEM):
        found = [counts_in(actor=SYSTEM, unit_code=c).compounds for c in ("140106003011", "140106003012", "140106")]
    assert found == [1, 1, 1]


def test_an_overlay_of_nothing_is_refused() -> None:
    with pytest.raises(NoMembers):
        compound("空小区")


def test_an_unknown_or_demolished_building_is_refused() -> None:
    with pytest.raises(UnknownUnit):
        compound("熙苑小区", "140106003011001099")
    with acting_as(SYSTEM):
        Unit.objects.filter(unit_code=OTHER).update(closed_on=date(2022, 6, 1))
    with pytest.raises(UnitClosed):
        compound("熙苑小区", OTHER)


def test_an_outline_that_crosses_itself_is_refused() -> None:
    bow = {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}
    with pytest.raises(CrossedOutline, match="Self-intersection"):
        compound("熙苑小区", ONE, outline=bow)


def test_a_desk_makes_no_compound_of_the_next_districts_buildings(world: World) -> None:
    with pytest.raises(Forbidden):
        compound("熙苑小区", ONE, actor=world.actor("zhao"))


def test_an_ended_overlay_changes_no_more_and_counts_no_more() -> None:
    row = compound("熙苑小区", ONE)
    with acting_as(SYSTEM):
        end_overlay(actor=SYSTEM, overlay_id=row.pk, ends_on=START.date(), because="并入", now=START)
        with pytest.raises(OverlayEnded):
            change_overlay(actor=SYSTEM, overlay_id=row.pk, name="新熙苑", now=START)
        assert counts_in(actor=SYSTEM, unit_code="140106").compounds == 0


def test_a_renamed_compound_is_found_by_its_new_name_only() -> None:
    row = compound("熙苑小区", ONE)
    with acting_as(SYSTEM):
        change_overlay(actor=SYSTEM, overlay_id=row.pk, name="新熙苑", unit_codes=[ONE, OTHER], now=START)
        found = [len(units_found(actor=SYSTEM, text=text)) for text in ("熙苑小区", "新熙苑", "xxy")]
    assert found == [0, 1, 1]


def test_units_that_share_a_border_are_neighbours_and_those_that_meet_in_a_corner_are_not() -> None:
    from shapely.geometry import box

    squares = {
        "140106003011": box(112.50, 37.80, 112.51, 37.81),
        "140106003012": box(112.51, 37.80, 112.52, 37.81),
        "140106003013": box(112.52, 37.81, 112.53, 37.82),
    }
    assert neighbours_by_border(squares) == [("140106003011", "140106003012")]
