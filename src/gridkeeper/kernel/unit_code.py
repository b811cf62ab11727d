"""Unit codes: a code is its path, so prefix = ancestry (K-02, R-01, R-03)."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from gridkeeper.kernel.errors import Malformed


class Level(StrEnum):
    """Levels of the territory tree, widest first (R-02)."""

    PROVINCE = "province"
    CITY = "city"
    DISTRICT = "district"
    TOWNSHIP = "township"
    COMMUNITY = "community"
    GRID = "grid"
    BUILDING = "building"


LENGTHS: Final[dict[Level, int]] = {
    Level.PROVINCE: 2,
    Level.CITY: 4,
    Level.DISTRICT: 6,
    Level.TOWNSHIP: 9,
    Level.COMMUNITY: 12,
    Level.GRID: 15,
    Level.BUILDING: 18,
}
LEVELS: Final[dict[int, Level]] = {length: level for level, length in LENGTHS.items()}
_STATUTORY: Final = 12


def canonical(text: str) -> str:
    """Return the shortest spelling of a code: ``140106000000`` and ``140106`` are both ``140106`` (R-03).

    Raises Malformed for anything but 2, 4, 6, 9, 12, 15 or 18 digits.
    """
    code = text.strip()
    if not (code.isascii() and code.isdigit()) or len(code) not in LEVELS:
        raise Malformed(
            field="code", value=text, expected="a unit code of 2, 4, 6, 9, 12, 15 or 18 digits", example="140106003011"
        )
    if len(code) == _STATUTORY:
        # Statutory codes are padded with zeros to twelve digits; a level is absent where its digits are all zero.
        for length in (2, 4, 6, 9):
            if not code[length:].strip("0"):
                return code[:length]
    return code


def level_of(code: str) -> Level:
    """Level of a canonical code, from its length alone."""
    return LEVELS[len(code)]


def parent_of(code: str) -> str | None:
    """Code of the parent unit, or None at the root."""
    shorter = [length for length in LEVELS if length < len(code)]
    return code[: max(shorter)] if shorter else None


def ancestors_of(code: str) -> tuple[str, ...]:
    """Codes of all ancestors, widest first, without the code itself."""
    return tuple(code[:length] for length in sorted(LEVELS) if length < len(code))


def shared_code(codes: Iterable[str]) -> str:
    """The longest unit code at or above all of these; "" where they share nothing, or there are none."""
    first, last = "", ""
    for number, code in enumerate(codes):
        first, last = (code, code) if not number else (min(first, code), max(last, code))
    return next((code for code in (first, *reversed(ancestors_of(first))) if is_within(last, code)), "")


def is_within(code: str, prefix: str) -> bool:
    """True when ``code`` is ``prefix`` or lies below it. The empty prefix is the whole country."""
    return code.startswith(prefix)


def upper_bound(prefix: str) -> str:
    """First string after every code below ``prefix`` in byte order, for range scans: [prefix, upper_bound)."""
    return prefix + "~"
