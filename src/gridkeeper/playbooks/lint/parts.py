"""A playbook as lint walks it: every part with its path, every seat with its role, every text with its words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from gridkeeper.kernel.texts import Path
from gridkeeper.playbooks.schema import Basis, Playbook, Words


def roles_named(playbook: Playbook) -> Iterator[tuple[Path, str]]:
    """Every place that names a role, with the role."""
    for row, measure in enumerate(playbook.measures):
        if measure.owner:
            yield ("measures", row, "owner", "role"), measure.owner.role
    for name, team in playbook.teams.items():
        yield ("teams", name, "leader", "role"), team.leader.role
        yield ("teams", name, "members", "role"), team.members.role
    for name, division in playbook.divisions.items():
        if division.keeper:
            yield ("divisions", name, "keeper", "role"), division.keeper.role
    for name, pairing in playbook.pairings.items():
        yield ("pairings", name, "role"), pairing.role
    for row, notice in enumerate(playbook.notices):
        for at, role in enumerate(notice.roles):
            yield ("notices", row, "roles", at), role
    for row, hop in enumerate(playbook.escalation):
        yield ("escalation", row, "from"), hop.from_
        yield ("escalation", row, "to"), hop.to
    for path, basis in bases_named(playbook):
        if basis.role:
            yield path, basis.role


def bases_named(playbook: Playbook) -> Iterator[tuple[Path, Basis]]:
    """Every basis on which people are chosen."""
    groups: list[tuple[Path, tuple[str | Basis, ...]]] = []
    for name, team in playbook.teams.items():
        groups.append((("teams", name, "leader", "from"), team.leader.from_))
        groups.append((("teams", name, "members", "from"), team.members.from_))
    groups += [(("pairings", name, "from"), pairing.from_) for name, pairing in playbook.pairings.items()]
    for path, given in groups:
        for row, one in enumerate(given):
            yield (*path, row), Basis(role=one) if isinstance(one, str) else one


def hands_named(playbook: Playbook) -> Iterator[tuple[Path, str]]:
    """Everything that names a team of the playbook or a role: every ``by``, and who keeps a division."""
    for name, division in playbook.divisions.items():
        for row, one in enumerate(division.keeper.from_ if division.keeper else ()):
            yield ("divisions", name, "keeper", "from", row), one
    for name, site in playbook.sites.items():
        if site.by:
            yield ("sites", name, "by"), site.by
    for name, round_ in playbook.rounds.items():
        yield ("rounds", name, "by"), round_.by


def measures_named(playbook: Playbook) -> Iterator[tuple[Path, str]]:
    """Every part that says for which measure it is."""
    for block in ("teams", "divisions", "pairings", "guarantees", "sites", "rounds"):
        for name, part in getattr(playbook, block).items():
            yield (block, name, "measure"), part.measure
    for row, notice in enumerate(playbook.notices):
        yield ("notices", row, "measure"), notice.measure


def words_of(part: Any, path: Path = ()) -> Iterator[tuple[Path, Words]]:
    """Every bilingual text of a part, with its path."""
    if isinstance(part, Words):
        yield path, part
    elif isinstance(part, msgspec.Struct):
        for field in msgspec.structs.fields(part):
            yield from words_of(getattr(part, field.name), (*path, field.encode_name))
    elif isinstance(part, dict):
        for name, value in part.items():
            yield from words_of(value, (*path, name))
    elif isinstance(part, tuple):
        for row, value in enumerate(part):
            yield from words_of(value, (*path, row))
