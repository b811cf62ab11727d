"""Kill -9 of anything while a playbook is switched on or stood down: the old state or the new one, nothing between."""

from __future__ import annotations

import itertools
import json
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from tests import served
from tests.database import ROOT
from tests.project.test_chaos import KILLS, PATIENCE
from tests.served import ServedHome

from gridkeeper.access.actors import system_actor
from gridkeeper.project.migrate import EXERCISE_STARTS_AT
from gridkeeper.project.processes import wait_until
from gridkeeper.scopes.doors import settings_of

pytestmark = [pytest.mark.chaos, pytest.mark.served]
PLAN, STREET = "epidemic-district", "140106003"
ORDER = """
number: 庙指〔2022〕{number}号（演练）
issued_by: 庙前街道办事处
issued_at: 2022-11-12 08:00
legal_basis: 《突发事件应对法》第四十九条
document: 街道通知
"""
OPEN = {
    "posts_body": "closed_at IS NULL",
    "posts_post": "to_at IS NULL",
    "posts_appointment": "to_at IS NULL",
    "sites_site": "closed_at IS NULL",
    "rosters_shift": "state = 'planned'",
    "rounds_series": "ended_at IS NULL",
    "notices_notice": "ended_at IS NULL",
    "territory_overlay": "to_on IS NULL AND kind = 'control_unit'",
}
"""Rows of an order that hold, table by table."""
KINDS = {
    "posts_body": "body",
    "posts_post": "post",
    "posts_appointment": "appointment",
    "sites_site": "site",
    "rosters_shift": "shift",
    "rounds_series": "series",
    "notices_notice": "notice",
    "territory_overlay": "control_unit",
}
STEPS = 13
"""Baseline, composing, the kinds one after the other, measures, done."""


@pytest.fixture(scope="module")
def home() -> Iterator[ServedHome]:
    """A demo of its own: what is killed here must not disturb other tests."""
    with served.served("demo") as home:
        yield home


@dataclass(frozen=True, kw_only=True)
class Seen:
    """One moment of the database: an activation's state, how far it says it is, and its rows that hold."""

    state: str
    done: int
    rows: dict[str, int]


def seen(home: ServedHome, activation: str) -> Seen | None:
    """What stands at one moment, in one snapshot as the system sees it; None while nobody answers."""
    values = settings_of(system_actor("test"))
    with suppress(psycopg.Error), psycopg.connect(f"host={home.path / 'run'} user=gk_app dbname=gridkeeper") as found:
        found.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        for name, value in values.items():
            found.execute("SELECT set_config(%s, %s, true)", [name, value])
        query = "SELECT state, order_id FROM activations_activation WHERE id = %s"
        state, order = found.execute(query, [activation]).fetchone() or ("", None)
        far = found.execute("SELECT done FROM activations_progress WHERE activation_id = %s", [activation]).fetchone()
        rows = dict.fromkeys(OPEN, 0)
        for table, holds in OPEN.items():
            query = f"SELECT count(*) FROM {table} WHERE order_id = %s AND {holds}"
            rows[table] = (found.execute(query, [order]).fetchone() or (0,))[0]
        return Seen(state=state, done=far[0] if far else 0, rows=rows)
    return None


def is_whole(one: Seen, made: dict[str, int]) -> bool:
    """Everything of it stands, or nothing: told by its state."""
    full = {table: made.get(kind, 0) for table, kind in KINDS.items()}
    return one.rows == (full if one.state == "active" else dict.fromkeys(OPEN, 0))


def watched(home: ServedHome, activation: str, made: dict[str, int], *, until: Callable[[Seen], bool]) -> Seen:
    """Look again and again until something is so; no look may find half a state."""
    last: list[Seen] = []

    def so() -> bool:
        one = seen(home, activation)
        if one is None:
            return False
        assert is_whole(one, made), (one, made)
        last.append(one)
        return until(one)

    assert wait_until(so, seconds=PATIENCE, every=0.02), last[-1:]
    return last[-1]


def ended_or_seen(often: int) -> Callable[[Seen], bool]:
    """True at the end, or after that many looks: an end says nothing of how far it is."""
    looks = itertools.count()
    return lambda one: one.state == "ended" or next(looks) >= often


@contextmanager
def under_way(home: ServedHome, *arguments: str) -> Iterator[None]:
    """A command that runs beside the block, whatever becomes of it."""
    words = [sys.executable, "-m", "gridkeeper.project.entry", *arguments, "--json"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    running = subprocess.Popen(words, env=home.environment, cwd=ROOT, **quiet)
    try:
        yield
    finally:
        running.wait(timeout=PATIENCE)


def wanted(home: ServedHome, folder: Path, number: int) -> tuple[str, str, dict[str, int]]:
    """A switch that waits for its second person: its id, the code, and how many of each kind it will make."""
    paper = folder / f"{number}.yaml"
    paper.write_text(ORDER.format(number=number), encoding="utf-8")
    wish = ("playbook", "activate", PLAN, "--unit", STREET, "--order", str(paper), "--expires", "2022-11-14T08:00")
    asked = json.loads(home.run(*wish, "--as", "district-duty", "--json").stdout)
    return asked["id"], asked["pending"], asked["wanted"]


def test_a_switch_and_its_end_are_whole_or_not_at_all_whatever_is_killed(
    home: ServedHome, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    # A job of a killed worker is taken up within a minute and a half: one round in three keeps the suite short.
    for number in range(max(1, request.config.getoption("chaos_rounds") // 3)):
        key, code, made = wanted(home, tmp_path, number + 1)
        step, looks = random.randrange(STEPS), random.randrange(60)
        with under_way(home, "approve", code, "--as", "street-leader"):
            watched(home, key, made, until=lambda one, step=step: one.state == "active" or one.done >= step)
            random.choice(KILLS)(home)
            home.wait_until_whole()
        if watched(home, key, made, until=bool).state == "proposed":
            home.run("approve", code, "--as", "street-leader", "--json")
        watched(home, key, made, until=lambda one: one.state == "active")
        with under_way(home, "activation", "stand-down", key, "--as", "district-duty"):
            watched(home, key, made, until=ended_or_seen(looks))
            random.choice(KILLS)(home)
            home.wait_until_whole()
        if watched(home, key, made, until=bool).state == "active":
            home.run("activation", "stand-down", key, "--as", "district-duty", "--json")
        watched(home, key, made, until=lambda one: one.state == "ended")
        status = json.loads(home.run("activation", "status", key, "--as", "district-duty", "--json").stdout)
        assert status["difference"] == []


def test_after_all_of_that_a_reset_puts_the_served_exercise_back_to_its_first_moment(home: ServedHome) -> None:
    said = json.loads(home.run("demo", "--reset", "--json").stdout)
    home.wait_until_whole()
    assert said == {"reset": True}
    assert json.loads(home.run("activation", "list", "--as", "district-duty", "--json").stdout) == []
    clock = json.loads(home.run("clock", "show", "--json").stdout)
    assert timedelta(0) <= datetime.fromisoformat(clock["now"]) - EXERCISE_STARTS_AT < timedelta(minutes=10)
