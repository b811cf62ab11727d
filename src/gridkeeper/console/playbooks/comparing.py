"""Two versions of a playbook side by side, in words: what was put in, taken out or changed, sentence by sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from difflib import SequenceMatcher
from typing import Any, Final

import msgspec
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from gridkeeper.console import moments
from gridkeeper.console.playbooks.reading import (
    ASPECTS,
    BLOCKS,
    CONSENTS,
    EVIDENCE,
    MODES,
    PLACES,
    WITHIN,
    listed,
    plain_title,
)
from gridkeeper.console.words import is_chinese, role_name, said
from gridkeeper.playbooks.difference import Sign
from gridkeeper.playbooks.schema import Playbook
from gridkeeper.playbooks.versions import Edit, versions_differ

FIELDS: Final = {
    "title": _("title"),
    "summary": _("in short"),
    "mode": _("switches to"),
    "level": _("level"),
    "expires": _("end"),
    "default": _("ends by itself after"),
    "ceiling": _("at most in a row"),
    "clocks": _("deadlines"),
    "ack": _("duties are answered within"),
    "ready": _("everything stands within"),
    "fill": _("calls are filled within"),
    "measure": _("measure"),
    "aspect": _("part"),
    "source": _("source"),
    "owner": _("owner"),
    "role": _("post"),
    "evidence": _("evidence"),
    "size": _("people"),
    "min": _("at least"),
    "max": _("at most"),
    "want": _("wanted"),
    "within": _("where they come from"),
    "leader": _("leader"),
    "members": _("members"),
    "groups": _("groups"),
    "keeper": _("who answers for it"),
    "from": _("who may"),
    "consent": _("consent"),
    "skill": _("skill"),
    "to": _("for"),
    "per": _("one for"),
    "by": _("who"),
    "max_diff": _("difference at most"),
    "spread": _("several at one place"),
    "on_the_wall": _("shown to everybody"),
    "named_by": _("named by"),
    "pairings": _("pairings"),
    "kind": _("kind"),
    "hours": _("hours"),
    "shifts": _("shifts"),
    "capacity": _("room for"),
    "needed": _("people at a time"),
    "outdoor": _("outdoors"),
    "in_zone": _("inside a zone"),
    "task": _("task"),
    "every": _("every"),
    "tolerance": _("may begin late by"),
    "hold": _("finished within"),
    "day": _("time of day"),
    "checklist": _("checklist"),
    "checklists": _("checklists"),
    "unit": _("counted in"),
    "subject": _("subject line"),
    "body": _("text"),
    "roles": _("to whom"),
    "receipt": _("readers confirm"),
    "after": _("after"),
    "because": _("why"),
    "name": _("name"),
    "tables": _("rule tables"),
    "pack": _("pack"),
    "jurisdiction": _("where it applies"),
    "zh": _("in Chinese"),
    "en": _("in English"),
}
"""Keys of a playbook's text as a cadre says them; a key that is missing here stays as it is written."""

_SPANS: Final = frozenset({"default", "ceiling", "ack", "ready", "fill", "every", "tolerance", "hold", "after"})
_NAMES: Final = frozenset({"role", "from", "to", "by", "roles", "per", "level", "pairings"})
_WORDS: Final = {"within": WITHIN, "evidence": EVIDENCE, "mode": MODES, "aspect": ASPECTS, "consent": CONSENTS}
_LONG: Final = 30
"""Characters from which a text is compared sentence by sentence."""
_SENTENCE: Final = re.compile(r"[^。；！？.;!?\n]*[。；！？.;!?\n]+\s*|[^。；！？.;!?\n]+$")


def differences(older: Playbook, newer: Playbook) -> list[dict[str, Any]]:
    """Every edit as a line: which part, which field in words, and pieces that stayed, went or came."""
    titles = {**_titles(older), **_titles(newer)}
    return [
        {
            "part": said(BLOCKS, edit.block),
            "name": _name(edit, titles),
            "field": _field(edit),
            "path": edit.path,
            "sign": "stopped" if edit.sign == Sign.ENDED else edit.sign.value,
            "pieces": list(_pieces(edit, titles)),
        }
        for edit in versions_differ(older, newer)
    ]


