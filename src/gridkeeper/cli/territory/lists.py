"""Lists of the territory in and out."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gridkeeper.cli.run import Answer, Run, domain_command
from gridkeeper.cli.territory.asking import DAY
from gridkeeper.cli.territory.group import territory
from gridkeeper.cli.territory.words import lines_of_import
from gridkeeper.cli.values import NEW_FILE
from gridkeeper.cli.words import say_in_language, translated

if TYPE_CHECKING:
    from gridkeeper.formats.workbook import Problem
    from gridkeeper.territory.commands.edition import EditionReport
    from gridkeeper.territory.commands.imports import FileReport
    from gridkeeper.territory.policy import Mistake

_SHOWN = 20
_MISTAKES_SHOWN = 200
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@territory.command("import")
@click.argument("file", type=FILE)
@click.option("--dry-run", is_flag=True, help="Say what would change; write nothing.")
@click.option("--effective", "--as-of", "effective", type=DAY, help="First day of the list; default: today.")
@click.option("--title", default="", help="Title of the edition; default: the file's name.")
@click.option("--area", default="", help="Code of the unit the list covers; default: worked out from its codes.")
@click.option("--system", type=click.Choice(["wgs84", "gcj02", "bd09"]), default="wgs84", show_default=True)
@click.option("--complete", is_flag=True, help="Units of the area that the list does not name are gone.")
@click.option("--estimate", is_flag=True, help="Missing residents become households x 2.37, marked as an estimate.")
@click.option("--marked", type=NEW_FILE, help="Write rows that were not taken to this workbook, with the reasons.")
@domain_command(text=lines_of_import)
def import_(run: Run, *, file: Path, marked: Path | None, **wishes: Any) -> object:
    """Import divisions, changes, grids and buildings with counts, borders (CSV, xlsx), or outlines (GeoJSON).

    What a file holds is seen from its columns.
    """
    from gridkeeper.formats import workbook
    from gridkeeper.formats.coordinates import System
    from gridkeeper.kernel.unit_code import canonical
    from gridkeeper.territory.commands.imports import ImportWish, import_file

    effective: datetime | None = wishes["effective"]
    wish = ImportWish(
        effective_on=(effective or run.now).date(),
        title=wishes["title"] or file.stem,
        source=file.name,
        area=canonical(wishes["area"]) if wishes["area"] else "",
        system=System(wishes["system"]),
        complete=wishes["complete"],
        estimate=wishes["estimate"],
    )
    dry_run: bool = wishes["dry_run"]
    report = import_file(actor=run.actor, source=file, wish=wish, dry_run=dry_run, now=run.now)
    if marked and report.rows and report.reading and report.rows.problems:
        marked.write_bytes(
            workbook.marked(file, report.reading, report.rows.problems, language="zh", translate=translated)
        )
    return Answer(_report(report), findings=report.has_findings)


@territory.command("export")
@click.argument("file", type=NEW_FILE)
@click.option("--unit", required=True, help="Code, name, alias or initials.")
@click.option("--system", type=click.Choice(["wgs84", "gcj02", "bd09"]), default="wgs84", show_default=True)
@domain_command()
def export(run: Run, *, file: Path, unit: str, system: str) -> object:
    """Write a unit and everything below it to FILE: .csv, .xlsx or .geojson by its name's ending."""
    from gridkeeper.formats.coordinates import System
    from gridkeeper.territory.queries.export import outlines_of, places_table, places_under, write_places
    from gridkeeper.territory.queries.find import unit_meant

    found = unit_meant(actor=run.actor, text=unit)
    stamp = "演练 · EXERCISE" if run.is_exercise else ""
    if file.suffix.lower() in (".geojson", ".json"):
        code = found.unit_code
        data, rows = outlines_of(actor=run.actor, unit_code=code, system=System(system), title=stamp)
        file.write_bytes(data)
    else:
        places = places_under(actor=run.actor, unit_code=found.unit_code)
        rows = write_places(file, table=places_table(), rows=places, title=stamp)
    return {"file": file, "unit": found.unit_code, "rows": rows}


def _report(report: FileReport) -> dict[str, Any]:
    data: dict[str, Any] = {"kind": report.kind, "dry_run": report.dry_run, "area": report.area}
    if report.edition:
        data |= _edition(report.edition, dry_run=report.dry_run)
    if report.rows:
        problems = report.rows.problems
        data |= {
            "applied": not report.dry_run,
            "counts": dict(report.rows.counts),
            "problems": [_problem(problem) for problem in problems[:_MISTAKES_SHOWN]],
            "problem_count": len(problems),
            "notices": [
                {"row": notice.row, "column": notice.column, "code": notice.code, "text": notice.sentence(translated)}
                for notice in report.rows.notices[:_MISTAKES_SHOWN]
            ],
        }
    return data


def _edition(report: EditionReport, *, dry_run: bool) -> dict[str, Any]:
    from gridkeeper.territory.policy import kind_of

    found = report.difference
    special = [row.code for row in found.added if kind_of(row.code[:6], "") == "statistical" and len(row.code) >= 6]
    return {
        "applied": report.edition_id is not None,
        "edition_id": report.edition_id,
        "counts": {
            "added": len(found.added),
            "removed": len(found.removed),
            "renamed": len(found.renamed),
            "recoded": len(found.recoded),
            "already": report.already,
        },
        "examples": {
            "added": [{"code": row.code, "name": row.name} for row in found.added[:_SHOWN]],
            "removed": [{"code": code, "name": name} for code, name in found.removed[:_SHOWN]],
            "renamed": [{"code": c, "old_name": old, "name": new} for c, old, new in found.renamed[:_SHOWN]],
            "recoded": [asdict(pair) for pair in found.recoded[:_SHOWN]],
        },
        "statistical": special[:_SHOWN],
        "mistakes": [_mistake(mistake) for mistake in report.mistakes[:_MISTAKES_SHOWN]],
        "mistake_count": len(report.mistakes),
        "pointing": [{"code": p.unit_code, "table": p.table, "rows": p.rows} for p in report.pointing],
        "rewritten": report.rewritten,
        "would_change": dry_run and not found.is_empty,
    }


def _mistake(mistake: Mistake) -> dict[str, Any]:
    return {"row": mistake.row, "code": mistake.code, "text": say_in_language(mistake.text, mistake.facts)}


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "row": problem.row,
        "column": problem.column,
        "code": problem.code,
        "text": problem.sentence(translated),
        "value": problem.value,
    }
