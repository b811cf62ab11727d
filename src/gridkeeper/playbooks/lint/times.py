"""Shifts, rounds and escalation: what cannot be stood, walked or reached (SF-30, R-13, K-10, K-11)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from gridkeeper.kernel.rest import Rest
from gridkeeper.kernel.texts import Finding, Path, Written
from gridkeeper.playbooks.lint import said
from gridkeeper.playbooks.schema import Evidence, Playbook, Round, Site
from gridkeeper.playbooks.text import spelled_duration

_DAY = 24 * 60
_LONGEST_SHIFT = Rest().max_continuous
_OFTENEST = timedelta(minutes=30)


def findings(playbook: Playbook, written: Written) -> Iterator[Finding]:
    """Everything about hours, windows and hops."""
    for name, site in playbook.sites.items():
        yield from _shifts(("sites", name), site, written)
    for name, round_ in playbook.rounds.items():
        yield from _round(("rounds", name), round_, written)
    yield from _hops(playbook, written)


def minutes_of(hours: str) -> tuple[int, int]:
    """(first, last) minute of ``22:00-06:00``, the last above the first: 1320, 1800."""
    first, last = (60 * int(part[:2]) + int(part[3:]) for part in hours.split("-"))
    return first, last if last > first else last + _DAY


def _shifts(path: Path, site: Site, written: Written) -> Iterator[Finding]:
    opens, closes = minutes_of(site.hours)
    table = [(minutes_of(hours), hours, row) for row, hours in enumerate(site.shifts)]
    for (first, last), hours, row in table:
        there = (*path, "shifts", row)
        if last - first > _LONGEST_SHIFT:
            yield said.ShiftTooLong.at(there, written, shift=hours, hours=round((last - first) / 60, 1))
        if not any(opens <= first + day and last + day <= closes for day in (0, _DAY)) and closes - opens < _DAY:
            yield said.ShiftOutside.at(there, written, shift=hours, hours=site.hours)
    for at, (span, hours, row) in enumerate(table):
        for other, earlier, _ in table[:at]:
            if _meet(span, other):
                yield said.WindowsOverlap.at((*path, "shifts", row), written, first=earlier, second=hours)
    if table:
        gap = _gap(opens, closes, [span for span, _, _ in table])
        if gap is not None:
            yield said.ShiftGap.at((*path, "shifts"), written, first=_spelled(gap[0]), second=_spelled(gap[1]))


def _meet(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return any(one[0] < other[1] + day and other[0] + day < one[1] for day in (-_DAY, 0, _DAY))


def _gap(opens: int, closes: int, spans: list[tuple[int, int]]) -> tuple[int, int] | None:
    """The first stretch of open hours without a shift."""
    cursor = opens
    repeated = sorted((first + day, last + day) for first, last in spans for day in (-_DAY, 0, _DAY))
    for first, last in repeated:
        if last <= cursor:
            continue
        if first > cursor or cursor >= closes:
            break
        cursor = last
    if cursor >= closes:
        return None
    return cursor, min([closes, *(first for first, _ in repeated if first > cursor)])


def _spelled(minute: int) -> str:
    return f"{minute // 60 % 24:02d}:{minute % 60:02d}"


def _round(path: Path, round_: Round, written: Written) -> Iterator[Finding]:
    every, tolerance, hold = round_.every, round_.tolerance, round_.hold
    if not every:
        yield said.NoLength.at((*path, "every"), written, field="every")
        return
    words = spelled_duration(every)
    if every < _OFTENEST:
        yield said.RoundOften.at((*path, "every"), written, every=words)
    if tolerance >= every:
        told = spelled_duration(tolerance)
        yield said.ToleranceWide.at((*path, "tolerance"), written, tolerance=told, every=words)
    if hold > every:
        yield said.HoldLong.at((*path, "hold"), written, hold=spelled_duration(hold), every=words)
    if not hold:
        yield said.NoLength.at((*path, "hold"), written, field="hold")
    first, last = round_.day
    if first == last:
        yield said.DayTooShort.at((*path, "day"), written, first=first, last=last)
    if round_.evidence is Evidence.CHECKLIST and not round_.checklist:
        yield said.ChecklistMissing.at((*path, "evidence"), written)
    if round_.evidence is Evidence.NUMBER and not round_.unit:
        yield said.UnitOfNumberMissing.at((*path, "evidence"), written)


def starting_roles(playbook: Playbook) -> set[str]:
    """Roles that have a duty in the playbook: from them an escalation may begin."""
    begins = {team.members.role for team in playbook.teams.values()}
    begins |= {team.leader.role for team in playbook.teams.values()}
    begins |= {division.keeper.role for division in playbook.divisions.values() if division.keeper}
    begins |= {pairing.role for pairing in playbook.pairings.values()}
    begins |= {part.by for block in (playbook.sites, playbook.rounds) for part in block.values()}
    begins |= {role for notice in playbook.notices for role in notice.roles}
    return begins | {measure.owner.role for measure in playbook.measures if measure.owner}


def _hops(playbook: Playbook, written: Written) -> Iterator[Finding]:
    next_of: dict[str, str] = {}
    for row, hop in enumerate(playbook.escalation):
        if hop.from_ in next_of:
            yield said.HopTwice.at(("escalation", row), written, role=hop.from_)
        next_of.setdefault(hop.from_, hop.to)
        if not hop.after:
            yield said.NoLength.at(("escalation", row, "after"), written, field="after")
    begins = starting_roles(playbook)
    reached = {role for role in begins if role in next_of}
    waiting = list(reached)
    while waiting:
        role = next_of.get(waiting.pop())
        if role is not None and role not in reached:
            reached.add(role)
            waiting.append(role)
    circled: set[str] = set()
    for row, hop in enumerate(playbook.escalation):
        if hop.from_ not in reached:
            yield said.HopUnreachable.at(("escalation", row), written, role=hop.from_)
        chain = _circle(hop.from_, next_of)
        if chain and not circled & set(chain):
            circled |= set(chain)
            yield said.HopCircular.at(("escalation", row), written, chain=" → ".join(chain))


def _circle(role: str, next_of: dict[str, str]) -> list[str]:
    """The roles of the circle that begins and ends at ``role``; empty where there is none."""
    chain = [role]
    while chain[-1] in next_of:
        chain.append(next_of[chain[-1]])
        if chain[-1] == role:
            return chain
        if chain[-1] in chain[:-1]:
            return []
    return []
