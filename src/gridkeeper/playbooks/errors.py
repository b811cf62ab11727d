"""What is refused of a playbook's text."""

from __future__ import annotations

from gridkeeper.kernel.errors import GridkeeperError
from gridkeeper.kernel.texts import Finding


class PlaybookUnreadable(GridkeeperError):
    """A text is no playbook of a format this version knows; ``findings`` are all reasons, in order of lines."""

    code = "playbook.unreadable"
    text = "{where}, line {line}: this is no playbook yet. Mistakes found: {count}."
    hint = "Mend what is listed, beginning with “{at}”; checking the text shows every place and how to mend it."

    def __init__(self, *, where: str, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        super().__init__(where=where, line=findings[0].line, at=findings[0].at or "format", count=len(findings))
