"""Apply a dated list of codes and names: preview the difference, then add, close, rename, recode (R-01)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from gridkeeper.audit.record import record
from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.unit_code import ancestors_of, is_within, level_of, parent_of
from gridkeeper.territory.commands.apply_difference import add_names, add_units, close_units, recode_units, rename_units
from gridkeeper.territory.errors import EditionNotFit
from gridkeeper.territory.models import Edition, Unit
from gridkeeper.territory.policy import (
    ChangeRow,
    Difference,
    Mistake,
    TreeRow,
    difference,
    lost_parents,
    mistakes,
    read_changes,
)
from gridkeeper.territory.queries.pointing import Pointing, rows_pointing_at

__all__ = ["EditionDraft", "EditionReport", "add_names", "apply_edition", "preview_edition"]

_OUTSIDE = "“{name}” ({code}) lies outside the area {area} of this list."


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
    """What an edition would do or did; ``pointing`` counts rows that still name a vanished unit.

    ``already`` counts lines of a changes list that an earlier import had carried out.
    """

    edition_id: UUID | None
    difference: Difference
    mistakes: tuple[Mistake, ...]
    pointing: tuple[Pointing, ...]
    rewritten: dict[str, int]
    already: int = 0


@dataclass(frozen=True, kw_only=True)
class _Reading:
    found: Difference
    wrong: tuple[Mistake, ...]
    already: int


def preview_edition(
    *, actor: Actor, draft: EditionDraft, rows: Sequence[TreeRow] = (), changes: Sequence[ChangeRow] = ()
) -> EditionReport:
    """Say what a list of units, or of changes, would do and get wrong, without writing anything (dry run)."""
    actor.require("territory.write", at=draft.area)
    read = _read(actor, draft, rows=rows, changes=changes)
    return EditionReport(
        edition_id=None,
        difference=read.found,
        mistakes=read.wrong,
        pointing=_pointing(read.found),
        rewritten={},
        already=read.already,
    )


def apply_edition(
    *,
    actor: Actor,
    draft: EditionDraft,
    now: datetime,
    rows: Sequence[TreeRow] = (),
    changes: Sequence[ChangeRow] = (),
) -> EditionReport:
    """Apply a list in one transaction. Raises EditionNotFit when any line is wrong: half a tree helps nobody."""
    actor.require("territory.write", at=draft.area)
    with transaction.atomic():
        read = _read(actor, draft, rows=rows, changes=changes)
        if read.wrong:
            raise EditionNotFit(count=len(read.wrong), first=str(read.wrong[0]).rstrip("."))
        found = read.found
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
        pointing = _pointing(found)
        # Closed before the codes move, so that a code that is given up can be taken over in the same list.
        close_units(edition, [code for code, _ in found.removed])
        rewritten = recode_units(edition, found.recoded, actor=actor)
        add_units(edition, found.added, source=draft.source)
        rename_units(edition, found)
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
    return EditionReport(
        edition_id=edition.id,
        difference=found,
        mistakes=(),
        pointing=pointing,
        rewritten=rewritten,
        already=read.already,
    )


def _read(actor: Actor, draft: EditionDraft, *, rows: Sequence[TreeRow], changes: Sequence[ChangeRow]) -> _Reading:
    wrong: list[Mistake] = []
    removed: tuple[str, ...] = ()
    already = 0
    if changes:
        present = _open_names(draft.area, [line.code for line in changes])
        listing = read_changes(changes, present=present)
        rows, removed, already = listing.rows, listing.removed, listing.already
        wrong += listing.mistakes
    rows, outside = _inside(actor, draft.area, rows)
    present = _open_names(draft.area, [*(row.code for row in rows), *removed])
    present |= _known(row.code for row in rows if not is_within(row.code, draft.area))
    found = difference(rows, present=present, complete=draft.complete and not changes, removed=removed)
    wrong += outside
    wrong += mistakes(rows, known=present | _known(_named_by(rows)))
    wrong += lost_parents(found, rows, present=present)
    return _Reading(found=found, wrong=tuple(sorted(wrong, key=lambda mistake: mistake.row)), already=already)


def _pointing(found: Difference) -> tuple[Pointing, ...]:
    moving = [pair.old_code for pair in found.recoded]
    return rows_pointing_at([code for code, _ in found.removed], moving=moving)


def _inside(actor: Actor, area: str, rows: Sequence[TreeRow]) -> tuple[list[TreeRow], list[Mistake]]:
    """Lines of the area, and those above it that the actor may make; others above it are left as they are."""
    kept: list[TreeRow] = []
    wrong: list[Mistake] = []
    above = set(ancestors_of(area)) if area else set()
    for row in rows:
        if is_within(row.code, area):
            kept.append(row)
        elif row.code not in above:
            facts = {"name": row.name, "code": row.code, "area": area}
            wrong.append(Mistake(row=row.row, code=row.code, text=_OUTSIDE, facts=facts))
        elif actor.may("territory.write", at=row.code):
            kept.append(row)
    return kept, wrong


def _open_names(area: str, codes: Sequence[str]) -> dict[str, str]:
    """Open units of the area at the levels the list speaks of: a list of villages removes no buildings."""
    found = Unit.objects.filter(closed_on=None, level__in={level_of(code).value for code in codes})
    if area:
        found = found.filter(unit_code__gte=area, unit_code__lt=area + "~")
    return dict(found.values_list("unit_code", "name"))


def _named_by(rows: Sequence[TreeRow]) -> set[str]:
    parents = {parent for row in rows if (parent := parent_of(row.code))}
    return parents | {row.previous_code for row in rows if row.previous_code}


def _known(codes: Iterable[str]) -> dict[str, str]:
    rows = Unit.objects.filter(closed_on=None, unit_code__in=list(codes))
    return dict(rows.values_list("unit_code", "name"))
