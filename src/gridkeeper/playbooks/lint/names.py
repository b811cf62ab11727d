"""Names that lead nowhere, measures nobody answers for, parts without an end."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import timedelta

from gridkeeper.kernel.texts import Finding, Path, Written, nearest
from gridkeeper.playbooks.lint import said
from gridkeeper.playbooks.lint.parts import bases_named, hands_named, measures_named, roles_named, words_of
from gridkeeper.playbooks.lint.vocabulary import Vocabulary
from gridkeeper.playbooks.schema import Mode, Playbook, Source
from gridkeeper.playbooks.text import spelled_duration

_USUAL_CEILING = timedelta(days=14)


def findings(playbook: Playbook, written: Written, known: Vocabulary) -> Iterator[Finding]:
    """Everything about names, measures and ends."""
    yield from _roles(playbook, written, known)
    yield from _references(playbook, written, known)
    yield from _measures(playbook, written)
    yield from _ends(playbook, written)
    if not any(
        (playbook.teams, playbook.divisions, playbook.pairings, playbook.sites, playbook.rounds, playbook.notices)
    ):
        yield said.NothingMade.at((), written)
    for path, words in words_of(playbook):
        if not words.en:
            yield said.EnglishMissing.at(path, written, zh=words.zh)


def _roles(playbook: Playbook, written: Written, known: Vocabulary) -> Iterator[Finding]:
    for path, role in roles_named(playbook):
        if role not in known.roles:
            yield said.UnknownRole.at(path, written, role=role, nearest=nearest(role, known.roles))
    for path, by in hands_named(playbook):
        if by not in playbook.teams and by not in known.roles:
            names = [*playbook.teams, *known.roles]
            yield said.UnknownName.at(path, written, name=by, nearest=nearest(by, names))
    for path, basis in bases_named(playbook):
        if basis.consent and basis.consent not in known.consents:
            consents = ", ".join(sorted(known.consents))
            yield said.UnknownConsent.at(path, written, consent=basis.consent, known=consents)
        if basis.skill and basis.consent != "skills":
            yield said.ConsentMissing.at(path, written, skill=basis.skill)


def _references(playbook: Playbook, written: Written, known: Vocabulary) -> Iterator[Finding]:
    for path, name, names in _named(playbook, known):
        if name not in names:
            yield said.UnknownName.at(path, written, name=name, nearest=nearest(name, names))
    for row, rest in enumerate(playbook.suspends):
        if rest.name in playbook.rounds:
            yield said.Suspending.at(("suspends", row, "name"), written, name=rest.name)
    if playbook.jurisdiction in known.lacking:
        yield said.UnitUnknown.at(("jurisdiction",), written, jurisdiction=playbook.jurisdiction)
    if playbook.pack and known.packs is not None and playbook.pack not in known.packs:
        installed = nearest(playbook.pack, known.packs)
        yield said.PackMissing.at(("pack",), written, pack=playbook.pack, nearest=installed)


def _named(playbook: Playbook, known: Vocabulary) -> Iterator[tuple[Path, str, Collection[str]]]:
    """Every reference: where it stands, the name, and the names there are."""
    for block, names in (("tables", known.tables), ("checklists", known.checklists)):
        for row, name in enumerate(getattr(playbook, block)):
            yield (block, row), name, names
    for path, checklist in _checklists(playbook):
        if checklist:
            yield path, checklist, known.checklists
    for name, guarantee in playbook.guarantees.items():
        for row, pairing in enumerate(guarantee.pairings):
            yield ("guarantees", name, "pairings", row), pairing, playbook.pairings
    notices = {notice.name for notice in playbook.notices}
    for row, hop in enumerate(playbook.escalation):
        if hop.notice:
            yield ("escalation", row, "notice"), hop.notice, notices
    for row, rest in enumerate(playbook.suspends):
        yield ("suspends", row, "name"), rest.name, known.rounds | playbook.rounds.keys()
    for name, team in playbook.teams.items():
        yield ("teams", name, "body"), team.body, known.body_kinds
    for name, site in playbook.sites.items():
        yield ("sites", name, "kind"), site.kind, known.site_kinds


def _checklists(playbook: Playbook) -> Iterator[tuple[Path, str]]:
    for row, measure in enumerate(playbook.measures):
        yield ("measures", row, "checklist"), measure.checklist
    for name, round_ in playbook.rounds.items():
        yield ("rounds", name, "checklist"), round_.checklist


def _measures(playbook: Playbook, written: Written) -> Iterator[Finding]:
    seen: set[str] = set()
    for row, measure in enumerate(playbook.measures):
        path = ("measures", row)
        if measure.no in seen:
            yield said.MeasureTwice.at((*path, "no"), written, measure=measure.no)
        seen.add(measure.no)
        if measure.source is Source.UNSPECIFIED:
            continue
        if measure.owner is None:
            yield said.NoOwner.at(path, written, measure=measure.no)
        if measure.evidence is None:
            yield said.NoEvidence.at(path, written, measure=measure.no)
    for part, number in measures_named(playbook):
        if number not in seen:
            yield said.UnknownMeasure.at(part, written, measure=number)


def _ends(playbook: Playbook, written: Written) -> Iterator[Finding]:
    expires = playbook.expires
    if expires is None:
        yield said.NoExpiry.at((), written)
        return
    default, ceiling = spelled_duration(expires.default), spelled_duration(expires.ceiling)
    if not expires.default:
        yield said.NoLength.at(("expires", "default"), written, field="default")
    if expires.default > expires.ceiling:
        yield said.ExpiryTooLong.at(("expires", "default"), written, default=default, ceiling=ceiling)
    if playbook.mode is not Mode.NORMAL and expires.ceiling > _USUAL_CEILING:
        usual = spelled_duration(_USUAL_CEILING)
        yield said.CeilingHigh.at(("expires", "ceiling"), written, ceiling=ceiling, usual=usual)
    for name in ("ack", "ready", "fill"):
        if not getattr(playbook.clocks, name):
            yield said.NoLength.at(("clocks", name), written, field=name)
