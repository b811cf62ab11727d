"""What a machine calls things and a person must never read: ids, keys, verbs, codes of periods, gaps of messages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Final

_SILENT: Final = frozenset({"script", "style", "template", "textarea", "code", "pre"})
_READ_ALOUD: Final = ("placeholder", "aria-label", "title", "alt")
_RAW: Final = {
    "id": re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b"),
    "key": re.compile(r"(?<![\w/.{-])[a-z]+(?:_[a-z0-9]+)+\b(?!\.\w)"),
    "verb": re.compile(r"(?<![\w/.@-])[a-z]{3,}\.[a-z]{3,}(?:-[a-z]+)*\b(?![/.\w])"),
    "address": re.compile(r"(?<![\w/])(?:unit|post|person|body|order|series|role|overlay|activation):[\w-]+"),
    "gap": re.compile(r"(?<!\{)\{\w*\}(?!\})|%\(\w+\)s|: None\b|^None$|<\w+ object"),
    "period": re.compile(r"\bPT?\d+[DHMS]\b|\d{4}-\d\d-\d\dT\d\d:"),
}


class _Text(HTMLParser):
    """Texts of a page that somebody sees or hears."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent.append(tag)
        self.texts += [value for name, value in attrs if name in _READ_ALOUD and value]

    def handle_endtag(self, tag: str) -> None:
        if self._silent and self._silent[-1] == tag:
            self._silent.pop()

    def handle_data(self, data: str) -> None:
        if not self._silent and data.strip():
            self.texts.append(data.strip())


def raw_words(page: str) -> Iterator[tuple[str, str]]:
    """Kind and place of each raw word a reader of the page meets."""
    parser = _Text()
    parser.feed(page)
    for text in parser.texts:
        for kind, pattern in _RAW.items():
            if found := pattern.search(text):
                yield kind, text[max(0, found.start() - 40) : found.end() + 40]
