"""What a walk brings, checked where it comes in: a small picture, a figure that is not empty."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final

from gridkeeper.kernel.errors import Malformed
from gridkeeper.kernel.quantity import Qualifier, Quantity
from gridkeeper.rounds.errors import NotAPicture, PhotoTooLarge

MOST_BYTES: Final = 400 * 1024
_BEGINNINGS: Final = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png", b"RIFF": "image/webp"}


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A picture's bytes, what they are, and their digest in hex."""

    content: bytes
    media_type: str
    sha256: str


def picture_of(content: bytes) -> Picture:
    """Check a picture. Raises PhotoTooLarge, NotAPicture."""
    if len(content) > MOST_BYTES:
        raise PhotoTooLarge(kilobytes=len(content) // 1024, most=MOST_BYTES // 1024)
    media_type = next((kind for begins, kind in _BEGINNINGS.items() if content.startswith(begins)), "")
    if not media_type or (media_type == "image/webp" and content[8:12] != b"WEBP"):
        raise NotAPicture()
    return Picture(content=content, media_type=media_type, sha256=hashlib.sha256(content).hexdigest())


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
