"""Sentences in the language of the terminal (LC_ALL, LC_MESSAGES, LANG): Chinese where it asks for it, else English."""

from __future__ import annotations

import gettext
import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from gridkeeper.formats.columns import CellProblem
from gridkeeper.kernel.filling import filled
from gridkeeper.kernel.texts import Words

_WORDS = frozenset({"kind", "expected", "field", "what"})
"""Facts that are words rather than names: message ids of their own."""
_PACKAGE = Path(__file__).resolve().parents[1]


def wants_chinese() -> bool:
    """True when the first locale variable that is set names Chinese."""
    set_values = (os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return next((value for value in set_values if value), "").lower().startswith("zh")


def message_id(message: str) -> str:
    """Mark a sentence for the catalogues and give it back as it is; the framework's own marker wants its settings."""
    return message


def say_in_language(message: str, facts: Mapping[str, object]) -> str:
    """The message translated first, then its ``{named}`` facts filled in; empty stays empty."""
    if not message:
        return ""
    return filled(translated(message), {key: _said(key, fact) for key, fact in facts.items()})


def _said(key: str, fact: object) -> object:
    if isinstance(fact, CellProblem):
        # A reason found in a file is a sentence of its own, with facts of its own.
        return fact.sentence(translated)
    if isinstance(fact, Words):
        return fact.say("zh" if wants_chinese() else "en")
    if key == "roles" and isinstance(fact, str):
        return _role_names(fact.split())
    return translated(fact) if key in _WORDS and isinstance(fact, str) else fact


def _role_names(keys: list[str]) -> str:
    from gridkeeper.access.roles import ROLES

    names = [(ROLES[key].zh if wants_chinese() else ROLES[key].en) if key in ROLES else key for key in keys]
    return ("、" if wants_chinese() else ", ").join(names)


def translated(message: str) -> str:
    """The message id in the language of the terminal, its facts not yet filled in; empty stays empty."""
    return _chinese().gettext(message) if message and wants_chinese() else message


@cache
def _chinese() -> gettext.NullTranslations:
    """The catalogues of all rooms, one asked after the other; rooms without one say it in English."""
    whole = gettext.NullTranslations()
    for folder in sorted(_PACKAGE.glob("*/locale")):
        whole.add_fallback(gettext.translation("django", localedir=folder, languages=["zh_Hans"], fallback=True))
    return whole
