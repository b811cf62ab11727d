"""How long a playbook may run by its own words: asked when it is proposed and before it is prolonged (R-09)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from gridkeeper.activations.errors import PastOwnCeiling
from gridkeeper.activations.models import Activation
from gridkeeper.catalogue.registrations import register_renewal_check
from gridkeeper.orders.choices import OrderKind
from gridkeeper.playbooks.schema import Playbook
from gridkeeper.playbooks.text import load


def check_own_ceiling(playbook: Playbook, *, begins: datetime, until: datetime) -> None:
    """Refuse an end beyond what the playbook says. Raises PastOwnCeiling."""
    latest = latest_end(playbook, begins=begins)
    if latest is not None and until > latest:
        raise PastOwnCeiling(name=playbook.name, ceiling=_shown(latest), wanted=_shown(until))


def latest_end(playbook: Playbook, *, begins: datetime) -> datetime | None:
    """The last moment of an activation that begins then; None where the playbook does not say."""
    return begins + playbook.expires.ceiling if playbook.expires else None


def check_renewal_of_activation(*, order_id: UUID, since: datetime, to: datetime, now: datetime) -> None:
    """Refuse to prolong a switch beyond its own playbook's ceiling, as its text stood then. Raises PastOwnCeiling."""
    del since
    row = Activation.objects.select_related("order").defer("baseline").filter(order_id=order_id).first()
    if row is not None:
        playbook = load(row.text, where=f"{row.playbook} {row.version}")
        check_own_ceiling(playbook, begins=row.order.in_force_at or now, until=to)


def register() -> None:
    """Enter what is asked before an order of this room is prolonged."""
    register_renewal_check(OrderKind.ACTIVATION, check_renewal_of_activation)


def _shown(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"
