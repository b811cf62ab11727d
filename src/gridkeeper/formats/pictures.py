"""Pictures drawn anew: what is to be seen stays, what a camera wrote beside it does not (SF-14, XD-07)."""

from __future__ import annotations

import io
import struct
import zlib
from dataclasses import dataclass
from typing import Final

_KINDS: Final = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
_QUALITY: Final = 82
MOST_PIXELS: Final = 50_000_000
"""A few kilobytes can say they are a wall of a picture; whoever opens it would run out of memory."""


class NoPicture(ValueError):
    """The bytes are no picture of these three kinds, or one that breaks off, moves or is a wall."""


@dataclass(frozen=True, kw_only=True)
class Cleaned:
    """A picture upright and without its additions, what it is, and its size in pixels."""

    content: bytes
    media_type: str
    width: int
    height: int


def cleaned(content: bytes) -> Cleaned:
    """The picture drawn anew: upright, without place, time, device, names, previews. Raises NoPicture."""
    # Imported here: a command that handles no picture need not wait for it.
    from PIL import Image, ImageOps

    try:
        with Image.open(io.BytesIO(content), formats=tuple(_KINDS)) as found:
            kind = found.format or ""
            if found.width * found.height > MOST_PIXELS or getattr(found, "n_frames", 1) > 1:
                raise NoPicture
            upright = ImageOps.exif_transpose(found)
            drawn = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    except (OSError, SyntaxError, ValueError, EOFError, OverflowError, struct.error, zlib.error) as broken:
        raise NoPicture from broken
    except Image.DecompressionBombError as wall:
        raise NoPicture from wall
    drawn.info.clear()
    anew = io.BytesIO()
    drawn.save(anew, kind, quality=_QUALITY)
    return Cleaned(content=anew.getvalue(), media_type=_KINDS[kind], width=drawn.width, height=drawn.height)
