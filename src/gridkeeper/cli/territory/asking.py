"""Questions about the tree: one unit, its children, compounds, neighbours and history, and search."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

import click

from gridkeeper.cli.run import Run, domain_command
from gridkeeper.cli.territory.group import territory
from gridkeeper.cli.territory.words import lines_of_history, lines_of_hits, lines_of_unit, lines_of_units

DAY = click.DateTime(formats=["%Y-%m-%d"])


@territory.command("show")
@click.argument("unit")
@click.option("--as-of", type=DAY, help="The unit that this code or name meant on that day.")
@domain_command(text=lines_of_unit)
def show(run: Run, *, unit: str, as_of: datetime | None) -> object:
    """Show a unit by code (140106 or 140106000000), name, alias or pinyin initials, with its counts."""
    from gridkeeper.territory.queries.find import unit_meant
    from gridkeeper.territory.queries.show import as_json, unit_shown

    day = as_of.date() if as_of else None
    found = unit_meant(actor=run.actor, text=unit, as_of=day)
    return as_json(unit_shown(actor=run.actor, unit=found, as_of=day))


@territory.command("search")
@click.argument("text")
@click.option("--size", type=click.IntRange(1, 200), default=20, show_default=True)
@domain_command(text=lines_of_hits)
def search(run: Run, *, text: str, size: int) -> object:
    """Find units and compounds by part of a name, an alias, pinyin initials or the beginning of a code."""
    from gridkeeper.territory.queries.find import units_found

    return [asdict(hit) for hit in units_found(actor=run.actor, text=text, size=size)]


@territory.command("children")
@click.argument("unit", default="")
@click.option("--after", default="", help="Code of the last unit of the page before.")
@click.option("--size", type=click.IntRange(1, 1000), default=200, show_default=True)
@domain_command(text=lines_of_units)
def children(run: Run, *, unit: str, after: str, size: int) -> object:
    """List the units one level below; without UNIT, the topmost ones you may see."""
    from gridkeeper.territory.queries.find import unit_meant
    from gridkeeper.territory.queries.show import children_of, coded

    code = unit_meant(actor=run.actor, text=unit).unit_code if unit else ""
    return [coded(row) for row in children_of(actor=run.actor, unit_code=code, after=after, size=size)]


@territory.command("history")
@click.argument("unit")
@domain_command(text=lines_of_history)
def history(run: Run, unit: str) -> object:
    """Say what a unit was called and coded over the years, and under which edition."""
    from gridkeeper.territory.queries.find import unit_meant
    from gridkeeper.territory.queries.show import as_json, unit_shown

    shown = as_json(unit_shown(actor=run.actor, unit=unit_meant(actor=run.actor, text=unit)))
    return {key: shown[key] for key in ("id", "code", "name", "official_name", "is_open", "closed_on", "history")}


@territory.command("neighbours")
@click.argument("unit")
@domain_command(text=lines_of_units)
def neighbours(run: Run, unit: str) -> object:
    """List the units that share a border with a unit."""
    from gridkeeper.territory.queries.find import unit_meant
    from gridkeeper.territory.queries.show import coded, neighbours_of

    found = unit_meant(actor=run.actor, text=unit)
    return [coded(row) for row in neighbours_of(actor=run.actor, unit=found)]


@territory.command("compounds")
@click.argument("unit")
@click.option("--size", type=click.IntRange(1, 1000), default=200, show_default=True)
@domain_command(text=lines_of_units)
def compounds(run: Run, *, unit: str, size: int) -> object:
    """List the compounds with a building in a unit; one that other communities share says so."""
    from gridkeeper.territory.queries.find import unit_meant
    from gridkeeper.territory.queries.show import compounds_in

    found = unit_meant(actor=run.actor, text=unit)
    rows = compounds_in(actor=run.actor, unit_code=found.unit_code, size=size)
    return [{**row, "code": row["unit_code"], "level": "compound"} for row in rows]
