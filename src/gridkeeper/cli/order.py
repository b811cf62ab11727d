"""``gridkeeper order``: propose, show, renew and end documents in force."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import yaml

from gridkeeper.cli.run import Run, domain_command
from gridkeeper.cli.values import MOMENT
from gridkeeper.cli.words import message_id as _
from gridkeeper.cli.words import translated
from gridkeeper.kernel.errors import Malformed

if TYPE_CHECKING:
    from gridkeeper.orders.queries import OrderRow

_NOTHING = ("", "~", "null")
_FIELDS = ("number", "title", "kind", "issued_by", "issued_at", "legal_basis", "document")


@click.group("order")
def order() -> None:
    """Orders in force, their expiry and renewals (R-08, R-09)."""


@order.command("propose")
@click.option("--file", "file", required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--unit", required=True, help="Code, name, alias or initials of the unit it is for.")
@click.option("--expires", "expires_at", required=True, type=MOMENT, help="When it ends, at most 14 days later.")
@domain_command()
def propose(run: Run, file: Path, unit: str, expires_at: datetime) -> object:
    """Write down an order from a YAML FILE and put it before a second person.

    The file names number, title, kind, issued_by, issued_at, legal_basis and document.
    """
    from gridkeeper.orders.choices import OrderKind
    from gridkeeper.orders.commands import Draft, propose_order
    from gridkeeper.territory.queries.find import unit_meant

    said = read_document(file, _FIELDS)
    if said["kind"] not in OrderKind.values:
        raise Malformed(field="kind", value=said["kind"], expected="a kind of order", example=", ".join(OrderKind))
    place = unit_meant(actor=run.actor, text=unit)
    draft = Draft(
        number=said["number"],
        title=said["title"],
        kind=OrderKind(said["kind"]),
        unit_id=place.id,
        unit_code=place.unit_code,
        legal_basis=said["legal_basis"],
        document=said["document"],
        issued_by=said["issued_by"],
        issued_at=MOMENT.convert(said["issued_at"], None, None),
        expires_at=expires_at,
    )
    row, proposal = propose_order(actor=run.actor, draft=draft, now=run.now)
    return {"pending": proposal.code, "order": row.id}


@order.command("show")
@click.argument("order_id", metavar="ORDER")
@domain_command()
def show(run: Run, order_id: str) -> object:
    """Show one order by id or number, with its renewals and days in a row."""
    return _as_json(_meant(run, order_id))


@order.command("list")
@click.option("--state", default="", help="in_force, proposed, ended, expired or refused.")
@click.option("--unit", default="", help="Only at and below this unit.")
@click.option("--text", default="", help="Part of a number or title.")
@click.option("--size", type=click.IntRange(1, 500), default=50, show_default=True)
@domain_command(text=lambda rows: "\n".join(map(_line, rows)) or translated(_("No orders.")))
def list_(run: Run, state: str, unit: str, text: str, size: int) -> object:
    """List orders, newest first."""
    from gridkeeper.orders.queries import orders_page
    from gridkeeper.territory.queries.find import unit_meant

    code = unit_meant(actor=run.actor, text=unit).unit_code if unit else ""
    rows = orders_page(actor=run.actor, now=run.now, state=state, unit_code=code, text=text, size=size)
    return [_as_json(row) for row in rows]


@order.command("renew")
@click.argument("order_id", metavar="ORDER")
@click.option("--to", required=True, type=MOMENT, help="The new end.")
@click.option("--reason", required=True, help="A fresh reason.")
@domain_command()
def renew(run: Run, order_id: str, to: datetime, reason: str) -> object:
    """Ask a second person to prolong an order; from the second time on one level higher decides."""
    from gridkeeper.orders.commands import propose_renewal

    meant = _meant(run, order_id)
    proposal = propose_renewal(actor=run.actor, order_id=meant.id, to=to, reason=reason, now=run.now)
    return {"pending": proposal.code, "order": meant.id}


@order.command("end")
@click.argument("order_id", metavar="ORDER")
@click.option("--reason", required=True)
@domain_command()
def end(run: Run, order_id: str, reason: str) -> object:
    """End an order; one person suffices, and what it made is taken back."""
    from gridkeeper.orders.commands import end_order

    meant = _meant(run, order_id)
    taken_back = end_order(actor=run.actor, order_id=meant.id, reason=reason, now=run.now)
    return {"order": meant.id, "state": "ended", "taken_back": taken_back}


def _meant(run: Run, text: str) -> OrderRow:
    from gridkeeper.orders.queries import order_shown

    return order_shown(actor=run.actor, order=text, now=run.now)


def read_document(file: Path, fields: Sequence[str], *, also: Sequence[str] = ()) -> dict[str, str]:
    """What an order file says, as texts; every one of ``fields`` has to be filled in, those of ``also`` may be.

    Raises DocumentUnreadable, DocumentIncomplete, DocumentNotWords.
    """
    from gridkeeper.orders.errors import DocumentIncomplete, DocumentNotWords, DocumentUnreadable

    try:
        # Nothing is turned into a number, a date or a yes: a paper's number is what stands on it.
        said = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        raise DocumentUnreadable(file=file.name) from error
    if not isinstance(said, dict):
        raise DocumentUnreadable(file=file.name)
    words = {name: said.get(name, "") for name in (*fields, *also)}
    for name, value in words.items():
        if not isinstance(value, str):
            raise DocumentNotWords(file=file.name, field=name)
        if name in fields and value.strip() in _NOTHING:
            raise DocumentIncomplete(file=file.name, field=name)
    return {name: value.strip() for name, value in words.items()}


def _as_json(row: OrderRow) -> dict[str, Any]:
    return asdict(row)


def _line(row: dict[str, Any]) -> str:
    return (
        f"{row['number']}  {row['title']}  {row['unit_code']}  {row['state']}  until {row['expires_at']:%Y-%m-%d %H:%M}"
    )
