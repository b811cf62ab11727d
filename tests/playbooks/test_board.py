"""The measures board: 22 measures, two of them not specified in the source (section 13)."""

from __future__ import annotations

from msgspec import structs
from tests.playbooks.test_compose import PLAYBOOK

from gridkeeper.playbooks.board import MeasureState, State, coverage, streets
from gridkeeper.playbooks.schema import Owner, Place

HERE, NEXT, ELSEWHERE = "140106003011", "140106003012", "140106004001"
PLACES = (HERE, NEXT, ELSEWHERE)


def state(measure: str, unit: str, *, told: State = State.ACTIVE, evidence: int = 1) -> MeasureState:
    return MeasureState(measure=measure, unit_code=unit, state=told, evidence=evidence)


def test_twenty_measures_are_named_and_two_are_shown_as_not_specified() -> None:
    board = coverage(PLAYBOOK, [], PLACES)["140106"]
    assert (board.total, board.covered, board.percent) == (22, 0, 0.0)
    assert board.unspecified == ("M21", "M22")


def test_a_measure_counts_when_it_is_active_and_can_show_it() -> None:
    states = [
        state("M01", HERE),
        state("M02", HERE, evidence=0),
        state("M03", HERE, told=State.PLANNED),
        state("M04", HERE, told=State.WAIVED),
        state("M05", HERE, told=State.DONE),
    ]
    board = coverage(PLAYBOOK, states, PLACES)[HERE]
    assert [cell.measure for cell in board.cells if cell.is_whole] == ["M01", "M05"]
    assert board.percent == 9.1


def test_all_twenty_are_twenty_of_twenty_two() -> None:
    states = [state(f"M{n:02d}", "140106") for n in range(1, 23)]
    board = coverage(PLAYBOOK, states, PLACES)["140106"]
    assert (board.covered, board.total, board.percent) == (20, 22, 90.9)


def test_a_street_has_a_measure_when_each_of_its_communities_has_it() -> None:
    board = coverage(PLAYBOOK, [state("M02", HERE), state("M02", NEXT), state("M03", HERE)], PLACES)
    street = next(one for one in streets(board) if one.unit_code == HERE[:9])
    cells = {cell.measure: (cell.have, cell.of) for cell in street.cells}
    assert (cells["M02"], cells["M03"]) == ((2, 2), (1, 2))
    assert street.covered == 1


def test_what_a_district_does_holds_below_unless_a_community_says_otherwise() -> None:
    board = coverage(PLAYBOOK, [state("M18", "140106"), state("M18", NEXT, told=State.PLANNED)], PLACES)
    have = {code: next(cell.have for cell in board[code].cells if cell.measure == "M18") for code in PLACES}
    assert have == {HERE: 1, NEXT: 0, ELSEWHERE: 1}


def test_a_slot_the_district_fills_in_counts_from_then_on() -> None:
    owner = Owner(role="district_duty", level=Place.DISTRICT)
    measures = tuple(structs.replace(one, owner=owner) if one.no == "M21" else one for one in PLAYBOOK.measures)
    filled = structs.replace(PLAYBOOK, measures=measures)
    board = coverage(filled, [state("M21", "140106")], PLACES)["140106"]
    assert board.unspecified == ("M22",)
    assert board.covered == 1
