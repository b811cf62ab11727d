"""Who is affected when a deployment replaces another: rows of the people whose place, team or duty differs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from gridkeeper.planning.deploy.district import Message
from gridkeeper.planning.deploy.parts import Part

_TOLD = {"mobilisation": "places-changed", "teams": "teams-changed", "rosters": "gates-changed"}


@dataclass(frozen=True, kw_only=True)
class Change:
    """``people``: rows whose duty in ``part`` differs."""

    part: str
    people: tuple[int, ...]


def changes(before: Mapping[str, Part], after: Mapping[str, Part]) -> tuple[Change, ...]:
    """One `Change` a part in which anybody's duty differs."""
    found = []
    for part in ("mobilisation", "teams"):
        old, new = before[part].solution, after[part].solution
        if old is not None and new is not None:
            rows = np.flatnonzero(np.asarray(old.place) != np.asarray(new.place))
            found.append(Change(part=part, people=tuple(rows.tolist())))
    found.append(Change(part="rosters", people=_duties(before["rosters"], after["rosters"])))
    return tuple(change for change in found if change.people)


def _duties(before: Part, after: Part) -> tuple[int, ...]:
    old, new = _by_person(before), _by_person(after)
    return tuple(sorted(person for person in old.keys() | new.keys() if old.get(person) != new.get(person)))


def _by_person(part: Part) -> dict[int, tuple[str, ...]]:
    """Each person's duties by name; people who are only free are left out."""
    if part.solution is None:
        return {}
    names = (*part.problem.shifts.ids, "")
    found = {
        int(person): tuple(names[shift] for shift in part.solution.duties[row])
        for row, person in enumerate(part.problem.staff.ids)
    }
    return {person: duties for person, duties in found.items() if any(duties)}


def told(found: tuple[Change, ...]) -> tuple[Message, ...]:
    """The changes as messages."""
    if not found:
        return (Message(id="nothing-changed"),)
    return tuple(Message(id=_TOLD[change.part], facts={"count": len(change.people)}) for change in found)
