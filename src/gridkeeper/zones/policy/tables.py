"""What the rule tables in force are asked about a zone: how large, how long, when it may end (YZ-20, YZ-22, YZ-25).

Pure: the packs come as a value. The room brings the questions, each with fixed inputs; what they are answered, and for
which days and places, stands in the packs alone. Where no table is in force nothing is made up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from gridkeeper.kernel.errors import GridkeeperError
from gridkeeper.kernel.texts import Words
from gridkeeper.rules import Decision, RulePack, ask, find
from gridkeeper.rules.errors import NoRuleInForce
from gridkeeper.zones.choices import CheckResult, Extent

Packs = tuple[RulePack, ...]
SIZE: Final = "zone_size"
STATIC: Final = "static_order"
RELEASE: Final = "zone_release"
LISTED: Final = "zone_listed"
WITHIN_BUILDING: Final = frozenset({Extent.STAIRWELL, Extent.FLOOR, Extent.BUILDING})
_NO_REASON: Final = "none"
_OTHER: Final = "other"
_DAYS_AHEAD: Final = 60
"""How far release is looked for; a table that wants more than two months gives no date."""
_KEPT: Final = 4096
_NO_RULE: Final = Words(
    zh="今天没有生效的规则说明它可以多大、多久。", en="No rule in force today says how large or how long it may be."
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Ruled:
    """What a table answered about size or length, with the names by which people find it."""

    allowed: bool
    decision: Decision
    table: Words
    edition: Words


@dataclass(frozen=True, kw_only=True, slots=True)
class Listed:
    """Whether a superior looks at a zone first, and why (SF-41)."""

    is_listed: bool
    words: Words


def size_ruled(packs: Packs, *, extent: str, reason: str, as_of: date, place: str) -> Ruled | None:
    """May a zone be this large on this day (YZ-20)? ``reason`` as the table names it, "" for none.

    Its second person is the approver, so one is taken for granted. None where no table is in force; raises what
    ``rules.decide`` raises, such as InputIllTyped for a reason the table does not know.
    """
    reason = _NO_REASON if extent in WITHIN_BUILDING else reason or _NO_REASON
    given = {"extent": extent, "reason": reason, "approved": True}
    try:
        return _ruled(packs, SIZE, given, as_of=as_of, place=place)
    except NoRuleInForce:
        return None


def reasons_allowed(packs: Packs, *, extent: str, as_of: date, place: str) -> dict[str, Words]:
    """The reasons with which the table in force lets a zone be this large, by their keys; empty where it never does."""
    try:
        known = find(packs, SIZE, as_of=as_of, place=place).input("reason")
    except NoRuleInForce:
        return {}
    allowed = {
        value: words
        for value, words in (known.values if known else {}).items()
        if (said := size_ruled(packs, extent=extent, reason=value, as_of=as_of, place=place)) and said.allowed
    }
    return {value: words for value, words in allowed.items() if value != _NO_REASON}


def reason_meant(chosen: str, words: str) -> str:
    """The reason a table is asked with: what was chosen, "other" for words alone, "" where nothing was said."""
    return chosen.strip() or (_OTHER if words.strip() else "")


def static_ruled(packs: Packs, *, hours: Decimal, services: str, as_of: date, place: str) -> Ruled:
    """May people be asked to stay in for so long (YZ-25)? Its end and its basis every order has. Raises NoRuleInForce:
    without a table in force nobody is.
    """
    given = {"has_end": True, "hours": max(hours, Decimal(0)), "has_basis": True, "services": bool(services.strip())}
    return _ruled(packs, STATIC, given, as_of=as_of, place=place)


def static_hours(packs: Packs, *, as_of: date, place: str) -> int | None:
    """The longest such an order may be on this day, in hours; None where no table is in force."""
    try:
        said = static_ruled(packs, hours=Decimal(1), services="-", as_of=as_of, place=place)
    except NoRuleInForce:
        return None
    return int(said.decision.outputs["hours_allowed"])


@lru_cache(maxsize=_KEPT)
def earliest_release(packs: Packs, *, zero: date | None, place: str) -> date | None:
    """The day at whose first moment a zone may end at the earliest: nothing new, and a clear round each day (YZ-24).

    Each day is asked of the table in force on it. None without a day 0, or where no table would ever propose it.
    """
    if zero is None:
        return None
    for days in range(_DAYS_AHEAD):
        as_of = zero + timedelta(days=days + 1)
        clear = {"days_clear": days, "new_event": False, "last_check": CheckResult.CLEAR.value, "last_check_day": days}
        try:
            if ask(packs, RELEASE, clear, as_of=as_of, place=place).outputs.get("proposal") == "release":
                return as_of
        except GridkeeperError:
            return None
    return None


@lru_cache(maxsize=_KEPT)
def listing_said(packs: Packs, *, beyond: bool, overdue: int, days: int, as_of: date, place: str) -> Listed:
    """Is it larger or longer than the table of the day asks for (SF-41)? Where none is in force it is: nothing says
    that it may go on. ``overdue`` and ``days`` in full days.
    """
    given = {"beyond_building": beyond, "days_overdue": max(overdue, 0), "days_in_force": max(days, 0)}
    try:
        said = ask(packs, LISTED, given, as_of=as_of, place=place)
    except NoRuleInForce:
        return Listed(is_listed=True, words=_NO_RULE)
    return Listed(is_listed=said.outputs.get("listed") is True, words=said.words)


def _ruled(packs: Packs, topic: str, given: Mapping[str, Any], *, as_of: date, place: str) -> Ruled:
    table = find(packs, topic, as_of=as_of, place=place)
    decision = ask(packs, topic, given, as_of=as_of, place=place)
    edition = next(pack for pack in packs if pack.id == table.pack)
    since = edition.effective_from.isoformat()
    return Ruled(
        allowed=decision.outputs.get("allowed") is True,
        decision=decision,
        table=table.title,
        edition=Words(zh=f"{edition.title.zh}（{since}起）", en=f"{edition.title.en} (from {since})"),
    )
