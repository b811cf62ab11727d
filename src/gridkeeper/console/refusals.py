"""Refusals in the reader's language: the sentence is translated first, then the facts are filled in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from gridkeeper.console.words import PERMISSIONS, is_chinese, joined, role_name, said
from gridkeeper.formats.columns import CellProblem
from gridkeeper.kernel.errors import GridkeeperError, NotFound
from gridkeeper.kernel.filling import filled
from gridkeeper.kernel.texts import Words

_WORDS = frozenset({"kind", "expected", "field", "what"})
KINDS = (
    _("account"), _("act"), _("activation"), _("appointment"), _("body"), _("call"), _("case"), _("community"),
    _("consent"), _("duty"), _("entry"), _("exit"), _("generated district"), _("hand-over"), _("list"), _("notice"),
    _("order"), _("overlay"), _("person"), _("picture"), _("post"), _("proposal"), _("purge"), _("request"),
    _("round"), _("series"), _("shift"), _("sign-up"), _("site"), _("unit"), _("workbook"), _("zone"),
)  # fmt: skip
"""Kinds of what may not be found, as refusals name them; the command line says them in the same words."""
NO_PLACE = "-"
"""What a page asks for when it would open with the permission at any place, and the reader has it at none."""


def sentence(error: GridkeeperError) -> str:
    """What was refused and why; a thing that only a machine has a name for is called by its kind alone."""
    if isinstance(error, NotFound) and _is_id(error.facts.get("name")):
        kind = error.facts["kind"]
        return gettext("There is no such {kind} that you may see.").format(kind=gettext(kind))
    return told(error.text, error.facts)


def advice(error: GridkeeperError) -> str:
    """The next step, or an empty text."""
    return told(error.hint, error.facts) if error.hint else ""


def told(message: str, facts: Mapping[str, Any]) -> str:
    """A sentence with its facts; facts that are words (not names) are message ids of their own."""
    return filled(gettext(message), {key: _told(key, fact) for key, fact in facts.items()})


def _is_id(name: Any) -> bool:
    try:
        return bool(UUID(str(name)))
    except ValueError:
        return False


def _told(key: str, fact: Any) -> Any:
    if isinstance(fact, CellProblem):
        return fact.sentence(gettext)
    if isinstance(fact, Words):
        return fact.say("zh" if is_chinese() else "en")
    if not isinstance(fact, str) or not fact:
        return fact
    if key == "permission":
        return said(PERMISSIONS, fact)
    if key == "roles":
        return joined(map(role_name, fact.split()))
    if key == "place":
        return {NO_PLACE: gettext("any place of yours"), "everywhere": gettext("the whole home")}.get(fact, fact)
    return gettext(fact) if key in _WORDS else fact
