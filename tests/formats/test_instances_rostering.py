"""Published rostering files are read to the letter, and broken ones are refused with their section."""

from __future__ import annotations

import pytest

from gridkeeper.formats.instances.rostering import RosteringFileBroken, read_rostering

TEXT = """# comment
SECTION_HORIZON
# days
7

SECTION_SHIFTS
E,480,
L,540,E

SECTION_STAFF
A,E=7|L=0,2400,960,5,2,2,1
B,E=7|L=3,2400,960,5,2,2,1

SECTION_DAYS_OFF
A,1,4

SECTION_SHIFT_ON_REQUESTS
A,2,E,3

SECTION_SHIFT_OFF_REQUESTS
B,3,L,2

SECTION_COVER
0,E,2,100,1
1,L,1,90,2
"""


def test_the_horizon_and_the_shifts_are_read() -> None:
    instance = read_rostering(TEXT)
    assert (instance.days, instance.shift_ids, instance.minutes.tolist()) == (7, ("E", "L"), [480, 540])


def test_the_shift_named_third_may_not_follow() -> None:
    assert read_rostering(TEXT).forbidden.tolist() == [[False, False], [True, False]]


def test_the_limits_of_the_staff_are_read() -> None:
    instance = read_rostering(TEXT)
    assert instance.max_shifts.tolist() == [[7, 0], [7, 3]]
    assert instance.limits[0].tolist() == [2400, 960, 5, 2, 2, 1]


def test_days_off_requests_and_cover_are_read() -> None:
    instance = read_rostering(TEXT)
    assert instance.days_off.tolist() == [[0, 1], [0, 4]]
    assert (instance.on.tolist(), instance.off.tolist()) == ([[0, 2, 0, 3]], [[1, 3, 1, 2]])
    assert instance.cover.tolist() == [[0, 0, 2, 100, 1], [1, 1, 1, 90, 2]]


@pytest.mark.parametrize("section", ["HORIZON", "SHIFTS", "COVER"])
def test_a_missing_section_is_named(section: str) -> None:
    with pytest.raises(RosteringFileBroken, match=section):
        read_rostering(TEXT.replace(f"SECTION_{section}\n", "SECTION_OTHER\n"))


def test_an_unknown_shift_is_named() -> None:
    with pytest.raises(RosteringFileBroken, match="X"):
        read_rostering(TEXT.replace("0,E,2,100,1", "0,X,2,100,1"))


def test_a_day_outside_the_horizon_is_refused() -> None:
    with pytest.raises(RosteringFileBroken, match="9"):
        read_rostering(TEXT.replace("0,E,2,100,1", "9,E,2,100,1"))


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(RosteringFileBroken):
        read_rostering("")
