"""Evidence as it was last counted, summed for every place and the places above it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from gridkeeper.activations.models import EvidenceCount
from gridkeeper.activations.queries.evidence import Evidence
from gridkeeper.kernel.unit_code import ancestors_of

Lines = tuple[Evidence, ...]


@dataclass(frozen=True, kw_only=True)
class Counted:
    """Evidence by (measure, place), each place with all below it; ``places`` are those where it was counted.

    ``at`` is None where nobody has counted yet.
    """

    at: datetime | None
    sums: Mapping[tuple[str, str], Lines]
    places: frozenset[tuple[str, str]]

    def of(self, measure: str, place: str) -> Lines:
        """Evidence of a measure at a place and below."""
        return self.sums.get((measure, place), ())


NOTHING = Counted(at=None, sums={}, places=frozenset())


def counted_evidence(*, activation_id: UUID, at: datetime | None) -> Counted:
    """The count of an activation that was taken ``at``. No query, one where it is new to this process."""
    return NOTHING if at is None else _counted(activation_id, at)


@lru_cache(maxsize=8)
def _counted(activation_id: UUID, at: datetime) -> Counted:
    lines = EvidenceCount.objects.values_list("lines", flat=True).get(pk=activation_id)
    return Counted(at=at, sums=_summed(lines), places=frozenset((line[0], line[1]) for line in lines))


def _summed(lines: Sequence[Sequence[Any]]) -> dict[tuple[str, str], Lines]:
    sums: dict[tuple[str, str], dict[str, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    for measure, place, kind, need, have in lines:
        for above in (*ancestors_of(place), place):
            total = sums[measure, above][kind]
            total[0] += need
            total[1] += have
    return {
        key: tuple(Evidence(kind=kind, need=need, have=have) for kind, (need, have) in kinds.items())
        for key, kinds in sums.items()
    }
