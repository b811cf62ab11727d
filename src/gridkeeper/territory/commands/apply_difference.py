"""Write a difference into the tree: close, recode, add and rename units with their names and history (R-01)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from gridkeeper.formats.pinyin import initials, sort_key
from gridkeeper.kernel.actor import EVERYWHERE, Actor
from gridkeeper.kernel.ids import uuid7
from gridkeeper.kernel.unit_code import level_of, parent_of
from gridkeeper.scopes.bulk import copy_in
from gridkeeper.scopes.choices import CLASSES
from gridkeeper.scopes.doors import acting_as
from gridkeeper.territory.choices import Change, NameKind
from gridkeeper.territory.commands.recode import recode_rows
from gridkeeper.territory.models import Designation, Edition, Name, Unit
from gridkeeper.territory.policy import Difference, Recoding, TreeRow, kind_of, short_name

_UNIT_COLUMNS = (
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
)


@dataclass(frozen=True, kw_only=True)
class _Naming:
    """A unit with the name it gets."""

    unit: Unit
    code: str
    name: str
    change: Change


@dataclass(frozen=True, kw_only=True, slots=True)
class _Spelled:
    """A name in all the forms that a unit is stored with; the pinyin is looked up once for all of them."""

    short: str
    sort_key: str
    short_letters: str
    letters: str

    def names(self, name: str) -> list[tuple[NameKind, str, str]]:
        """The official name, and the short one where it is another: kind, text, initials."""
        official = (NameKind.OFFICIAL, name, self.letters)
        return [official] if self.short == name else [official, (NameKind.SHORT, self.short, self.short_letters)]


def _spell(name: str) -> _Spelled:
    """Short name, sort key and initials of an official name."""
    short = short_name(name)
    key, letters = sort_key(short)[:200], initials(short)
    if short == name:
        return _Spelled(short=short, sort_key=key, short_letters=letters, letters=letters)
    # Most begin alike: 水西关街一社区 and 水西关街一社区居委会.
    whole = letters + initials(name[len(short) :]) if name.startswith(short) else initials(name)
    return _Spelled(short=short, sort_key=key, short_letters=letters, letters=whole)


def add_units(edition: Edition, added: Iterable[TreeRow], *, source: str) -> dict[str, UUID]:
    """Make new units under an edition, findable by their official and short names; answers ids by code."""
    rows = sorted(added, key=lambda row: (len(row.code), row.code))
    if not rows:
        return {}
    ids = {row.code: uuid7() for row in rows}
    outer = {parent_of(row.code) for row in rows} - set(ids) - {None}
    above = dict(Unit.objects.filter(closed_on=None, unit_code__in=outer).values_list("unit_code", "id"))
    parents = {**above, **ids}
    spelled = {row.code: _spell(row.name) for row in rows}
    copy_in(
        Unit,
        _UNIT_COLUMNS,
        (
            (
                ids[row.code],
                row.code,
                level_of(row.code).value,
                kind_of(row.code, row.name).value,
                row.name,
                spelled[row.code].short,
                spelled[row.code].sort_key,
                parents.get(parent_of(row.code) or ""),
                edition.effective_on,
                "",
            )
            for row in rows
        ),
    )
    _designate(edition, [(ids[row.code], Change.ADDED, row.code, row.name) for row in rows])
    named = (
        (ids[row.code], row.code, kind, text, letters)
        for row in rows
        for kind, text, letters in spelled[row.code].names(row.name)
    )
    _copy_names(named, source=source)
    return ids


def add_names(rows: Sequence[tuple[UUID, str, NameKind, str]], *, source: str) -> None:
    """Make units findable by further names: (unit id, code, kind, text)."""
    _copy_names(((unit, code, kind, text, initials(text)) for unit, code, kind, text in rows), source=source)


def _copy_names(rows: Iterable[tuple[UUID, str, NameKind, str, str]], *, source: str) -> None:
    copy_in(
        Name,
        ("id", "unit_id", "unit_code", "kind", "text", "initials", "source"),
        (
            (uuid7(), unit, code, kind.value, text[:80], letters[:80], source)
            for unit, code, kind, text, letters in rows
        ),
    )


def close_units(edition: Edition, codes: Sequence[str]) -> int:
    """End open units on the edition's day; they keep their codes, names and history."""
    units = Unit.objects.filter(closed_on=None, unit_code__in=codes)
    _end_designations(edition, list(units.values_list("id", flat=True)))
    return units.update(closed_on=edition.effective_on)


