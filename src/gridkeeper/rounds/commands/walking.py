"""Start a round, finish it, record a whole one, correct a figure (R-07, R-13); sent twice counts once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from gridkeeper.audit.record import record
from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.errors import GridkeeperError, Malformed, NotFound
from gridkeeper.kernel.quantity import Quantity
from gridkeeper.kernel.texts import Words
from gridkeeper.posts.queries.own import own_posts
from gridkeeper.rounds.choices import Evidence, RoundState
from gridkeeper.rounds.commands.settling import Change, settle_since
from gridkeeper.rounds.errors import (
    AnswerMissing,
    DeviceClockWrong,
    EndsBeforeStart,
    FigureMissing,
    LateNeedsReason,
    NothingDue,
    PictureMissing,
    SeriesOver,
    SeriesRests,
    WalkOver,
)
from gridkeeper.rounds.evidence import Picture, picture_of
from gridkeeper.rounds.models import Photo, Series, Walk
from gridkeeper.rounds.policy import CLOCK_AHEAD, CLOCK_BEHIND, LATE_ENTRY, is_due_at


@dataclass(frozen=True, kw_only=True)
class Brought:
    """What a walk brings back: a figure with its qualifier, an answer to each line of the checklist, pictures."""

    number: Quantity | None = None
    answers: tuple[bool | None, ...] = ()
    photos: tuple[bytes, ...] = ()
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A whole round as a device sends it; ``walk_id`` is made by the device once."""

    series_id: UUID
    walk_id: UUID
    started_at: datetime
    done_at: datetime
    brought: Brought = field(default_factory=Brought)
    late_because: str = ""


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """What became of an entry: the window it covers, or None where it covers none; ``is_new`` is False when the walk
    was known already; ``refusal`` is set where it was refused."""

    walk_id: UUID
    round_id: UUID | None = None
    state: RoundState | None = None
    due_at: datetime | None = None
    is_new: bool = True
    refusal: GridkeeperError | None = None


def start_round(
    *, actor: Actor, series_id: UUID, walk_id: UUID, now: datetime, started_at: datetime | None = None
) -> Recorded:
    """Begin a round; it holds its window until the series' ``hold`` is over. Raises NothingDue, DeviceClockWrong."""
    began = started_at or now
    with transaction.atomic():
        series = _locked(actor, series_id)
        known = _known(series, walk_id)
        if known is not None:
            return _answer(known, [], is_new=False)
        _check_moments(series, began, now)
        walk = _walk(actor, series, walk_id, began=began, now=now)
        changes = _keep(walk, series, actor=actor, verb="round.started", now=now)
    return _answer(walk, changes)


def finish_round(
    *,
    actor: Actor,
    walk_id: UUID,
    brought: Brought,
    now: datetime,
    done_at: datetime | None = None,
    late_because: str = "",
) -> Recorded:
    """End a round that was begun, with what it brought. Raises WalkOver, EvidenceMissing, LateNeedsReason, ..."""
    walk = Walk.objects.filter(pk=walk_id).first()
    if walk is None:
        raise NotFound(kind="round", name=str(walk_id))
    with transaction.atomic():
        series = _locked(actor, walk.series_id)
        walk.refresh_from_db()
        if walk.done_at is not None:
            raise WalkOver(done=_shown(walk.done_at))
        changes = _finish(walk, series, brought, actor=actor, done=done_at or now, late_because=late_because, now=now)
    return _answer(walk, changes)


def record_round(*, actor: Actor, entry: Entry, now: datetime) -> Recorded:
    """Write down a whole round, such as one walked without signal; sent twice, it counts once (R-07, R-13)."""
    with transaction.atomic():
        series = _locked(actor, entry.series_id)
        walk = _known(series, entry.walk_id)
        if walk is not None and walk.done_at is not None:
            return _answer(walk, [], is_new=False)
        _check_moments(series, entry.started_at, now)
        if walk is None:
            walk = _walk(actor, series, entry.walk_id, began=entry.started_at, now=now)
            walk.save(force_insert=True)
        changes = _finish(
            walk, series, entry.brought, actor=actor, done=entry.done_at, late_because=entry.late_because, now=now
        )
    return _answer(walk, changes)


