"""Pictures for tests: nothing and nobody is on them."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Final

from PIL import Image, PngImagePlugin

WHERE: Final = b"37.8576N 112.5489E"
"""What a camera would write of the place; no cleaned picture holds it."""
_ORIENTATION, _DESCRIPTION = 0x0112, 0x010E


def jpeg(*, orientation: int = 1, where: bytes = b"", more: bytes = b"") -> bytes:
    """A JPEG 16 wide and 8 high; ``where`` stands in its additions, ``more`` is appended after its end."""
    return _saved("JPEG", exif=_exif(where, orientation), xmp=where, comment=where) + more


def png(*, where: bytes = b"", frames: int = 1) -> bytes:
    """A small PNG with a text about its place; more than one frame makes it move."""
    said = PngImagePlugin.PngInfo()
    said.add_text("Location", where.decode())
    return _saved("PNG", frames=frames, pnginfo=said, exif=_exif(where)) + where


def webp(*, where: bytes = b"", frames: int = 1) -> bytes:
    """A small WebP with Exif and XMP about its place."""
    return _saved("WEBP", frames=frames, exif=_exif(where), xmp=where)


def wall() -> bytes:
    """A few bytes that say they are a PNG of ten thousand million pixels."""
    head = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 0, 0, 0, 0)
    pieces = ((b"IHDR", head), (b"IDAT", zlib.compress(b"\x00" * 64)), (b"IEND", b""))
    body = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in pieces
    )
    return b"\x89PNG\r\n\x1a\n" + body


def _exif(where: bytes, orientation: int = 1) -> bytes:
    found = Image.Exif()
    found[_ORIENTATION] = orientation
    found[_DESCRIPTION] = where.decode()
    return found.tobytes()


def _saved(kind: str, *, frames: int = 1, **options: object) -> bytes:
    """The left half is black, the right half white; each further frame is one grey."""
    picture = Image.new("RGB", (16, 8))
    picture.paste((255, 255, 255), (8, 0, 16, 8))
    more = [Image.new("RGB", (16, 8), (number * 9, 99, 99)) for number in range(1, frames)]
    moving = {"save_all": True, "append_images": more} if more else {}
    written = io.BytesIO()
    picture.save(written, kind, **moving, **options)
    return written.getvalue()
