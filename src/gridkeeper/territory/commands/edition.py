"""Apply a dated list of codes and names: preview the difference, then add, close, rename, recode (R-01)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from gridkeeper.audit.record import record
from gridkeeper.formats.pinyin import initials, sort_key
from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.ids import uuid7
from gridkeeper.kernel.unit_code import level_of, parent_of
from gridkeeper.scopes.bulk import copy_in
from gridkeeper.territory.choices import Change, NameKind
from gridkeeper.territory.commands.recode import recode_rows
from gridkeeper.territory.errors import EditionNotFit
from gridkeeper.territory.models import Designation, Edition, Name, Unit
from gridkeeper.territory.policy import Difference, Mistake, TreeRow, difference, kind_of, mistakes, short_name
from gridkeeper.territory.queries.pointing import Pointing, rows_pointing_at


@dataclass(frozen=True, kw_only=True)
class EditionDraft:
    """What a list is: title, first day, source, area; ``complete`` lists remove what they do not name."""

    title: str
    effective_on: date
    source: str = ""
    area: str = ""
    complete: bool = True
    is_generated: bool = False


@dataclass(frozen=True, kw_only=True)
class EditionReport:
    """What an edition would do or did; ``pointing`` counts rows that still name a vanished unit."""

    edition_id: UUID | None
    difference: Difference
    mistakes: tuple[Mistake, ...]
    pointing: tuple[Pointing, ...]
    rewritten: dict[str, int]


def preview_edition(*, actor: Actor, draft: EditionDraft, rows: Sequence[TreeRow]) -> EditionReport:
    """Say what a list would change and get wrong, without writing anything (dry run)."""
    actor.require("territory.write", at=draft.area)
    present = _open_names(draft.area, rows)
    found = difference(rows, present=present, complete=draft.complete)
    return EditionReport(
        edition_id=None,
        difference=found,
        mistakes=tuple(mistakes(rows, known=_known(rows))),
        pointing=rows_pointing_at([code for code, _ in found.removed]),
        rewritten={},
    )


def apply_edition(*, actor: Actor, draft: EditionDraft, rows: Sequence[TreeRow], now: datetime) -> EditionReport:
    """Apply a list in one transaction. Raises EditionNotFit when any line is wrong: half a tree helps nobody."""
    actor.require("territory.write", at=draft.area)
    with transaction.atomic():
        present = _open_names(draft.area, rows)
        wrong = mistakes(rows, known=_known(rows))
        if wrong:
            raise EditionNotFit(count=len(wrong), first=str(wrong[0]))
        found = difference(rows, present=present, complete=draft.complete)
        edition = Edition.objects.create(
            unit_code=draft.area,
            title=draft.title,
            effective_on=draft.effective_on,
            source=draft.source,
            added=len(found.added),
            removed=len(found.removed),
            renamed=len(found.renamed),
            recoded=len(found.recoded),
            applied_at=now,
        )
        rewritten = _recode(edition, found)
        _close(edition, found)
        _add(edition, found.added, draft)
        _rename(edition, found)
        pointing = rows_pointing_at([code for code, _ in found.removed])
        record(
            actor=actor,
            verb="territory.edition-applied",
            subject_kind="edition",
            subject_id=edition.id,
            unit_code=draft.area,
            happened_at=now,
            facts={
                "title": draft.title,
                "added": edition.added,
                "removed": edition.removed,
                "renamed": edition.renamed,
                "recoded": edition.recoded,
            },
        )
    return EditionReport(edition_id=edition.id, difference=found, mistakes=(), pointing=pointing, rewritten=rewritten)


def _open_names(area: str, rows: Sequence[TreeRow]) -> dict[str, str]:
    """Open units of the area at the levels the list speaks of: a list of villages removes no buildings."""
    levels = {level_of(row.code).value for row in rows}
    found = Unit.objects.filter(closed_on=None, level__in=levels)
    if area:
        found = found.filter(unit_code__gte=area, unit_code__lt=area + "~")
    return dict(found.values_list("unit_code", "name"))


def _known(rows: Sequence[TreeRow]) -> dict[str, str]:
    parents = {parent for row in rows if (parent := parent_of(row.code))}
    return dict(Unit.objects.filter(closed_on=None, unit_code__in=parents).values_list("unit_code", "name"))


def _add(edition: Edition, added: Iterable[TreeRow], draft: EditionDraft) -> None:
    rows = sorted(added, key=lambda row: (len(row.code), row.code))
    if not rows:
        return
    ids = {row.code: uuid7() for row in rows}
    outer = {parent_of(row.code) for row in rows} - set(ids) - {None}
    above = dict(Unit.objects.filter(closed_on=None, unit_code__in=outer).values_list("unit_code", "id"))
    shorts = {row.code: short_name(row.name) for row in rows}
    copy_in(
        Unit,
        (
            "id",
            "unit_code",
            "level",
            "kind",
            "name",
            "short_name",
            "sort_key",
            "parent_id",
            "founded_on",
            "counts_source",
        ),
        (
            (
                ids[row.code],
                row.code,
                level_of(row.code).value,
                kind_of(row.code, row.name).value,
                row.name,
                shorts[row.code],
                sort_key(shorts[row.code])[:200],
                ids.get(parent_of(row.code) or "") or above.get(parent_of(row.code) or ""),
                edition.effective_on,
                "",
            )
            for row in rows
        ),
    )
    _designate(edition, [(ids[row.code], Change.ADDED, row.code, row.name) for row in rows])
    add_names([(ids[row.code], row.code, NameKind.OFFICIAL, row.name) for row in rows], source=draft.source)
    add_names(
        [(ids[row.code], row.code, NameKind.SHORT, shorts[row.code]) for row in rows if shorts[row.code] != row.name],
        source=draft.source,
    )


def add_names(rows: Sequence[tuple[UUID, str, NameKind, str]], *, source: str) -> None:
    """Make units findable by further names: (unit id, code, kind, text)."""
    copy_in(
        Name,
        ("id", "unit_id", "unit_code", "kind", "text", "initials", "source"),
        ((uuid7(), unit, code, kind.value, text[:80], initials(text)[:80], source) for unit, code, kind, text in rows),
    )


def _designate(edition: Edition, rows: Sequence[tuple[UUID, Change, str, str]]) -> None:
    copy_in(
        Designation,
        ("id", "unit_id", "edition_id", "change", "unit_code", "name", "from_on"),
        (
            (uuid7(), unit, edition.id, change.value, code, name, edition.effective_on)
            for unit, change, code, name in rows
        ),
    )


def _end_designations(edition: Edition, unit_ids: Iterable[UUID]) -> None:
    Designation.objects.filter(unit_id__in=list(unit_ids), to_on=None).update(to_on=edition.effective_on)


def _close(edition: Edition, found: Difference) -> None:
    codes = [code for code, _ in found.removed]
    units = Unit.objects.filter(closed_on=None, unit_code__in=codes)
    _end_designations(edition, units.values_list("id", flat=True))
    units.update(closed_on=edition.effective_on)


def _rename(edition: Edition, found: Difference) -> None:
    if not found.renamed:
        return
    units = {
        unit.unit_code: unit
        for unit in Unit.objects.filter(closed_on=None, unit_code__in=[code for code, _, _ in found.renamed])
    }
    _end_designations(edition, [unit.id for unit in units.values()])
    for code, _, name in found.renamed:
        unit = units[code]
        unit.name, unit.short_name = name, short_name(name)
        unit.sort_key = sort_key(unit.short_name)[:200]
        unit.kind = kind_of(code, name)
    Unit.objects.bulk_update(units.values(), ["name", "short_name", "sort_key", "kind"], batch_size=500)
    _designate(edition, [(units[code].id, Change.RENAMED, code, name) for code, _, name in found.renamed])
    Name.objects.filter(unit__in=list(units.values()), kind__in=[NameKind.OFFICIAL, NameKind.SHORT]).update(
        kind=NameKind.FORMER
    )
    fresh = [(units[code].id, code, NameKind.OFFICIAL, name) for code, _, name in found.renamed]
    fresh += [(units[c].id, c, NameKind.SHORT, short_name(n)) for c, _, n in found.renamed if short_name(n) != n]
    add_names(fresh, source=edition.source)


def _recode(edition: Edition, found: Difference) -> dict[str, int]:
    if not found.recoded:
        return {}
    units = {
        unit.unit_code: unit
        for unit in Unit.objects.filter(closed_on=None, unit_code__in=[pair.old_code for pair in found.recoded])
    }
    _end_designations(edition, [unit.id for unit in units.values()])
    rewritten = recode_rows([(pair.old_code, pair.new_code) for pair in found.recoded])
    names = []
    for pair in found.recoded:
        unit = Unit.objects.get(pk=units[pair.old_code].pk)
        unit.name, unit.short_name = pair.new_name, short_name(pair.new_name)
        unit.kind, unit.sort_key = kind_of(pair.new_code, pair.new_name), sort_key(unit.short_name)[:200]
        unit.parent = Unit.objects.filter(closed_on=None, unit_code=parent_of(pair.new_code) or "").first()
        unit.save(update_fields=["name", "short_name", "kind", "sort_key", "parent"])
        if pair.old_name != pair.new_name:
            Name.objects.filter(unit=unit, kind__in=[NameKind.OFFICIAL, NameKind.SHORT]).update(kind=NameKind.FORMER)
            names.append((unit.id, pair.new_code, NameKind.OFFICIAL, pair.new_name))
            names.append((unit.id, pair.new_code, NameKind.SHORT, unit.short_name))
    _designate(
        edition,
        [(units[p.old_code].id, Change.RECODED, p.new_code, p.new_name) for p in found.recoded],
    )
    add_names(names, source=edition.source)
    return rewritten
