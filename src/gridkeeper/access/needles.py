"""What a purge looks for afterwards: ids, phones and names, held in memory for one run and written nowhere. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

_FEW = 64
_SHORT_NAME = 3
_BETWEEN_WORDS = re.compile(r"""[\s,"'(){}\[\]:;|\\<>=/]+""")


@dataclass(frozen=True, kw_only=True)
class Needles:
    """``people`` and ``contacts`` are ids of what was erased, ``texts`` what it said.

    ``namesakes`` counts names that other people bear as well: finding one of those would prove nothing.
    """

    people: frozenset[UUID] = frozenset()
    contacts: frozenset[UUID] = frozenset()
    texts: frozenset[str] = field(default=frozenset(), repr=False)
    namesakes: int = 0

    def __or__(self, other: Needles) -> Needles:
        return Needles(
            people=self.people | other.people,
            contacts=self.contacts | other.contacts,
            texts=self.texts | other.texts,
            namesakes=self.namesakes + other.namesakes,
        )

    @property
    def ids(self) -> frozenset[UUID]:
        """Every id, of whichever kind."""
        return self.people | self.contacts


class Matcher:
    """Says whether a text holds one of the words: inside it while they are few, as a word of its own among many.

    A name of two letters counts as a word only: inside other words it would be found everywhere.
    """

    def __init__(self, words: Iterable[str]) -> None:
        wanted = {word for word in words if word}
        self._inside = {w for w in wanted if len(w) >= _SHORT_NAME} if len(wanted) <= _FEW else set()
        self._whole = wanted - self._inside

    def __bool__(self) -> bool:
        return bool(self._inside or self._whole)

    def is_in(self, text: str) -> bool:
        """True when one of the words is there."""
        if any(word in text for word in self._inside):
            return True
        return bool(self._whole) and not self._whole.isdisjoint(_BETWEEN_WORDS.split(text))
