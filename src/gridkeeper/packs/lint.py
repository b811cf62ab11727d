"""What a careful colleague says of a whole pack: its texts, its tables, packs that overlap, names that lead nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from gridkeeper.kernel.texts import Finding, Weight, nearest
from gridkeeper.packs.load import read_pack
from gridkeeper.packs.pack import Pack, PlaybookText
from gridkeeper.playbooks.text import read
from gridkeeper.rules import RulePack, lint_table, overlaps


def lint_pack(path: Path) -> list[Finding]:
    """Every finding about the pack in a folder, by file and line; a text that cannot be read hides what needs it."""
    pack, found = read_pack(path)
    if pack is not None:
        found = [*found, *_of_pack(pack)]
    return sorted(found, key=lambda one: (one.file, one.line))


def _of_pack(pack: Pack) -> Iterator[Finding]:
    for rule_pack in pack.rule_packs:
        yield from _of_rule_pack(pack, rule_pack)
        for table in rule_pack.tables:
            yield from lint_table(table)
    for overlap in overlaps(pack.rule_packs):
        yield _at(
            overlap.other,
            code="packs.overlap",
            text="“{one}” and “{other}” both rule “{topic}” from {since} on.",
            hint="End the older one on the day before the newer begins.",
            one=overlap.one.id,
            other=overlap.other.id,
            topic=overlap.topic,
            since=overlap.since.isoformat(),
        )
    yield from _shapes(pack)
    for playbook in pack.playbooks.values():
        yield from _of_playbook(pack, playbook)
    for case in pack.cases:
        if case.topic not in pack.topics:
            yield Finding(
                file=case.file,
                line=case.line,
                at=case.id,
                code="packs.case-topic",
                text="No table decides “{topic}”.",
                hint="Topics of this pack: {topics}.",
                facts={"topic": case.topic, "topics": ", ".join(sorted(pack.topics)) or "-"},
            )
    tested = {case.topic for case in pack.cases}
    for topic in sorted(pack.topics - tested):
        yield _plain(
            code="packs.untested",
            text="No case in tests/ asks for “{topic}”.",
            hint="Write one for every row: the engine would skip a broken row silently.",
            weight=Weight.WARNING,
            topic=topic,
        )


def _of_playbook(pack: Pack, text: PlaybookText) -> Iterator[Finding]:
    """What its own text and the pack around it tell; roles and places are known further up."""
    reading = read(text.text, where=text.file)
    yield from reading.findings
    playbook = reading.playbook
    if playbook is None:
        return
    checklists = frozenset(pack.checklists)
    named: list[tuple[tuple[str, ...], str, frozenset[str]]] = [(("pack",), playbook.pack, frozenset({pack.name}))]
    named += [(("tables",), name, pack.topics) for name in playbook.tables]
    named += [(("checklists",), name, checklists) for name in playbook.checklists]
    for name, one in playbook.rounds.items():
        named += [(("rounds", name, "checklist"), one.checklist, checklists)] if one.checklist else []
    for path, name, known in named:
        if name not in known:
            yield Finding(
                file=text.file,
                line=reading.written.line(*path),
                at="/".join(path),
                code="packs.playbook-name",
                text="This pack has no “{name}”.",
                hint="Did you mean {nearest}?",
                facts={"name": name, "nearest": nearest(name, sorted(known)) or "-"},
            )


def _shapes(pack: Pack) -> Iterator[Finding]:
    """Tables of one topic ask and answer alike, so that who asks need not know which one is in force."""
    first: dict[str, tuple[RulePack, Any]] = {}
    for rule_pack in pack.rule_packs:
        for table in rule_pack.tables:
            shape = [[(one.name, one.kind) for one in side] for side in (table.inputs, table.outputs)]
            known, expected = first.setdefault(table.topic, (rule_pack, shape))
            if shape != expected:
                yield _at(
                    rule_pack,
                    code="packs.shape",
                    text="“{topic}” asks or answers otherwise in “{one}” than in “{other}”.",
                    hint="Give both tables the same inputs and outputs, in the same order.",
                    topic=table.topic,
                    one=rule_pack.id,
                    other=known.id,
                )


def _of_rule_pack(pack: Pack, rule_pack: RulePack) -> Iterator[Finding]:
    if not rule_pack.tables:
        yield _at(
            rule_pack,
            code="packs.no-tables",
            text="“{id}” has no tables.",
            hint="Put them into tables/{id}/, or take it out.",
            id=rule_pack.id,
        )
    topics = [table.topic for table in rule_pack.tables]
    for topic in sorted({topic for topic in topics if topics.count(topic) > 1}):
        yield _at(
            rule_pack,
            code="packs.topic-twice",
            text="“{id}” decides “{topic}” in two tables.",
            hint="Make one table of them.",
            id=rule_pack.id,
            topic=topic,
        )
    begins_early = rule_pack.effective_from < pack.effective_from
    ends_late = pack.effective_to is not None and (
        rule_pack.effective_to is None or rule_pack.effective_to > pack.effective_to
    )
    if begins_early or ends_late:
        yield _at(
            rule_pack,
            code="packs.outside",
            text="“{id}” holds on days on which the pack does not.",
            hint="Keep it inside the days of the pack.",
            id=rule_pack.id,
        )
    if not rule_pack.jurisdiction.startswith(pack.jurisdiction):
        yield _at(
            rule_pack,
            code="packs.elsewhere",
            text="“{id}” holds where the pack does not.",
            hint="Begin its jurisdiction with that of the pack.",
            id=rule_pack.id,
        )


def _at(rule_pack: RulePack, *, code: str, text: str, hint: str, **facts: Any) -> Finding:
    return Finding(
        file="pack.yaml",
        line=rule_pack.line,
        at=f"rule_packs/{rule_pack.id}",
        code=code,
        text=text,
        hint=hint,
        facts=facts,
    )


def _plain(*, code: str, text: str, hint: str, weight: Weight, **facts: Any) -> Finding:
    return Finding(file="pack.yaml", line=1, at="-", code=code, text=text, hint=hint, facts=facts, weight=weight)
