"""When a zone opens its patrol begins, and the switch of the communities it touches is proposed (R-08)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from gridkeeper.access.actors import system_actor
from gridkeeper.activations.choices import RUNNING
from gridkeeper.activations.commands.ceiling import latest_end
from gridkeeper.activations.commands.propose import Wish, check_use, draft_activation
from gridkeeper.activations.models import Activation
from gridkeeper.activations.queries.composing import COMPOSER, with_lines
from gridkeeper.activations.queries.facts import neighbours_of
from gridkeeper.activations.queries.library import Shelved, playbook_meant, playbooks_at
from gridkeeper.catalogue.making import makers
from gridkeeper.clocks.queries import home_time
from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.errors import GridkeeperError
from gridkeeper.kernel.unit_code import LENGTHS, Level, ancestors_of, level_of, shared_code
from gridkeeper.orders.models import Order
from gridkeeper.orders.proposals import propose
from gridkeeper.playbooks.compose import series_of_area
from gridkeeper.playbooks.facts import OverlayFact, UnitFact
from gridkeeper.playbooks.schema import Mode, Place
from gridkeeper.playbooks.text import load
from gridkeeper.playbooks.wanted import WantedSeries
from gridkeeper.scopes.doors import acting_as
from gridkeeper.territory.models import Unit

SWITCH = "activation.switch"
_COMMUNITY = LENGTHS[Level.COMMUNITY]
_MOST = 200
"""Longest title of a proposal."""


@dataclass(frozen=True, kw_only=True)
class _Area:
    """The zone that opened: its order, the overlay it became, and the units inside."""

    order: Order
    unit_code: str
    overlay: OverlayFact

    @property
    def communities(self) -> set[str]:
        """Communities it touches."""
        return {code[:_COMMUNITY] for code in self.overlay.members if len(code) >= _COMMUNITY}


def follow_opened_zone(
    *, actor: Actor, order_id: UUID | None, subject_id: UUID, unit_code: str, facts: Mapping[str, Any], now: datetime
) -> dict[str, Any]:
    """Make the rounds that the playbook in force has for sealed areas, under the zone's order; propose the switch.

    The switch is proposed for the communities the zone touches and their neighbours, where no playbook runs yet, in
    the name of whoever designated the zone (``facts["proposed_by"]``): somebody else decides, be it the zone's own
    second person or a third. In the zone's own transaction.
    """
    assert order_id is not None, "a zone opens under an order"
    del subject_id
    overlay = OverlayFact(
        id=UUID(facts["overlay"]),
        kind=str(Place.SEALED_AREA),
        unit_code=unit_code,
        name=facts["name"],
        members=tuple(facts["units"]),
    )
    with acting_as(system_actor(COMPOSER)):
        area = _Area(order=Order.objects.get(pk=order_id), unit_code=unit_code, overlay=overlay)
        return {
            "series": _patrol(actor, area, now),
            "proposed": _propose_switch(actor, area, facts["proposed_by"], now),
        }


def drafts_of_switch(*, arguments: Mapping[str, Any], proposed_by: str, now: datetime) -> list[Activation]:
    """Draft the order and activation of each unit of an approved switch, in the caller's transaction.

    The right to propose comes from the zone (R-08): whoever designated it stands on the drafts as the proposer, and
    somebody else lets them start. The documents are the zone's own, numbered on; the
    switch ends with them, or when its own playbook says (R-09).
    """
    with acting_as(system_actor(COMPOSER)):
        zone_order = Order.objects.get(pk=arguments["zone_order"])
        proposer = replace(system_actor(COMPOSER), login=proposed_by)
        code = arguments["units"][0]["code"]
        shelved = playbook_meant(actor=proposer, name=arguments["playbook"], unit_code=code, now=now)
        latest = latest_end(shelved.playbook, begins=max(now, zone_order.issued_at))
        return [
            draft_activation(
                actor=proposer,
                wish=Wish(
                    playbook=arguments["playbook"],
                    unit_id=UUID(unit["id"]),
                    unit_code=unit["code"],
                    place=unit["name"],
                    number=f"{zone_order.number}-{number}",
                    issued_by=zone_order.issued_by,
                    issued_at=zone_order.issued_at,
                    legal_basis=zone_order.legal_basis,
                    document=zone_order.document,
                    expires_at=min(zone_order.expires_at, latest or zone_order.expires_at),
                ),
                is_exercise=home_time().is_exercise,
                now=now,
            )
            for number, unit in enumerate(arguments["units"], start=1)
        ]


def _patrol(actor: Actor, area: _Area, now: datetime) -> int:
    """The rounds of the nearest playbook in force that has any for sealed areas."""
    maker = makers().get(WantedSeries.kind)
    unit = Unit.objects.filter(unit_code=area.unit_code, closed_on=None).first()
    if maker is None or unit is None:
        return 0
    place = UnitFact(id=unit.id, code=unit.unit_code, level=unit.level, name=unit.label)
    for activation in _running_at(area.unit_code):
        playbook = load(activation.text, where=f"{activation.playbook} {activation.version}")
        wants = series_of_area(playbook, area=area.overlay, unit=place, starts=now, ends=area.order.expires_at)
        if wants:
            return maker.make(actor=actor, order_id=area.order.id, wants=with_lines(wants, pack=playbook.pack), now=now)
    return 0


def _running_at(unit_code: str) -> list[Activation]:
    rows = Activation.objects.filter(state__in=RUNNING, unit_code__in=[*ancestors_of(unit_code), unit_code])
    return sorted(rows.defer("baseline"), key=lambda row: (-len(row.unit_code), -row.proposed_at.timestamp()))


def _propose_switch(actor: Actor, area: _Area, proposed_by: str, now: datetime) -> str:
    """The code of the proposal, or "" where every community is switched already or no playbook fits."""
    touched = area.communities
    around = {other for code in touched for other in neighbours_of(code).get(code, ())}
    codes = [code for code in sorted(touched | around) if not _running_at(code)]
    units = {row.unit_code: row for row in Unit.objects.filter(unit_code__in=codes, closed_on=None)}
    shelved = _fitting(codes, now) if units else None
    if shelved is None:
        return ""
    place = shared_code(units)
    proposal = propose(
        actor=actor,
        kind=SWITCH,
        title=f"{area.order.number} {area.overlay.name}：{shelved.playbook.title.zh}"[:_MOST],
        unit_code=place,
        on_behalf_of=proposed_by,
        arguments={
            "zone_order": str(area.order.id),
            "playbook": f"{shelved.playbook.name}@{shelved.playbook.version}",
            "units": [
                {
                    "id": str(row.id),
                    "code": code,
                    "name": row.label,
                    "why": "touched" if code in touched else "neighbour",
                }
                for code, row in sorted(units.items())
            ],
        },
        now=now,
    )
    return proposal.code


def _fitting(codes: list[str], now: datetime) -> Shelved | None:
    """The first urgent playbook with rounds for sealed areas that may be used at all of these communities."""
    is_exercise = home_time().is_exercise
    for one in playbooks_at(actor=system_actor(COMPOSER), now=now):
        watches = any(round_.per is Place.SEALED_AREA for round_ in one.playbook.rounds.values())
        if watches and one.playbook.mode is Mode.URGENT and _usable(one, codes, is_exercise=is_exercise):
            return one
    return None


def _usable(shelved: Shelved, codes: list[str], *, is_exercise: bool) -> bool:
    if shelved.owner_code and not all(code.startswith(shelved.owner_code) for code in codes):
        return False
    try:
        for code in codes:
            check_use(shelved, unit_code=code, place=level_of(code), is_exercise=is_exercise)
    except GridkeeperError:
        return False
    return True
