"""Looking at people: lists and one person; every look leaves a line that the person can be shown."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

import click

from gridkeeper.cli.people.group import people
from gridkeeper.cli.people.words import lines_of_people
from gridkeeper.cli.run import Run, domain_command
from gridkeeper.cli.values import DAY
from gridkeeper.cli.words import message_id as _
from gridkeeper.cli.words import say_in_language, translated


@people.command("list")
@click.option("--unit", required=True, help="Code, name, alias or initials.")
@click.option("--role", default="", help="Only holders of this role.")
@click.option("--text", default="", help="Part of a name, initials, or a whole phone.")
@click.option("--after", default="", help="Key of the next page, from the page before.")
@click.option("--size", type=click.IntRange(1, 500), default=50, show_default=True)
@domain_command(text=lines_of_people)
def list_(run: Run, *, unit: str, role: str, text: str, after: str, size: int) -> object:
    """List people kept at or serving in a unit."""
    from gridkeeper.access.choices import Look
    from gridkeeper.access.commands.reading import note_look
    from gridkeeper.posts.queries.people import people_page
    from gridkeeper.territory.queries.find import unit_meant

    code = unit_meant(actor=run.actor, text=unit).unit_code
    page = people_page(actor=run.actor, unit_code=code, now=run.now, text=text, role=role, after=after, size=size)
    look = Look.SEARCH if text else Look.LIST
    note_look(actor=run.actor, people=[row.id for row in page.rows], unit_code=code, look=look, now=run.now)
    return asdict(page)


@people.command("show")
@click.argument("person", type=click.UUID)
@domain_command()
def show(run: Run, person: UUID) -> object:
    """Show one person, as far as your desk is in reach, with the posts they hold and what they agreed to."""
    from gridkeeper.access.choices import Look
    from gridkeeper.access.commands.reading import note_look
    from gridkeeper.posts.queries.people import person_shown
    from gridkeeper.posts.queries.responsible import posts_of_person

    shown = person_shown(actor=run.actor, person_id=person)
    note_look(actor=run.actor, people=[person], unit_code=shown.unit_code, look=Look.PAGE, now=run.now)
    posts = posts_of_person(actor=run.actor, person_id=person, now=run.now)
    return {**asdict(shown), "posts": [asdict(post) for post in posts]}


@people.command("spare")
@click.argument("person", type=click.UUID)
@click.option("--until", type=DAY, required=True, help="Last day; a day that is over takes it back.")
@domain_command()
def spare(run: Run, person: UUID, until: date) -> object:
    """Spare somebody duties at night, long in the cold and in sealed areas; why is not asked and not kept."""
    from gridkeeper.posts.commands.person import change_person

    change_person(actor=run.actor, person_id=person, contact={"spared_until": until}, now=run.now)
    return {"person": str(person), "spared_until": until}


@people.command("certificates")
@click.option("--unit", required=True, help="Code, name, alias or initials.")
@domain_command(
    text=lambda rows: "\n".join(map(_certificate, rows)) or translated(_("No certificate ends within 30 days."))
)
def certificates(run: Run, *, unit: str) -> object:
    """List certificates that have run out or will within 30 days, oldest first."""
    from gridkeeper.access.choices import Look
    from gridkeeper.access.commands.reading import note_look
    from gridkeeper.posts.queries.certificates import expiring_certificates
    from gridkeeper.territory.queries.find import unit_meant

    code = unit_meant(actor=run.actor, text=unit).unit_code
    rows = expiring_certificates(actor=run.actor, unit_code=code, now=run.now, size=500).whole()
    note_look(actor=run.actor, people=[row.person_id for row in rows], unit_code=code, look=Look.LIST, now=run.now)
    return [asdict(row) for row in rows]


def _certificate(row: dict[str, Any]) -> str:
    left = say_in_language(_("{n} {n:day|days}"), {"n": row["days_left"]})
    state = translated(_("ended")) if row["days_left"] < 0 else left
    return f"{row['certified_until']}  {state:<8} {row['certified_for']}  {row['name']}"
