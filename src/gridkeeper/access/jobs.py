"""What runs out by itself: powers, proposals, reach and retention end when the home's clock says so, unasked.

These pulses and jobs belong to lower rooms; they stand here because a job acts under a named system actor (R-19),
and only this room makes actors.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from gridkeeper.access.actors import actor_of, system_actor
from gridkeeper.access.commands.certify import Handed, certify_handed
from gridkeeper.access.commands.purge import apply_retention
from gridkeeper.access.commands.uploads import (
    carry_out,
    mark_upload,
    remove_old_uploads,
    take_up,
    upload_of_worker,
    uploads_waiting,
)
from gridkeeper.accounts.queries import account_by_login
from gridkeeper.audit.chain import seal_events
from gridkeeper.clocks.queries import home_time, wall_now
from gridkeeper.jobs.job import job
from gridkeeper.jobs.pulse import pulse
from gridkeeper.kernel.errors import GridkeeperError
from gridkeeper.orders.commands import expire_order
from gridkeeper.orders.proposals import lapse_proposals
from gridkeeper.orders.queries import orders_due
from gridkeeper.posts.commands.appointment import close_reach_of_ended
from gridkeeper.scopes.doors import acting_as

_SWEEP_SECONDS = 300


@pulse(name="audit.seal_events", system_actor="system.audit")
def seal_the_record() -> int:
    """Chain what was committed since the last beat (R-18); gives how many events."""
    with acting_as(system_actor("audit")):
        return seal_events(now=wall_now())


@pulse(name="orders.expire_orders", system_actor="system.orders")
def expire_due_orders() -> int:
    """End every order whose time is over (R-09), each in its own transaction; gives how many.

    One that cannot end (its body has no successor) does not hold up the others: it is raised after them.
    """
    actor, now = system_actor("orders"), home_time().now
    with acting_as(actor):
        due = orders_due(now=now)
    refused: GridkeeperError | None = None
    ended = 0
    for order_id in due:
        try:
            ended += _expire(order_id, now)
        except GridkeeperError as refusal:
            refused = refusal
    if refused is not None:
        raise refused
    return ended


def _expire(order_id: UUID, now: datetime) -> int:
    actor = system_actor("orders")
    with acting_as(actor):
        return expire_order(actor=actor, order_id=order_id, now=now)


@pulse(name="orders.lapse_proposals", system_actor="system.orders")
def lapse_due_proposals() -> int:
    """Let proposals nobody decided lapse; gives how many."""
    actor = system_actor("orders")
    with acting_as(actor):
        return lapse_proposals(actor=actor, now=home_time().now)


class _Seen:
    """What this worker has looked at since it started: the last moment of ends, the last day of retention."""

    ends: datetime | None = None
    day: date | None = None
    swept: datetime | None = None


@pulse(name="posts.close_reach", system_actor="system.posts")
def close_due_reach() -> int:
    """Take people out of reach whose appointment has run out; gives how many.

    A new day looks at everything once more: an appointment may be entered after its own end.
    """
    now, since = home_time().now, _Seen.ends
    if since is not None and (since > now or timezone.localdate(since) != timezone.localdate(now)):
        since = None
    with acting_as(system_actor("posts")):
        closed = close_reach_of_ended(now=now, since=since)
    _Seen.ends = now
    return closed


@job(name="access.apply_retention", system_actor="system.retention", one_at_a_time=True)
def apply_due_retention() -> str:
    """Destroy what has outlived its rule by the home's clock (12.5); gives the id of the run, or ""."""
    actor = system_actor("retention")
    with acting_as(actor):
        run = apply_retention(actor=actor, now=home_time().now)
    return str(run.id) if run else ""


@pulse(name="access.ask_for_retention", system_actor="system.retention")
def ask_for_retention() -> int:
    """Queue the retention of a new day: as soon as the home's date changes, also when its clock jumped."""
    today = timezone.localdate(home_time().now)
    if today == _Seen.day:
        return 0
    asked = apply_due_retention.defer_once(today.isoformat())
    _Seen.day = today
    return 1 if asked else 0


@job(name="access.carry_out_upload", system_actor="system.imports", attempts=1, one_at_a_time=True)
def carry_out_upload(*, folder: str, key: str) -> str:
    """Import a long list as the person who sent it, with the rights they hold by then; gives how it ended.

    One after the other: the same list taken up twice finds its rows there the second time.
    """
    place = Path(folder)
    upload = upload_of_worker(folder=place, key=key)
    if upload is None or upload.state != "waiting":
        return ""
    upload = take_up(folder=place, upload=upload)
    if upload.state != "waiting":
        return upload.state
    now = home_time().now
    actor = actor_of(account_by_login(upload.login), now=now)
    try:
        with acting_as(actor):
            done = carry_out(actor=actor, folder=place, upload=upload, now=now)
    except GridkeeperError as refusal:
        facts = {key: str(value) for key, value in refusal.facts.items()}
        done = mark_upload(folder=place, upload=upload, state="refused", result={"text": refusal.text, "facts": facts})
    return done.state


@job(name="access.certify_purge", system_actor="system.purge", one_at_a_time=True)
def certify_purge(*, run: str, record: str, sealed: str) -> bool:
    """Look through tables, files and a restored backup after a purge, and certify it; False when it was done before."""
    handed = Handed(run=UUID(run), record=UUID(record), sealed=b64decode(sealed))
    return certify_handed(handed=handed, now=home_time().now)


def certify_by_worker(handed: Iterable[Handed]) -> None:
    """Queue the look of each purge, within the transaction that purged."""
    for look in handed:
        certify_purge.defer(run=str(look.run), record=str(look.record), sealed=b64encode(look.sealed).decode())


@pulse(name="access.look_after_uploads", system_actor="system.imports")
def look_after_uploads() -> int:
    """Every few minutes, and when the worker starts: queue again lists left waiting, remove those a day old."""
    wall = wall_now()
    if settings.GRIDKEEPER_HOME is None or (_Seen.swept and (wall - _Seen.swept).total_seconds() < _SWEEP_SECONDS):
        return 0
    _Seen.swept = wall
    folder = Path(settings.GRIDKEEPER_HOME) / "files" / "uploads"
    for key in uploads_waiting(folder=folder):
        carry_out_upload.defer_once(key, folder=str(folder), key=key)
    return remove_old_uploads(folder=folder, wall=wall)
