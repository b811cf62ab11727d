"""Position cells: a longitude and a latitude in degrees, in decimal or in degrees, minutes and seconds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from gridkeeper.formats.cells.words import clip, plain, says_nothing
from gridkeeper.formats.cells.words import spreadsheet_error as error_in
from gridkeeper.formats.columns import CellProblem, Parsed, Recognised

_PAIR: Final = re.compile(r"\(?\s*(-?\d{1,3}(?:\.\d+)?)\s*[,;、\s]\s*(-?\d{1,3}(?:\.\d+)?)\s*\)?")
_SEXAGESIMAL: Final = re.compile(
    r"(\d{1,3})\s*°\s*(\d{1,2})\s*['′’]\s*(\d{1,2}(?:\.\d+)?)\s*(?:[\"″”]|''|′′)\s*([NSEW东西南北])", re.IGNORECASE
)
_EAST: Final = frozenset("EW东西")
_MINUS: Final = frozenset("SW南西")
_CHINA_LONGITUDES: Final = (73.0, 136.0)
_CHINA_LATITUDES: Final = (3.0, 54.0)


@dataclass(frozen=True, slots=True)
class Position:
    """A point in degrees, six decimals (0.1 m); the coordinate system is the file's."""

    longitude: float
    latitude: float

    def __str__(self) -> str:
        return f"{self.longitude:.6f},{self.latitude:.6f}"


def parse_position(cell: Any) -> Parsed:
    """The position in a cell; a pair written latitude first is recognised where it can only be that."""
    if not isinstance(cell, str):
        return None if cell is None else _problem(cell)
    text = plain(cell)
    if says_nothing(text):
        return None
    if error := error_in(text):
        return error
    # NFKC turns the double prime into two primes, so both spellings arrive here alike.
    if parts := _SEXAGESIMAL.findall(text):
        return _from_sexagesimal(parts, cell)
    found = _PAIR.fullmatch(text)
    return _from_pair(float(found[1]), float(found[2]), cell) if found else _problem(cell)


def _from_sexagesimal(parts: list[tuple[str, str, str, str]], cell: str) -> Parsed:
    degrees = {}
    for whole, minutes, seconds, letter in parts:
        value = int(whole) + int(minutes) / 60 + float(seconds) / 3600
        degrees["east" if letter.upper() in _EAST else "north"] = -value if letter.upper() in _MINUS else value
    if len(parts) != 2 or len(degrees) != 2:
        return _problem(cell)
    return _position(degrees["east"], degrees["north"]) or _problem(cell)


def _from_pair(one: float, other: float, cell: str) -> Parsed:
    if _in_china(one, other) or not _in_china(other, one):
        return _position(one, other) or _problem(cell)
    position = Position(round(other, 6), round(one, 6))
    return Recognised(
        position,
        "position.latitude-first",
        "“{written}” was read as latitude, then longitude.",
        {"written": clip(cell)},
    )


def _in_china(longitude: float, latitude: float) -> bool:
    return (
        _CHINA_LONGITUDES[0] <= longitude <= _CHINA_LONGITUDES[1]
        and _CHINA_LATITUDES[0] <= latitude <= _CHINA_LATITUDES[1]
    )


def _position(longitude: float, latitude: float) -> Position | None:
    if abs(longitude) > 180 or abs(latitude) > 90:
        return None
    return Position(round(longitude, 6), round(latitude, 6))


def _problem(cell: object) -> CellProblem:
    return CellProblem(
        "position.unreadable",
        "“{value}” is not a position.",
        "Write longitude and latitude in degrees, like 112.551516,37.867229.",
        {"value": clip(cell)},
    )
