"""Which mode holds, what a plan may be used for, and how a baseline is packed: pure."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec

from gridkeeper.access.retention import RULES
from gridkeeper.activations.choices import UnitModeKind
from gridkeeper.kernel.unit_code import is_within
from gridkeeper.playbooks.wanted import Standing

_STRICTNESS: Final = {UnitModeKind.NORMAL: 0, UnitModeKind.RECOVERING: 1, UnitModeKind.URGENT: 2}
RECOVERY: Final = RULES["emergency"].keep
"""Longest time until the data of an emergency are gone, and a unit counts as recovering (SF-08)."""


@dataclass(frozen=True, kw_only=True)
class ModeSpan:
    """A mode that an order gave a unit, from one moment to another."""

    unit_code: str
    mode: str
    from_at: datetime
    to_at: datetime | None


def strictest(spans: Iterable[ModeSpan], *, code: str, at: datetime) -> str:
    """The strictest mode that holds at a unit: its own, or that of a unit it lies in (K-07)."""
    modes = [
        UnitModeKind(span.mode)
        for span in spans
        if is_within(code, span.unit_code) and span.from_at <= at and (span.to_at is None or at < span.to_at)
    ]
    return max(modes, key=_STRICTNESS.__getitem__, default=UnitModeKind.NORMAL).value


def pack_standing(standing: Iterable[Standing]) -> bytes:
    """A baseline small enough to keep: what stood, without naming a person."""
    rows = [
        (row.kind, row.id.bytes, row.unit_code, row.words, row.mark, row.order_id.bytes if row.order_id else b"")
        for row in standing
    ]
    return zlib.compress(msgspec.msgpack.encode(rows), 1)


def unpack_standing(packed: bytes) -> list[Standing]:
    """The baseline as it was packed."""
    rows = msgspec.msgpack.decode(zlib.decompress(packed), type=list[tuple[str, bytes, str, str, str, bytes]])
    return [
        Standing(
            kind=kind,
            id=UUID(bytes=key),
            unit_code=code,
            words=words,
            mark=mark,
            order_id=UUID(bytes=order) if order else None,
        )
        for kind, key, code, words, mark, order in rows
    ]


def digest_of(content: str | bytes) -> str:
    """SHA-256 in hexadecimal digits."""
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()
