"""Reading a written text piece by piece: what is wrong is gathered with its line, instead of stopping at the first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from gridkeeper.kernel.texts import Finding, Path, Weight, Words, Written, nearest

_NAME: Final = re.compile(r"[a-z][a-z0-9_-]*")
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


class Reader:
    """Reads one text; ``findings`` holds what was wrong so far."""

    def __init__(self, written: Written) -> None:
        self.written = written
        self.findings: list[Finding] = []

    def found(
        self, *path: str | int, code: str, text: str, hint: str = "", weight: Weight = Weight.ERROR, **facts: Any
    ) -> None:
        """Note what is wrong at a path: ``text`` and ``hint`` are message ids with the ``facts``."""
        self.findings.append(
            Finding(
                file=self.written.file,
                line=self.written.line(*path),
                at=self.place(path),
                code=code,
                text=text,
                hint=hint,
                facts=facts,
                weight=weight,
            )
        )

    def place(self, path: Path) -> str:
        """A path in the writer's words: entries of a list by their id where they have one, else counted from 1."""
        words, value = [], self.written.data
        for step in path:
            value = _inside(value, step)
            named = value.get("id") if isinstance(value, dict) else None
            words.append(str(named or step + 1) if isinstance(step, int) else step)
        return "/".join(words) or "-"

    def mapping(self, value: Any, *path: str | int, known: Iterable[str]) -> dict[str, Any] | None:
        """A mapping with known names only; None where it is none."""
        names = tuple(known)
        if not isinstance(value, dict):
            self.found(
                *path,
                code="text.no-mapping",
                text="Names with values are expected here.",
                hint="Write some of: {known}.",
                known=", ".join(names),
            )
            return None
        for key in value:
            if key not in names:
                self.found(
                    *path,
                    key,
                    code="text.unknown-name",
                    text="“{name}” is not known here.",
                    hint="Did you mean {nearest}?",
                    name=key,
                    nearest=nearest(key, names),
                )
        return value

    def format_is(self, top: Mapping[str, Any], wanted: str) -> None:
        """The text names the format it is written in."""
        if top.get("format") != wanted:
            self.found(
                "format",
                code="text.format",
                text="This is not the format “{format}”.",
                hint="Write “format: {format}” in the first line.",
                format=wanted,
            )

    def name(self, value: Any, *path: str | int) -> str:
        """A stable name in small letters."""
        name = "" if value is None else str(value)
        if not _NAME.fullmatch(name):
            self.found(
                *path,
                code="text.name",
                text="“{name}” is no name.",
                hint="Write it in small letters, digits, hyphens and underscores.",
                name=name,
            )
        return name

    def words(self, value: Any, *path: str | int) -> Words | None:
        """Words in both languages; None where one is missing."""
        pair = value if isinstance(value, dict) else {}
        texts = {language: pair.get(language) for language in ("zh", "en")}
        missing = [language for language, text in texts.items() if not isinstance(text, str) or not text.strip()]
        if missing:
            self.found(
                *path,
                code="text.words",
                text="The words are missing: {missing}.",
                hint="Write {{zh: ..., en: ...}}.",
                missing=", ".join(missing),
            )
            return None
        return Words(zh=str(texts["zh"]).strip(), en=str(texts["en"]).strip())

    def chosen(self, value: Any, *path: str | int, known: Iterable[str], otherwise: str) -> str:
        """One of a few words; absent, the last argument."""
        names = tuple(known)
        word = otherwise if value is None else str(value)
        if word not in names:
            self.found(
                *path,
                code="text.word",
                text="“{word}” is not known here.",
                hint="Write one of: {known}.",
                word=word,
                known=", ".join(names),
            )
            return otherwise
        return word

    def day(self, value: Any, *path: str | int) -> date | None:
        """A day like 2022-11-21; None where it is none."""
        text = "" if value is None else str(value)
        try:
            if _DAY.fullmatch(text):
                return date.fromisoformat(text)
        except ValueError:
            pass  # the 30th of February is told below, like words that are no day
        self.found(*path, code="text.day", text="“{value}” is no day.", hint="Write it like 2022-11-21.", value=text)
        return None


def _inside(value: Any, step: str | int) -> Any:
    if isinstance(value, list) and isinstance(step, int) and step < len(value):
        return value[step]
    return value.get(step) if isinstance(value, dict) else None
