"""Texts that people write as YAML: their values, the line where each stands, and what a reader finds wrong."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final, Literal

import yaml

from gridkeeper.kernel.errors import GridkeeperError
from gridkeeper.kernel.filling import filled

Path = tuple[str | int, ...]
Language = Literal["zh", "en"]
LANGUAGES: Final[tuple[Language, Language]] = ("zh", "en")
_DEEPEST: Final = 40


class TextUnreadable(GridkeeperError):
    """A text is no YAML, or uses a part of it that hides what is meant."""

    code = "text.unreadable"
    text = "{file}, line {line}: this cannot be read: {reason}."
    hint = "Mend the line: indent with spaces, write a blank after each colon, and each name once."


@dataclass(frozen=True, kw_only=True, slots=True)
class Words:
    """The same words in both languages."""

    zh: str
    en: str

    def say(self, language: Language) -> str:
        """The words in this language."""
        return self.zh if language == "zh" else self.en

    @classmethod
    def of(cls, zh: str, en: str) -> Words:
        """The words of something whose English may be missing: Chinese where no other was written."""
        return cls(zh=zh, en=en or zh)

    def filled(self, **facts: object) -> Words:
        """Both texts with their facts (``kernel.filling``); a fact that is words is said in each language."""
        zh, en = (
            filled(
                self.say(one), {key: fact.say(one) if isinstance(fact, Words) else fact for key, fact in facts.items()}
            )
            for one in LANGUAGES
        )
        return Words(zh=zh, en=en)

    def __str__(self) -> str:
        """In English, as messages below the faces are."""
        return self.en


class Weight(StrEnum):
    """How much a finding weighs."""

    ERROR = "error"  # the text cannot be used
    WARNING = "warning"  # it can, and somebody should look


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """What is wrong at one place of a text: sentences are message ids with facts, which a face translates.

    ``line`` counts from 1; ``at`` says the place in the writer's own words, such as ``rows/R3/when/mode``.
    """

    file: str
    line: int
    at: str
    code: str
    text: str
    hint: str = ""
    facts: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    weight: Weight = Weight.ERROR

    def sentence(self, translate: Callable[[str], str] = str) -> str:
        """Text and hint, translated first and filled with the facts afterwards."""
        return " ".join(filled(translate(part), self.facts) for part in (self.text, self.hint) if part)


class TextRefused(GridkeeperError):
    """A text can be read and not used; ``findings`` lists all its mistakes."""

    code = "text.refused"
    text = "{file} cannot be used; mistakes: {count}, the first in line {line} at {at}."
    hint = "{first} Mend every line that “gridkeeper pack lint” lists, then load it again."

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        first = self.findings[0]
        super().__init__(
            file=first.file, count=len(self.findings), line=first.line, at=first.at, first=first.sentence()
        )


@dataclass(frozen=True, kw_only=True)
class Written:
    """A text as read: plain values (str, int, float, bool, None, list, dict), and the line of each by its path."""

    file: str
    data: Any
    lines: Mapping[Path, int]

    def line(self, *path: str | int) -> int:
        """The line (from 1) of a value, or of the nearest one around it."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.lines:
                return self.lines[path[:length]]
        return 1


def read_yaml(text: str, *, file: str) -> Written:
    """Read one YAML document. Yes, no, on, off and 08:00 stay the words they look like; dates stay text.

    Raises TextUnreadable, with the line, for anything that is no YAML, a name written twice, an anchor, or a tag.
    """
    try:
        node = _composed(text)
    except yaml.MarkedYAMLError as broken:
        mark = broken.problem_mark or broken.context_mark
        raise TextUnreadable(file=file, line=mark.line + 1 if mark else 1, reason=broken.problem or "") from None
    except yaml.YAMLError as broken:
        raise TextUnreadable(file=file, line=1, reason=str(broken).splitlines()[0]) from None
    except RecursionError:
        raise TextUnreadable(file=file, line=1, reason="it is nested too deep") from None
    lines: dict[Path, int] = {(): 1}
    data = None if node is None else _Values(file, lines).of(node, ())
    return Written(file=file, data=data, lines=lines)


def as_finding(broken: TextUnreadable) -> Finding:
    """What could not be read at all, as a finding among others."""
    return Finding(
        file=broken.facts["file"],
        line=broken.facts["line"],
        at="-",
        code=broken.code,
        text=broken.text,
        hint=broken.hint,
        facts=broken.facts,
    )


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that looks most like this one; all of them, when none does."""
    names = [str(name) for name in known]
    close = difflib.get_close_matches(word, names, n=1)
    return close[0] if close else ", ".join(names)


class _Plain(yaml.SafeLoader):
    """YAML's scalars without its surprises: ``no`` is a word, not False, and 08:30 no number of base 60."""


_Plain.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("bool", r"true|True|false|False", "tTfF"),
    ("null", r"~|null|", "~n\0"),
    ("int", r"[-+]?(0|[1-9][0-9]*)", "-+0123456789"),
    ("float", r"[-+]?[0-9]+\.[0-9]+", "-+0123456789"),
):
    _Plain.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(rf"(?:{_pattern})$"), list(_first))
_Plain.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"$"), [""])


_Quick: Final = type(
    "_Quick",
    (getattr(yaml, "CSafeLoader", yaml.SafeLoader),),
    {"yaml_implicit_resolvers": _Plain.yaml_implicit_resolvers},
)
"""The same by the C library: a fifth of the time."""


def _composed(text: str) -> yaml.Node | None:
    """The node of the document; what is wrong is said by the plain reader, whose words and lines people know."""
    with suppress(yaml.YAMLError):
        # The C library takes a tab for a blank, and ends the process where a text is nested some thousand times.
        if "\t" not in text and not _is_deep(text):
            return yaml.compose(text, Loader=_Quick)
    return yaml.compose(text, Loader=_Plain)


def _is_deep(text: str) -> bool:
    depth = 0
    for event in yaml.parse(text, Loader=_Quick):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            return True
    return False


class _Values:
    """Turns the nodes of one file into plain values, noting their lines."""

    def __init__(self, file: str, lines: dict[Path, int]) -> None:
        self.file = file
        self.lines = lines
        self.seen: set[int] = set()
        self.scalars = _Plain("")

    def of(self, node: yaml.Node, path: Path) -> Any:
        """The value of a node."""
        self._look(node, path)
        self.lines[path] = node.start_mark.line + 1
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.of(part, (*path, at)) for at, part in enumerate(node.value)]
        return self.scalars.construct_object(node)

    def _mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                raise self._refusal(key_node, "a name is a word, not a list")
            key = str(key_node.value)
            if key in values:
                raise self._refusal(key_node, f"“{key}” stands here twice")
            values[key] = self.of(value_node, (*path, key))
            self.lines[(*path, key)] = key_node.start_mark.line + 1
        return values

    def _look(self, node: yaml.Node, path: Path) -> None:
        if len(path) > _DEEPEST:
            raise self._refusal(node, "it is nested too deep")
        if id(node) in self.seen:
            raise self._refusal(node, "anchors and references (& and *) are not used here")
        self.seen.add(id(node))
        if not node.tag.startswith("tag:yaml.org,2002:") or node.tag.rsplit(":", 1)[1] not in _TAGS:
            raise self._refusal(node, f"the tag {node.tag} is not used here")

    def _refusal(self, node: yaml.Node, reason: str) -> TextUnreadable:
        return TextUnreadable(file=self.file, line=node.start_mark.line + 1, reason=reason)


_TAGS: Final = frozenset({"map", "seq", "str", "int", "float", "bool", "null"})
