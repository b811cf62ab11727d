"""What a walk brings, checked where it comes in: a small picture, a figure that is not empty."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final

from gridkeeper.formats.pictures import NoPicture, cleaned
from gridkeeper.kernel.errors import Malformed
from gridkeeper.kernel.quantity import Qualifier, Quantity
from gridkeeper.rounds.errors import NotAPicture, PhotoTooLarge

MOST_BYTES: Final = 400 * 1024


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A picture's bytes, what they are, and their digest in hex."""

    content: bytes
    media_type: str
    sha256: str


def picture_of(content: bytes) -> Picture:
    """A picture without the place and device its camera wrote into it (SF-14). Raises PhotoTooLarge, NotAPicture."""
    if len(content) > MOST_BYTES:
        raise PhotoTooLarge(kilobytes=len(content) // 1024, most=MOST_BYTES // 1024)
    try:
        found = cleaned(content)
    except NoPicture as error:
        raise NotAPicture from error
    digest = hashlib.sha256(found.content).hexdigest()
    return Picture(content=found.content, media_type=found.media_type, sha256=digest)


def figure(text: str, *, unit: str, qualifier: str = Qualifier.EXACT.value) -> Quantity | None:
    """A typed figure as a quantity; None for an empty field, which is not zero (A12). Raises Malformed."""
    if not text.strip():
        return None
    try:
        value = Decimal(text.strip())
    except InvalidOperation as error:
        raise Malformed(field="number", value=text, expected="a figure", example="12") from error
    if not value.is_finite() or value < 0:
        raise Malformed(field="number", value=text, expected="a figure of zero or more", example="12")
    return Quantity(value=value, unit=unit, qualifier=Qualifier(qualifier))
