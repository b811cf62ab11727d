"""Reading the smaller texts of a pack: checklists, notices, and the cases it is tested by."""

from __future__ import annotations

import re
from typing import Any, Final

from gridkeeper.kernel.reader import Reader
from gridkeeper.kernel.texts import Path
from gridkeeper.packs.pack import (
    CHECKLIST_FORMAT,
    NOTICE_FORMAT,
    TEST_FORMAT,
    Checklist,
    ChecklistItem,
    Evidence,
    NoticeText,
    PackCase,
)

_CHECKLIST: Final = ("format", "name", "title", "source", "items")
_ITEM: Final = ("id", "zh", "en", "evidence", "unit", "vital", "source")
_NOTICE: Final = ("format", "name", "title", "source", "subject", "body", "gaps", "receipt")
_TESTS: Final = ("format", "topic", "cases")
_CASE: Final = ("id", "as_of", "place", "given", "expect", "rule", "refused", "says")
_GAP: Final = re.compile(r"\{([^{}]*)\}")


def read_checklist(reader: Reader) -> Checklist | None:
    """A checklist; what could not be read stands in the reader's findings."""
    top = reader.mapping(reader.written.data, known=_CHECKLIST)
    if top is None:
        return None
    reader.format_is(top, CHECKLIST_FORMAT)
    title = reader.words(top.get("title"), "title")
    items = [_item(reader, value, ("items", at)) for at, value in enumerate(_list(reader, top.get("items"), "items"))]
    ids = [item.id for item in items if item]
    for at, id_ in enumerate(ids):
        if id_ in ids[:at]:
            reader.found(
                "items",
                at,
                "id",
                code="packs.id-twice",
                text="The id “{id}” stands twice.",
                hint="Give each its own.",
                id=id_,
            )
    name = reader.name(top.get("name"), "name")
    if title is None:
        return None
    return Checklist(
        name=name, title=title, source=str(top.get("source") or ""), items=tuple(item for item in items if item)
    )


def read_notice(reader: Reader) -> NoticeText | None:
    """The text of a notice; every gap in it must be declared, in both languages alike."""
    top = reader.mapping(reader.written.data, known=_NOTICE)
    if top is None:
        return None
    reader.format_is(top, NOTICE_FORMAT)
    title, subject, body = (reader.words(top.get(key), key) for key in ("title", "subject", "body"))
    gaps = [str(gap) for gap in top.get("gaps") or []] if isinstance(top.get("gaps") or [], list) else []
    name = reader.name(top.get("name"), "name")
    if title is None or subject is None or body is None:
        return None
    for key, words in (("subject", subject), ("body", body)):
        _gaps(reader, key, words.zh, gaps, language="zh")
        _gaps(reader, key, words.en, gaps, language="en")
    for language in ("zh", "en"):
        used = set(_GAP.findall(subject.say(language) + body.say(language)))
        for gap in sorted(set(gaps) - used):
            reader.found(
                "body",
                language,
                code="packs.gap-unused",
                text="The gap “{gap}” is declared and not used.",
                hint="Write {{{gap}}} where it belongs, or take it out of gaps.",
                gap=gap,
            )
    return NoticeText(
        name=name,
        title=title,
        source=str(top.get("source") or ""),
        subject=subject,
        body=body,
        gaps=tuple(gaps),
        receipt=top.get("receipt") is True,
    )


def read_cases(reader: Reader) -> list[PackCase] | None:
    """The cases of one file of tests."""
    top = reader.mapping(reader.written.data, known=_TESTS)
    if top is None:
        return None
    reader.format_is(top, TEST_FORMAT)
    topic = reader.name(top.get("topic"), "topic")
    listed = _list(reader, top.get("cases"), "cases")
    cases = [_case(reader, value, ("cases", at), topic) for at, value in enumerate(listed)]
    return [case for case in cases if case is not None]


def _item(reader: Reader, value: Any, path: Path) -> ChecklistItem | None:
    given = reader.mapping(value, *path, known=_ITEM)
    if given is None:
        return None
    words = reader.words(given, *path)
    evidence = reader.chosen(
        given.get("evidence"), *path, "evidence", known=[one.value for one in Evidence], otherwise=Evidence.NONE.value
    )
    id_ = reader.name(given.get("id"), *path, "id")
    if words is None:
        return None
    return ChecklistItem(
        id=id_,
        words=words,
        evidence=Evidence(evidence),
        unit=str(given.get("unit") or ""),
        vital=given.get("vital") is True,
        source=str(given.get("source") or ""),
    )


def _gaps(reader: Reader, key: str, text: str, declared: list[str], *, language: str) -> None:
    for gap in _GAP.findall(text):
        if gap not in declared:
            reader.found(
                key,
                language,
                code="packs.gap",
                text="The gap “{gap}” is not declared.",
                hint="Name it under gaps: {declared}.",
                gap=gap,
                declared=", ".join(declared) or "-",
            )


def _case(reader: Reader, value: Any, path: Path, topic: str) -> PackCase | None:
    given = reader.mapping(value, *path, known=_CASE)
    if given is None:
        return None
    as_of = reader.day(given.get("as_of"), *path, "as_of")
    inputs = reader.mapping(given.get("given"), *path, "given", known=given.get("given") or ())
    expect = given.get("expect") or {}
    if not expect and not given.get("refused") and not given.get("rule"):
        reader.found(
            *path,
            code="packs.case-empty",
            text="The case expects nothing.",
            hint="Write what it must give under expect, or the code of the refusal under refused.",
        )
    if as_of is None or inputs is None or not isinstance(expect, dict):
        return None
    return PackCase(
        id=str(given.get("id") or ""),
        topic=topic,
        as_of=as_of,
        place=str(given.get("place") or ""),
        given=inputs,
        expect=expect,
        rule=str(given.get("rule") or ""),
        refused=str(given.get("refused") or ""),
        file=reader.written.file,
        line=reader.written.line(*path),
    )


def _list(reader: Reader, value: Any, key: str) -> list[Any]:
    if isinstance(value, list) and value:
        return value
    reader.found(key, code="packs.no-list", text="A list is expected here.", hint="Begin each entry with “- ”.")
    return []
