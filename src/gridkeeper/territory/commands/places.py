"""Import grids and buildings with their counts from a workbook: good rows in, bad rows back, never a silent guess."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import numpy as np
from django.db import connection, transaction

from gridkeeper.audit.record import record
from gridkeeper.formats.columns import CellProblem
from gridkeeper.formats.coordinates import System, convert
from gridkeeper.formats.workbook import Reading, Row
from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.unit_code import Level, level_of, parent_of
from gridkeeper.territory.commands.apply_difference import add_units, close_units
from gridkeeper.territory.commands.row_report import RowReport
from gridkeeper.territory.models import Edition, Unit
from gridkeeper.territory.policy import TreeRow, area_of
from gridkeeper.territory.policy.places import ESTIMATE, Serials, counted, level_meant
from gridkeeper.territory.queries.match import Matcher, matcher

_SMALL = (Level.GRID, Level.BUILDING)
_VALUES = ("households", "residents", "collective", "floors", "lng", "lat")


@dataclass(frozen=True, kw_only=True)
class _Place:
    """One good row: the code it is about, and whether it is new."""

    code: str
    name: str
    row: Row
    is_new: bool
    values: dict[str, Any]
    is_estimate: bool = False


@dataclass(kw_only=True)
class _Import:
    """One pass over a list of places; everything looked up once is looked up before it."""

    actor: Actor
    units: Matcher
    serials: Serials
    report: RowReport
    system: System
    estimate: bool
    today: date
    places: dict[str, _Place] = field(default_factory=dict)
    closing: dict[str, date] = field(default_factory=dict)

    def take(self, row: Row) -> None:
        """Read one row, or send it back."""
        found = self._code(row)
        if isinstance(found, CellProblem):
            column = "parent" if row["parent"] and not row["code"] else "code" if row["code"] else "name"
            self.report.refuse(row.number, column, found)
            return
        code, is_new = found
        problem = self._refusal(row, code, is_new=is_new)
        if problem is not None:
            self.report.refuse(row.number, "name", problem)
            return
        if row["closed_on"]:
            self.closing[code] = row["closed_on"]
        people = counted(
            households=row["households"],
            residents=row["residents"],
            collective=row["collective"],
            estimate=self.estimate,
        )
        values = {
            "households": people.households,
            "residents": people.residents,
            "collective": people.collective,
            "floors": row["floors"],
            **self._point(row),
        }
        if people.households and row["residents"] == 0:
            self.report.remark(row.number, "residents", "place.nobody", "Households, but nobody lives there.")
        self.places[code] = _Place(
            code=code, name=row["name"] or "", row=row, is_new=is_new, values=values, is_estimate=people.is_estimate
        )

    def _code(self, row: Row) -> tuple[str, bool] | CellProblem:
        """The unit a row is about: an open one, or the code of a new grid or building."""
        if row["code"]:
            return self._by_code(row)
        if not row["parent"] or not row["name"]:
            return CellProblem("place.nameless", "The row names no place.", "Give a code, or a name and where it is.")
        parent = self.units.find(row["parent"])
        if isinstance(parent, CellProblem):
            return parent
        same = self.units.below(parent, row["name"])
        if len(same) > 1:
            codes = ", ".join(unit.unit_code for unit in same[:4])
            facts = {"name": row["name"], "parent": parent.label, "codes": codes}
            text = "“{name}” stands more than once in {parent}: {codes}."
            return CellProblem("unit.ambiguous", text, "Give the code.", facts)
        if same:
            return same[0].unit_code, False
        return self._new_below(parent, row)

    def _by_code(self, row: Row) -> tuple[str, bool] | CellProblem:
        unit = self.units.find(row["code"])
        if not isinstance(unit, CellProblem):
            return unit.unit_code, False
        code: str = row["code"]
        above = self.units.by_code.get(parent_of(code) or "")
        if level_of(code) not in _SMALL or unit.code == "unit.closed":
            return unit
        if above is None and parent_of(code) not in self.places:
            return CellProblem(
                "place.no-parent",
                "There is no open unit {parent} above {code}.",
                "Import it first.",
                {"parent": parent_of(code), "code": code},
            )
        if not row["name"]:
            return CellProblem("place.nameless", "The new place {code} has no name.", "Name it.", {"code": code})
        self.serials.take(code)
        return code, True

    def _new_below(self, parent: Unit, row: Row) -> tuple[str, bool] | CellProblem:
        level = level_meant(row["name"], parent_level=parent.level, said=row["level"])
        grid = parent.unit_code
        if level is Level.BUILDING and parent.level == Level.COMMUNITY:
            grids = [c for c in {*self.units.by_code, *self.places} if c.startswith(grid) and len(c) == len(grid) + 3]
            if len(grids) != 1:
                return CellProblem(
                    "place.which-grid",
                    "“{parent}” has {grids} grids; which one is “{name}” in?",
                    "Name the grid.",
                    {"parent": parent.label, "grids": len(grids), "name": row["name"]},
                )
            grid = grids[0]
        fits = {Level.COMMUNITY: Level.GRID, Level.GRID: Level.BUILDING}
        if level is None or fits.get(level_of(grid)) is not level:
            return CellProblem(
                "place.wrong-level",
                "“{name}” cannot stand right below “{parent}”.",
                "Grids stand in communities and buildings in grids; other levels change by an edition.",
                {"name": row["name"], "parent": parent.label},
            )
        code = self.serials.next(grid)
        if code is None:
            return CellProblem("place.full", "“{parent}” has no free code left.", "Split it.", {"parent": parent.label})
        return code, True

    def _refusal(self, row: Row, code: str, *, is_new: bool) -> CellProblem | None:
        """Why a row whose place is known cannot be taken."""
        if code in self.places:
            return CellProblem(
                "place.twice",
                "“{name}” stands in row {first} already.",
                "Keep one of the two rows.",
                {"name": row["name"] or code, "first": self.places[code].row.number},
            )
        if not self.actor.may("territory.write", at=code):
            return CellProblem(
                "place.out-of-scope",
                "“{name}” ({code}) lies outside your area.",
                "Send this row to the desk of its street.",
                {"name": row["name"] or code, "code": code},
            )
        if (row["lng"] is None) != (row["lat"] is None):
            return CellProblem("place.half-point", "Only one of longitude and latitude is given.", "Give both.")
        ended = row["closed_on"]
        if ended and (is_new or level_of(code) not in _SMALL or ended > self.today or self._open_below(code)):
            return CellProblem(
                "place.not-to-close",
                "“{name}” cannot be closed on {ended}.",
                "A building or an empty grid that is in the tree can be closed, on a day that has come.",
                {"name": row["name"] or code, "ended": ended.isoformat()},
            )
        return None

    def _open_below(self, code: str) -> bool:
        if level_of(code) is Level.BUILDING:
            return False
        inside = Unit.objects.filter(closed_on=None, unit_code__gt=code, unit_code__lt=code + "~")
        return inside.exclude(unit_code__in=self.closing).exists()

    def _point(self, row: Row) -> dict[str, float | None]:
        if row["lng"] is None:
            return {"lng": None, "lat": None}
        given = np.array([[float(row["lng"]), float(row["lat"])]])
        [[lng, lat]] = convert(given, self.system, System.WGS84).round(6).tolist()
        return {"lng": lng, "lat": lat}


def import_counts(
    *,
    actor: Actor,
    reading: Reading,
    effective_on: date,
    now: datetime,
    origin: str = "",
    system: System = System.WGS84,
    estimate: bool = False,
) -> RowReport:
    """Bring households, people, floors and points of places in; new grids and buildings get the next free code.

    A missing or zero population is taken as it is; with ``estimate`` a missing one becomes households x 2.37, marked
    in the unit's source. Negative numbers are refused by the reader. A demolished building is closed on its day.
    """
    report = RowReport().begin_with(reading.problems, reading.notices)
    work = _Import(
        actor=actor,
        units=_units_of(reading),
        serials=Serials(_taken(reading)),
        report=report,
        system=system,
        estimate=estimate,
        today=now.date(),
    )
    for row in reading.rows:
        work.take(row)
    with transaction.atomic():
        _write(work, effective_on=effective_on, origin=origin, now=now)
    return report


def _units_of(reading: Reading) -> Matcher:
    asked = [str(value) for row in reading.rows for key in ("parent", "name") if (value := row[key])]
    codes = {value for row in reading.rows for value in (row["code"], row["parent"]) if value and value.isdigit()}
    return matcher(codes=codes | {parent_of(code) or "" for code in codes}, names=set(asked) or {"-"})


def _taken(reading: Reading) -> list[str]:
    """Codes of every grid and building there ever was, where some row needs a new one."""
    if all(row["code"] for row in reading.rows):
        return []
    return list(Unit.objects.filter(level__in=_SMALL).values_list("unit_code", flat=True))


def _write(work: _Import, *, effective_on: date, origin: str, now: datetime) -> None:
    fresh = [place for place in work.places.values() if place.is_new]
    touched = [*work.places]
    if not touched:
        return
    area = area_of(touched)
    edition = None
    if fresh or work.closing:
        edition = Edition.objects.create(
            unit_code=area,
            title=(origin or "-")[:120],
            effective_on=effective_on,
            source=origin[:200],
            added=len(fresh),
            removed=len(work.closing),
            applied_at=now,
        )
        rows = [TreeRow(code=place.code, name=place.name, row=place.row.number) for place in fresh]
        add_units(edition, rows, source=origin)
    changed = _write_values(work.places.values(), as_of=effective_on, origin=origin)
    for day in sorted(set(work.closing.values())):
        assert edition is not None, "closing a place makes an edition"
        edition.effective_on = day
        close_units(edition, [code for code, ended in work.closing.items() if ended == day])
    work.report.counts.update(
        added=len(fresh), changed=changed, same=len(touched) - len(fresh) - changed, closed=len(work.closing)
    )
    work.report.counts["estimated"] = sum(place.is_estimate for place in work.places.values())
    if fresh or work.closing or changed:
        record(
            actor=work.actor,
            verb="territory.places-imported",
            subject_kind="places",
            subject_id=f"{len(touched)} places",
            unit_code=area,
            happened_at=now,
            facts={"origin": origin, **work.report.counts},
        )


def _write_values(places: Iterable[_Place], *, as_of: date, origin: str) -> int:
    """Write what differs, in one statement; a cell that is empty in the file leaves the number as it was."""
    rows: Sequence[_Place] = list(places)
    with connection.cursor() as cursor:
        cursor.execute(
            _UPDATE,
            [
                [place.code for place in rows],
                *([place.values[key] for place in rows] for key in _VALUES),
                [(ESTIMATE if place.is_estimate else origin)[:120] for place in rows],
                [place.is_new for place in rows],
                as_of,
            ],
        )
        [changed] = cursor.fetchone()
    return int(changed)


_UPDATE = """
    WITH wanted AS (
        SELECT * FROM unnest(%s::text[], %s::int[], %s::int[], %s::int[], %s::int[], %s::float8[], %s::float8[],
                             %s::text[], %s::bool[])
            AS w(code, households, residents, collective, floors, lng, lat, source, is_new)
    ), written AS (
        UPDATE territory_unit AS u SET
            households = coalesce(w.households, u.households), residents = coalesce(w.residents, u.residents),
            collective = coalesce(w.collective, u.collective), floors = coalesce(w.floors, u.floors),
            lng = coalesce(w.lng, u.lng), lat = coalesce(w.lat, u.lat),
            counts_as_of = CASE WHEN coalesce(w.households, w.residents, w.collective) IS NULL
                                THEN u.counts_as_of ELSE %s END,
            counts_source = CASE WHEN coalesce(w.households, w.residents, w.collective) IS NULL
                                 THEN u.counts_source ELSE w.source END
        FROM wanted AS w WHERE u.unit_code = w.code COLLATE "C" AND u.closed_on IS NULL
          AND (coalesce(w.households, u.households), coalesce(w.residents, u.residents),
               coalesce(w.collective, u.collective), coalesce(w.floors, u.floors),
               coalesce(w.lng, u.lng), coalesce(w.lat, u.lat))
              IS DISTINCT FROM (u.households, u.residents, u.collective, u.floors, u.lng, u.lat)
        RETURNING w.is_new
    )
    SELECT count(*) FILTER (WHERE NOT is_new) FROM written
"""
