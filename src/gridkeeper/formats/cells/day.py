"""Date and time cells: real dates, spreadsheet serials, and the ways people write a day."""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from gridkeeper.formats.cells.words import clip, not_digits, plain, says_nothing
from gridkeeper.formats.cells.words import spreadsheet_error as error_in
from gridkeeper.formats.columns import CellProblem, Parsed, Recognised

_EPOCH: Final = datetime.combine(date(1899, 12, 30), time())  # day 0 of the 1900 date system after its leap-year bug
_SERIALS: Final = range(3_654, 80_000)  # 1910 to 2119: outside, a number is no date but something else
_YEARS: Final = range(1880, 2200)
_S: Final = r"\s*[-/.年]\s*"
_M: Final = r"\s*[-/.月]\s*"
_FULL: Final = re.compile(rf"(\d{{4}}){_S}(\d{{1,2}}){_M}(\d{{1,2}})(?:\s*[日号]|(?=$|[\sT上下晚中凌]))")
_COMPACT: Final = re.compile(r"(\d{4})(\d{2})(\d{2})(?=$|\s)")
_SHORT_YEAR: Final = re.compile(rf"(\d{{2}}){_S}(\d{{1,2}}){_M}(\d{{1,2}})\s*[日号]?(?=$|\s)")
_NO_YEAR: Final = re.compile(r"(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?:\s*[日号]|(?=$|[\s上下晚中凌]))")
_NO_DAY: Final = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?")
_YEAR_LAST: Final = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?=$|\s)")
_TIME: Final = re.compile(
    r"(?P<early>上午|下午|晚上|中午|凌晨|[AaPp][Mm])?\s*(?P<hour>\d{1,2})\s*[:时点]\s*(?P<minute>\d{1,2})?\s*[:分]?"
    r"\s*(?P<second>\d{1,2})?(?:\.(?P<fraction>\d{1,6}))?\s*秒?\s*(?P<late>[AaPp][Mm])?"
)
_AFTERNOON: Final = frozenset({"下午", "晚上", "pm"})
_MORNING: Final = frozenset({"上午", "凌晨", "am"})


def parse_date(cell: Any, as_of: date | None = None) -> Parsed:
    """A date. A day without a year is read as the one nearest to ``as_of``, and refused without ``as_of``."""
    found = _moment(cell, as_of)
    if isinstance(found, Recognised):
        return Recognised(found.value.date(), found.code, found.text, found.facts)
    return found.date() if isinstance(found, datetime) else found


def parse_moment(cell: Any, as_of: date | None = None) -> Parsed:
    """Date and time on the wall clock, without a zone; midnight where only a day is written."""
    return _moment(cell, as_of)


def _moment(cell: Any, as_of: date | None) -> Parsed:
    if isinstance(cell, datetime):
        return _in_range(cell.replace(tzinfo=None), cell)
    if isinstance(cell, date):
        return _in_range(datetime.combine(cell, time()), cell)
    if cell is None:
        return None
    if isinstance(cell, bool | time | timedelta):
        return not_digits(cell)
    if isinstance(cell, str):
        return _written(cell, as_of)
    return _number(cell, as_of)


def _number(cell: float, as_of: date | None) -> Parsed:
    """A date out of a number cell: a serial, 20221113, or 11.13 typed as if it were a date."""
    if float(cell).is_integer() and len(str(int(cell))) == 8:
        return _written(str(int(cell)), as_of)
    if int(cell) in _SERIALS:
        moment = _EPOCH + timedelta(seconds=round(cell * 86_400))
        return _recognised(moment, cell)
    if 1 <= cell < 13 and not float(cell).is_integer():
        written = repr(float(cell))
        month, day = written.split(".")
        if len(day) == 1 and day in "123":
            # A number cell drops the last zero: 11.2 may have been typed 11.20.
            return CellProblem(
                "date.number-cell",
                "The number {value} may mean day {one} or day {other}.",
                "Write the whole date, like 2022-11-13.",
                {"value": written, "one": int(day), "other": int(day) * 10},
            )
        return _written(f"{month}.{day}", as_of)
    return _unreadable(cell)


def _written(cell: str, as_of: date | None) -> Parsed:
    text = plain(cell)
    if says_nothing(text):
        return None
    if error := error_in(text):
        return error
    if text.isdigit() and len(text) == 5 and int(text) in _SERIALS:
        return _recognised(_EPOCH + timedelta(days=int(text)), cell)
    for shape in (_FULL, _COMPACT):
        if found := shape.match(text):
            day = _day(int(found[1]), int(found[2]), int(found[3]))
            return _at(day, text[found.end() :])
    if _NO_DAY.fullmatch(text):
        return CellProblem(
            "date.no-day",
            "“{value}” names a month without a day.",
            "Add the day, like 2022-11-13.",
            {"value": clip(cell)},
        )
    if found := _YEAR_LAST.match(text):
        return _at(_year_last(found, cell), text[found.end() :])
    if found := _SHORT_YEAR.match(text):
        day = _short_year(found, as_of, cell)
        return _recognised_at(day, text[found.end() :], cell)
    if found := _NO_YEAR.match(text):
        day = _nearest(int(found[1]), int(found[2]), as_of, cell)
        return _recognised_at(day, text[found.end() :], cell)
    return _unreadable(cell)


