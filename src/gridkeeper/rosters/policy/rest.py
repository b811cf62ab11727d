"""Which rest rule a duty would break (SF-30), and whom a shift spares (SF-31): pure.

Duties that touch count as one continuous duty. A day is the day on the wall where the shift begins. After duties that
span ``free_in_days - 1`` days a stretch of ``free`` minutes without duty has to follow, as the planners understand it
(`planning.roster.duties`): a roster the planners' checker finds clean breaks nothing here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from gridkeeper.kernel.certificate import has_run_out
from gridkeeper.kernel.rest import COLD_MINUTES, Rest
from gridkeeper.posts.policy import first_day

REST = Rest()
_MINUTE = timedelta(minutes=1)


class Rule(StrEnum):
    """What can be broken; all but the last four may be set aside with a reason and an end."""

    CONTINUOUS = "continuous"
    BETWEEN = "between"
    FREE_DAY = "free_day"
    NIGHTS = "nights"
    SPARED = "spared"
    MINOR = "minor"
    DOUBLE = "double"
    CERTIFICATE = "certificate"


PROTECTED = frozenset({Rule.SPARED, Rule.MINOR, Rule.DOUBLE, Rule.CERTIFICATE})
"""Nobody sets these aside: they protect the person or those they serve, or ask for two places at one time."""


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """A duty somebody stands, stood or would stand."""

    starts: datetime
    ends: datetime
    night: bool = False
    outdoor: bool = False
    in_zone: bool = False
    role: str = ""
    """Whom it is meant for."""


@dataclass(frozen=True, kw_only=True)
class Fitness:
    """What a person's duties must respect, never why: spared (over 65, or until a day somebody entered) or a minor.

    ``certified_until`` is the last day of a certificate that duties of the role ``certified_for`` need (4.e).
    """

    spared: bool = False
    minor: bool = False
    certified_for: str = ""
    certified_until: date | None = None


@dataclass(frozen=True, kw_only=True)
class Breach:
    """A rule a new duty would break; ``fits_from`` is the earliest start that would not, where there is one.

    ``ended_on`` is the last day of the certificate that has run out.
    """

    rule: Rule
    fits_from: datetime | None = None
    ended_on: date | None = None


def breach_of(
    new: Stretch, *, others: Sequence[Stretch], fitness: Fitness = Fitness(), rest: Rest = REST
) -> Breach | None:
    """The first rule that ``new`` would break beside ``others``, protections first; None where it fits."""
    return next(_breaches(new, others, fitness, rest), None)


def certificate_ended(duty: Stretch, fitness: Fitness) -> date | None:
    """The last day of a certificate for the duty's role that has run out when the duty begins; else None (4.e)."""
    runs_out = duty.role and duty.role == fitness.certified_for and has_run_out(fitness.certified_until, on=_day(duty))
    return fitness.certified_until if runs_out else None


def breaches_in(duties: Iterable[Stretch], *, rest: Rest = REST) -> list[Rule]:
    """Rules that a person's whole roster breaks, for checks of what stands."""
    line = sorted(duties, key=lambda duty: duty.starts)
    found: list[Rule] = []
    for at, duty in enumerate(line):
        broken = breach_of(duty, others=line[:at], rest=rest)
        if broken:
            found.append(broken.rule)
    return found


def _breaches(new: Stretch, others: Sequence[Stretch], fitness: Fitness, rest: Rest) -> Iterator[Breach]:
    if fitness.spared and (new.night or new.in_zone or (new.outdoor and _minutes(new) > COLD_MINUTES)):
        yield Breach(rule=Rule.SPARED)
    if fitness.minor and new.in_zone:
        yield Breach(rule=Rule.MINOR)
    if ended := certificate_ended(new, fitness):
        yield Breach(rule=Rule.CERTIFICATE, ended_on=ended)
    meets = [other for other in others if other.starts < new.ends and new.starts < other.ends]
    if meets:
        latest = max(other.ends for other in meets)
        yield Breach(rule=Rule.DOUBLE, fits_from=latest + rest.min_between * _MINUTE)
        return
    line = sorted([*others, new], key=lambda duty: duty.starts)
    blocks = _blocks(line)
    at = next(index for index, block in enumerate(blocks) if new in block)
    block = blocks[at]
    if (block[-1].ends - block[0].starts) > rest.max_continuous * _MINUTE:
        earlier = [duty for duty in block if duty.starts < new.starts]
        fits = earlier[-1].ends + rest.min_between * _MINUTE if earlier else None
        yield Breach(rule=Rule.CONTINUOUS, fits_from=fits)
    between = rest.min_between * _MINUTE
    if at > 0 and block[0].starts - blocks[at - 1][-1].ends < between:
        yield Breach(rule=Rule.BETWEEN, fits_from=blocks[at - 1][-1].ends + between)
    if at + 1 < len(blocks) and blocks[at + 1][0].starts - block[-1].ends < between:
        yield Breach(rule=Rule.BETWEEN)
    chain = _chain(blocks, at, rest)
    if _days(chain) >= rest.free_in_days:
        earlier = [duty for duty in chain if duty.starts < new.starts]
        yield Breach(rule=Rule.FREE_DAY, fits_from=earlier[-1].ends + rest.free * _MINUTE if earlier else None)
    if new.night and _nights_in_a_row(line, line.index(new)) > rest.max_nights:
        yield Breach(rule=Rule.NIGHTS, fits_from=None)


def _minutes(duty: Stretch) -> float:
    return (duty.ends - duty.starts) / _MINUTE


def _blocks(line: Sequence[Stretch]) -> list[list[Stretch]]:
    """Runs of duties that touch."""
    blocks: list[list[Stretch]] = []
    for duty in line:
        if blocks and duty.starts <= blocks[-1][-1].ends:
            blocks[-1].append(duty)
        else:
            blocks.append([duty])
    return blocks


def _chain(blocks: Sequence[Sequence[Stretch]], at: int, rest: Rest) -> list[Stretch]:
    """Duties around block ``at`` without a long free stretch between them."""
    first = last = at
    while first > 0 and blocks[first][0].starts - blocks[first - 1][-1].ends < rest.free * _MINUTE:
        first -= 1
    while last + 1 < len(blocks) and blocks[last + 1][0].starts - blocks[last][-1].ends < rest.free * _MINUTE:
        last += 1
    return [duty for block in blocks[first : last + 1] for duty in block]


def _days(chain: Sequence[Stretch]) -> int:
    """Days on the wall from the first duty's to the last one's, both counted."""
    return (first_day(chain[-1].starts) - first_day(chain[0].starts)).days + 1


def _nights_in_a_row(line: Sequence[Stretch], at: int) -> int:
    """Nights in the row of nights that the duty at ``at`` belongs to; a duty by day or a night off ends it."""

    def follows(earlier: int, later: int) -> bool:
        return line[earlier].night and line[later].night and _gap(_day(line[earlier]), _day(line[later])) <= 1

    first = last = at
    while first > 0 and follows(first - 1, first):
        first -= 1
    while last + 1 < len(line) and follows(last, last + 1):
        last += 1
    return last - first + 1


def _day(duty: Stretch) -> date:
    return first_day(duty.starts)


def _gap(one: date, other: date) -> int:
    return (other - one).days
