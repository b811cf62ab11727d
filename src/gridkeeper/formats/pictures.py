"""JPEG, PNG and WebP without what a camera adds: place, time, device, names, further pictures (SF-14, XD-07).

Nothing is decoded: what a picture is made of is kept piece by piece, and every other piece is left out. Only which way
up it is held stays, as the eye needs it.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_JPEG: Final = b"\xff\xd8\xff"
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT: Final = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"pHYs"})
_WEBP_KEPT: Final = frozenset({b"VP8 ", b"VP8L", b"ALPH"})
_ADOBE: Final = 0xEE
_START_OF_SCAN: Final = 0xDA
_END: Final = 0xD9
_FRAMES: Final = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_ORIENTATION: Final = 0x0112
_ALPHA: Final = 0x10


class NoPicture(ValueError):
    """The bytes are no picture of these three kinds, or one that breaks off or moves."""


@dataclass(frozen=True, kw_only=True)
class Cleaned:
    """A picture's bytes without its additions, what it is, and its size in pixels."""

    content: bytes
    media_type: str
    width: int
    height: int


def cleaned(content: bytes) -> Cleaned:
    """The picture without its additions. Raises NoPicture."""
    try:
        if content.startswith(_JPEG):
            return _jpeg(content)
        if content.startswith(_PNG):
            return _png(content)
        if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
            return _webp(content)
    except (struct.error, IndexError) as broken:
        raise NoPicture from broken
    raise NoPicture


def _jpeg(content: bytes) -> Cleaned:
    kept, at, size, orientation, is_drawn = [b"\xff\xd8"], 2, (0, 0), 1, False
    while at < len(content):
        at, marker = _next_marker(content, at)
        if marker == _END:
            break
        if 0xD0 <= marker <= 0xD7 or marker == 0x01:
            continue
        length = struct.unpack_from(">H", content, at)[0]
        body = content[at + 2 : at + length]
        if length < 2 or len(body) != length - 2:
            raise NoPicture
        at += length
        if marker in _FRAMES:
            height, width = struct.unpack_from(">HH", body, 1)
            size = (width, height)
        if marker == 0xE1 and body.startswith(b"Exif\x00\x00"):
            orientation = _orientation(body[6:])
        if _is_of_the_picture(marker, body):
            kept.append(b"\xff" + bytes([marker]) + struct.pack(">H", length) + body)
        if marker == _START_OF_SCAN:
            end = _end_of_scan(content, at)
            kept.append(content[at:end])
            at, is_drawn = end, True
    if not (all(size) and is_drawn):
        raise NoPicture
    if orientation != 1:
        kept.insert(1, _turned(orientation))
    return Cleaned(content=b"".join([*kept, b"\xff\xd9"]), media_type="image/jpeg", width=size[0], height=size[1])


def _next_marker(content: bytes, at: int) -> tuple[int, int]:
    """Where the marker's body begins, and the marker; any number of fill bytes may stand before it."""
    if content[at] != 0xFF:
        raise NoPicture
    while content[at] == 0xFF:
        at += 1
    return at + 1, content[at]


def _is_of_the_picture(marker: int, body: bytes) -> bool:
    """Tables, frames and scans; of what applications add only how the colours are meant."""
    if marker == 0xE0:
        return body.startswith(b"JFIF\x00")
    if 0xE1 <= marker <= 0xEF:
        return marker == _ADOBE and body.startswith(b"Adobe")
    return marker != 0xFE


def _end_of_scan(content: bytes, at: int) -> int:
    """Where the coded picture ends: at the next marker, stuffed bytes and restarts apart."""
    while True:
        at = content.find(b"\xff", at)
        if at < 0 or at + 1 >= len(content):
            return len(content)
        if content[at + 1] not in (0x00, 0xFF, *range(0xD0, 0xD8)):
            return at
        at += 1 if content[at + 1] == 0xFF else 2


def _orientation(tiff: bytes) -> int:
    """Which way up, 1 to 8; 1 where it is not said or cannot be read."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return 1
    try:
        first = struct.unpack_from(f"{order}I", tiff, 4)[0]
        for number in range(min(struct.unpack_from(f"{order}H", tiff, first)[0], 200)):
            tag, _kind, _count, value = struct.unpack_from(f"{order}HHIH", tiff, first + 2 + 12 * number)
            if tag == _ORIENTATION:
                return value if 1 <= value <= 8 else 1
    except struct.error:
        return 1
    return 1


def _turned(orientation: int) -> bytes:
    """An addition that says which way up, and nothing else."""
    entry = struct.pack(">HHIHH", _ORIENTATION, 3, 1, orientation, 0)
    body = b"Exif\x00\x00MM\x00\x2a" + struct.pack(">IH", 8, 1) + entry + struct.pack(">I", 0)
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def _png(content: bytes) -> Cleaned:
    kept, kinds = [_PNG], []
    width, height = struct.unpack_from(">II", content, 16)
    for kind, piece in _png_pieces(content):
        kinds.append(kind)
        if kind in _PNG_KEPT:
            kept.append(piece)
    if kinds[:1] != [b"IHDR"] or kinds[-1] != b"IEND" or b"IDAT" not in kinds:
        raise NoPicture
    return Cleaned(content=b"".join(kept), media_type="image/png", width=width, height=height)


def _png_pieces(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_PNG)
    while True:
        length, kind = struct.unpack_from(">I4s", content, at)
        piece = content[at : at + 12 + length]
        if len(piece) != 12 + length:
            raise NoPicture
        yield kind, piece
        at += len(piece)
        if kind == b"IEND":
            return


def _webp(content: bytes) -> Cleaned:
    pieces = dict(_webp_pieces(content))
    kind = next((kind for kind in (b"VP8 ", b"VP8L") if kind in pieces), None)
    if kind is None:
        raise NoPicture
    width, height = _webp_size(kind, pieces[kind])
    kept = b"".join(_webp_piece(name, body) for name, body in pieces.items() if name in _WEBP_KEPT)
    if b"ALPH" in pieces:
        flags = struct.pack("<B3x", _ALPHA) + struct.pack("<I", width - 1)[:3] + struct.pack("<I", height - 1)[:3]
        kept = _webp_piece(b"VP8X", flags) + kept
    whole = b"RIFF" + struct.pack("<I", len(kept) + 4) + b"WEBP" + kept
    return Cleaned(content=whole, media_type="image/webp", width=width, height=height)


def _webp_pieces(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at, end = 12, min(len(content), 8 + struct.unpack_from("<I", content, 4)[0])
    while at + 8 <= end:
        kind, length = struct.unpack_from("<4sI", content, at)
        body = content[at + 8 : at + 8 + length]
        if len(body) != length:
            raise NoPicture
        yield kind, body
        at += 8 + length + length % 2


def _webp_piece(kind: bytes, body: bytes) -> bytes:
    return kind + struct.pack("<I", len(body)) + body + b"\x00" * (len(body) % 2)


def _webp_size(kind: bytes, body: bytes) -> tuple[int, int]:
    if kind == b"VP8L":
        bits = struct.unpack_from("<I", body, 1)[0]
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if body[3:6] != b"\x9d\x01\x2a":
        raise NoPicture
    width, height = struct.unpack_from("<HH", body, 6)
    return width & 0x3FFF, height & 0x3FFF
