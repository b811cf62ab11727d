"""Teams and numbers: who may lead, how many there are, and how many that takes (K-08, R-10, SF-30)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from gridkeeper.kernel.texts import Finding, Written
from gridkeeper.kernel.unit_code import LENGTHS, Level, is_within
from gridkeeper.playbooks.compose.ground import Ground
from gridkeeper.playbooks.facts import Facts
from gridkeeper.playbooks.lint import said
from gridkeeper.playbooks.lint.times import minutes_of
from gridkeeper.playbooks.schema import Basis, Place, Playbook, Team, bases

LEADING: Final = frozenset({"committee_cadre", "compound_branch_secretary"})
"""Two-committees cadres and branch secretaries of compounds or grids (K-08)."""
_LEAST, _MOST = 8, 20
_DISTRICT = LENGTHS[Level.DISTRICT]
_HOURS_A_WEEK: Final = 5 * 12
"""Five duties of at most twelve hours, then a free day: more nobody can stand in a week (SF-30)."""


def findings(playbook: Playbook, written: Written, facts: Facts | None) -> Iterator[Finding]:
    """Everything about people; with ``facts``, whether the place has them."""
    for name, team in playbook.teams.items():
        yield from _team(name, team, written)
    yield from _duties(playbook, written)
    if facts is not None:
        yield from _place(playbook, written, facts)
        ground = Ground(facts)
        for name, team in playbook.teams.items():
            yield from _headcount(name, team, written, ground)
        yield from _hops(playbook, written, facts)
        yield from _empty(playbook, written, ground)


def _team(name: str, team: Team, written: Written) -> Iterator[Finding]:
    size, path = team.size, ("teams", name, "size")
    wanted = size.min if size.want is None else size.want
    if not size.min <= wanted <= size.max or size.max == 0:
        yield said.SizeUpsideDown.at(path, written, min=size.min, max=size.max)
    elif size.min < _LEAST or size.max > _MOST:
        yield said.SizeUnusual.at(path, written, min=size.min, max=size.max)
    for row, basis in enumerate(bases(team.leader.from_)):
        if basis.role not in LEADING:
            role = basis.role or basis.consent or basis.skill
            yield said.LeaderUnfit.at(("teams", name, "leader", "from", row), written, role=role)


def _duties(playbook: Playbook, written: Written) -> Iterator[Finding]:
    """Whether a team of its least size can stand the duty tables of its sites."""
    for name, site in playbook.sites.items():
        team = playbook.teams.get(site.by)
        if team is None or team.per is not site.per:
            continue
        minutes = sum(last - first for first, last in map(minutes_of, site.shifts))
        need, have = minutes * site.needed * 7 // 60, team.size.min * _HOURS_A_WEEK
        if need > have:
            facts = {"site": name, "need": need, "people": team.size.min, "have": have}
            yield said.ShiftsAboveTeam.at(("sites", name), written, **facts)


def _place(playbook: Playbook, written: Written, facts: Facts) -> Iterator[Finding]:
    wanted, here = playbook.jurisdiction, facts.root.code
    if not is_within(here, wanted):
        place = facts.root.name
        yield said.UnitOutside.at(("jurisdiction",), written, jurisdiction=wanted, place=place)


def _headcount(name: str, team: Team, written: Written, ground: Ground) -> Iterator[Finding]:
    places = len(ground.spots(team.per))
    leaders = {person.id for basis in bases(team.leader.from_) for _, person in ground.qualified(basis)}
    members = {person.id for basis in bases(team.members.from_) for _, person in ground.qualified(basis)}
    roles = _named(bases(team.leader.from_))
    path = ("teams", name, "leader", "from")
    if places and not leaders:
        yield said.NobodyCanLead.at(path, written, place=ground.root.name, team=name, roles=roles)
    elif len(leaders) < places:
        yield said.FewLeaders.at(path, written, team=name, need=places, have=len(leaders), roles=roles)
    need, have = team.size.min * places, len(members | leaders)
    if need > have:
        facts = {"team": name, "need": need, "count": places, "have": have}
        yield said.AboveHeadcount.at(("teams", name, "size", "min"), written, **facts)


def _named(given: tuple[Basis, ...]) -> str:
    return ", ".join(basis.role for basis in given if basis.role)


def _hops(playbook: Playbook, written: Written, facts: Facts) -> Iterator[Finding]:
    """A hop must end with somebody in post, or with a seat of this playbook; only a whole district can be judged."""
    if len(facts.root.code) > _DISTRICT:
        return
    held = {seat.role for person in facts.people for seat in person.seats}
    held |= {team.leader.role for team in playbook.teams.values()}
    held |= {team.members.role for team in playbook.teams.values()}
    held |= {pairing.role for pairing in playbook.pairings.values()}
    for row, hop in enumerate(playbook.escalation):
        if hop.to not in held:
            yield said.HopVacant.at(("escalation", row, "to"), written, role=hop.to, place=facts.root.name)


def _empty(playbook: Playbook, written: Written, ground: Ground) -> Iterator[Finding]:
    for block in ("teams", "sites"):
        for name, part in getattr(playbook, block).items():
            if part.per is not Place.SEALED_AREA and not ground.spots(part.per):
                facts = {"per": part.per.value, "place": ground.root.name, "name": name}
                yield said.NoPlaces.at((block, name, "per"), written, **facts)
