"""The text format of the published scheduling benchmarks 1-24: sections of comma-separated rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gridkeeper.kernel.errors import GridkeeperError

Ints = npt.NDArray[np.int32]
_LIMITS = ("max_minutes", "min_minutes", "max_consecutive", "min_consecutive", "min_days_off", "max_weekends")


class RosteringFileBroken(GridkeeperError):
    """A rostering file misses a section, or a row of it cannot be read."""

    code = "instance.rostering"
    text = "Section {section}: {found}."
    hint = "Compare the file with a published instance; sections are SECTION_HORIZON, _SHIFTS, _STAFF, _COVER."


@dataclass(frozen=True, kw_only=True)
class RosteringInstance:
    """A published instance as tables.

    ``limits`` is (people, 6): most and least minutes, most and least consecutive shifts, least consecutive days off,
    most weekends. ``max_shifts`` is (people, shifts); ``forbidden[a, b]``: b may not follow a; ``days_off`` rows are
    (person, day), requests (person, day, shift, weight), cover (day, shift, required, under, over).
    """

    days: int
    shift_ids: tuple[str, ...]
    minutes: Ints
    forbidden: npt.NDArray[np.bool_]
    staff_ids: tuple[str, ...]
    max_shifts: Ints
    limits: Ints
    days_off: Ints
    on: Ints
    off: Ints
    cover: Ints


def read_rostering(text: str) -> RosteringInstance:
    """The instance in the text; a missing section or a broken row is refused as ``RosteringFileBroken``."""
    sections = _sections(text)
    days = int(_need(sections, "HORIZON")[0][0])
    shift_rows = _need(sections, "SHIFTS")
    shifts = {row[0]: index for index, row in enumerate(shift_rows)}
    staff_rows = sections.get("STAFF", [])
    people = {row[0]: index for index, row in enumerate(staff_rows)}
    forbidden = np.zeros((len(shifts), len(shifts)), bool)
    for row in shift_rows:
        for other in filter(None, row[2].split("|") if len(row) > 2 else []):
            forbidden[shifts[row[0]], _known(shifts, other, "SHIFTS")] = True
    return RosteringInstance(
        days=days,
        shift_ids=tuple(shifts),
        minutes=np.array([int(row[1]) for row in shift_rows], np.int32),
        forbidden=forbidden,
        staff_ids=tuple(people),
        max_shifts=_max_shifts(staff_rows, shifts),
        limits=np.array([[int(value) for value in row[2:8]] for row in staff_rows], np.int32).reshape(-1, len(_LIMITS)),
        days_off=_days_off(sections.get("DAYS_OFF", []), people, days),
        on=_requests(sections.get("SHIFT_ON_REQUESTS", []), people=people, shifts=shifts, days=days),
        off=_requests(sections.get("SHIFT_OFF_REQUESTS", []), people=people, shifts=shifts, days=days),
        cover=_cover(_need(sections, "COVER"), shifts, days),
    )


def _sections(text: str) -> dict[str, list[list[str]]]:
    """Rows of each section, comments and empty lines left out."""
    found: dict[str, list[list[str]]] = {}
    current: list[list[str]] | None = None
    for line in (raw.strip() for raw in text.splitlines()):
        if line.startswith("SECTION_"):
            current = found.setdefault(line.removeprefix("SECTION_"), [])
        elif line and not line.startswith("#") and current is not None:
            current.append([cell.strip() for cell in line.split(",")])
    return found


def _need(sections: dict[str, list[list[str]]], name: str) -> list[list[str]]:
    if not sections.get(name):
        raise RosteringFileBroken(section=name, found="it is missing or empty")
    return sections[name]


def _known(index: dict[str, int], key: str, section: str) -> int:
    if key not in index:
        raise RosteringFileBroken(section=section, found=f"“{key}” is not defined")
    return index[key]


def _day(value: str, days: int, section: str) -> int:
    day = int(value)
    if not 0 <= day < days:
        raise RosteringFileBroken(section=section, found=f"day {day} lies outside the horizon of {days}")
    return day


def _max_shifts(rows: list[list[str]], shifts: dict[str, int]) -> Ints:
    """(people, shifts) from cells like ``E=14|L=0``; a shift that is not named may never be worked."""
    table = np.zeros((len(rows), len(shifts)), np.int32)
    for person, row in enumerate(rows):
        for part in filter(None, row[1].split("|")):
            name, most = part.split("=")
            table[person, _known(shifts, name, "STAFF")] = int(most)
    return table


def _days_off(rows: list[list[str]], people: dict[str, int], days: int) -> Ints:
    """(k, 2) person and day from rows ``A,3,17``."""
    pairs = [
        (_known(people, row[0], "DAYS_OFF"), _day(value, days, "DAYS_OFF"))
        for row in rows
        for value in filter(None, row[1:])
    ]
    return _table(pairs, 2)


def _requests(rows: list[list[str]], *, people: dict[str, int], shifts: dict[str, int], days: int) -> Ints:
    """(k, 4) person, day, shift, weight."""
    section = "SHIFT_ON/OFF_REQUESTS"
    return _table(
        [
            (_known(people, who, section), _day(day, days, section), _known(shifts, shift, section), int(weight))
            for who, day, shift, weight in rows
        ],
        4,
    )


def _cover(rows: list[list[str]], shifts: dict[str, int], days: int) -> Ints:
    """(k, 5) day, shift, required heads, price of each too few, price of each too many."""
    return _table(
        [
            (_day(day, days, "COVER"), _known(shifts, shift, "COVER"), int(required), int(under), int(over))
            for day, shift, required, under, over in rows
        ],
        5,
    )


def _table(rows: Iterable[tuple[int, ...]], width: int) -> Ints:
    return np.array(list(rows), np.int32).reshape(-1, width)
