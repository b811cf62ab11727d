"""``gridkeeper report``: the daily report and the zero report (日报、零报告)."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import click

from gridkeeper.cli.run import Run, domain_command
from gridkeeper.cli.switch_words import lines_of_report
from gridkeeper.cli.values import DAY
from gridkeeper.cli.words import wants_chinese
from gridkeeper.kernel.errors import Malformed

_KINDS = (".xlsx", ".docx")


@click.group("report")
def report() -> None:
    """Reports of a unit and day."""


@report.command("daily")
@click.argument("file", required=False, type=click.Path(dir_okay=False, writable=True, path_type=Path))
@click.option("--unit", required=True, help="Whose report.")
@click.option("--date", "day", required=True, type=DAY, help="Which day.")
@click.option("--form", default="", help="A prescribed form: the name of a kept one, or a file with {{placeholders}}.")
@domain_command(text=lines_of_report)
def daily(run: Run, *, file: Path | None, unit: str, day: date, form: str) -> object:
    """Answer the daily report, or write it to FILE (.xlsx or .docx); a number nobody said is late, never a zero."""
    from gridkeeper.activations.queries.forms import report_as, report_in_file, report_in_form
    from gridkeeper.activations.queries.report import daily_report
    from gridkeeper.territory.queries.find import unit_meant

    place = unit_meant(actor=run.actor, text=unit)
    found = daily_report(actor=run.actor, unit_code=place.unit_code, day=day, now=run.now)
    if file is None and form:
        raise Malformed(field="file", value="", expected="named", example="--form zero.xlsx report.xlsx")
    if file is None:
        return asdict(found)
    answer: dict[str, Any] = {"file": file.name, "figures": found.figures}
    if form:
        given = Path(form)
        filled = (
            report_in_file(found, content=given.read_bytes(), name=given.name, exercise=run.is_exercise)
            if given.is_file()
            else report_in_form(found, name=form, exercise=run.is_exercise)
        )
        content, answer["unknown"] = filled.content, list(filled.unknown)
        _require_ending(file, (f".{filled.kind}",))
    else:
        _require_ending(file, _KINDS)
        content = report_as(found, kind=file.suffix[1:], chinese=wants_chinese(), exercise=run.is_exercise)
    _write(file, content)
    return answer


def _require_ending(file: Path, kinds: tuple[str, ...]) -> None:
    if file.suffix not in kinds:
        example = f"report{kinds[0]}"
        raise Malformed(field="file", value=file.name, expected="a workbook or a Word file", example=example)


def _write(file: Path, content: bytes) -> None:
    try:
        file.write_bytes(content)
    except OSError as error:
        raise Malformed(
            field="file", value=str(file), expected="in a folder that can be written", example="report.xlsx"
        ) from error


@report.command("form")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--unit", required=True, help="The unit whose form it is; units below may use it.")
@click.option("--name", default="", help="Its name; default: the file's.")
@domain_command()
def form_(run: Run, file: Path, unit: str, name: str) -> object:
    """Keep a prescribed form (.xlsx or .docx with {{placeholders}}); unknown placeholders are listed."""
    from gridkeeper.activations.commands.forms import keep_form
    from gridkeeper.territory.queries.find import unit_meant

    place = unit_meant(actor=run.actor, text=unit)
    row = keep_form(
        actor=run.actor, unit_code=place.unit_code, name=name or file.stem, content=file.read_bytes(), now=run.now
    )
    return {"form": row.name, "kind": row.kind, "unknown": row.unknown}
