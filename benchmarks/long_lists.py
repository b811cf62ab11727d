"""Long lists under load: people, audit, open work and orders over a million rows each, as clients in a closed loop.

Imported by million.py, which has settled Django; a client is a process of its own with one connection.
"""

from __future__ import annotations

import multiprocessing
import os
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.record import Line

ROWS, ROUNDS, MOST_SECONDS = int(os.environ.get("GRIDKEEPER_BENCH_ROWS", "1_000_000")), 12, 12.0
CLIENTS = (1, 8)
_TICKS = os.sysconf("SC_CLK_TCK")
_STARTED = "timestamptz '2022-11-12 00:00Z'"

# Every row at a place of its own choosing, newest last; a third of the work is open, as in a bad week.
FILL = f"""
CREATE TEMP TABLE act AS
  SELECT i, ('01930000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid AS id, p.id AS unit_id, p.unit_code,
         {_STARTED} + i * interval '1 second' AS at
  FROM generate_series(0, {ROWS} - 1) AS i
  JOIN place AS p ON p.n = (i::bigint * 7919) % (SELECT count(*) FROM place);
INSERT INTO audit_event (id, recorded_at, happened_at, actor, verb, subject_kind, subject_id, unit_code,
                         payload_digest)
  SELECT id, at, at, 'clerk' || i % 997, CASE i % 3 WHEN 0 THEN 'case.moved' WHEN 1 THEN 'case.opened'
         ELSE 'post.appointed' END, 'case', id::text, unit_code, repeat('0', 64) FROM act;
INSERT INTO audit_payload (event_id, unit_code, salt, facts) SELECT id, unit_code, '\\x00', '{{}}' FROM act;
INSERT INTO audit_seal (number, event_id, hash, sealed_at) SELECT i + 1, id, repeat('0', 64), at FROM act;
INSERT INTO cases_case (id, number, kind, title, facts, subject_kind, subject_id, life_safety, detail, unit_id,
                        unit_code, state, opened_by, resolved_by, opened_at, due_at, closed_at)
  SELECT id, 'B-' || i, 'task', '（生成）', '{{}}', '', '', i % 997 = 0, '', unit_id, unit_code,
         CASE WHEN i % 3 = 0 THEN 'reported' ELSE 'closed' END, 'clerk', '', at,
         at + (i::bigint * 7919 % 86400) * interval '1 second', CASE WHEN i % 3 > 0 THEN at END FROM act;
INSERT INTO orders_order (id, number, title, kind, unit_id, unit_code, legal_basis, document, issued_by, issued_at,
                          state, proposed_by, proposed_at, approved_by, in_force_at, expires_at, ended_by,
                          ended_because)
  SELECT id, 'B-' || i, '（生成）', 'area', unit_id, unit_code, '（生成）', '（生成）', '（生成）', at,
         'in_force', 'one', at, 'two', at, at + interval '7 days', '', '' FROM act;
"""

Page = Callable[[Any, str, str], str]
"""A page of a list for an actor and a unit, after a key; answers the key of the next page."""


def _people(text: str = "", sort: str = "") -> Page:
    from gridkeeper.clocks.queries import home_time
    from gridkeeper.posts.queries.people import people_page

    now = home_time().now
    return lambda actor, unit, after: (
        people_page(actor=actor, unit_code=unit, now=now, text=text, sort=sort, after=after).next
    )


def _turned(found: Any, after: str) -> str:
    """The key of the next page; the total is counted with the first and carried along, as the console does."""
    if not after:
        found.counted()
    return str(found.next)


def _events(sort: str = "") -> Page:
    from gridkeeper.audit.queries import events_page

    def page(actor: Any, unit: str, after: str) -> str:
        found = events_page(actor=actor, unit_code=unit, sort=sort, after=after)
        return _turned(found, after)

    return page


def _orders(sort: str = "", state: str = "") -> Page:
    from gridkeeper.clocks.queries import home_time
    from gridkeeper.orders.queries import orders_page

    now = home_time().now

    def page(actor: Any, unit: str, after: str) -> str:
        found = orders_page(actor=actor, now=now, unit_code=unit, state=state, sort=sort, after=after)
        return _turned(found, after)

    return page


