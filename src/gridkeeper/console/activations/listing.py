"""Switches for the list and for a file, and what the list is narrowed by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from gridkeeper.activations.queries.shown import ACTIVATION_SORTS, ActivationRow
from gridkeeper.console import words
from gridkeeper.console.filters import one_of, words_like
from gridkeeper.console.sorting import choice
from gridkeeper.formats.columns import Column, Kind, Table

ACTIVATIONS: Final = Table(
    key="activations",
    zh="启动记录",
    en="What was switched on",
    columns=(
        Column(key="place", zh="地点", en="Place"),
        Column(key="unit_code", zh="单位代码", en="Unit code", kind=Kind.CODE),
        Column(key="playbook", zh="预案", en="Playbook"),
        Column(key="version", zh="版本", en="Version"),
        Column(key="number", zh="文号", en="Number"),
        Column(key="state", zh="状态", en="State"),
        Column(key="proposed_at", zh="提出时间", en="Proposed", kind=Kind.MOMENT),
        Column(key="active_at", zh="生效时间", en="In force from", kind=Kind.MOMENT),
        Column(key="expires_at", zh="到期时间", en="Expires", kind=Kind.MOMENT),
        Column(key="ended_at", zh="结束时间", en="Ended", kind=Kind.MOMENT),
    ),
)


def title_of(row: ActivationRow) -> str:
    """What the playbook is called in the reader's language."""
    return words.either(row.title_zh, row.title_en)


def lines_of(found: Sequence[ActivationRow], places: Mapping[str, str]) -> list[dict[str, Any]]:
    """Rows for the page."""
    return [
        {
            "href": reverse("console:activation", args=[row.id]),
            "place": places.get(row.unit_code, row.unit_code),
            "title": title_of(row),
            "number": row.number,
            "state": words.state_tag(words.ACTIVATION_STATES, row.state),
            "row": row,
        }
        for row in found
    ]


def file_rows(found: Sequence[ActivationRow], places: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """Rows for a file."""
    for row in found:
        yield {
            "place": places.get(row.unit_code, ""),
            "unit_code": row.unit_code,
            "playbook": title_of(row),
            "version": row.version,
            "number": row.number,
            "state": words.state_tag(words.ACTIVATION_STATES, row.state)["text"],
            "proposed_at": row.proposed_at,
            "active_at": row.active_at,
            "expires_at": row.expires_at,
            "ended_at": row.ended_at,
        }


def filters_of(request: HttpRequest, *, text: str, state: str) -> list[dict[str, Any]]:
    """Words, state, and the order of a list without heads."""
    columns = [
        {"text": _("Place"), "by": "place"},
        {"text": _("State"), "by": "state"},
        {"text": _("End"), "by": "ends"},
    ]
    others = {"-made": _("Newest first"), "made": _("Oldest first")}
    states = [("", _("Any state")), *((key, _(word)) for key, (word, _kind) in words.ACTIVATION_STATES.items())]
    return [
        words_like(_("Number or words"), text),
        one_of("state", _("State"), states, state),
        {**choice(request, columns, ACTIVATION_SORTS, others), "is_always": True},
    ]
