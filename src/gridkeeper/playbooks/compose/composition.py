"""What composing answers: wants, needs that cannot be met, and clashes, each said in both languages."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from gridkeeper.playbooks.compose.sentences import SENTENCES
from gridkeeper.playbooks.wanted import AnyWant


@dataclass(frozen=True, kw_only=True, slots=True)
class Remark:
    """A sentence in both languages, what it is about, and how to mend it."""

    rule: str
    measure: str
    unit_code: str
    zh: str
    en: str
    mend_zh: str
    mend_en: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Unmet(Remark):
    """A need that cannot be met: ``have`` of ``need`` people."""

    key: str
    need: int
    have: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Conflict(Remark):
    """A clash: somebody would be in two places, or may not do what they were chosen for."""

    key: str
    person_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Composition:
    """Everything an activation would make, in the order in which it is made."""

    wants: tuple[AnyWant, ...]
    unmet: tuple[Unmet, ...] = ()
    conflicts: tuple[Conflict, ...] = ()

    def counts(self) -> dict[str, int]:
        """How many wants of each kind."""
        found: dict[str, int] = {}
        for want in self.wants:
            found[want.kind] = found.get(want.kind, 0) + 1
        return found


@dataclass
class Sheet:
    """What is written down while composing."""

    wants: list[AnyWant] = field(default_factory=list)
    unmet: list[Unmet] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)

    def lacks(
        self, rule: str, *, key: str, measure: str, unit_code: str, need: int, have: int, zh: str, en: str, **facts: str
    ) -> None:
        """Write down a need that cannot be met; ``zh`` and ``en`` name what lacks it."""
        said = SENTENCES[rule].filled(zh=zh, en=en, need=need, have=have, short=need - have, **facts)
        self.unmet.append(Unmet(rule=rule, key=key, measure=measure, unit_code=unit_code, need=need, have=have, **said))

    def clashes(
        self,
        rule: str,
        *,
        key: str,
        measure: str,
        unit_code: str,
        zh: str,
        en: str,
        person_id: UUID | None = None,
        **facts: str,
    ) -> None:
        """Write down a clash."""
        said = SENTENCES[rule].filled(zh=zh, en=en, **facts)
        self.conflicts.append(
            Conflict(rule=rule, key=key, measure=measure, unit_code=unit_code, person_id=person_id, **said)
        )

    def finished(self) -> Composition:
        """The composition as it stands."""
        return Composition(wants=tuple(self.wants), unmet=tuple(self.unmet), conflicts=tuple(self.conflicts))
