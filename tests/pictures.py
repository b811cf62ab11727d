"""Pictures for tests, built piece by piece: nothing and nobody is on them."""

from __future__ import annotations

import struct
import zlib

WHERE = b"37.8576N 112.5489E"
"""What a camera would write of the place; no cleaned picture holds it."""


def jpeg(*, orientation: int = 1, where: bytes = b"", more: bytes = b"") -> bytes:
    """A small JPEG; ``where`` stands in its Exif, ``more`` is appended after its end."""
    entries = struct.pack(">HHIHH", 0x0112, 3, 1, orientation, 0) + struct.pack(">HHII", 0x8825, 4, 1, 38)
    exif = b"Exif\x00\x00MM\x00\x2a" + struct.pack(">IH", 8, 2) + entries + struct.pack(">I", 0) + where
    parts = [
        (0xE0, b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"),
        (0xE1, exif),
        (0xE1, b"http://ns.adobe.com/xap/1.0/\x00" + where),
        (0xFE, b"taken at " + where),
        (0xDB, b"\x00" + b"\x01" * 64),
        (0xC0, b"\x08\x00\x08\x00\x08\x01\x01\x11\x00"),
        (0xDA, b"\x01\x01\x00\x00\x3f\x00"),
    ]
    head = b"".join(b"\xff" + bytes([kind]) + struct.pack(">H", len(body) + 2) + body for kind, body in parts)
    return b"\xff\xd8" + head + b"\x12\xff\x00\x34\xff\xd0\x56" + b"\xff\xd9" + more


def png(*, width: int = 8, height: int = 8, where: bytes = b"", frames: int = 1) -> bytes:
    """A small PNG with a text about its place; more than one frame makes it move."""

    def piece(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = piece(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    moving = piece(b"acTL", struct.pack(">II", frames, 0)) if frames > 1 else b""
    said = piece(b"tEXt", b"Location\x00" + where) + piece(b"eXIf", b"MM\x00\x2a" + where)
    rows = piece(b"IDAT", zlib.compress(b"\x00" * 9 * 8))
    return b"\x89PNG\r\n\x1a\n" + head + moving + said + rows + piece(b"IEND", b"") + where


def webp(*, where: bytes = b"", moving: bool = False) -> bytes:
    """A small WebP with Exif and XMP about its place; a moving one has no picture of its own."""

    def piece(kind: bytes, body: bytes) -> bytes:
        return kind + struct.pack("<I", len(body)) + body + b"\x00" * (len(body) % 2)

    picture = piece(b"ANMF", b"\x00" * 24) if moving else piece(b"VP8L", b"\x2f\x07\xc0\x01\x00\x00")
    wide = piece(b"VP8X", b"\x0c\x00\x00\x00\x07\x00\x00\x07\x00\x00")
    body = wide + picture + piece(b"EXIF", where) + piece(b"XMP ", where)
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body
