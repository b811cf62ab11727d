"""One command, three processes, one address."""

from __future__ import annotations

import http.client
import json
import os
import signal
from pathlib import Path

import psycopg
import pytest
from tests import served
from tests.served import ServedHome

from gridkeeper.project.processes import wait_until

pytestmark = pytest.mark.served


def ask(home: ServedHome, path: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", home.port, timeout=10)
    connection.request("GET", path)
    return connection.getresponse()


def test_health_names_every_part(served_home: ServedHome):
    assert served_home.health() == {
        "status": 200,
        "web": True,
        "database": True,
        "worker": True,
        "version": "0.1.0",
        "kind": "exercise",
    }


def test_every_page_carries_the_strict_policy(served_home: ServedHome):
    policy = ask(served_home, "/").headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


def test_a_second_server_on_the_same_home_is_refused(served_home: ServedHome):
    second = served_home.run("serve", "--json")
    assert (second.returncode, json.loads(second.stdout)["refused"]["code"]) == (1, "home.in-use")


def test_a_taken_port_is_named(served_home: ServedHome):
    with served.fresh_folder() as folder:
        environment = served.environment_for(folder / "home", served_home.port)
        refused = served.command("serve", "--json", environment=environment)
    assert json.loads(refused.stdout)["refused"]["code"] == "serve.port-taken"


def test_a_home_keeps_its_kind(served_home: ServedHome):
    refused = served_home.run("serve", "--kind", "real", "--json")
    assert json.loads(refused.stdout)["refused"]["code"] == "home.kind-is-fixed"


def test_commands_attach_to_the_running_database(served_home: ServedHome):
    answer = json.loads(served_home.run("doctor", "--json").stdout)
    assert {check["check"]: check["ok"] for check in answer["checks"]}["worker"]


def test_nothing_listens_but_the_web_server(served_home: ServedHome):
    sockets = [line.split() for line in Path(f"/proc/{served_home.process.pid}/net/tcp").read_text().splitlines()[1:]]
    listening = {int(fields[1].split(":")[1], 16) for fields in sockets if fields[3] == "0A"}
    assert 5432 not in listening


def test_a_stopped_server_leaves_no_process_and_goes_on_with_the_same_home(served_home: ServedHome):
    made = json.loads((served_home.path / "home.json").read_text())
    served_home.process.send_signal(signal.SIGTERM)
    assert served_home.process.wait(timeout=60) == 0
    assert not [part for part in ("web", "worker", "postgres") if served_home.pids(part)]
    served_home.start()
    served_home.wait_until_whole()
    assert json.loads((served_home.path / "home.json").read_text()) == made


@pytest.mark.parametrize("part", ["worker", "web", "postgres"])
def test_a_killed_part_comes_back(served_home: ServedHome, part: str):
    before = served_home.pids(part)
    for pid in before:
        os.kill(pid, signal.SIGKILL)
    assert wait_until(lambda: served_home.is_whole() and not set(before) & set(served_home.pids(part)), seconds=60)


def test_a_worker_newer_than_its_tables_takes_no_job_and_says_so_until_they_are_brought_up():
    with served.served() as home:
        owner = f"host={home.path / 'run'} user=gk_owner dbname=gridkeeper"
        with psycopg.connect(owner) as database:
            row = database.execute("SELECT max(name) FROM django_migrations WHERE app = 'access'").fetchone()
            database.execute("DELETE FROM django_migrations WHERE app = 'access' AND name = %s", row)
        for pid in home.pids("worker"):
            os.kill(pid, signal.SIGKILL)
        assert wait_until(lambda: f"the first is access.{row[0]}" in home.log(), seconds=60.0)
        assert not home.health()["worker"]
        with psycopg.connect(owner) as database:
            database.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('access', %s, now())", row)
        home.wait_until_whole()