def _cases(sort: str = "", *, over: bool = False) -> Page:
    from gridkeeper.cases.queries import Narrowed, cases_page

    def page(actor: Any, unit: str, after: str) -> str:
        asked = Narrowed(unit_code=unit, over=over)
        found = cases_page(actor=actor, asked=asked, sort=sort, after=after)
        return _turned(found, after)

    return page


def _asked(number: int) -> Iterator[tuple[str, str, Page]]:
    """What client ``number`` asks for: name, unit, page."""
    yield "people, community", f"1401060010{number % 5 + 1:02d}", _people()
    yield "people, district", "140106", _people()
    yield "people, prefecture", "1401", _people()
    yield "people, province", "14", _people()
    yield "people, district, by initials", "140106", _people(f"{chr(97 + number)}b")
    yield "people, prefecture, by initials", "1401", _people(f"{chr(97 + number)}b")
    for name, page in (("audit", _events()), ("open work", _cases()), ("orders", _orders())):
        yield f"{name}, district", "140106", page
        yield f"{name}, prefecture", "1401", page
        yield f"{name}, province", "14", page
    yield "work that is over, district", "140106", _cases(over=True)
    yield "work that is over, province", "14", _cases(over=True)
    for name, sort, page in _sorted():
        for level, unit in (("district", "140106"), ("province", "14")):
            yield f"{name}, {level}, by {sort}", unit, page


def _sorted() -> Iterator[tuple[str, str, Page]]:
    """Every order that a long list offers besides its usual one: list, order, page."""
    from gridkeeper.audit.queries import EVENT_SORTS
    from gridkeeper.cases.queries import OPEN_SORTS, OVER_SORTS
    from gridkeeper.orders.queries import IN_FORCE_SORTS
    from gridkeeper.posts.queries.people import PEOPLE_SORTS

    makers: list[tuple[str, Any, Callable[[str], Page]]] = [
        ("people", PEOPLE_SORTS, lambda sort: _people(sort=sort)),
        ("audit", EVENT_SORTS, _events),
        ("open work", OPEN_SORTS, _cases),
        ("work that is over", OVER_SORTS, lambda sort: _cases(sort, over=True)),
        ("orders", IN_FORCE_SORTS, lambda sort: _orders(sort, "in_force")),
    ]
    for name, sorts, make in makers:
        for key in sorts.keys:
            if key != sorts.default.removeprefix("-"):
                yield name, key, make(key)


PAGES = {
    "people": "/console/people/of/{unit}/",
    "open work": "/console/cases/?unit={unit}",
    "orders": "/console/orders/?unit={unit}",
    "audit": "/console/audit/?unit={unit}",
}
"""Whole pages, drawn as a browser gets them."""
_DESKS = {"district": "140106", "prefecture": "1401", "province": "14"}


def settle_desks() -> None:
    """Somebody at each level who may read every list: people and posts through the rooms' own commands."""
    from gridkeeper.access.actors import system_actor
    from gridkeeper.accounts.commands import NewAccount, open_accounts
    from gridkeeper.clocks.queries import home_time
    from gridkeeper.posts.commands.appointment import NewPost, appoint, create_post
    from gridkeeper.posts.commands.person import NewPerson, register_people
    from gridkeeper.scopes.doors import acting_as
    from gridkeeper.territory.queries.find import unit_meant

    actor, now = system_actor("bench"), home_time().now
    with acting_as(actor):
        for login, code in _DESKS.items():
            unit = unit_meant(actor=actor, text=code)
            place = {"unit_id": unit.id, "unit_code": unit.unit_code}
            wish = NewPerson(name=f"{login}（生成）", phone="", birth_year=1980, is_generated=True, **place)
            [person] = register_people(actor=actor, people=[wish], now=now)
            for role in ("district_duty", "auditor"):
                post = NewPost(role=role, title=role, is_office=True, duty_phone="", from_at=now, **place)
                held = create_post(actor=actor, post=post, now=now)
                appoint(actor=actor, post_id=held.id, person_id=person, document="bench", from_at=now, now=now)
            account = NewAccount(login=login, name=login, person_id=person, sign_in_names=(login,))
            open_accounts(actor=actor, accounts=[account], now=now)


