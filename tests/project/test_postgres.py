"""A cluster under our own eyes: found again, recovered, never started over by a stranger's number."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.served import fresh_folder

from gridkeeper.project import errors, postgres
from gridkeeper.project import home as homes
from gridkeeper.project.locks import HomeLock
from gridkeeper.project.postgres import THROW_AWAY, Cluster
from gridkeeper.project.system_account import database_account


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    with fresh_folder() as folder:
        settings = {**THROW_AWAY, "shared_buffers": "8MB"}
        made = Cluster(
            data=folder / "pg",
            sockets=folder / "run",
            account=database_account(),
            log=folder / "log",
            settings=settings,
        )
        yield made
        postgres.end_leftovers(made)


def test_a_killed_server_starts_again(cluster: Cluster):
    server = cluster.start()
    os.kill(server.pid, signal.SIGKILL)
    again = cluster.start()
    assert cluster.answers()
    cluster.stop(again)


def test_what_a_killed_parent_left_is_ended_before_a_start(cluster: Cluster):
    forgotten = cluster.start()
    server = cluster.start()
    assert forgotten.wait(timeout=30) is not None
    assert cluster.answers()
    cluster.stop(server)


def test_a_stopped_cluster_leaves_no_process(cluster: Cluster):
    cluster.stop(cluster.start())
    assert postgres.leftovers(cluster) == []
    assert not cluster.answers()


def test_a_pid_file_with_a_strangers_number_stops_nobody(cluster: Cluster):
    cluster.stop(cluster.start())
    (cluster.data / "postmaster.pid").write_text(f"{os.getpid()}\n{cluster.data}\n")
    server = cluster.start()
    assert cluster.answers()
    cluster.stop(server)


def test_data_of_another_major_version_are_not_touched(tmp_path: Path, cluster: Cluster):
    (tmp_path / "pg").mkdir()
    (tmp_path / "pg" / "PG_VERSION").write_text("9\n")
    with pytest.raises(errors.EngineMismatch, match="PostgreSQL 9;"):
        replace(cluster, data=tmp_path / "pg").start()
    assert [entry.name for entry in (tmp_path / "pg").iterdir()] == ["PG_VERSION"]


def test_a_long_path_gets_a_short_socket_folder(tmp_path: Path):
    home = homes.create(tmp_path / ("far" * 30), "real")
    assert len(str(postgres.cluster_of(home).sockets)) < 90


def test_a_lock_is_held_by_one_and_says_by_whom(tmp_path: Path):
    first, second = HomeLock(tmp_path / "lock"), HomeLock(tmp_path / "lock")
    assert first.try_take()
    first.describe({"role": "server"})
    assert not second.try_take()
    assert second.holder() == {"pid": os.getpid(), "role": "server"}
    first.release()
    assert second.try_take()
    second.release()
