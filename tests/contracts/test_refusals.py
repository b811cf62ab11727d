"""Every refusal has its own code, a sentence with facts, and a next step."""

from __future__ import annotations

import importlib
import re
import string
from pathlib import Path

import gridkeeper
from gridkeeper.kernel.errors import GridkeeperError

_REFUSAL = re.compile(r"^class \w+\((GridkeeperError|NotFound|Malformed|Forbidden)\):", re.MULTILINE)


def refusals() -> list[type[GridkeeperError]]:
    # A refusal may stand beside what refuses; read the sources, so that nothing depends on what is imported already.
    package = Path(gridkeeper.__path__[0])
    for path in sorted(package.rglob("*.py")):
        if _REFUSAL.search(path.read_text(encoding="utf-8")):
            importlib.import_module(".".join(("gridkeeper", *path.relative_to(package).with_suffix("").parts)))
    found: list[type[GridkeeperError]] = []
    waiting = [GridkeeperError]
    while waiting:
        parent = waiting.pop()
        for child in parent.__subclasses__():
            found.append(child)
            waiting.append(child)
    return [error for error in found if error.__module__.startswith("gridkeeper.")]


def test_codes_are_unique() -> None:
    codes = [error.code for error in refusals()]
    assert sorted(codes) == sorted(set(codes))


def test_every_refusal_says_how_to_mend_it() -> None:
    assert [error.__name__ for error in refusals() if not error.hint] == []


def test_every_refusal_ends_as_a_sentence() -> None:
    assert [error.__name__ for error in refusals() if error.text.rstrip()[-1] not in ".?"] == []


def test_facts_are_named() -> None:
    formatter = string.Formatter()
    unnamed = [
        error.__name__
        for error in refusals()
        for _, name, _, _ in (*formatter.parse(error.text), *formatter.parse(error.hint))
        if name is not None and not name.replace(".", "").isidentifier()
    ]
    assert unnamed == []
