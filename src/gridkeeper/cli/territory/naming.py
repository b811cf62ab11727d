"""Aliases and overlays from the command line."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

import click

from gridkeeper.cli.run import Run, domain_command
from gridkeeper.cli.territory.asking import DAY
from gridkeeper.cli.territory.group import alias, overlay

_KINDS = ["compound", "control_unit", "sealed_area", "static_area", "proposed_grid", "statistical_area"]


@alias.command("add")
@click.argument("unit")
@click.argument("name")
@domain_command()
def add_alias(run: Run, *, unit: str, name: str) -> object:
    """Let people find UNIT by a further NAME."""
    from gridkeeper.territory.commands import names
    from gridkeeper.territory.queries.find import unit_meant

    found = unit_meant(actor=run.actor, text=unit)
    names.add_alias(actor=run.actor, unit=found, text=name, now=run.now)
    return {"code": found.unit_code, "name": found.label, "alias": name}


@overlay.command("add")
@click.argument("name")
@click.argument("units", nargs=-1, required=True)
@click.option("--kind", type=click.Choice(_KINDS), default="compound", show_default=True)
@click.option("--from", "begins", type=DAY, help="First day; default: today.")
@domain_command()
def add_overlay(run: Run, *, name: str, units: tuple[str, ...], kind: str, begins: datetime | None) -> object:
    """Make a compound (or another overlay) NAME of UNITS, mostly buildings, by code or name."""
    from gridkeeper.territory.choices import OverlayKind
    from gridkeeper.territory.commands.overlay import NewOverlay, make_overlay
    from gridkeeper.territory.queries.find import unit_meant
    from gridkeeper.territory.queries.overlays import overlay_shown

    codes = tuple(unit_meant(actor=run.actor, text=unit).unit_code for unit in units)
    row = make_overlay(
        actor=run.actor,
        overlay=NewOverlay(name=name, kind=OverlayKind(kind), unit_codes=codes, from_on=(begins or run.now).date()),
        now=run.now,
    )
    return asdict(overlay_shown(actor=run.actor, overlay_id=row.pk))


@overlay.command("list")
@click.option("--unit", required=True, help="Code, name, alias or initials.")
@click.option("--kind", type=click.Choice(_KINDS), default="control_unit", show_default=True)
@click.option("--size", type=click.IntRange(1, 5000), default=500, show_default=True)
@domain_command()
def list_overlays(run: Run, *, unit: str, kind: str, size: int) -> object:
    """List the open overlays of a kind in a unit: control units, zones, compounds, with the order that made them."""
    from gridkeeper.territory.queries.find import unit_meant
    from gridkeeper.territory.queries.overlays import overlays_in

    code = unit_meant(actor=run.actor, text=unit).unit_code
    return overlays_in(actor=run.actor, unit_code=code, kind=kind, size=size)


@overlay.command("show")
@click.argument("overlay_id", type=click.UUID, metavar="ID")
@domain_command()
def show_overlay(run: Run, overlay_id: UUID) -> object:
    """Show an overlay with its members, the communities it touches and the one that answers for it."""
    from gridkeeper.territory.queries.overlays import overlay_shown

    return asdict(overlay_shown(actor=run.actor, overlay_id=overlay_id))


@overlay.command("end")
@click.argument("overlay_id", type=click.UUID, metavar="ID")
@click.option("--because", required=True, help="Why it ends.")
@domain_command()
def end_overlay(run: Run, *, overlay_id: UUID, because: str) -> object:
    """End an overlay today; its history stays."""
    from gridkeeper.territory.commands import overlay as acts

    row = acts.end_overlay(actor=run.actor, overlay_id=overlay_id, ends_on=run.now.date(), because=because, now=run.now)
    return {"id": row.pk, "name": row.name, "ended": row.to_on}
