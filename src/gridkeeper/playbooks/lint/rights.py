"""What no playbook may ask for: chosen people, closed ways out, treatment denied, static management as a button."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from gridkeeper.kernel.never_ordered import barring_word, care_denied
from gridkeeper.kernel.plain_reading import plainly
from gridkeeper.kernel.texts import Finding, Path, Written
from gridkeeper.playbooks.lint import said
from gridkeeper.playbooks.lint.parts import bases_named, words_of
from gridkeeper.playbooks.lint.vocabulary import Vocabulary
from gridkeeper.playbooks.schema import Playbook

# Whole words in English, stems in Chinese: by disposition, petition, record or illness as such.
SELECTION: Final = re.compile(
    r"性格|偏激|偏执|极端人员|不稳定人员|不放心人员|重点人头|上访|信访人|缠访|前科|刑满|劣迹|失信人员|涉稳|维稳对象"
    r"|患者|病人|精神病|确诊人员|阳性人员|携带者"
    r"|\b(dispositions?|temperaments?|extremists?|petition(er)?s?|complainers?|criminal|ex-?convicts?|offenders?"
    r"|blacklist(ed)?|watch ?lists?|unstable persons?|patients?|mentally ill|illness(es)?|sick people|carriers?)\b",
    re.IGNORECASE,
)
_STATIC: Final = re.compile(r"静默|static[_ -](management|order)|lockdown", re.IGNORECASE)
_NAMES: Final = frozenset({"title", "subject"})


def findings(playbook: Playbook, written: Written, known: Vocabulary) -> Iterator[Finding]:
    """Everything that would wrong people."""
    for path, text in _selecting(playbook):
        if found := SELECTION.search(plainly(text.replace("_", " "))):
            yield said.ForbiddenSelection.at(path, written, word=found.group())
    for path, text in _texts(playbook):
        if word := barring_word(text):
            yield said.HardBarrier.at(path, written, word=word)
        if clause := care_denied(text, tests=known.test_words):
            yield said.CareDenied.at(path, written, clause=clause)
    for path, text in _named(playbook):
        if found := _STATIC.search(text):
            yield said.StaticButton.at(path, written, word=found.group())


def _selecting(playbook: Playbook) -> Iterator[tuple[Path, str]]:
    """Where people are chosen or sorted: bases, selections of rounds, and the names of what is done about people."""
    for path, basis in bases_named(playbook):
        yield path, f"{basis.role} {basis.consent} {basis.skill}"
    for name, round_ in playbook.rounds.items():
        yield ("rounds", name, "select"), round_.select
    for block in ("teams", "divisions", "pairings", "rounds", "guarantees"):
        for name, part in getattr(playbook, block).items():
            yield (block, name), name
            for path, words in words_of(part, (block, name)):
                yield path, f"{words.zh} {words.en}"


def _texts(playbook: Playbook) -> Iterator[tuple[Path, str]]:
    """Every word of the playbook."""
    for name, site in playbook.sites.items():
        yield ("sites", name), f"{name} {site.kind}"
    for path, words in words_of(playbook):
        yield path, words.zh
        yield path, words.en


def _named(playbook: Playbook) -> Iterator[tuple[Path, str]]:
    """Names and titles: what a button would say."""
    yield ("name",), playbook.name
    for block in ("teams", "divisions", "pairings", "sites", "rounds"):
        for name in getattr(playbook, block):
            yield (block, name), name
    for path, words in words_of(playbook):
        if path and path[-1] in _NAMES and path[0] != "measures":
            yield path, f"{words.zh} {words.en}"
