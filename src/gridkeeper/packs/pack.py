"""A pack as a value: what its folder holds, and whether it is in force."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from gridkeeper.kernel.texts import Words
from gridkeeper.rules import RulePack

PACK_FORMAT: Final = "gridkeeper.pack/1"
CHECKLIST_FORMAT: Final = "gridkeeper.checklist/1"
NOTICE_FORMAT: Final = "gridkeeper.notice/1"
TEST_FORMAT: Final = "gridkeeper.pack-test/1"


class Evidence(StrEnum):
    """What a checklist item asks to be shown."""

    NONE = "none"
    PHOTO = "photo"
    NUMBER = "number"
    WORDS = "words"


@dataclass(frozen=True, kw_only=True, slots=True)
class ChecklistItem:
    """One line to tick. ``vital``: where it is not so, life is in danger and a case opens at once (SF-20)."""

    id: str
    words: Words
    evidence: Evidence = Evidence.NONE
    unit: str = ""
    vital: bool = False
    source: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Checklist:
    """Items with evidence, used by rounds and inspections."""

    name: str
    title: Words
    source: str
    items: tuple[ChecklistItem, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class NoticeText:
    """A text with gaps: ``{place}`` in subject and body is filled in by who sends it; ``gaps`` names them all."""

    name: str
    title: Words
    source: str
    subject: Words
    body: Words
    gaps: tuple[str, ...]
    receipt: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class PlaybookText:
    """A playbook as it is written; what it means is read above the packs."""

    name: str
    file: str
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PackCase:
    """One case a pack is tested by: on a day, at a place, these inputs give these answers, or this refusal."""

    id: str
    topic: str
    as_of: date
    place: str
    given: Mapping[str, Any]
    expect: Mapping[str, Any]
    rule: str = ""
    refused: str = ""
    file: str = ""
    line: int = 0


@dataclass(frozen=True, kw_only=True)
class Pack:
    """What an installed folder holds. ``jurisdiction`` is the unit code prefix where it may be used, "" anywhere."""

    name: str
    title: Words
    about: Words
    jurisdiction: str
    effective_from: date
    effective_to: date | None
    source: str
    root: Path
    rule_packs: tuple[RulePack, ...] = ()
    checklists: Mapping[str, Checklist] = field(default_factory=dict)
    notices: Mapping[str, NoticeText] = field(default_factory=dict)
    playbooks: Mapping[str, PlaybookText] = field(default_factory=dict)
    cases: tuple[PackCase, ...] = ()
    test_words: frozenset[str] = frozenset()
    """How a test of this hazard is called: no care may wait for one (SF-23)."""

    def in_force(self, day: date) -> bool:
        """True on the days it holds; over or not yet, it runs in exercises only (R-06)."""
        return self.effective_from <= day and (self.effective_to is None or day <= self.effective_to)

    @property
    def topics(self) -> frozenset[str]:
        """What its rule tables decide."""
        return frozenset(topic for one in self.rule_packs for topic in one.topics)
