"""Whatever a command leaves in the record has words for the page, in both languages."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext, override

import gridkeeper
from gridkeeper.console.audit.verbs import VERBS

SOURCE = Path(gridkeeper.__file__).parent


def written_verbs() -> Iterator[str]:
    """Every verb that stands in the code where something is recorded."""
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.keyword) and node.arg == "verb":
                for part in ast.walk(node.value):
                    if isinstance(part, ast.Constant) and isinstance(part.value, str) and "." in part.value:
                        yield part.value


def test_every_verb_of_the_record_has_words() -> None:
    assert sorted({verb for verb in written_verbs() if not verb.endswith(".")} - VERBS.keys()) == []


def test_every_verb_has_chinese_words() -> None:
    with override("zh-hans"):
        assert [verb for verb, words in VERBS.items() if gettext(words) == words] == []
