"""How far a visitor has walked the five-minute path: read from what stands in the rooms, never kept beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from gridkeeper.access.actors import system_actor
from gridkeeper.activations.errors import UnknownPlaybook
from gridkeeper.activations.queries.emergency import end_shown
from gridkeeper.activations.queries.library import playbooks_at
from gridkeeper.activations.queries.shown import ActivationRow, activations_page
from gridkeeper.clocks.queries import home_time
from gridkeeper.exercises.errors import OnlyInExercise
from gridkeeper.playbooks.schema import Mode
from gridkeeper.rosters.queries.standing import accepted_of_order
from gridkeeper.rounds.queries.rows import rounds_page
from gridkeeper.scopes.doors import acting_as
from gridkeeper.zones.queries.zones import ZoneRow, zones_page

COMMUNITY: Final = "140106003011"
"""水西关街一社区, around which most personas live: its switch takes seconds."""
BUILDING: Final = "140106003011001033"
"""天泽庭院15号楼, in the compound whose branch secretary a visitor may be."""

_SWITCHED = ("active", "ended")


@dataclass(frozen=True, kw_only=True)
class TourFacts:
    """What of the path has happened, and the newest zone and switch it happened to."""

    playbook: str
    zone_id: UUID | None
    activation_id: UUID | None
    designated: bool
    zone_opened: bool
    switch_proposed: bool
    switched: bool
    duty_accepted: bool
    patrol_due: bool
    round_done: bool
    round_missed: bool
    stood_down: bool
    nothing_left: bool
    end_proposed: bool
    emergency_ended: bool
    certified: bool
    certificate_id: UUID | None


def tour_facts(*, now: datetime) -> TourFacts:
    """Where the path stands. Raises OnlyInExercise in a real home. Some fifteen queries.

    Reads as the system: every persona of the exercise sees the same progress, and only that it happened.
    """
    if not home_time().is_exercise:
        raise OnlyInExercise()
    actor = system_actor("exercise")
    with acting_as(actor):
        zones = zones_page(actor=actor, now=now, unit_code=COMMUNITY, state="", size=20)
        switches = activations_page(actor=actor, unit_code=COMMUNITY, size=20)
        zone = next((row for row in zones if row.state in ("open", "lifted")), None)
        playbook = tour_playbook(now=now)
        switch = _last(switches, playbook)
        ended_at = switch.ended_at if switch else None
        end = end_shown(actor=actor, activation_id=switch.id, order_id=switch.order_id, now=now) if switch else None
        purge = end.purge if end else None
        return TourFacts(
            playbook=playbook,
            zone_id=_id_of(zone or next(iter(zones), None)),
            activation_id=switch.id if switch else None,
            designated=bool(zones),
            zone_opened=zone is not None,
            switch_proposed=bool(switch),
            switched=switch is not None and switch.state in _SWITCHED,
            duty_accepted=switch is not None and accepted_of_order(order_id=switch.order_id) > 0,
            patrol_due=_is_due(zone, now),
            round_done=any(_walked(state, zone) for state in ("done", "late")),
            round_missed=_walked("missed", zone),
            stood_down=ended_at is not None,
            nothing_left=switch is not None and ended_at is not None and switch.difference == (),
            end_proposed=end is not None and end.proposal is not None,
            emergency_ended=purge is not None,
            certified=purge is not None and purge.certified_at is not None,
            certificate_id=purge.id if purge and purge.certified_at else None,
        )


def tour_playbook(*, now: datetime) -> str:
    """The shipped playbook of the path: the first that turns a community to emergency duty. Raises UnknownPlaybook."""
    actor = system_actor("exercise")
    with acting_as(actor):
        shelf = playbooks_at(actor=actor, unit_code=COMMUNITY, now=now)
    name = next((one.playbook.name for one in shelf if one.playbook.mode == Mode.URGENT), "")
    if not name:
        raise UnknownPlaybook(name="-")
    return name


def _last(switches: Sequence[ActivationRow], playbook: str) -> ActivationRow | None:
    """The newest switch that went on or may; one that was refused counts for nothing."""
    return next((row for row in switches if row.playbook == playbook and row.state != "refused"), None)


def _is_due(zone: ZoneRow | None, now: datetime) -> bool:
    """Whether a patrol of the area has come due since the zone opened."""
    if zone is None or zone.opened_at is None:
        return False
    rows = rounds_page(actor=system_actor("exercise"), unit_code=COMMUNITY, kind="patrol")
    return any(zone.opened_at <= row.due_at <= now for row in rows)


def _walked(state: str, zone: ZoneRow | None) -> bool:
    """Whether a patrol of the area is in this state, since the zone opened."""
    if zone is None or zone.opened_at is None:
        return False
    rows = rounds_page(actor=system_actor("exercise"), unit_code=COMMUNITY, kind="patrol", state=state, size=1)
    return any(row.closes_at >= zone.opened_at for row in rows)


def _id_of(zone: ZoneRow | None) -> UUID | None:
    return zone.id if zone else None
