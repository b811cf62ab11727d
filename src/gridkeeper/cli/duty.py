"""``gridkeeper duty``: one's own duties, and those of a place."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

import click

from gridkeeper.cli.run import Run, domain_command
from gridkeeper.cli.usage import wrong_use
from gridkeeper.cli.values import MOMENT, on_the_wall
from gridkeeper.cli.words import message_id as _
from gridkeeper.cli.words import translated


@click.group("duty")
def duty() -> None:
    """Duties: list, offer, accept, decline, check in and out, hand over."""


@duty.command("list")
@click.option("--unit", default="", help="The shifts of a place instead of my own duties.")
@click.option("--from", "starts", type=MOMENT, help="Shifts of a place from this moment; default: now.")
@click.option("--to", "ends", type=MOMENT, help="And to this one; default: a day later.")
@domain_command(text=lambda rows: "\n".join(map(_line, rows)) or translated(_("No duties.")))
def list_(run: Run, *, unit: str, starts: datetime | None, ends: datetime | None) -> object:
    """List my own duties, or the shifts of a place with who stands them."""
    from datetime import timedelta

    from gridkeeper.rosters.queries.mine import my_duties
    from gridkeeper.rosters.queries.sheets import shifts_in
    from gridkeeper.territory.queries.find import unit_meant

    if not unit:
        mine = my_duties(actor=run.actor, now=run.now)
        return [asdict(row) for row in (*mine.running, *mine.offered, *mine.coming)]
    begin = starts or run.now
    code = unit_meant(actor=run.actor, text=unit).unit_code
    found = shifts_in(actor=run.actor, unit_code=code, starts=begin, ends=ends or begin + timedelta(days=1))
    return [{**asdict(row), "open_seats": row.open_seats} for row in found]


@duty.command("plan")
@click.option("--unit", required=True, help="Where.")
@click.option("--title", required=True)
@click.option("--from", "starts", required=True, type=MOMENT)
@click.option("--to", "ends", required=True, type=MOMENT)
@click.option("--needed", type=click.IntRange(1, 200), default=1, show_default=True)
@click.option("--outdoor", is_flag=True, help="Outdoors.")
@click.option("--in-zone", is_flag=True, help="In a sealed area.")
@click.option("--role", default="", help="Role whose people it is meant for, such as sampler; default: anybody.")
@domain_command()
def plan(
    run: Run,
    *,
    unit: str,
    title: str,
    starts: datetime,
    ends: datetime,
    needed: int,
    outdoor: bool,
    in_zone: bool,
    role: str,
) -> object:
    """Plan a shift at a place."""
    from gridkeeper.access.roles import ROLES
    from gridkeeper.rosters.commands.offering import NewShift, plan_shift
    from gridkeeper.territory.queries.find import unit_meant

    if role and role not in ROLES:
        raise wrong_use(_("There is no role “{role}”. Roles: {known}."), role=role, known=", ".join(ROLES))
    place = unit_meant(actor=run.actor, text=unit)
    shift = NewShift(
        unit_id=place.id,
        unit_code=place.unit_code,
        title=title,
        starts=starts,
        ends=ends,
        needed=needed,
        outdoor=outdoor,
        in_zone=in_zone,
        role=role,
    )
    return {"shift": str(plan_shift(actor=run.actor, shift=shift, now=run.now).id)}


@duty.command("offer")
@click.argument("shift_id", type=click.UUID)
@click.option("--person", "person_id", required=True, type=click.UUID, help="Id of the person.")
@click.option("--reason", default="", help="Why a rest rule is set aside; headquarters only.")
@click.option("--until", type=MOMENT, help="Until when the exception holds.")
@domain_command()
def offer(run: Run, *, shift_id: UUID, person_id: UUID, reason: str, until: datetime | None) -> object:
    """Offer a seat of a shift to somebody."""
    from gridkeeper.rosters.commands.offering import Override, offer_duty

    override = Override(reason=reason, until=until or run.now) if reason or until else None
    made = offer_duty(actor=run.actor, shift_id=shift_id, person_id=person_id, now=run.now, override=override)
    return {"duty": str(made.id), "state": made.state}


@duty.command("accept")
@click.argument("duty_id", type=click.UUID)
@domain_command()
def accept(run: Run, *, duty_id: UUID) -> object:
    """Accept a duty."""
    from gridkeeper.rosters.commands.answering import accept_duty

    accept_duty(actor=run.actor, duty_id=duty_id, now=run.now)
    return {"duty": str(duty_id), "state": "accepted"}


@duty.command("decline")
@click.argument("duty_id", type=click.UUID)
@domain_command()
def decline(run: Run, *, duty_id: UUID) -> object:
    """Decline a duty; no reason is asked, nothing is kept."""
    from gridkeeper.rosters.commands.answering import decline_duty

    return asdict(decline_duty(actor=run.actor, duty_id=duty_id, now=run.now))


@duty.command("check-in")
@click.argument("duty_id", type=click.UUID)
@click.option("--happened", "happened_at", type=MOMENT, help="When it happened, if not now.")
@click.option("--late-because", default="", help="Why it is recorded late.")
@domain_command()
def check_in_(run: Run, *, duty_id: UUID, happened_at: datetime | None, late_because: str) -> object:
    """Arrive for a duty."""
    from gridkeeper.rosters.commands.answering import check_in

    ended = check_in(actor=run.actor, duty_id=duty_id, now=run.now, happened_at=happened_at, late_because=late_because)
    return {"duty": str(duty_id), "state": "arrived", "certificate_ended": ended}


@duty.command("check-out")
@click.argument("duty_id", type=click.UUID)
@click.option("--happened", "happened_at", type=MOMENT, help="When it happened, if not now.")
@click.option("--late-because", default="", help="Why it is recorded late.")
@domain_command()
def check_out_(run: Run, *, duty_id: UUID, happened_at: datetime | None, late_because: str) -> object:
    """Leave a duty."""
    from gridkeeper.rosters.commands.answering import check_out

    check_out(actor=run.actor, duty_id=duty_id, now=run.now, happened_at=happened_at, late_because=late_because)
    return {"duty": str(duty_id), "state": "left"}


@duty.command("hand-over")
@click.argument("duty_id", type=click.UUID)
@click.option("--words", default="", help="What else to say.")
@domain_command()
def hand_over_(run: Run, *, duty_id: UUID, words: str) -> object:
    """Hand a running shift over: the first signature."""
    from gridkeeper.rosters.commands.handing_over import hand_over

    return {"hand_over": str(hand_over(actor=run.actor, duty_id=duty_id, words=words, now=run.now).id)}


@duty.command("sign")
@click.argument("hand_over_id", type=click.UUID)
@domain_command()
def sign(run: Run, *, hand_over_id: UUID) -> object:
    """Take a shift over: the second signature."""
    from gridkeeper.rosters.commands.handing_over import sign_hand_over

    sign_hand_over(actor=run.actor, hand_over_id=hand_over_id, now=run.now)
    return {"hand_over": str(hand_over_id), "signed": True}


@duty.command("record")
@domain_command()
def record(run: Run) -> object:
    """My own service record; nobody else can ask for it."""
    from gridkeeper.rosters.queries.mine import service_record

    found = service_record(actor=run.actor)
    return {"duties": found.duties, "hours": round(found.hours, 1), "rows": [asdict(row) for row in found.rows]}


def _line(row: dict[str, Any]) -> str:
    state = row["state"] if "person_id" in row else f"{row['open_seats']} open"
    return f"{row['id']}  {state:<9} {on_the_wall(row['starts'])} to {on_the_wall(row['ends'])}  {row['title']}"