def record_rounds(*, actor: Actor, entries: Sequence[Entry], now: datetime) -> list[Recorded]:
    """Write down what a device kept while it had no signal; a refused entry leaves the others alone."""
    answers = []
    for entry in entries:
        try:
            answers.append(record_round(actor=actor, entry=entry, now=now))
        except GridkeeperError as refusal:
            answers.append(Recorded(walk_id=entry.walk_id, is_new=False, refusal=refusal))
    return answers


def correct_round(*, actor: Actor, walk_id: UUID, number: Quantity, because: str, now: datetime) -> None:
    """Correct the figure of a finished round, saying why; the record keeps both. Raises LateNeedsReason, NotFound."""
    walk = Walk.objects.filter(pk=walk_id).exclude(done_at=None).first()
    if walk is None or walk.done_at is None:
        raise NotFound(kind="round", name=str(walk_id))
    if not because.strip():
        raise LateNeedsReason(done=_shown(walk.done_at), recorded=_shown(now))
    with transaction.atomic():
        series = _locked(actor, walk.series_id)
        was = {"number": str(walk.number), "qualifier": walk.qualifier}
        Walk.objects.filter(pk=walk.pk).update(number=number.value, qualifier=number.qualifier.value)
        facts = {"name": series.zh, "was": was, "is": str(number.value), "reason": because.strip()}
        _trace(actor, "round.figure-corrected", walk, now, facts)


def _finish(
    walk: Walk,
    series: Series,
    brought: Brought,
    *,
    actor: Actor,
    done: datetime,
    late_because: str,
    now: datetime,
) -> list[Change]:
    if done < walk.started_at:
        raise EndsBeforeStart(started=_shown(walk.started_at), done=_shown(done))
    if done > now + CLOCK_AHEAD:
        raise DeviceClockWrong(said=_shown(done), now=_shown(now))
    if now - done > LATE_ENTRY and not late_because.strip():
        raise LateNeedsReason(done=_shown(done), recorded=_shown(now))
    pictures = [picture_of(content) for content in brought.photos]
    _check_evidence(series, brought, pictures)
    walk.done_at, walk.recorded_at = done, now
    walk.late_because, walk.words = late_because.strip()[:200], brought.words.strip()[:400]
    if brought.number is not None:
        walk.number, walk.qualifier = brought.number.value, brought.number.qualifier.value
    walk.answers = [
        {"item": line.zh, "item_en": line.en, "ok": ok}
        for line, ok in zip(series.lines, brought.answers, strict=False)
        if ok is not None
    ]
    walk.save()
    Photo.objects.bulk_create(
        [
            Photo(
                walk=walk,
                unit_code=walk.unit_code,
                content=picture.content,
                media_type=picture.media_type,
                sha256=picture.sha256,
                taken_at=done,
            )
            for picture in pictures
        ],
        ignore_conflicts=True,
    )
    facts = {"name": series.zh, "photos": [picture.sha256 for picture in pictures], "late_because": walk.late_because}
    return _keep(walk, series, actor=actor, verb="round.done", now=now, facts=facts, saved=True)


def _keep(
    walk: Walk,
    series: Series,
    *,
    actor: Actor,
    verb: str,
    now: datetime,
    facts: dict[str, Any] | None = None,
    saved: bool = False,
) -> list[Change]:
    if not saved:
        walk.save(force_insert=True)
    _trace(actor, verb, walk, walk.done_at or walk.started_at, facts or {"name": series.zh})
    return settle_since(
        {series.pk: series}, {series.pk: walk.started_at}, actor=actor, now=now, because=walk.late_because
    )


