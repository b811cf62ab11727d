"""What the commands of a switch share: its order file, and waiting for it where no worker runs."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from gridkeeper.cli.values import MOMENT

if TYPE_CHECKING:
    from gridkeeper.activations.commands.propose import Wish
    from gridkeeper.cli.run import Run

DOCUMENT: Final = ("number", "issued_by", "issued_at", "legal_basis", "document")
"""What an order file has to say."""

_LOOK_EVERY = 0.2
_PATIENCE = 120.0


def wish_from(
    said: Mapping[str, str], playbook: str, *, unit_id: UUID, unit_code: str, place: str, expires_at: datetime
) -> Wish:
    """What an order file and the options of a command ask for."""
    from gridkeeper.activations.commands.propose import Wish

    return Wish(
        playbook=playbook,
        unit_id=unit_id,
        unit_code=unit_code,
        place=place,
        number=said["number"],
        issued_by=said["issued_by"],
        issued_at=MOMENT.convert(said["issued_at"], None, None),
        legal_basis=said["legal_basis"],
        document=said["document"],
        expires_at=expires_at,
    )


def answer_of(run: Run, activation_id: UUID, *, pending: str = "", wait: bool) -> dict[str, Any]:
    """What scripts read of an activation: id, state, made, unmet, conflicts; and the code that waits for somebody."""
    from gridkeeper.activations.jobs import activate
    from gridkeeper.activations.queries.shown import ActivationRow, activation_shown
    from gridkeeper.jobs.job import worker_is_running
    from gridkeeper.scopes.doors import acting_as

    def look() -> ActivationRow:
        with acting_as(run.actor):
            return activation_shown(actor=run.actor, activation_id=activation_id)

    row = look()
    if wait and row.state == "starting" and not worker_is_running():
        activate(activation=str(activation_id))
        row = look()
    until = time.monotonic() + _PATIENCE
    while wait and row.state == "starting" and row.problem is None and time.monotonic() < until:
        time.sleep(_LOOK_EVERY)
        row = look()
    answer: dict[str, Any] = {
        "id": row.id,
        "state": row.state,
        "playbook": f"{row.playbook}@{row.version}",
        "unit": row.unit_code,
        "order": row.number,
        "expires_at": row.expires_at,
        "made": row.made,
        "unmet": list(row.unmet),
        "conflicts": list(row.conflicts),
    }
    if pending:
        answer = {"pending": pending, **answer, "wanted": row.summary.get("wanted", {})}
    if row.problem:
        answer["problem"] = row.problem
    if row.state == "starting":
        answer["progress"] = {"step": row.step, "done": row.done, "total": row.total}
    if row.purge_due_at is not None:
        answer["purge_due_at"] = row.purge_due_at
    if row.difference is not None:
        answer["difference"] = list(row.difference)
    return answer
