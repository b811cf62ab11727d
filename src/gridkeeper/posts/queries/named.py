"""Names of people by id, where the reader may read them: for lists that other rooms order."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from gridkeeper.kernel.actor import Actor
from gridkeeper.posts.models import Person


@dataclass(frozen=True, kw_only=True)
class Named:
    """A person's name, and whether they are invented."""

    name: str
    is_generated: bool


def names_of(*, actor: Actor, ids: Collection[UUID]) -> dict[UUID, Named]:
    """Names of those the reader may read, others left out. One query; the caller leaves the line of the look."""
    if not ids or not actor.reaches("people.read"):
        return {}
    rows = Person.objects.filter(pk__in=ids, erased_at=None).values_list("id", "name", "is_generated")
    return {key: Named(name=name, is_generated=generated) for key, name, generated in rows}
