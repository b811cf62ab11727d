"""Which encoding a text file is in: told by its mark, else the first that fits the whole file."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path
from typing import Final

_CHUNK: Final = 1 << 20
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# GB 18030 contains GBK and GB 2312, so it is asked last: it fits almost anything.
_CANDIDATES: Final = ("utf-8", "gb18030")


def encoding_of(source: bytes | Path) -> str | None:
    """Name of the codec that reads the whole of ``source``; None where none does."""
    head = next(_chunks(source), b"")
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name if _fits(source, name) else None
    candidates = (_utf_16_without_mark(head), *_CANDIDATES)
    return next((name for name in candidates if name and _fits(source, name)), None)


def _utf_16_without_mark(head: bytes) -> str | None:
    """Commas, digits and line ends leave a zero in every other byte of UTF-16, and nowhere else."""
    sample = head[:4_096]
    if sample.count(0) * 10 < len(sample):
        return None
    low, high = sample[1::2].count(0), sample[0::2].count(0)
    return "utf-16-le" if low > high else "utf-16-be"


def _fits(source: bytes | Path, name: str) -> bool:
    decoder = codecs.getincrementaldecoder(name)()
    try:
        for chunk in _chunks(source):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _chunks(source: bytes | Path) -> Iterator[bytes]:
    if isinstance(source, bytes):
        for start in range(0, len(source), _CHUNK):
            yield source[start : start + _CHUNK]
        return
    with source.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk
