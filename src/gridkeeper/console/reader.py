"""What the frame of every page says of its reader, looked up again only once in a while."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache

from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.unit_code import LENGTHS, Level
from gridkeeper.posts.queries.own import DutyLine, OwnPost, duty_line, own_posts
from gridkeeper.territory.queries.labels import labels_of

KEPT_FOR = 20
"""Seconds a web process goes on saying what it found; a post taken up or laid down shows at once."""


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Posts held now (widest place first), the district's name, and the line to call for help."""

    posts: tuple[OwnPost, ...] = ()
    district: str = ""
    help_line: DutyLine | None = None

    @property
    def main_post(self) -> OwnPost | None:
        """The post the reader is shown by; None without one."""
        return self.posts[0] if self.posts else None


NOBODY_KNOWN = Reader()


def reader_of(*, actor: Actor, now: datetime) -> Reader:
    """Who reads: three queries, or none within KEPT_FOR as long as the reader's rights stay the same."""
    if actor.person_id is None:
        return NOBODY_KNOWN
    rights = tuple(sorted(actor.grants.items()))
    kept = cache.get(f"console.reader.{actor.person_id}")
    if kept is not None and kept[0] == rights:
        known: Reader = kept[1]
        return known
    found = _looked_up(actor, now)
    cache.set(f"console.reader.{actor.person_id}", (rights, found), KEPT_FOR)
    return found


def _looked_up(actor: Actor, now: datetime) -> Reader:
    posts = tuple(own_posts(actor=actor, now=now))
    if not posts:
        return NOBODY_KNOWN
    place = posts[0].unit_code
    district = place[: LENGTHS[Level.DISTRICT]]
    return Reader(
        posts=posts,
        district=labels_of(actor=actor, codes=[district]).get(district, ""),
        help_line=duty_line(actor=actor, unit_code=place, now=now),
    )
