"""Jobs are queued with their transaction, once, and taken up again after a killed worker."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from gridkeeper.jobs.job import declared_jobs, job
from gridkeeper.jobs.jobs import forget_finished_jobs, take_up_stalled_jobs


@job(name="tests.add", system_actor="system.tests")
def add(one: int, two: int) -> int:
    return one + two


def query(statement: str, *values: object) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def waiting() -> int:
    return int(str(query("SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo'")[0][0]))


def test_a_job_runs_here_when_it_is_called():
    assert add(one=1, two=2) == 3


def test_two_jobs_cannot_share_a_name():
    with pytest.raises(ValueError, match="already a job"):
        job(name="tests.add", system_actor="system.tests")


def test_every_job_names_its_actor():
    assert all(declared.system_actor for declared in declared_jobs())


@pytest.mark.django_db
def test_a_deferred_job_goes_back_with_its_transaction():
    with transaction.atomic():
        add.defer(one=1, two=2)
        transaction.set_rollback(True)
    assert waiting() == 0


@pytest.mark.django_db
def test_the_same_key_waits_once():
    assert add.defer_once("a", one=1, two=2)
    assert add.defer_once("a", one=1, two=2) is None
    assert add.defer_once("b", one=1, two=2)
    assert waiting() == 2


@pytest.mark.django_db
def test_what_a_killed_worker_was_doing_waits_again():
    number = add.defer(one=1, two=2)
    worker = query(
        "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour') RETURNING id"
    )[0][0]
    query("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s WHERE id = %s", worker, number)
    assert take_up_stalled_jobs() == 1
    assert waiting() == 1


@pytest.mark.django_db
def test_a_stalled_job_whose_successor_waits_ends_and_holds_up_no_other():
    worker = query(
        "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour') RETURNING id"
    )[0][0]
    lost, other = add.defer_once("a", one=1, two=2), add.defer_once("b", one=1, two=2)
    query("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s", worker)
    successor = add.defer_once("a", one=1, two=2)
    assert take_up_stalled_jobs() == 1
    assert query("SELECT id FROM procrastinate_jobs WHERE status = 'todo' ORDER BY id") == [(other,), (successor,)]
    assert query("SELECT id FROM procrastinate_jobs WHERE status = 'doing'") == []
    assert query("SELECT status FROM procrastinate_jobs WHERE id = %s", lost) == [("failed",)]


@pytest.mark.django_db
def test_what_a_living_worker_does_is_left_alone():
    number = add.defer(one=1, two=2)
    worker = query("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now()) RETURNING id")[0][0]
    query("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s WHERE id = %s", worker, number)
    assert take_up_stalled_jobs() == 0


@pytest.mark.django_db
def test_finished_jobs_are_forgotten_after_a_week():
    old, fresh = add.defer(one=1, two=2), add.defer(one=3, two=4)
    query("UPDATE procrastinate_jobs SET status = 'doing'")
    query("UPDATE procrastinate_jobs SET status = 'succeeded'")
    query("UPDATE procrastinate_events SET at = at - interval '8 days' WHERE job_id = %s", old)
    assert forget_finished_jobs() == 1
    assert query("SELECT id FROM procrastinate_jobs") == [(fresh,)]
