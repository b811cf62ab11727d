"""A whole playbook held against a place, part after part, always in the same order (K-07)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from gridkeeper.kernel.unit_code import LENGTHS, Level
from gridkeeper.playbooks.compose.composition import Composition, Sheet
from gridkeeper.playbooks.compose.divisions import divide
from gridkeeper.playbooks.compose.ground import Ground, Spot
from gridkeeper.playbooks.compose.hands import Hands
from gridkeeper.playbooks.compose.moments import Stretch, moment_of
from gridkeeper.playbooks.compose.pairings import pair_up
from gridkeeper.playbooks.compose.sites import keep_watch
from gridkeeper.playbooks.compose.teams import Crew, Muster, wants_of
from gridkeeper.playbooks.compose.words import RoleNames
from gridkeeper.playbooks.facts import Facts, OverlayFact, UnitFact
from gridkeeper.playbooks.schema import Place, Playbook, Round, unit_words
from gridkeeper.playbooks.wanted import WantedNotice, WantedSeries, WantedSuspension

_TOWNSHIP: Final = LENGTHS[Level.TOWNSHIP]
_A_DAY: Final = timedelta(days=1)


def compose(
    playbook: Playbook,
    facts: Facts,
    *,
    until: datetime | None = None,
    chosen: Mapping[str, UUID] | None = None,
    role_names: Mapping[str, tuple[str, str]] | None = None,
) -> Composition:
    """What an activation of the playbook at ``facts.root`` from ``facts.now`` would make (K-07, K-08, YZ-01..04).

    ``until`` is the order's expiry (default: the playbook's own). ``chosen`` maps the key of a team to the person who
    shall lead it; a choice without a basis is refused as a conflict (A2). ``role_names`` are (Chinese, English) by
    role, for the sentences. The same arguments give the same answer, key for key.
    """
    ends = until or facts.now + (playbook.expires.default if playbook.expires else _A_DAY)
    time, ground, sheet = Stretch(facts.now, ends), Ground(facts), Sheet()
    names = RoleNames(role_names or {})
    muster = Muster(ground=ground, sheet=sheet, names=names, time=time, chosen=chosen or {})
    crews = _teams(playbook, muster)
    hands = Hands(playbook, ground, crews)
    for name, division in playbook.divisions.items():
        divide(name, division, ground=ground, sheet=sheet, hands=hands)
    for name, pairing in playbook.pairings.items():
        pair_up(name, pairing, ground=ground, sheet=sheet)
    keep_watch(playbook.sites, ground=ground, sheet=sheet, hands=hands, time=time)
    for name, round_ in playbook.rounds.items():
        _round(name, round_, ground=ground, sheet=sheet, hands=hands, time=time)
    _notices(playbook, ground, sheet)
    _suspensions(playbook, facts, ground, sheet)
    return sheet.finished()


def _teams(playbook: Playbook, muster: Muster) -> dict[str, list[Crew]]:
    """The teams of every kind, one kind after the other: who is in one is in no other."""
    found: dict[str, list[Crew]] = {}
    for name, team in playbook.teams.items():
        found[name] = muster.crews(name, team)
        for crew in found[name]:
            approved_by, _ = muster.ground.name_of(crew.spot.unit_code[:_TOWNSHIP])
            wants_of(crew, team, muster.sheet, approved_by=approved_by)
    return found


def _round(name: str, round_: Round, *, ground: Ground, sheet: Sheet, hands: Hands, time: Stretch) -> None:
    for spot in ground.spots(round_.per):
        body, role, _ = hands.at(round_.by, spot)
        sheet.wants.append(_series(name, round_, spot, time=time, body=body, role=role))


def _series(name: str, round_: Round, spot: Spot, *, time: Stretch, body: str, role: str) -> WantedSeries:
    return WantedSeries(
        key=f"round/{name}/{spot.key}",
        unit_id=spot.unit_id,
        unit_code=spot.unit_code,
        measure=round_.measure,
        zh=f"{spot.zh}{round_.title.zh}",
        en=f"{spot.en}, {round_.title.en or round_.title.zh}",
        name=name,
        every=round_.every,
        tolerance=round_.tolerance,
        hold=round_.hold,
        starts=time.starts,
        ends=time.ends,
        day_from=moment_of(round_.day[0]),
        day_to=moment_of(round_.day[1]),
        evidence=round_.evidence.value,
        checklist=round_.checklist,
        quantity_unit=unit_words(round_.unit).zh,
        quantity_unit_en=unit_words(round_.unit).en,
        body=body,
        role=role,
        overlay_id=spot.overlay_id,
    )


def series_of_area(
    playbook: Playbook, *, area: OverlayFact, unit: UnitFact, starts: datetime, ends: datetime
) -> tuple[WantedSeries, ...]:
    """The rounds that a sealed area gets when it is designated while the playbook is in force.

    They are made under the area's own order and end with it; so they name the role that walks them, because the
    bodies belong to another order.
    """
    spot = Spot(
        key=str(area.id),
        unit_id=unit.id,
        unit_code=unit.code,
        zh=area.name,
        en=area.name,
        overlay_id=area.id,
        buildings=area.members,
    )
    time = Stretch(starts, ends)
    return tuple(
        _series(name, round_, spot, time=time, body="", role=_role_of(playbook, round_.by))
        for name, round_ in playbook.rounds.items()
        if round_.per is Place.SEALED_AREA
    )


def _role_of(playbook: Playbook, by: str) -> str:
    return playbook.teams[by].members.role if by in playbook.teams else by


def _notices(playbook: Playbook, ground: Ground, sheet: Sheet) -> None:
    for notice in playbook.notices:
        for spot in ground.spots(notice.per):
            sheet.wants.append(
                WantedNotice(
                    key=f"notice/{notice.name}/{spot.key}",
                    unit_id=spot.unit_id,
                    unit_code=spot.unit_code,
                    measure=notice.measure,
                    zh=notice.subject.zh,
                    en=notice.subject.en,
                    subject_zh=notice.subject.zh,
                    subject_en=notice.subject.en,
                    body_zh=notice.body.zh,
                    body_en=notice.body.en,
                    roles=notice.roles,
                    receipt=notice.receipt,
                )
            )


def _suspensions(playbook: Playbook, facts: Facts, ground: Ground, sheet: Sheet) -> None:
    for rest in playbook.suspends:
        resting = [one for one in facts.routines if (one.kind, one.name) == (rest.kind, rest.name)]
        for one in sorted(resting, key=lambda routine: (routine.unit_code, routine.id)):
            unit = ground.units.get(one.unit_code, ground.root)
            sheet.wants.append(
                WantedSuspension(
                    key=f"rest/{one.kind}/{one.id}",
                    unit_id=unit.id,
                    unit_code=one.unit_code,
                    measure="",
                    zh=f"{unit.name}：{one.name}",
                    en=f"{unit.name_en or unit.name}: {one.name}",
                    suspended_kind=one.kind,
                    suspended_id=one.id,
                )
            )
