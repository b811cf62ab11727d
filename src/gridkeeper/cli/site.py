"""``gridkeeper site``: gates, points, depots, lookouts, duty desks."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

import click

from gridkeeper.cli.run import Run, domain_command
from gridkeeper.cli.words import message_id as _
from gridkeeper.cli.words import translated

_KINDS = ("gate", "point", "depot", "lookout", "desk")
_HOUR = click.DateTime(formats=["%H:%M"])


@click.group("site")
def site() -> None:
    """Fixed places with hours: list, open, close."""


@site.command("list")
@click.option("--unit", required=True, help="At and below this unit.")
@click.option("--kind", type=click.Choice(_KINDS), default=None)
@click.option("--size", type=click.IntRange(1, 500), default=50, show_default=True)
@domain_command(text=lambda rows: "\n".join(map(_line, rows)) or translated(_("No sites.")))
def list_(run: Run, *, unit: str, kind: str | None, size: int) -> object:
    """List open sites of a place."""
    from gridkeeper.sites.queries import sites_page
    from gridkeeper.territory.queries.find import unit_meant

    code = unit_meant(actor=run.actor, text=unit).unit_code
    return [asdict(row) for row in sites_page(actor=run.actor, unit_code=code, kind=kind or "", size=size)]


@site.command("open")
@click.option("--unit", required=True, help="Where.")
@click.option("--name", required=True, help="What stands on the sign.")
@click.option("--kind", type=click.Choice(_KINDS), required=True)
@click.option("--opens", type=_HOUR, default="00:00", show_default=True)
@click.option("--closes", type=_HOUR, default="00:00", show_default=True, help="The same as --opens: round the clock.")
@click.option("--comfort", default="", help="Where those on duty rest and find water and a toilet.")
@domain_command()
def open_(run: Run, *, unit: str, name: str, kind: str, opens: datetime, closes: datetime, comfort: str) -> object:
    """Open a site at a unit."""
    from gridkeeper.sites.choices import SiteKind
    from gridkeeper.sites.commands import NewSite, open_site
    from gridkeeper.territory.queries.find import unit_meant

    place = unit_meant(actor=run.actor, text=unit)
    wanted = NewSite(
        name=name,
        kind=SiteKind(kind),
        unit_id=place.id,
        unit_code=place.unit_code,
        opens=opens.time(),
        closes=closes.time(),
        comfort=comfort,
    )
    return {"site": str(open_site(actor=run.actor, site=wanted, now=run.now).id)}


@site.command("close")
@click.argument("site_id", type=click.UUID)
@click.option("--because", required=True, help="Why; everybody on its shifts reads it.")
@click.option("--dry-run", is_flag=True, help="Close nothing; count the shifts it would take back and the people told.")
@domain_command()
def close(run: Run, *, site_id: UUID, because: str, dry_run: bool) -> object:
    """Close a site for good: shifts to come end, and everybody on them is told once."""
    from gridkeeper.rosters.queries.standing import ahead_of
    from gridkeeper.sites.commands import close_site
    from gridkeeper.sites.queries import site_shown

    if dry_run:
        row = site_shown(actor=run.actor, site_id=site_id)
        ahead = ahead_of(site_ids=[row.id], now=run.now)
        return {"site": str(site_id), "closed": False, "shifts": ahead.shifts, "people_told": ahead.people}
    done = close_site(actor=run.actor, site_id=site_id, because=because, now=run.now)
    return {
        "site": str(site_id),
        "closed": True,
        "shifts": done.get("shifts", 0),
        "people_told": done.get("people told", 0),
    }


def _line(row: dict[str, Any]) -> str:
    hours = "always" if row["opens"] == row["closes"] else f"{row['opens']:%H:%M}-{row['closes']:%H:%M}"
    return f"{row['id']}  {row['kind']:<8} {hours:<12} {row['name']}"
