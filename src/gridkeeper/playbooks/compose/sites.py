"""Gates and other fixed places with their duty tables (K-07, SF-30, SF-31)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from gridkeeper.playbooks.compose.composition import Sheet
from gridkeeper.playbooks.compose.duty import Duty, Line, Offer, offer
from gridkeeper.playbooks.compose.ground import Ground, Spot
from gridkeeper.playbooks.compose.hands import Hands
from gridkeeper.playbooks.compose.moments import Stretch, hours_of, is_night
from gridkeeper.playbooks.facts import PersonFact
from gridkeeper.playbooks.schema import Site
from gridkeeper.playbooks.wanted import WantedShift, WantedSite


@dataclass(slots=True)
class _Table:
    """The duty table of one place: its duties in order of time, and whom each was offered to."""

    site: Site
    want: WantedSite
    body: str
    role: str
    lines: list[Line]
    duties: list[Duty]
    offers: list[Offer] = field(default_factory=list)


def keep_watch(sites: Mapping[str, Site], *, ground: Ground, sheet: Sheet, hands: Hands, time: Stretch) -> None:
    """A site at every place of each kind, with its shifts and who is offered them.

    Duties of all places are given in order of time, because the same people may be asked at several of them.
    """
    lines: dict[UUID, Line] = {}
    tables = []
    for name, site in sites.items():
        duties = _duties(site, time)
        for spot in ground.spots(site.per):
            want = _site(name, site, spot)
            body, role, people = hands.at(site.by, spot)
            tables.append(_Table(site, want, body, role, [_line(lines, one) for one in people], duties))
    turns = sorted(
        ((duty.starts, row, turn) for row, table in enumerate(tables) for turn, duty in enumerate(table.duties))
    )
    for _, row, turn in turns:
        table = tables[row]
        table.offers.append(offer(table.lines, table.duties[turn], table.site.needed))
    for table in tables:
        _write(table, sheet)


def _line(lines: dict[UUID, Line], person: PersonFact) -> Line:
    if person.id not in lines:
        lines[person.id] = Line(person)
    return lines[person.id]


def _duties(site: Site, time: Stretch) -> list[Duty]:
    table = sorted((begins, ends) for hours in site.shifts for begins, ends in time.daily(hours_of(hours)))
    return [
        Duty(starts=begins, ends=ends, night=is_night(begins, ends), outdoor=site.outdoor, in_zone=site.in_zone)
        for begins, ends in table
    ]


def _site(name: str, site: Site, spot: Spot) -> WantedSite:
    opens, closes = hours_of(site.hours)
    return WantedSite(
        key=f"site/{name}/{spot.key}",
        unit_id=spot.unit_id,
        unit_code=spot.unit_code,
        measure=site.measure,
        zh=f"{spot.zh}{site.title.zh}",
        en=f"{spot.en}, {site.title.en or site.title.zh}",
        site_kind=site.kind,
        opens=opens,
        closes=closes,
        overlay_id=spot.overlay_id,
        capacity=site.capacity,
    )


def _write(table: _Table, sheet: Sheet) -> None:
    site, want = table.site, table.want
    sheet.wants.append(want)
    for duty, found in zip(table.duties, table.offers, strict=True):
        sheet.wants.append(
            WantedShift(
                key=f"{want.key}/{duty.starts:%Y%m%dT%H%MZ}",
                unit_id=want.unit_id,
                unit_code=want.unit_code,
                measure=want.measure,
                zh=want.zh,
                en=want.en,
                starts=duty.starts,
                ends=duty.ends,
                needed=site.needed,
                person_ids=tuple(person.id for person in found.people),
                site=want.key,
                body=table.body,
                role=table.role,
                task=(site.task or site.title).zh,
                task_en=(site.task or site.title).en,
                night=duty.night,
                outdoor=duty.outdoor,
                in_zone=duty.in_zone,
            )
        )
    _judge(table, sheet)


def _judge(table: _Table, sheet: Sheet) -> None:
    want = table.want
    about: dict[str, Any] = {"key": want.key, "measure": want.measure, "unit_code": want.unit_code}
    about |= {"zh": want.zh, "en": want.en}
    need = table.site.needed * len(table.duties)
    have = sum(len(found.people) for found in table.offers)
    elsewhere = sum(found.elsewhere for found in table.offers if found.short)
    if have < need:
        sheet.lacks("shifts-not-covered", need=need, have=have, **about)
    if elsewhere:
        sheet.clashes("duty-elsewhere", times=str(elsewhere), **about)
