"""Upkeep of the queue itself."""

from __future__ import annotations

from django.db import IntegrityError, connection, transaction

from gridkeeper.jobs.choices import STALLED_SECONDS
from gridkeeper.jobs.job import job

_KEPT_DAYS = 7


# Tried once: the next minute comes anyway, and a waiting retry would keep that minute out.
@job(name="jobs.take_up_stalled_jobs", system_actor="system.jobs", cron="* * * * *", attempts=1)
def take_up_stalled_jobs() -> int:
    """Put back what a killed worker was doing; gives how many. Without it such a job would stay “doing” for ever."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT j.id
              FROM procrastinate_jobs j
              LEFT JOIN procrastinate_workers w ON w.id = j.worker_id
             WHERE j.status = 'doing' AND (w.id IS NULL OR w.last_heartbeat < now() - make_interval(secs => %s))
             ORDER BY j.id
            """,
            [STALLED_SECONDS],
        )
        stalled = [int(row[0]) for row in cursor.fetchall()]
    return sum(_put_back(number) for number in stalled)


def _put_back(number: int) -> bool:
    """Let a stalled job wait again; where its successor waits already, that one does the work and this one ends."""
    with connection.cursor() as cursor:
        try:
            with transaction.atomic():
                cursor.execute(
                    "SELECT procrastinate_retry_job_v2(j.id, now(), j.priority, j.queue_name, j.lock)"
                    " FROM procrastinate_jobs j WHERE j.id = %s AND j.status = 'doing'",
                    [number],
                )
                return bool(cursor.rowcount)
        except IntegrityError:
            # One queueing lock waits once. Left as it is, this job would hold its other lock for ever.
            cursor.execute(
                "SELECT procrastinate_finish_job_v1(j.id, 'failed', false)"
                " FROM procrastinate_jobs j WHERE j.id = %s AND j.status = 'doing'",
                [number],
            )
            return False


@job(name="jobs.forget_finished_jobs", system_actor="system.jobs", cron="17 3 * * *")
def forget_finished_jobs() -> int:
    """Delete what ended more than a week ago; gives how many."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            DELETE FROM procrastinate_jobs j
             WHERE j.status IN ('succeeded', 'failed', 'cancelled', 'aborted')
               AND NOT EXISTS (SELECT 1 FROM procrastinate_events e
                                WHERE e.job_id = j.id AND e.at > now() - make_interval(days => %s))
            """,
            [_KEPT_DAYS],
        )
        return int(cursor.rowcount)