def _visits() -> list[tuple[str, list[float], float]]:
    """What a client's whole pages took: first pages of each list at each level, one after the other."""
    import re

    from django.db import connection
    from django.test import Client

    from gridkeeper.accounts.queries import account_by_login

    server, found = connection.connection.info.backend_pid, []
    for name, address in PAGES.items():
        for login, unit in _DESKS.items():
            browser, taken = Client(SERVER_NAME="127.0.0.1"), []
            browser.force_login(account_by_login(login), backend="django.contrib.auth.backends.ModelBackend")
            asked = address.format(unit=unit)
            browser.get(asked)  # as in a web process that has drawn the page before
            until, cpu = time.monotonic() + MOST_SECONDS, _cpu(server)
            while len(taken) < ROUNDS and time.monotonic() < until:
                began = time.perf_counter()
                answer = browser.get(asked)
                taken.append((time.perf_counter() - began) * 1000)
                assert answer.status_code == 200, (asked, answer.status_code)
                onward = re.search(r'rel="next" href="([^"]+)"', answer.content.decode())
                asked = asked.partition("?")[0] + onward[1].replace("&amp;", "&") if onward else asked
            found.append((f"whole page: {name}, {login}", taken, (_cpu(server) - cpu) / len(taken)))
    return found


def officer(*prefixes: str) -> Any:
    """Somebody who may read everything below the prefixes."""
    from gridkeeper.kernel.actor import Actor

    classes = ("people", "wall", "audit", "cases", "orders")
    return Actor(login="bench", grants={f"{name}.read": prefixes for name in classes})


def _client(number: int) -> list[tuple[str, list[float], float]]:
    """For each list: its name, milliseconds of every page, and CPU milliseconds a page (program and database)."""
    from django.db import connection, connections

    from gridkeeper.scopes.doors import acting_as

    connections.close_all()
    connection.ensure_connection()
    server = connection.connection.info.backend_pid
    found = []
    for name, unit, page in _asked(number):
        actor, after = officer(unit), ""
        taken: list[float] = []
        until, cpu = time.monotonic() + MOST_SECONDS, _cpu(server)
        while len(taken) < ROUNDS and time.monotonic() < until:
            began = time.perf_counter()
            with acting_as(actor):
                after = page(actor, unit, after)
            taken.append((time.perf_counter() - began) * 1000)
        found.append((name, taken, (_cpu(server) - cpu) / len(taken)))
    return found + _visits()


def _cpu(server: int) -> float:
    """CPU milliseconds so far of this process and of the database's process that serves it."""
    fields = Path(f"/proc/{server}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return time.process_time() * 1000 + (int(fields[11]) + int(fields[12])) * 1000 / _TICKS


def measured() -> list[Line]:
    """Each list by one client and by eight, every page with the key of the next, the first with its total."""
    from django.db import connections

    connections.close_all()
    by_clients: dict[int, list[list[tuple[str, list[float], float]]]] = {}
    loads = {}
    for clients in CLIENTS:
        with multiprocessing.get_context("fork").Pool(clients) as pool:
            by_clients[clients] = pool.map(_client, range(clients), chunksize=1)
        loads[clients] = os.getloadavg()[0]
    return [_line(place, by_clients, loads) for place in range(len(by_clients[CLIENTS[0]][0]))]


def _line(
    place: int, by_clients: dict[int, list[list[tuple[str, list[float], float]]]], loads: dict[int, float]
) -> Line:
    told, p95 = [], 0.0
    for clients, parts in by_clients.items():
        times = sorted(took for part in parts for took in part[place][1])
        cpu = statistics.mean(part[place][2] for part in parts)
        p95 = times[int(0.95 * (len(times) - 1))]
        told.append(f"{clients} cl.: p50 {statistics.median(times):.0f}, p95 {p95:.0f} ms, {cpu:.1f} ms CPU a page")
    name = by_clients[CLIENTS[0]][0][place][0]
    usual = name.partition(", by ")[0]
    ratio = ""
    if usual != name and "initials" not in name:
        cpu_alone = {took[0]: took[2] for took in by_clients[CLIENTS[0]][0]}
        ratio = f"{cpu_alone[name] / cpu_alone[usual]:.2f} of the usual order's CPU by one client"
    busy = ", ".join(f"{load:.1f} with {clients}" for clients, load in loads.items())
    return Line(
        name=f"{name}, {ROWS:,} rows",
        ours="; ".join(told),
        ratio=ratio,
        goal=f"p95 < 100 ms at {CLIENTS[-1]} clients",
        held=p95 < 100,
        note=f"load {busy}",
    )
