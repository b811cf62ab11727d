"""What is refused of a playbook's text."""

from __future__ import annotations

from gridkeeper.kernel.errors import GridkeeperError
from gridkeeper.playbooks.findings import Finding


class PlaybookUnreadable(GridkeeperError):
    """A text is no playbook of a format this version knows; ``findings`` are all reasons, in order of lines."""

    code = "playbook.unreadable"
    text = "{where}, line {line}: {problem}"
    hint = "{mend} The text has {count} such places; all are listed when it is checked."

    def __init__(self, *, where: str, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        first = findings[0]
        super().__init__(
            where=where, line=first.line, problem=first.message, mend=first.advice, count=len(findings)
        )
