"""What commands answer with ``--json``, against the published schema ``docs/reference/answers.schema.json``.

Run tests with ``GK_RECORD_ANSWERS=FILE`` to keep every answer; ``tools/answers.py FILE`` writes the schema from them.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import click
from jsonschema import Draft202012Validator

SCHEMA = Path(__file__).resolve().parents[1] / "docs" / "reference" / "answers.schema.json"
_TAKES_A_WORD = ("--as", "--home")


def command_of(arguments: Sequence[str]) -> str:
    """The words that name the command: ``territory show`` of ``--json territory show 140106``."""
    from gridkeeper.cli.main import NOUNS, gridkeeper

    gridkeeper.members = dict(NOUNS)
    here: click.Command = gridkeeper
    words: list[str] = []
    rest = list(arguments)
    while rest and isinstance(here, click.Group):
        word = rest.pop(0)
        if word in _TAKES_A_WORD:
            rest.pop(0)
        elif not word.startswith("-"):
            found = here.get_command(click.Context(here), word)
            if found is None:
                break
            here, words = found, [*words, word]
    return "" if isinstance(here, click.Group) else " ".join(words)


def check(arguments: Sequence[str], answer: Any) -> None:
    """Fail with the path of the first thing that is not as published; keep the answer where a file is named for it."""
    command = command_of(arguments)
    if not command or answer is None:
        return
    file = os.environ.get("GK_RECORD_ANSWERS")
    if file:
        with Path(file).open("a", encoding="utf-8") as kept:
            kept.write(json.dumps([command, answer], ensure_ascii=False) + "\n")
        return
    error = next(_validator().iter_errors({command: answer}), None)
    assert error is None, f"{command}: {error.json_path}: {error.message[:300]}"


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
