"""``gridkeeper zone``: areas under an order, their exits, their days, and their end (YZ-20..YZ-25)."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import click

from gridkeeper.cli.order import read_document
from gridkeeper.cli.run import Run, domain_command
from gridkeeper.cli.switch_wait import DOCUMENT
from gridkeeper.cli.values import DAY, MOMENT
from gridkeeper.cli.words import message_id as _
from gridkeeper.cli.words import translated
from gridkeeper.kernel.errors import Malformed

STATES = ("open", "proposed", "lifted", "refused", "")


@click.group("zone")
def zone() -> None:
    """Areas under an order: open, exits, days, lift."""


@zone.command("open")
@click.option("--unit", required=True, help="Code, name, alias or initials of the unit.")
@click.option("--order", "order_file", required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--expires", "expires_at", required=True, type=MOMENT, help="When it ends at the latest.")
@click.option("--name", required=True, help="What people call it.")
@click.option("--reason", required=True, help="One sentence that residents may read.")
@click.option("--hotline", required=True, help="Number residents call.")
@click.option("--level", default="high", show_default=True)
@click.option("--static", "is_static", is_flag=True, help="Static management, as long as its table allows.")
@click.option("--larger-because", default="", help="Why it is larger than a building.")
@click.option("--larger-reason", default="", help="The same by its key in the size table, such as risk_unclear.")
@click.option("--stairwell", default="", help="Only this stairwell of the building.")
@click.option("--floor", default="", help="Only this floor of the building.")
@click.option("--services", default="", help="Services that go on; needed with --static.")
@click.option("--measures", default="")
@click.option("--overlay", "overlay_id", type=click.UUID, help="Id of a compound or another overlay.")
@click.option("--outline", "outline_file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--zero", type=DAY, help="Day 0.")
@click.option("--exit", "exits", multiple=True, help="PLACE=WHO OPENS IT; repeat for each.")
@domain_command()
def open_(run: Run, *, unit: str, order_file: Path, expires_at: datetime, is_static: bool, **said: Any) -> object:
    """Designate an area under an order and put it before a second person.

    The order file (YAML) names number, issued_by, issued_at, legal_basis and document.
    """
    from gridkeeper.orders.choices import OrderKind
    from gridkeeper.orders.commands import Draft
    from gridkeeper.territory.queries.find import unit_meant
    from gridkeeper.zones.choices import Extent
    from gridkeeper.zones.commands.opening import NewZone, propose_zone

    place = unit_meant(actor=run.actor, text=unit)
    order = read_document(order_file, DOCUMENT, also=["title"])
    draft = Draft(
        number=order["number"],
        title=order["title"] or said["name"],
        kind=OrderKind.STATIC if is_static else OrderKind.ZONE,
        unit_id=place.id,
        unit_code=place.unit_code,
        legal_basis=order["legal_basis"],
        document=order["document"],
        issued_by=order["issued_by"],
        issued_at=MOMENT.convert(order["issued_at"], None, None),
        expires_at=expires_at,
    )
    outline_file = said.pop("outline_file")
    stairwell, floor = said.pop("stairwell"), said.pop("floor")
    new = NewZone(
        order=draft,
        part=f"{stairwell}{floor}",
        part_is=Extent.FLOOR if floor else Extent.STAIRWELL,
        exits=_exits(said.pop("exits")),
        outline=_outline(outline_file) if outline_file else None,
        **said,
    )
    row, proposal = propose_zone(actor=run.actor, zone=new, now=run.now)
    return {"pending": proposal.code, "zone": row.id, "order": row.order_id}


@zone.command("list")
@click.option("--unit", default="", help="Only at and below this unit.")
@click.option("--state", default="open", show_default=True, type=click.Choice(STATES), help="Empty for all.")
@click.option("--listed", is_flag=True, help="Only over-large and over-long ones.")
@click.option("--size", type=click.IntRange(1, 500), default=50, show_default=True)
@domain_command(text=lambda rows: "\n".join(map(_line, rows)) or translated(_("No zones.")))
def list_(run: Run, *, unit: str, state: str, listed: bool, size: int) -> object:
    """List zones, newest first."""
    from gridkeeper.territory.queries.find import unit_meant
    from gridkeeper.zones.queries.zones import zones_page

    code = unit_meant(actor=run.actor, text=unit).unit_code if unit else ""
    rows = zones_page(actor=run.actor, now=run.now, unit_code=code, state=state, listed=listed, size=size)
    return [asdict(row) for row in rows]


@zone.command("show")
@click.argument("zone_id", metavar="ZONE", type=click.UUID)
@domain_command()
def show(run: Run, zone_id: UUID) -> object:
    """Show one zone: units, exits, days, and what its rule says."""
    from gridkeeper.zones.queries.zones import zone_shown

    return asdict(zone_shown(actor=run.actor, zone_id=zone_id, now=run.now))


@zone.command("lift")
@click.argument("zone_id", metavar="ZONE", type=click.UUID)
@click.option("--reason", required=True)
@domain_command()
def lift(run: Run, zone_id: UUID, reason: str) -> object:
    """Lift a zone; one person suffices, and what its order made ends with it."""
    from gridkeeper.zones.commands.opening import lift_zone

    return {
        "zone": zone_id,
        "state": "lifted",
        "taken_back": lift_zone(actor=run.actor, zone_id=zone_id, reason=reason, now=run.now),
    }


@zone.command("check-exit")
@click.argument("exit_id", metavar="EXIT", type=click.UUID)
@click.option("--opens/--shut", "opens_by_hand", required=True, help="Opens from inside without key or tool.")
@click.option("--help-reachable/--no-help", "help_reachable", default=True, show_default=True)
@click.option("--posted/--not-posted", "instructions_posted", default=False, show_default=True)
@click.option("--words", default="")
@domain_command()
def check_exit_(run: Run, exit_id: UUID, **found: Any) -> object:
    """Record that an exit was tried; one that is shut opens a life-safety case."""
    from gridkeeper.zones.commands.exits import Tried, check_exit

    row = check_exit(actor=run.actor, exit_id=exit_id, tried=Tried(**found), now=run.now)
    return {"exit": row.id, "lack": row.lack, "check_due_at": row.check_due_at}


@zone.command("let-out")
@click.argument("zone_id", metavar="ZONE", type=click.UUID)
@click.option("--words", required=True, help="What happened, in a few words; no names.")
@click.option("--at", "happened_at", type=MOMENT, help="When; default: now.")
@domain_command()
def let_out(run: Run, zone_id: UUID, words: str, happened_at: datetime | None) -> object:
    """Note that a life was in danger and somebody was let out or help sent for: act first, no permission is asked."""
    from gridkeeper.zones.commands.exits import let_out_for_life

    row = let_out_for_life(actor=run.actor, zone_id=zone_id, words=words, now=run.now, at=happened_at)
    return {"zone": row.id, "noted": True}


@zone.command("note")
@click.argument("zone_id", metavar="ZONE", type=click.UUID)
@click.argument("kind", type=click.Choice(("zero", "new", "check", "decided")))
@click.option("--on", required=True, type=DAY, help="Which day.")
@click.option("--result", type=click.Choice(("clear", "incomplete", "not_clear")), help="Of a check.")
@click.option("--part", default="", help="Part of the place; never a person.")
@click.option("--words", default="")
@domain_command()
def note(run: Run, *, zone_id: UUID, kind: str, on: date, result: str | None, part: str, words: str) -> object:
    """Enter a dated event by which the days are counted."""
    from gridkeeper.zones.choices import CheckResult, Happening
    from gridkeeper.zones.commands.release import NewEvent, note_event

    found = CheckResult(result) if result else None
    event = NewEvent(kind=Happening(kind), on=on, result=found, part=part, words=words)
    row = note_event(actor=run.actor, zone_id=zone_id, event=event, now=run.now)
    return {"zone": row.id, "release_due_on": row.release_due_on, "decision": row.decision}


def _outline(file: Path) -> dict[str, Any]:
    from gridkeeper.zones.policy import geometry_in

    try:
        said = json.loads(file.read_text(encoding="utf-8"))
    except (ValueError, UnicodeDecodeError) as error:
        example = '{"type": "Polygon", ...}'
        raise Malformed(field="outline", value=file.name, expected="a GeoJSON file", example=example) from error
    return dict(geometry_in(said))


def _exits(said: tuple[str, ...]) -> tuple[Any, ...]:
    from gridkeeper.zones.commands.exits import NewExit

    parts = [text.partition("=") for text in said]
    return tuple(NewExit(place=place, opener=opener) for place, _, opener in parts)


def _line(row: dict[str, Any]) -> str:
    danger = "  DANGER: exit" if any(each["lack"] for each in row["exits"]) else ""
    return f"{row['id']}  {row['state']:<8}  day {row['days']:>2}  {row['unit_code']:<18}  {row['name']}{danger}"
