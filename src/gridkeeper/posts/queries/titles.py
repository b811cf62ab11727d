"""Titles of posts by id, for lists that tell what was done by post (R-14)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from gridkeeper.kernel.actor import Actor
from gridkeeper.posts.models import Post


@dataclass(frozen=True, kw_only=True)
class PostTitle:
    """What a post is called in both languages."""

    title: str
    title_en: str


def post_titles(*, actor: Actor, ids: Sequence[UUID]) -> dict[UUID, PostTitle]:
    """Titles of these posts, as far as the actor may see them. One query."""
    del actor  # row-level security decides
    rows = Post.objects.filter(pk__in=set(ids)).values_list("id", "title", "title_en") if ids else ()
    return {key: PostTitle(title=title, title_en=title_en) for key, title, title_en in rows}
