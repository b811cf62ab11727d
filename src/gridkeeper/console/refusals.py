"""Refusals in the reader's language: the sentence is translated first, then the facts are filled in."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext

from gridkeeper.kernel.errors import GridkeeperError

_WORDS = frozenset({"kind", "expected", "permission", "field", "what"})


def sentence(error: GridkeeperError) -> str:
    """What was refused and why."""
    return _filled(error.text, error.facts)


def advice(error: GridkeeperError) -> str:
    """The next step, or an empty text."""
    return _filled(error.hint, error.facts) if error.hint else ""


def _filled(message: str, facts: dict[str, Any]) -> str:
    """Facts that are words (not names) are message ids of their own."""
    told = {
        key: gettext(fact) if key in _WORDS and isinstance(fact, str) and fact else fact for key, fact in facts.items()
    }
    return gettext(message).format(**told)
