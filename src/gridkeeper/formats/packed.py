"""Whether a packed workbook or Word file is safe to open: its size once unpacked, and what it would run or fetch."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import Final

MOST_BYTES: Final = 2 << 20
_UNPACKED: Final = 12 << 20
"""A form is a page or two; a quarter of a million cells unpack to this."""
_MEMBERS: Final = 500
_RUNS: Final = re.compile(r"vbaProject|activeX|/embeddings/|externalLinks|macrosheets|customUI", re.IGNORECASE)
_FETCHES: Final = re.compile(rb"attachedTemplate|oleObject|/frame\"|subDocument", re.IGNORECASE)
_KINDS: Final = {"xl/workbook.xml": "xlsx", "word/document.xml": "docx"}


_UNPACKABLE: Final = (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, OSError)
"""How unpacking ends with a file that is broken or cut off, locked by a password, or packed by a method unknown here:
the last two are a RuntimeError, one of them of its own kind."""


class NoForm(ValueError):
    """The bytes are neither a workbook nor a Word file that may be opened."""


def kind_of_form(content: bytes) -> str:
    """``xlsx`` or ``docx``, from what is inside. Raises NoForm, also for what is too large, runs or fetches."""
    if len(content) > MOST_BYTES:
        raise NoForm
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return _looked_through(packed)
    except _UNPACKABLE as broken:
        raise NoForm from broken


def _looked_through(packed: zipfile.ZipFile) -> str:
    members = packed.infolist()
    names = {member.filename for member in members}
    found = [kind for name, kind in _KINDS.items() if name in names]
    if not found or len(members) > _MEMBERS or any(_RUNS.search(name) for name in names):
        raise NoForm
    # What a member says of its size may be a lie; reading stops where it says it ends.
    if sum(member.file_size for member in members) > _UNPACKED:
        raise NoForm
    if any(_FETCHES.search(packed.read(name)) for name in names if name.endswith(".rels")):
        raise NoForm
    return found[0]
