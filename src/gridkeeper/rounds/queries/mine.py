"""My rounds: what my posts and bodies have to walk now and next, and what I have begun."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.unit_code import upper_bound
from gridkeeper.posts.queries.own import own_posts
from gridkeeper.rounds.choices import OPEN, RoundState
from gridkeeper.rounds.models import Round, Walk
from gridkeeper.rounds.policy import CLOCK_BEHIND
from gridkeeper.rounds.queries.rows import RoundRow, round_row


@dataclass(frozen=True, kw_only=True)
class MyRounds:
    """``under_way`` I began and did not end; ``now`` may be begun; ``next`` come later; ``missed`` may be mended."""

    under_way: tuple[RoundRow, ...]
    now: tuple[RoundRow, ...]
    next: tuple[RoundRow, ...]
    missed: tuple[RoundRow, ...]


def my_rounds(*, actor: Actor, now: datetime, size: int = 12) -> MyRounds:
    """Rounds of the actor's bodies and roles, at their posts' places and below. Four queries."""
    posts = own_posts(actor=actor, now=now)
    mine = Q(series__body_id__in=[post.body_id for post in posts if post.body_id])
    for post in posts:
        here = Q(unit_code__gte=post.unit_code, unit_code__lt=upper_bound(post.unit_code))
        mine |= Q(series__role=post.role, series__body_id=None) & here
    rows = Round.objects.filter(mine).select_related("series", "walk").order_by("due_at", "id")
    open_rows = [round_row(row) for row in rows.filter(state__in=OPEN, decide_at__gt=now)[: 2 * size]]
    begun = set(
        Walk.objects.filter(person_id=actor.person_id, done_at=None, rounds__state=RoundState.STARTED).values_list(
            "id", flat=True
        )
        if actor.person_id
        else ()
    )
    missed = rows.filter(state=RoundState.MISSED, due_at__gt=now - CLOCK_BEHIND).order_by("-due_at")[:size]
    return MyRounds(
        under_way=tuple(row for row in open_rows if row.walk_id in begun),
        now=tuple(row for row in open_rows if row.state == RoundState.PLANNED and row.due_at <= now)[:size],
        next=tuple(row for row in open_rows if row.due_at > now)[:size],
        missed=tuple(round_row(row) for row in missed),
    )