def _titles(book: Playbook) -> dict[str, str]:
    """Names that one part of the text calls another by."""
    pairings = {name: plain_title(one.title) for name, one in book.pairings.items()}
    return {**pairings, **{name: plain_title(one.title) for name, one in book.teams.items()}}


def _name(edit: Edit, titles: Mapping[str, str]) -> str:
    if edit.block == "escalation":
        return _named(edit.path.split("/")[1], titles)
    return (edit.zh if is_chinese() else edit.en).replace("{place}", "").strip(" ,，")


def _field(edit: Edit) -> str:
    """The field in words: ``size/want`` is "people: wanted"; "" for a part that came or went as a whole."""
    keys = edit.path.split("/")[0 if edit.block == "playbook" else 2 :]
    return gettext(": ").join(said(FIELDS, key) for key in keys)


def _pieces(edit: Edit, titles: Mapping[str, str]) -> Iterator[dict[str, str]]:
    key = next(name for name in reversed(edit.path.split("/")) if name not in ("zh", "en"))
    if isinstance(edit.before, list) and isinstance(edit.after, list):
        yield from _by_item(*([spelled(key, one, titles) for one in value] for value in (edit.before, edit.after)))
        return
    before, after = (spelled(key, _told_apart(value), titles) for value in (edit.before, edit.after))
    if before == after:
        # The reader's language says the same in both: what differs is told in all of them.
        before, after = (_in_all(value) for value in (edit.before, edit.after))
    if before and after and min(len(before), len(after)) >= _LONG:
        yield from _by_sentence(before, after)
        return
    if before:
        yield {"kind": "gone", "text": before}
    if before and after:
        yield {"kind": "arrow", "text": "→"}
    if after:
        yield {"kind": "new", "text": after}


def _told_apart(value: Any) -> Any:
    """A part without what the line says already: its name and its title."""
    if isinstance(value, dict) and "measure" in value:
        return {key: one for key, one in value.items() if key not in ("name", "title", "subject")}
    return value


def _in_all(value: Any) -> str:
    return " / ".join(map(str, value.values())) if isinstance(value, dict) else str(value)


def _by_item(before: list[str], after: list[str]) -> Iterator[dict[str, str]]:
    comma = gettext(", ")
    for number, one in enumerate(dict.fromkeys([*before, *after])):
        kind = "same" if one in before and one in after else "gone" if one in before else "new"
        if number:
            yield {"kind": "same", "text": comma}
        yield {"kind": kind, "text": one}


def _by_sentence(before: str, after: str) -> Iterator[dict[str, str]]:
    old, new = _SENTENCE.findall(before), _SENTENCE.findall(after)
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield {"kind": "same", "text": "".join(old[i:j])}
            continue
        if old[i:j]:
            yield {"kind": "gone", "text": "".join(old[i:j])}
        if new[k:m]:
            yield {"kind": "new", "text": "".join(new[k:m])}


def spelled(key: str, value: Any, titles: Mapping[str, str]) -> str:
    """A plain value of a playbook as a line, in the reader's language; ``key`` says what kind of value it is."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, dict):
        if set(value) <= {"zh", "en"}:
            return str(value.get("zh", "") if is_chinese() else value.get("en") or value.get("zh", ""))
        parts = (f"{said(FIELDS, name)}{gettext(': ')}{spelled(name, part, titles)}" for name, part in value.items())
        return gettext("; ").join(parts)
    if isinstance(value, list | tuple):
        return listed([spelled(key, part, titles) for part in value])
    if key in _SPANS:
        return moments.span(msgspec.convert(value, timedelta))
    if key in _NAMES:
        return _named(str(value), titles)
    return said(_WORDS[key], str(value)) if key in _WORDS else str(value)


def _named(name: str, titles: Mapping[str, str]) -> str:
    return titles.get(name) or (said(PLACES, name) if name in PLACES else role_name(name))
