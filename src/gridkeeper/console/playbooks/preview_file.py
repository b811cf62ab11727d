"""The dry run as a file: every line that was asked for, whom it concerns, and what cannot be met."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from gridkeeper.console import words
from gridkeeper.formats.columns import Column, Kind, Table
from gridkeeper.playbooks.difference import Change, Preview, Sign
from gridkeeper.playbooks.words import KINDS
from gridkeeper.posts.queries.named import Named

SIGNS: Final = {Sign.MADE: "made", Sign.CHANGED: "changed", Sign.SUSPENDED: "stopped", Sign.ENDED: "stopped"}

PREVIEW: Final = Table(
    key="preview",
    zh="预览",
    en="Preview",
    columns=(
        Column(key="sign", zh="变化", en="Change"),
        Column(key="kind", zh="类别", en="Kind"),
        Column(key="measure", zh="措施", en="Measure"),
        Column(key="place", zh="地点", en="Place"),
        Column(key="unit_code", zh="单位代码", en="Unit code", kind=Kind.CODE),
        Column(key="text", zh="内容", en="What"),
        Column(key="people", zh="人数", en="People", kind=Kind.INTEGER),
        Column(key="names", zh="姓名", en="Who"),
        Column(key="mend", zh="怎么补上", en="What would mend it"),
    ),
)


def concerned(row: Change) -> tuple[UUID, ...]:
    """Whom a line concerns."""
    return (row.person_id,) if row.person_id else row.people


def in_words(row: Any) -> str:
    """A line's words in the reader's language."""
    return str(row.zh if words.is_chinese() else row.en)


def change_rows(
    rows: Sequence[Change], *, places: Mapping[str, str], names: Mapping[UUID, Named]
) -> Iterator[dict[str, Any]]:
    """The lines; ``names`` holds those the reader may read, and nobody where the list goes by place."""
    signs = {"made": _("made"), "changed": _("changed"), "stopped": _("stopped")}
    for row in rows:
        people = concerned(row)
        yield {
            "sign": signs[SIGNS[row.sign]],
            "kind": words.said(KINDS, row.kind),
            "measure": row.measure,
            "place": places.get(row.unit_code, ""),
            "unit_code": row.unit_code,
            "text": in_words(row),
            "people": len(people) or None,
            "names": _(", ").join(_marked(names[key]) for key in people if key in names),
        }


def unmet_rows(found: Preview, *, at: str, places: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """What cannot be met at a place and below, and clashes, with what would mend each."""
    signs = [*((row, _("clash")) for row in found.conflicts), *((row, _("cannot be met")) for row in found.unmet)]
    for row, sign in signs:
        if row.unit_code.startswith(at):
            yield {
                "sign": sign,
                "measure": row.measure,
                "place": places.get(row.unit_code, ""),
                "unit_code": row.unit_code,
                "text": in_words(row),
                "mend": row.mend_zh if words.is_chinese() else row.mend_en,
            }


def _marked(one: Named) -> str:
    """A name, and that it is invented (R-16)."""
    return f"{one.name}（生成）" if one.is_generated and not one.name.endswith("（生成）") else one.name
