"""Who borders on whom: read off shared outlines, or given as a list (R-08)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime

import shapely
from django.db import transaction
from django.db.models import Q

from gridkeeper.audit.record import record
from gridkeeper.formats.columns import CellProblem
from gridkeeper.formats.workbook import Reading
from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.unit_code import upper_bound
from gridkeeper.territory.commands.row_report import RowReport
from gridkeeper.territory.models import Adjacency, Outline, Unit
from gridkeeper.territory.policy.adjacency import neighbours_by_border
from gridkeeper.territory.queries.match import matcher

COMPUTED = "shared border"


def import_adjacency(*, actor: Actor, reading: Reading, origin: str = "", now: datetime) -> RowReport:
    """Store pairs of neighbours from a list; both ways, each once, units of one level only.

    Rows that name an unknown or ambiguous unit, a unit twice, or units of two levels come back with the reason.
    """
    report = RowReport().begin_with(reading.problems, reading.notices)
    cells = [row[key] for row in reading.rows for key in ("unit", "neighbour")]
    units = matcher(codes=[c for c in cells if c.isdigit()], names=[c for c in cells if not c.isdigit()] or ["-"])
    pairs: set[tuple[Unit, Unit]] = set()
    for row in reading.rows:
        ends = {key: units.find(row[key]) for key in ("unit", "neighbour")}
        wrong = [(key, found) for key, found in ends.items() if isinstance(found, CellProblem)]
        for key, problem in wrong:
            report.refuse(row.number, key, problem)
        one, other = ends["unit"], ends["neighbour"]
        if isinstance(one, CellProblem) or isinstance(other, CellProblem):
            continue
        if one.pk == other.pk or one.level != other.level:
            text, hint = (
                "“{one}” and “{other}” are not two units of one level.",
                "Name two communities, or two streets.",
            )
            facts = {"one": one.label, "other": other.label}
            report.refuse(row.number, "neighbour", CellProblem("border.unequal", text, hint, facts))
            continue
        for unit in (one, other):
            actor.require("territory.write", at=unit.unit_code, place=unit.label)
        pairs.add((one, other))
    with transaction.atomic():
        made = _add(pairs, origin or "list")
        report.counts.update(borders=made, same=len(pairs) - made)
        if made:
            record(
                actor=actor,
                verb="territory.borders-imported",
                subject_kind="borders",
                subject_id=f"{made} borders",
                unit_code=next(iter(actor.reaches("territory.write")), ""),
                happened_at=now,
                facts={"origin": origin, "borders": made},
            )
    return report


def write_borders(*, actor: Actor, area: str, origin: str) -> int:
    """Compute neighbours among the outlines of an area and store them, in the caller's transaction.

    Borders that an earlier computation found and the present outlines deny are dropped; listed ones stay.
    Returns the number of pairs.
    """
    actor.require("territory.write", at=area)
    rows = Outline.objects.filter(unit_code__gte=area, unit_code__lt=upper_bound(area), unit__closed_on=None)
    outlines = {row.unit: shapely.from_geojson(_text(row.geometry)) for row in rows.select_related("unit")}
    by_code = {unit.unit_code: unit for unit in outlines}
    found = neighbours_by_border({unit.unit_code: shape for unit, shape in outlines.items()})
    wanted = {(by_code[one], by_code[other]) for one, other in found}
    ids = {(one.pk, other.pk) for one, other in wanted}
    computed = Adjacency.objects.filter(
        Q(source__startswith=COMPUTED) | Q(source="generated"),
        unit__in=by_code.values(),
        neighbour__in=by_code.values(),
    )
    stale = [
        row.pk
        for row in computed
        if (row.unit_id, row.neighbour_id) not in ids and (row.neighbour_id, row.unit_id) not in ids
    ]
    Adjacency.objects.filter(pk__in=stale).delete()
    _add(wanted, f"{COMPUTED}: {origin}"[:120])
    return len(wanted)


def _add(pairs: Iterable[tuple[Unit, Unit]], source: str) -> int:
    rows = {
        (one.pk, other.pk): Adjacency(unit=one, neighbour=other, unit_code=one.unit_code, source=source[:120])
        for pair in pairs
        for one, other in (pair, pair[::-1])
    }
    known = set(Adjacency.objects.filter(unit_id__in={one for one, _ in rows}).values_list("unit_id", "neighbour_id"))
    fresh = [row for key, row in rows.items() if key not in known]
    Adjacency.objects.bulk_create(fresh, batch_size=2000, ignore_conflicts=True)
    return len(fresh) // 2


def _text(geometry: object) -> str:

    return json.dumps(geometry)