def recode_units(edition: Edition, recoded: Sequence[Recoding], *, actor: Actor) -> dict[str, int]:
    """Give units their new codes and names and carry every row along; answers rows rewritten by table."""
    if not recoded:
        return {}
    ids = dict(
        Unit.objects.filter(closed_on=None, unit_code__in=[pair.old_code for pair in recoded]).values_list(
            "unit_code", "id"
        )
    )
    # Rows of every room move with the unit, also those that the actor's own desk may not change.
    with acting_as(_carrier(actor)):
        rewritten = recode_rows([(pair.old_code, pair.new_code) for pair in recoded])
    units = Unit.objects.in_bulk(list(ids.values()))
    _give_names(
        edition,
        [
            _Naming(unit=units[ids[pair.old_code]], code=pair.new_code, name=pair.new_name, change=Change.RECODED)
            for pair in recoded
        ],
    )
    return rewritten


def rename_units(edition: Edition, found: Difference) -> None:
    """Give units their new names, the old ones staying findable, and hang moved units under their new parents."""
    units = {
        unit.unit_code: unit
        for unit in Unit.objects.filter(closed_on=None, unit_code__in=[code for code, _, _ in found.renamed])
    }
    _give_names(
        edition,
        [_Naming(unit=units[code], code=code, name=name, change=Change.RENAMED) for code, _, name in found.renamed],
    )
    _hang_anew([pair.new_code for pair in found.recoded])


def _give_names(edition: Edition, namings: Sequence[_Naming]) -> None:
    if not namings:
        return
    _end_designations(edition, [naming.unit.id for naming in namings])
    fresh: list[tuple[UUID, str, NameKind, str]] = []
    former: list[UUID] = []
    for naming in namings:
        unit = naming.unit
        unit.kind = kind_of(naming.code, naming.name)
        if unit.name == naming.name:
            continue
        former.append(unit.id)
        unit.name, unit.short_name = naming.name, short_name(naming.name)
        unit.sort_key = sort_key(unit.short_name)[:200]
        fresh.append((unit.id, naming.code, NameKind.OFFICIAL, unit.name))
        if unit.short_name != unit.name:
            fresh.append((unit.id, naming.code, NameKind.SHORT, unit.short_name))
    Unit.objects.bulk_update(
        [naming.unit for naming in namings], ["name", "short_name", "sort_key", "kind"], batch_size=500
    )
    _designate(edition, [(naming.unit.id, naming.change, naming.code, naming.name) for naming in namings])
    Name.objects.filter(unit_id__in=former, kind__in=[NameKind.OFFICIAL, NameKind.SHORT]).update(kind=NameKind.FORMER)
    add_names(fresh, source=edition.source)


def _hang_anew(codes: Sequence[str]) -> None:
    above = dict(
        Unit.objects.filter(closed_on=None, unit_code__in={parent_of(code) for code in codes}).values_list(
            "unit_code", "id"
        )
    )
    moved = list(Unit.objects.filter(closed_on=None, unit_code__in=codes))
    for unit in moved:
        unit.parent_id = above.get(parent_of(unit.unit_code) or "")
    Unit.objects.bulk_update(moved, ["parent"], batch_size=500)


def _designate(edition: Edition, rows: Sequence[tuple[UUID, Change, str, str]]) -> None:
    copy_in(
        Designation,
        ("id", "unit_id", "edition_id", "change", "unit_code", "name", "from_on"),
        (
            (uuid7(), unit, edition.id, change.value, code, name, edition.effective_on)
            for unit, change, code, name in rows
        ),
    )


def _end_designations(edition: Edition, unit_ids: Sequence[UUID]) -> None:
    Designation.objects.filter(unit_id__in=unit_ids, to_on=None).update(to_on=edition.effective_on)


def _carrier(actor: Actor) -> Actor:
    reach = {f"{name}.{verb}": (EVERYWHERE,) for name in CLASSES for verb in ("read", "write")}
    return Actor(login=actor.login, person_id=actor.person_id, grants=reach)
