"""Look again after a purge, everywhere, and write a certificate only when nothing is left (SF-07, R-18)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from gridkeeper.access.actors import system_actor
from gridkeeper.access.commands.erasing import ERASED_NAME
from gridkeeper.access.leftovers import look_through
from gridkeeper.access.models import PurgedRecord, PurgeRun
from gridkeeper.access.needles import Needles
from gridkeeper.audit.chain import head
from gridkeeper.audit.record import record
from gridkeeper.catalogue.registrations import purge_witnesses
from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.errors import NotFound
from gridkeeper.kernel.ids import uuid7
from gridkeeper.posts.models import Person
from gridkeeper.scopes.doors import acting_as
from gridkeeper.scopes.vault import Shredded, seal, shred, unseal

_PURGER = "purge"


@dataclass(frozen=True, kw_only=True)
class Handed:
    """A purge that waits to be looked through: its run, and what to look for, sealed under the key of ``record``."""

    run: UUID
    record: UUID
    sealed: bytes


_handing: ContextVar[list[Handed] | None] = ContextVar("gridkeeper_certified_later", default=None)
CERTIFICATE = "gridkeeper purge certificate 1"


def certify_after_commit(*, run: PurgeRun, needles: Needles, now: datetime) -> None:
    """Look through tables, files and a restored backup as soon as the caller's transaction has committed.

    Not earlier: what the same transaction writes after the erasure has to be looked through as well. What was erased
    stays in memory until then and is written nowhere; inside ``certified_later`` it is handed over, sealed.
    """
    handed = _handing.get()
    if handed is not None:
        handed.append(_sealed(run.id, needles))
        return
    transaction.on_commit(lambda: _finish(run_id=run.id, needles=needles, now=now))


@contextmanager
def certified_later() -> Iterator[list[Handed]]:
    """Purges of the block are not looked through when it commits: each is handed to the caller, for a job."""
    handed: list[Handed] = []
    token = _handing.set(handed)
    try:
        yield handed
    finally:
        _handing.reset(token)


def certify_handed(*, handed: Handed, now: datetime) -> bool:
    """Look for what was handed over, certify, and destroy its key; False when that was done before. Safe to run twice.

    What was erased can be read by nobody from then on, not even in a copy of the queue.
    """
    actor = system_actor(_PURGER)
    try:
        with acting_as(actor):
            needles = _opened(handed)
    except Shredded:
        return False
    _finish(run_id=handed.run, needles=needles, now=now)
    with acting_as(actor):
        shred([handed.record])
    return True


def verify_ledger(*, actor: Actor, make_backup: bool = False) -> list[dict[str, Any]]:
    """Check once more that everything in the ledger is gone, by its ids: tables, files, a restored backup.

    Raises Forbidden for whoever may purge nowhere.
    """
    _require_purger(actor)
    with transaction.atomic(), acting_as(system_actor(_PURGER)):
        needles = ledger_needles()
        checks = tables_checked(needles)
    return [*checks, *_witnessed(needles, make_backup=make_backup)]


def certify_open_runs(*, actor: Actor, checks: Sequence[Mapping[str, Any]], now: datetime) -> list[UUID]:
    """Certify the runs that have no certificate yet, when a check of the whole ledger found nothing; answers which."""
    _require_purger(actor)
    if not all(check["ok"] for check in checks):
        return []
    with transaction.atomic(), acting_as(system_actor(_PURGER)):
        waiting = list(PurgeRun.objects.filter(certified_at=None).order_by("done_at"))
        for run in waiting:
            certify_run(actor=actor, run_id=run.id, certificate=_certificate(run, checks, now=now), now=now)
    return [run.id for run in waiting]


def certify_run(*, actor: Actor, run_id: UUID, certificate: Mapping[str, Any], now: datetime) -> PurgeRun:
    """Attach what verification found to a run; it counts as certified only when nothing was left. Raises NotFound."""
    run = PurgeRun.objects.filter(pk=run_id).first()
    if run is None:
        raise NotFound(kind="purge", name=str(run_id))
    holds = bool(certificate.get("holds"))
    with transaction.atomic():
        PurgeRun.objects.filter(pk=run.pk).update(certificate=dict(certificate), certified_at=now if holds else None)
        record(
            actor=actor,
            verb="purge.certified" if holds else "purge.traces-found",
            subject_kind="purge",
            subject_id=run.id,
            unit_code=run.unit_code,
            happened_at=now,
            facts={"holds": holds, "counts": run.counts, "hash": certificate.get("hash")},
        )
    run.refresh_from_db()
    return run


def ledger_needles() -> Needles:
    """The ids of everything ever purged; what those records said is known to nobody any more."""
    rows = list(PurgedRecord.objects.values_list("eraser", "record_id"))
    return Needles(
        people=frozenset(key for eraser, key in rows if eraser == "person"),
        contacts=frozenset(key for eraser, key in rows if eraser != "person"),
    )


def tables_checked(needles: Needles) -> list[dict[str, Any]]:
    """Checks of every table and of the key store, in the present transaction and scope."""
    connection.ensure_connection()
    assert connection.connection is not None
    look = look_through(connection.connection, needles)
    named = Person.objects.filter(pk__in=needles.people).exclude(name=ERASED_NAME).count()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM keys.row_key WHERE record = ANY(%s)", [list(needles.ids)])
        keys = cursor.fetchone()[0]
    findings = [{"where": f.where, "what": f.what, "count": f.count} for f in look.findings]
    if named:
        findings.append({"where": "posts_person", "what": "a record that was not emptied", "count": named})
    return [
        {
            "check": "database",
            "ok": not findings,
            "tables": look.tables,
            "rows": look.rows,
            "findings": findings,
            "ids_kept": look.kept,
            "names_shared_with_others": needles.namesakes,
        },
        {"check": "keys", "ok": keys == 0, "keys_left": keys, "findings": []},
    ]


def certificate_hash(certificate: Mapping[str, Any]) -> str:
    """SHA-256 over the certificate without its own hash, as JSON with sorted keys."""
    said = {key: value for key, value in certificate.items() if key != "hash"}
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True, default=str).encode()).hexdigest()


def _require_purger(actor: Actor) -> None:
    if not actor.reaches("purge.propose"):
        actor.require("purge.propose", at="-", place="purges")


def _finish(*, run_id: UUID, needles: Needles, now: datetime) -> None:
    actor = system_actor(_PURGER)
    with acting_as(actor):
        tables = tables_checked(needles)
    checks = [*tables, *_witnessed(needles, make_backup=False)]
    with acting_as(actor):
        run = PurgeRun.objects.get(pk=run_id)
        certify_run(actor=actor, run_id=run_id, certificate=_certificate(run, checks, now=now), now=now)


def _sealed(run_id: UUID, needles: Needles) -> Handed:
    record_id = uuid7()
    said = {
        "people": [str(key) for key in needles.people],
        "contacts": [str(key) for key in needles.contacts],
        "texts": sorted(needles.texts),
        "namesakes": needles.namesakes,
    }
    return Handed(run=run_id, record=record_id, sealed=seal(record_id, said))


def _opened(handed: Handed) -> Needles:
    said = unseal(handed.record, handed.sealed)
    return Needles(
        people=frozenset(map(UUID, said["people"])),
        contacts=frozenset(map(UUID, said["contacts"])),
        texts=frozenset(said["texts"]),
        namesakes=said["namesakes"],
    )


def _witnessed(needles: Needles, *, make_backup: bool) -> list[dict[str, Any]]:
    return [check for witness in purge_witnesses() for check in witness(needles=needles, make_backup=make_backup)]


def _certificate(run: PurgeRun, checks: Sequence[Mapping[str, Any]], *, now: datetime) -> dict[str, Any]:
    newest = head()
    certificate: dict[str, Any] = {
        "certificate": CERTIFICATE,
        "run": str(run.id),
        "kind": run.kind,
        "because": run.because,
        "done_at": run.done_at.isoformat(),
        "verified_at": now.isoformat(),
        "proposed_by": run.proposed_by,
        "approved_by": run.approved_by,
        "counts": run.counts,
        "records": run.records.count(),
        "checks": [dict(check) for check in checks],
        "holds": all(check["ok"] for check in checks),
        "not_covered": "copies that were handed out of this home",
        "audit_head": {"number": newest.number, "hash": newest.hash},
    }
    return {**certificate, "hash": certificate_hash(certificate)}
