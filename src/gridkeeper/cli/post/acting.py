"""Acts on posts and organisations: create, appoint, end, found, close."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

import click

from gridkeeper.cli.post.group import MOMENT, post
from gridkeeper.cli.run import Run, domain_command
from gridkeeper.cli.usage import wrong_use
from gridkeeper.cli.words import message_id as _

if TYPE_CHECKING:
    from gridkeeper.kernel.actor import Actor

_KINDS = [
    "command",
    "office",
    "department",
    "committee",
    "party_committee",
    "party_branch",
    "party_group",
    "temporary_general_branch",
    "temporary_branch",
    "task_force",
    "institution",
    "property_company",
    "volunteer_team",
    "new_employment_team",
]


@post.command("appoint")
@click.option("--post", "post_id", type=click.UUID, help="Id of the post; or name it by --unit and --role.")
@click.option("--unit", default="", help="Code, name, alias or initials of the post's unit.")
@click.option("--role", default="", help="Role of the post.")
@click.option("--title", default="", help="Title, where the unit has several posts of the role.")
@click.option("--person", required=True, help="Id, name or phone of the person.")
@click.option("--document", required=True, help="Number of the notice, minutes or order.")
@click.option("--from", "begins", type=MOMENT, help="First day; default: now.")
@click.option("--to", "ends", type=MOMENT, help="Last day; open when absent.")
@click.option("--deputy", is_flag=True, help="Beside the holder.")
@click.option("--order", default="", help="Number of the order it is made under, and ends with.")
@domain_command()
def appoint(run: Run, **wishes: Any) -> object:
    """Appoint a person to a post under a document."""
    from gridkeeper.posts.choices import Holding
    from gridkeeper.posts.commands import appointment
    from gridkeeper.posts.queries.meant import person_meant, post_meant

    post_id = wishes["post_id"]
    if post_id is None:
        if not (wishes["unit"] and wishes["role"]):
            raise wrong_use(_("Name the post by --post, or by --unit and --role."))
        post_id = post_meant(
            actor=run.actor,
            unit_code=_code(run, wishes["unit"]),
            role=wishes["role"],
            title=wishes["title"],
            now=run.now,
        )
    row = appointment.appoint(
        actor=run.actor,
        post_id=post_id,
        person_id=person_meant(actor=run.actor, text=wishes["person"]),
        document=wishes["document"],
        from_at=_begins(wishes["begins"]) or run.now,
        to_at=_ends(wishes["ends"]),
        holding=Holding.DEPUTY if wishes["deputy"] else Holding.HOLDER,
        order_id=_order(run.actor, wishes["order"]),
        now=run.now,
    )
    return {
        "appointment": row.pk,
        "post": row.post_id,
        "person": row.person_id,
        "unit": row.unit_code,
        "role": row.role_held,
        "holding": str(row.holding),
        "from": row.from_at,
        "to": row.to_at,
        "document": row.document,
    }


@post.command("end")
@click.argument("appointment", type=click.UUID)
@click.option("--because", required=True, help="Why it ends.")
@domain_command()
def end(run: Run, *, appointment: UUID, because: str) -> object:
    """End an appointment now; the seat shows as vacant."""
    from gridkeeper.posts.commands.appointment import end_appointment

    row = end_appointment(actor=run.actor, appointment_id=appointment, because=because, now=run.now)
    return {"appointment": row.pk, "post": row.post_id, "ended": row.to_at, "because": row.ended_because}


@post.command("create")
@click.option("--unit", required=True, help="Code, name, alias or initials.")
@click.option("--role", required=True, help="What the post allows.")
@click.option("--title", default="", help="Default: the role's name.")
@click.option("--seats", type=click.IntRange(1, 10_000), default=1, show_default=True)
@click.option("--duty-phone", default="")
@click.option("--body", type=click.UUID, help="Id of the organisation.")
@click.option("--from", "begins", type=MOMENT, help="First day; default: now.")
@domain_command()
def create(run: Run, **wishes: Any) -> object:
    """Make a post; it is vacant until somebody is appointed."""
    from gridkeeper.access.roles import ROLES
    from gridkeeper.posts.choices import OFF_THE_WALL
    from gridkeeper.posts.commands.appointment import NewPost, create_post
    from gridkeeper.territory.queries.find import unit_meant

    role = ROLES.get(wishes["role"])
    if role is None:
        raise wrong_use(_("There is no role “{role}”. Roles: {known}."), role=wishes["role"], known=", ".join(ROLES))
    unit = unit_meant(actor=run.actor, text=wishes["unit"])
    made = create_post(
        actor=run.actor,
        post=NewPost(
            unit_id=unit.pk,
            unit_code=unit.unit_code,
            role=role.key,
            title=wishes["title"] or role.zh,
            title_en="" if wishes["title"] else role.en,
            body_id=wishes["body"],
            seats=wishes["seats"],
            duty_phone=wishes["duty_phone"],
            is_office=role.key not in OFF_THE_WALL,
            from_at=_begins(wishes["begins"]) or run.now,
        ),
        now=run.now,
    )
    return {"post": made.pk, "unit": made.unit_code, "role": made.role, "title": made.title, "seats": made.seats}


@post.command("found-body")
@click.argument("name")
@click.option("--unit", required=True, help="Code, name, alias or initials.")
@click.option("--kind", type=click.Choice(_KINDS), required=True)
@click.option("--parent", type=click.UUID, help="Id of the organisation it belongs to.")
@click.option("--justified-by", type=click.UUID, help="Id of the body whose end ends it.")
@click.option("--order", default="", help="Number of the order it rests on, and ends with.")
@click.option("--approved-by", default="", help="Superior organisation that approved a temporary body.")
@click.option("--successor", type=click.UUID, help="Id of the body that takes on its open work.")
@domain_command()
def found_body(run: Run, name: str, **wishes: Any) -> object:
    """Found an organisation; a temporary one names its approver and what justifies it."""
    from gridkeeper.posts.choices import BodyKind
    from gridkeeper.posts.commands.body import NewBody
    from gridkeeper.posts.commands.body import found_body as found
    from gridkeeper.territory.queries.find import unit_meant

    unit = unit_meant(actor=run.actor, text=wishes["unit"])
    row = found(
        actor=run.actor,
        body=NewBody(
            name=name,
            kind=BodyKind(wishes["kind"]),
            unit_id=unit.pk,
            unit_code=unit.unit_code,
            parent_id=wishes["parent"],
            justified_by_id=wishes["justified_by"],
            successor_id=wishes["successor"],
            order_id=_order(run.actor, wishes["order"]),
            approved_by=wishes["approved_by"],
            is_generated=run.is_exercise,
        ),
        now=run.now,
    )
    return {"body": row.pk, "name": row.name, "kind": str(row.kind), "unit": row.unit_code}


@post.command("close-body")
@click.argument("body", type=click.UUID)
@click.option("--because", required=True, help="Why it closes.")
@domain_command()
def close_body(run: Run, *, body: UUID, because: str) -> object:
    """Close an organisation and every temporary one it justifies; open work moves on (A23)."""
    from gridkeeper.posts.commands.body import close_body as close

    return asdict(close(actor=run.actor, body_id=body, because=because, now=run.now))


def _code(run: Run, unit: str) -> str:
    from gridkeeper.territory.queries.find import unit_meant

    return str(unit_meant(actor=run.actor, text=unit).unit_code)


def _order(actor: Actor, number: str) -> UUID | None:
    if not number:
        return None
    from gridkeeper.posts.queries.meant import order_meant

    return order_meant(actor=actor, number=number)


def _begins(moment: datetime | None) -> datetime | None:
    from gridkeeper.posts.policy import SHOWN_IN

    return moment.replace(tzinfo=SHOWN_IN) if moment else None


def _ends(moment: datetime | None) -> datetime | None:
    """A day without a time is served to its end."""
    from gridkeeper.posts.policy import ends_after

    if moment is None:
        return None
    at_midnight = moment.hour == moment.minute == 0
    return ends_after(moment.date()) if at_midnight else _begins(moment)
