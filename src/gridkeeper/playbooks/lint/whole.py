"""All remarks about a playbook, in the order of its lines."""

from __future__ import annotations

from typing import Final

from gridkeeper.kernel.texts import Finding, Weight, Written
from gridkeeper.playbooks.facts import Facts
from gridkeeper.playbooks.lint import names, people, rights, said, times
from gridkeeper.playbooks.lint.vocabulary import Vocabulary
from gridkeeper.playbooks.schema import Playbook

_SAYS_IT_ALREADY: Final = {
    said.LeaderUnfit.code: said.UnknownRole.code,
    said.UnitOutside.code: said.UnitUnknown.code,
}
"""Remarks that only repeat another one about the same value."""


def _once(found: list[Finding]) -> list[Finding]:
    told = {(one.code, one.at) for one in found}
    return [one for one in found if (_SAYS_IT_ALREADY.get(one.code), one.at) not in told]


def lint(
    playbook: Playbook,
    *,
    known: Vocabulary,
    facts: Facts | None = None,
    written: Written | None = None,
    where: str = "",
) -> tuple[Finding, ...]:
    """What a careful colleague says; errors first within a line.

    ``known`` holds the names that may be used; with ``facts`` people and places are counted as well; ``written`` is
    the text as read (`playbooks.text.Reading.written`), so that remarks name their lines. A playbook with an error is
    not activated.
    """
    text = written or Written(file=where or playbook.name, data=None, lines={(): 1})
    found = [
        *names.findings(playbook, text, known),
        *times.findings(playbook, text),
        *rights.findings(playbook, text, known),
        *people.findings(playbook, text, facts),
    ]
    return tuple(sorted(_once(found), key=lambda finding: (finding.line, finding.weight is not Weight.ERROR)))