def _locked(actor: Actor, series_id: UUID) -> Series:
    """The series, held so that what two phones send at once is settled one after the other."""
    series = Series.objects.select_for_update().filter(pk=series_id).first()
    if series is None:
        raise NotFound(kind="series", name=str(series_id))
    actor.require("cases.write", at=series.unit_code)
    return series


def _known(series: Series, walk_id: UUID) -> Walk | None:
    walk = Walk.objects.filter(pk=walk_id).first()
    if walk is not None and walk.series_id != series.pk:
        raise Malformed(field="id", value=str(walk_id), expected="an id of this round", example="a fresh random one")
    return walk


def _walk(actor: Actor, series: Series, walk_id: UUID, *, began: datetime, now: datetime) -> Walk:
    return Walk(
        id=walk_id,
        series=series,
        unit_code=series.unit_code,
        by=actor.login,
        person_id=actor.person_id,
        post_id=_post_of(actor, series, began),
        started_at=began,
        recorded_at=now,
    )


def _post_of(actor: Actor, series: Series, at: datetime) -> UUID | None:
    """The post somebody walks as: of the series' body, else of its role, else the nearest above the place."""
    posts = [post for post in own_posts(actor=actor, now=at) if series.unit_code.startswith(post.unit_code)]
    chosen = max(
        posts,
        key=lambda post: (
            series.body_id is not None and post.body_id == series.body_id,
            post.role == series.role,
            len(post.unit_code),
        ),
        default=None,
    )
    return chosen.id if chosen else None


def _check_moments(series: Series, began: datetime, now: datetime) -> None:
    if began > now + CLOCK_AHEAD or began < now - CLOCK_BEHIND:
        raise DeviceClockWrong(said=_shown(began), now=_shown(now))
    if series.ended_at is not None and began >= series.ended_at:
        raise SeriesOver(name=series.called, ended=_shown(series.ended_at))
    rests = series.rests.filter(from_at__lte=began).values_list("to_at", flat=True)
    if any(to is None or to > began for to in rests):
        raise SeriesRests(name=series.called, moment=_shown(began))
    zone = timezone.get_default_timezone()
    if not is_due_at(series.rhythm, began, tolerance=series.tolerance, zone=zone):
        raise NothingDue(name=series.called, moment=_shown(began))


def _check_evidence(series: Series, brought: Brought, pictures: Sequence[Picture]) -> None:
    if series.evidence == Evidence.PHOTO and not pictures:
        raise PictureMissing(name=series.called)
    if series.evidence == Evidence.NUMBER and brought.number is None:
        raise FigureMissing(name=series.called, unit=Words.of(series.quantity_unit, series.quantity_unit_en))
    if series.evidence == Evidence.CHECKLIST:
        answers = (*brought.answers, *[None] * len(series.items))
        for line, ok in zip(series.lines, answers, strict=False):
            if ok is None:
                raise AnswerMissing(name=series.called, item=line)


def _answer(walk: Walk, changes: Sequence[Change], *, is_new: bool = True) -> Recorded:
    covered = next((change for change in changes if change.outcome.walk == walk.pk), None)
    if covered is not None:
        row, state = covered.row, covered.outcome.state
        return Recorded(walk_id=walk.pk, round_id=row.pk, state=state, due_at=row.due_at, is_new=is_new)
    row_there = walk.rounds.first()
    if row_there is None:
        return Recorded(walk_id=walk.pk, is_new=is_new)
    return Recorded(
        walk_id=walk.pk,
        round_id=row_there.pk,
        state=RoundState(row_there.state),
        due_at=row_there.due_at,
        is_new=is_new,
    )


def _trace(actor: Actor, verb: str, walk: Walk, happened_at: datetime, facts: dict[str, Any]) -> None:
    record(
        actor=actor,
        verb=verb,
        subject_kind="walk",
        subject_id=walk.id,
        unit_code=walk.unit_code,
        happened_at=happened_at,
        facts={**facts, "series": str(walk.series_id)},
    )


def _shown(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"
