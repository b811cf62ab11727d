"""The playbooks there are: shipped with packs, and a district's own, version by version (K-14, R-06)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from gridkeeper.access.roles import ROLES
from gridkeeper.activations.errors import UnknownPlaybook
from gridkeeper.activations.models import PlaybookText
from gridkeeper.activations.policy import digest_of
from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.texts import Finding
from gridkeeper.kernel.unit_code import ancestors_of
from gridkeeper.packs import Pack, lint_pack, loaded_packs, read_pack
from gridkeeper.packs.load import test_words
from gridkeeper.playbooks.facts import Facts
from gridkeeper.playbooks.lint import Vocabulary, lint
from gridkeeper.playbooks.schema import Mode, Playbook, Words
from gridkeeper.playbooks.text import load, read
from gridkeeper.posts.choices import TEMPORARY
from gridkeeper.posts.policy import SHOWN_IN
from gridkeeper.sites.choices import SiteKind
from gridkeeper.territory.models import Unit


@dataclass(frozen=True, kw_only=True)
class Shelved:
    """A playbook that can be taken from the shelf: its text, whose it is, and whether its pack is in force."""

    playbook: Playbook
    text: str
    digest: str
    in_force: bool
    owner_code: str = ""
    """The unit whose own text it is; "" where a pack ships it."""
    edited_at: datetime | None = None
    edited_by: str = ""


_NEEDS_THE_PACK: Final = frozenset({"playbook.pack-missing", "playbook.unknown-name"})


def playbooks_at(*, actor: Actor, unit_code: str = "", now: datetime) -> Sequence[Shelved]:
    """Every version that may be used at a unit (everywhere where none is named), newest first a name. One query."""
    if not actor.reaches("orders.read"):
        actor.require("orders.read", at=unit_code or "-")
    own = PlaybookText.objects.order_by("name", "-edited_at")
    if unit_code:
        own = own.filter(unit_code__in=[*ancestors_of(unit_code), unit_code])
    kept = [_own(row, now) for row in own]
    return sorted([*kept, *_shipped(now)], key=lambda one: (one.playbook.name, not one.owner_code))


def playbook_meant(*, actor: Actor, name: str, unit_code: str, now: datetime) -> Shelved:
    """The playbook ``name``, or ``name@version``; without a version the unit's own newest, else the pack's.

    The name of a pack means its emergency playbook where it has only one. Raises UnknownPlaybook.
    """
    wanted, _, version = name.partition("@")
    every = playbooks_at(actor=actor, unit_code=unit_code, now=now)
    shelf = [one for one in every if version in ("", one.playbook.version)]
    found = [one for one in shelf if one.playbook.name == wanted]
    of_pack = [one for one in shelf if one.playbook.pack == wanted and one.playbook.mode == Mode.URGENT]
    if not found and len({one.playbook.name for one in of_pack}) == 1:
        found = of_pack
    if not found:
        raise UnknownPlaybook(name=name)
    return found[0]


def pack_in_force(pack: str, *, now: datetime) -> bool:
    """Whether a pack's dates hold on the home's day (R-06); a playbook of no pack is bound by no dates."""
    known = loaded_packs().get(pack)
    return not pack or (known is not None and known.in_force(now.astimezone(SHOWN_IN).date()))


def remarks_on(
    text: str, *, facts: Facts | None = None, where: str = "playbook", folder: Path | None = None
) -> Sequence[Finding]:
    """What lint says of a text, its shape first; with ``facts`` people and places are counted as well.

    ``folder`` is the folder of the pack the text lies in, if it lies in one: its names are those that may be used, and
    what is wrong with its rule tables is said with the rest. At most two queries.
    """
    reading = read(text, where=where)
    beside, found = _pack_around(folder)
    if reading.playbook is None:
        return [*reading.findings, *found]
    known = vocabulary_of(reading.playbook.pack, beside=beside)
    known = replace(known, lacking=_lacking(reading.playbook))
    said = lint(reading.playbook, known=known, facts=facts, written=reading.written)
    if folder is not None and beside is None:
        # A pack that cannot be read has names nobody knows; what is wrong with it is among what was found.
        said = tuple(one for one in said if one.code not in _NEEDS_THE_PACK)
    return [*said, *found]


def _pack_around(folder: Path | None) -> tuple[Pack | None, list[Finding]]:
    """The pack in a folder, and what is wrong with it apart from its playbooks."""
    if folder is None:
        return None, []
    pack, _unread = read_pack(folder)
    return pack, [one for one in lint_pack(folder) if not one.file.startswith("playbooks/")]


def _lacking(playbook: Playbook) -> frozenset[str]:
    wanted, units = playbook.jurisdiction, Unit.objects.filter(closed_on=None)
    if not wanted or units.filter(unit_code__startswith=wanted).exists() or not units.exists():
        return frozenset()
    return frozenset({wanted})


def vocabulary_of(pack: str, *, beside: Pack | None = None) -> Vocabulary:
    """The names a playbook of a pack may use: those of the pack it lies in, else of an installed one."""
    here = beside is not None and beside.name == pack
    known = beside if here else loaded_packs().get(pack)
    rounds = [load(one.text, where=one.file).rounds for one in known.playbooks.values()] if known else []
    return Vocabulary(
        roles={key: (role.zh, role.en) for key, role in ROLES.items()},
        tables=known.topics if known else frozenset(),
        checklists=frozenset(known.checklists) if known else frozenset(),
        rounds=frozenset(name for one in rounds for name in one),
        packs=frozenset({*loaded_packs(), *([pack] if here else [])}),
        test_words=test_words() | (known.test_words if known else frozenset()),
        body_kinds=frozenset(kind.value for kind in TEMPORARY),
        site_kinds=frozenset(kind.value for kind in SiteKind),
    )


def routine_titles(pack: str) -> dict[str, Words]:
    """Titles of the rounds and places of a pack's playbooks by name: what a playbook may let rest."""
    known = loaded_packs().get(pack)
    books = [load(one.text, where=one.file) for one in known.playbooks.values()] if known else []
    rounds = {name: part.title for book in books for name, part in book.rounds.items()}
    return rounds | {name: part.title for book in books for name, part in book.sites.items()}


def _own(row: PlaybookText, now: datetime) -> Shelved:
    playbook = load(row.text, where=f"{row.name} {row.version}")
    return Shelved(
        playbook=playbook,
        text=row.text,
        digest=row.digest,
        in_force=pack_in_force(playbook.pack, now=now),
        owner_code=row.unit_code,
        edited_at=row.edited_at,
        edited_by=row.edited_by,
    )


def _shipped(now: datetime) -> Iterator[Shelved]:
    for pack in loaded_packs().values():
        for one in pack.playbooks.values():
            yield Shelved(
                playbook=load(one.text, where=one.file),
                text=one.text,
                digest=digest_of(one.text),
                in_force=pack_in_force(pack.name, now=now),
            )
