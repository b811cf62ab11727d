"""Lists of people: a template, import with a dry run, export."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gridkeeper.cli.people.group import people, role_words
from gridkeeper.cli.people.words import lines_of_import
from gridkeeper.cli.run import Answer, Run, domain_command
from gridkeeper.cli.values import NEW_FILE, NewFile
from gridkeeper.cli.words import translated, wants_chinese

if TYPE_CHECKING:
    from gridkeeper.posts.commands.people_rows import Report

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_SHOWN = 200


@people.command("import")
@click.argument("file", type=FILE)
@click.option("--dry-run", is_flag=True, help="Say what would change; write nothing.")
@click.option("--marked", type=NEW_FILE, help="Write the rows that came back to this workbook, with the reasons.")
@domain_command(text=lines_of_import)
def import_(run: Run, *, file: Path, dry_run: bool, marked: Path | None) -> object:
    """Import people and posts from a workbook or CSV: good rows go in, bad rows come back with the reason."""
    from gridkeeper.posts.commands.people_import import import_people, marked_people, preview_people_import

    if dry_run:
        report = preview_people_import(actor=run.actor, source=file, roles=role_words(), now=run.now)
    else:
        report = import_people(
            actor=run.actor,
            source=file,
            roles=role_words(),
            now=run.now,
            origin=file.name,
            is_generated=run.is_exercise,
        )
    if marked and report.problems:
        marked.write_bytes(marked_people(file, report, language="zh", translate=translated))
    data = _report(report, dry_run=dry_run, marked=marked if report.problems else None)
    return Answer(data, findings=bool(report.problems))


@people.command("export")
@click.argument("file", type=NewFile(or_folder=True))
@click.option("--unit", default="", help="Code, name, alias or initials; default: all you may see.")
@domain_command()
def export(run: Run, *, file: Path, unit: str) -> object:
    """Write people and posts to FILE (.xlsx or .csv; into a folder: under a name of its own). Leaves a line."""
    from gridkeeper.access.choices import Look
    from gridkeeper.access.commands.reading import note_look
    from gridkeeper.posts.queries.people_export import people_workbook
    from gridkeeper.territory.queries.find import unit_meant

    code = unit_meant(actor=run.actor, text=unit).unit_code if unit else _whole_reach(run)
    found = people_workbook(
        actor=run.actor,
        unit_code=code,
        roles=role_words(),
        now=run.now,
        language="zh" if wants_chinese() or run.is_exercise else "en",
        as_csv=file.suffix.lower() == ".csv",
        is_exercise=run.is_exercise,
    )
    target = file / found.name if file.is_dir() else file
    target.write_bytes(found.data)
    note_look(
        actor=run.actor, people=found.people, unit_code=code, look=Look.EXPORT, now=run.now, purpose="people export"
    )
    return {"file": target, "unit": code, "rows": found.rows, "people": len(found.people)}


@people.command("template")
@click.argument("file", type=NEW_FILE)
@domain_command()
def template(run: Run, file: Path) -> object:
    """Write an empty list to fill in to FILE, with drop-downs and an example."""
    from gridkeeper.posts.commands.people_import import people_template

    del run
    file.write_bytes(people_template(role_words(), language="zh", translate=translated))
    return {"file": file}


def _whole_reach(run: Run) -> str:
    """The one place whose people the actor may take away; without one the whole home is asked for, and refused."""
    reach = run.actor.reaches("people.export")
    return reach[0] if len(reach) == 1 else ""


def _report(report: Report, *, dry_run: bool, marked: Path | None) -> dict[str, Any]:
    return {
        "dry_run": dry_run,
        "counts": dict(report.counts),
        "problems": [
            {
                "row": problem.row,
                "column": problem.column,
                "code": problem.code,
                "text": problem.sentence(translated),
                "value": problem.value,
            }
            for problem in report.problems[:_SHOWN]
        ],
        "problem_count": len(report.problems),
        "notices": [
            {"row": notice.row, "column": notice.column, "code": notice.code, "text": notice.sentence(translated)}
            for notice in report.notices[:_SHOWN]
        ],
        "marked": marked,
    }