def _day(year: int, month: int, day: int) -> date | CellProblem:
    if not 1 <= month <= 12:
        return CellProblem("date.no-such-month", "There is no month {month}.", "Check the date.", {"month": month})
    if year in _YEARS and not 1 <= day <= calendar.monthrange(year, month)[1]:
        return CellProblem(
            "date.no-such-day",
            "Month {month} of {year} has no day {day}.",
            "Check the date.",
            {"year": year, "month": month, "day": day},
        )
    if year not in _YEARS:
        return CellProblem("date.year", "The year {year} cannot be right.", "Check the date.", {"year": year})
    return date(year, month, day)


def _year_last(found: re.Match[str], cell: str) -> date | CellProblem:
    """13/11/2022 or 11/13/2022 where only one order is possible; 04/05/2022 is refused."""
    one, other, year = int(found[1]), int(found[2]), int(found[3])
    if one > 12:
        return _day(year, other, one)
    if other > 12 or one == other:
        return _day(year, one, other)
    return CellProblem(
        "date.order",
        "In “{value}” day and month cannot be told apart.",
        "Write the year first, like 2022-11-13.",
        {"value": clip(cell)},
    )


def _short_year(found: re.Match[str], as_of: date | None, cell: str) -> date | CellProblem:
    """22-11-13: the latest such year that is not in the future; refused where the first number may be a month."""
    short = int(found[1])
    if as_of is None or short <= 12:
        return CellProblem(
            "date.short-year", "“{value}” has no full year.", "Write the year in four digits.", {"value": clip(cell)}
        )
    century = as_of.year // 100 * 100
    year = century + short if century + short <= as_of.year + 1 else century - 100 + short
    return _day(year, int(found[2]), int(found[3]))


def _nearest(month: int, day: int, as_of: date | None, cell: str) -> date | CellProblem:
    """The day of the year before, of or after ``as_of`` that lies nearest to it."""
    if not 1 <= month <= 12 or not 1 <= day <= 31:
        return _day(2024, month, day)
    if as_of is None:
        return CellProblem(
            "date.no-year", "“{value}” has no year.", "Write the year first, like 2022-11-13.", {"value": clip(cell)}
        )
    days = [_day(as_of.year + shift, month, day) for shift in (0, -1, 1)]
    real = [found for found in days if isinstance(found, date)]
    return min(real, key=lambda found: abs((found - as_of).days)) if real else days[0]


def _at(day: date | CellProblem, rest: str) -> datetime | CellProblem:
    """The day at the time written after it; midnight where nothing follows."""
    if isinstance(day, CellProblem):
        return day
    rest = rest.lstrip(" \nT").strip()
    if not rest:
        return datetime.combine(day, time())
    clock = _clock(rest)
    if clock is None:
        return CellProblem(
            "date.time",
            "The time “{rest}” after the date cannot be read.",
            "Write it like 2022-11-13 08:30.",
            {"rest": clip(rest, 20)},
        )
    return datetime.combine(day, clock)


def _clock(rest: str) -> time | None:
    """8:30, 8时30分, 下午8:14, 8:14 PM; None where it is no time."""
    found = _TIME.fullmatch(rest)
    if found is None:
        return None
    hour = int(found["hour"])
    half = (found["early"] or found["late"] or "").lower()
    if half in _AFTERNOON and hour < 12:
        hour += 12
    elif half in _MORNING and hour == 12:
        hour = 0
    minute, second = int(found["minute"] or 0), int(found["second"] or 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    return time(hour, minute, second, int((found["fraction"] or "0").ljust(6, "0")))


def _in_range(moment: datetime, cell: object) -> Parsed:
    return moment if moment.year in _YEARS else _unreadable(cell)


def _recognised_at(day: date | CellProblem, rest: str, cell: str) -> Parsed:
    moment = _at(day, rest)
    return moment if isinstance(moment, CellProblem) else _recognised(moment, cell)


def _recognised(moment: datetime, cell: object) -> Recognised:
    shown = moment.date().isoformat() if moment.time() == time() else moment.isoformat(sep=" ", timespec="minutes")
    return Recognised(
        moment, "date.recognised", "“{written}” was read as {value}.", {"written": clip(cell), "value": shown}
    )


def _unreadable(cell: object) -> CellProblem:
    return CellProblem(
        "date.unreadable", "“{value}” is not a date.", "Write it like 2022-11-13.", {"value": clip(cell)}
    )
