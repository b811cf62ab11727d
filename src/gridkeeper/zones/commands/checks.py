"""What is looked at before a zone is put before a second person: its words, its hours, its place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Final, Protocol

from django.utils import timezone

from gridkeeper.kernel.never_ordered import barring_word, care_denied
from gridkeeper.kernel.unit_code import LENGTHS, Level, shared_code
from gridkeeper.kernel.writing import check_writing
from gridkeeper.orders.commands import Draft
from gridkeeper.packs.load import test_words
from gridkeeper.zones.choices import ZoneState
from gridkeeper.zones.errors import (
    AlreadyZone,
    CareDenied,
    ExitWithoutPlace,
    HardBarrier,
    HotlineMissing,
    NotOnDay,
    ReasonMissing,
    TooLong,
)
from gridkeeper.zones.models import Zone
from gridkeeper.zones.policy import is_held

if TYPE_CHECKING:
    from gridkeeper.zones.commands.exits import NewExit

_MOST: Final = {
    "name": 80,
    "level": 20,
    "reason": 400,
    "larger_because": 400,
    "larger_reason": 40,
    "part": 40,
    "hotline": 40,
}
_SHOWN: Final = 24
_DISTRICT: Final = LENGTHS[Level.DISTRICT]


class Said(Protocol):
    """What somebody said of a zone."""

    @property
    def order(self) -> Draft:
        """Its order."""

    @property
    def name(self) -> str:
        """What people call it."""

    @property
    def reason(self) -> str:
        """Why, for residents."""

    @property
    def larger_because(self) -> str:
        """Why more than a building."""

    @property
    def larger_reason(self) -> str:
        """The same by the word of the size table."""

    @property
    def part(self) -> str:
        """Which stairwell or floor."""

    @property
    def hotline(self) -> str:
        """Number to call."""

    @property
    def measures(self) -> str:
        """What is asked of residents."""

    @property
    def services(self) -> str:
        """What goes on."""

    @property
    def exits(self) -> tuple[NewExit, ...]:
        """Ways out."""

    @property
    def zero(self) -> date | None:
        """Day 0."""


def check_words(zone: Said, *, now: datetime) -> None:
    """Refuse what is missing, too long, dated in the future, bars a way out or keeps people from treatment.

    Raises ReasonMissing, HotlineMissing, TooLong, NotOnDay, ExitWithoutPlace, HardBarrier, CareDenied.
    """
    if not zone.reason.strip() or not zone.name.strip():
        raise ReasonMissing(name=zone.name or zone.order.title)
    if not zone.hotline.strip():
        raise HotlineMissing(name=zone.name)
    for field, most in _MOST.items():
        _check_length(getattr(zone, field), most)
    if zone.zero is not None and zone.zero > timezone.localdate(now):
        raise NotOnDay(day=zone.zero.isoformat())
    paper = (zone.order.title, zone.order.legal_basis, zone.order.document)
    for text in (zone.name, zone.reason, zone.larger_because, zone.measures, zone.services, zone.part, *paper):
        check_writing(text, field="Words")
        _check_barrier(text)
        if clause := care_denied(text, tests=test_words()):
            raise CareDenied(clause=clause[:80])
    for exit_ in zone.exits:
        check_exit_words(exit_)


def check_exit_words(exit_: NewExit) -> None:
    """A way out has a place, fits its fields, and is not barred. Raises ExitWithoutPlace, TooLong, HardBarrier."""
    if not exit_.place.strip():
        raise ExitWithoutPlace(said=exit_.opener or exit_.phone)
    for text, most in ((exit_.place, 80), (exit_.opener, 80), (exit_.deputy, 80), (exit_.phone, 20)):
        _check_length(text, most)
        check_writing(text, field="Words")
        _check_barrier(text)


def check_not_held(*, codes: Sequence[str], name: str, kind: str, part: str = "") -> None:
    """Refuse a place that lies in an open zone of this kind; another stairwell or floor does not. Two queries.

    Asked again when it opens, as of two that waited for their second person the first one wins.
    """
    district = shared_code(codes)[:_DISTRICT]
    near = Zone.objects.filter(state=ZoneState.OPEN, kind=kind, unit_code__startswith=district)
    for other in near.order_by("pk").prefetch_related("units"):
        if other.part in ("", part) and is_held(codes, by=[unit.unit_code for unit in other.units.all()]):
            raise AlreadyZone(name=name, other=other.name)


def _check_length(text: str, most: int) -> None:
    if len(text.strip()) > most:
        raise TooLong(value=text.strip()[:_SHOWN], length=len(text.strip()), most=most)


def _check_barrier(text: str) -> None:
    if word := barring_word(text):
        raise HardBarrier(text=text.strip()[:80], word=word)
