"""Questions about posts: who holds them, which are vacant, since when, what lacks; organisations."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from uuid import UUID

import click

from gridkeeper.cli.post.group import post
from gridkeeper.cli.post.words import lines_of_establishment, lines_of_posts
from gridkeeper.cli.run import Answer, Run, domain_command
from gridkeeper.kernel.listing import Sorts

_UNIT = click.option("--unit", required=True, help="Code, name, alias or initials.")


@post.command("list")
@_UNIT
@click.option("--role", default="", help="Only posts of this role.")
@click.option("--vacant", is_flag=True, help="Only posts with an empty seat.")
@click.option("--after", type=click.UUID, help="Id of the last post of the page before.")
@click.option("--size", type=click.IntRange(1, 500), default=50, show_default=True)
@domain_command(text=lines_of_posts)
def list_(run: Run, **wishes: Any) -> object:
    """List posts at and below a unit with holders, deputies and empty seats."""
    from gridkeeper.posts.queries.responsible import POST_SORTS, posts_in, posts_vacant

    rows = (posts_vacant if wishes["vacant"] else posts_in)(
        actor=run.actor,
        unit_code=_code(run, wishes["unit"]),
        now=run.now,
        role=wishes["role"],
        sort="made",
        after=_after(POST_SORTS, wishes["after"]),
        size=wishes["size"],
    )
    return [asdict(row) for row in rows]


@post.command("vacancies")
@_UNIT
@domain_command()
def vacancies(run: Run, unit: str) -> object:
    """Count seats, held and empty, by role at and below a unit."""
    from gridkeeper.posts.queries.responsible import vacancies_in

    rows = vacancies_in(actor=run.actor, unit_code=_code(run, unit), now=run.now)
    return [{**asdict(row), "vacant": row.vacant} for row in rows]


@post.command("gaps")
@click.argument("post_id", type=click.UUID, metavar="POST")
@domain_command()
def gaps(run: Run, post_id: UUID) -> object:
    """List the stretches in which nobody held a post, with their minutes."""
    from gridkeeper.posts.queries.meant import minutes_of
    from gridkeeper.posts.queries.responsible import gaps_of_post

    spans = gaps_of_post(actor=run.actor, post_id=post_id, now=run.now)
    rows = [{"from": span.from_at, "to": span.to_at, "minutes": minutes_of(span)} for span in spans]
    return {"post": post_id, "gaps": rows, "minutes": sum(minutes_of(span) for span in spans)}


@post.command("bodies")
@_UNIT
@click.option("--kind", default="", help="Only organisations of this kind.")
@click.option("--closed", is_flag=True, help="Closed ones too.")
@click.option("--after", type=click.UUID, help="Id of the last one of the page before.")
@click.option("--size", type=click.IntRange(1, 500), default=50, show_default=True)
@domain_command()
def bodies(run: Run, **wishes: Any) -> object:
    """List organisations at and below a unit."""
    from gridkeeper.posts.queries.bodies import BODY_SORTS, bodies_page

    rows = bodies_page(
        actor=run.actor,
        unit_code=_code(run, wishes["unit"]),
        kind=wishes["kind"],
        with_closed=wishes["closed"],
        sort="made",
        after=_after(BODY_SORTS, wishes["after"]),
        size=wishes["size"],
    )
    return [asdict(row) for row in rows]


@post.command("establishment")
@_UNIT
@domain_command(text=lines_of_establishment)
def establishment(run: Run, unit: str) -> object:
    """Check that every place has the posts it must have, held and documented; exit code 1 names what lacks."""
    from gridkeeper.posts.queries.establishment import establishment_of

    lines = establishment_of(actor=run.actor, unit_code=_code(run, unit), now=run.now)
    data = [{**asdict(line), "ok": line.is_whole, "shown": line.shown} for line in lines]
    return Answer(data, findings=not all(line.is_whole for line in lines))


def _after(sorts: Sorts, last: UUID | None) -> str:
    """The key of a page by age, which begins after an id."""
    return sorts.order("made").key(last) if last else ""


def _code(run: Run, unit: str) -> str:
    from gridkeeper.territory.queries.find import unit_meant

    return str(unit_meant(actor=run.actor, text=unit).unit_code)
