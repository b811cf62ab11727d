"""What a line of writing may hold: no sign that cannot be seen and yet changes how the rest reads."""

from __future__ import annotations

import re
from typing import Final

from gridkeeper.kernel.errors import NoWriting, TooMuchText

_HIDDEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
"""Control signs, and marks that turn the direction of reading; emoji and joined letters are writing."""


def check_writing(text: str, *, field: str, most: int | None = None) -> None:
    """Refuse what is longer than ``most`` characters or holds a hidden sign. Raises TooMuchText, NoWriting."""
    if most is not None and len(text) > most:
        raise TooMuchText(field=field, length=len(text), most=most)
    if found := _HIDDEN.search(text):
        raise NoWriting(field=field, sign=f"U+{ord(found[0]):04X}")
