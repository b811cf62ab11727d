"""What can be said of a playbook's text: one class a remark, so that each has its words in one place."""

from __future__ import annotations

from typing import Any, ClassVar

from gridkeeper.kernel.texts import Finding, Path, Weight, Written


class Remark:
    """A remark with its words: ``text`` and ``hint`` are English message ids with {facts}, as in refusals."""

    code: ClassVar[str] = ""
    text: ClassVar[str] = ""
    hint: ClassVar[str] = ""
    weight: ClassVar[Weight] = Weight.ERROR

    @classmethod
    def at(cls, path: Path, written: Written, **facts: Any) -> Finding:
        """The remark about the value at ``path``, with the line where it stands."""
        return Finding(
            file=written.file,
            line=written.line(*path),
            at="/".join(map(str, path)),
            code=cls.code,
            text=cls.text,
            hint=cls.hint,
            facts=facts,
            weight=cls.weight,
        )
