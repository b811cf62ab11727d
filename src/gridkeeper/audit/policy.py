"""Digests of the chain: pure functions of what an event says."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

GENESIS = "0" * 64


@dataclass(frozen=True, kw_only=True)
class EventLine:
    """The part of an event that the chain covers; the payload enters through its digest only."""

    id: UUID
    recorded_at: datetime
    happened_at: datetime
    actor: str
    verb: str
    subject_kind: str
    subject_id: str
    unit_code: str
    payload_digest: str


def payload_digest(salt: bytes, payload: Mapping[str, Any]) -> str:
    """Salted digest of a payload, so that an erased one cannot be guessed from its digest (R-18)."""
    text = json.dumps(dict(payload), ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(salt + text.encode()).hexdigest()


def link(previous: str, line: EventLine) -> str:
    """Hash of an event in the chain after ``previous``."""
    text = "\x1f".join(
        (
            previous,
            str(line.id),
            _instant(line.recorded_at),
            _instant(line.happened_at),
            line.actor,
            line.verb,
            line.subject_kind,
            line.subject_id,
            line.unit_code,
            line.payload_digest,
        )
    )
    return hashlib.sha256(text.encode()).hexdigest()


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
