"""Board, report and vacant posts as whole pages over HTTP: eight clients in a closed loop, one signed-in desk.

``board_pages.py HOME URL`` asks a demo whose district is switched on already; it changes nothing there. Without
arguments a new one is started and switched on. CPU is that of the home's own processes, web and database together.
"""

from __future__ import annotations

import http.client
import http.cookiejar
import json
import os
import statistics
import sys
import threading
import time
import urllib.parse
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.served import Installation, served  # noqa: E402

from benchmarks.phones import _TOKEN, cpu_of  # noqa: E402
from benchmarks.record import Line, keep  # noqa: E402

_CLIENTS, _SECONDS, _GOAL = 8, 10.0, 100.0
_ORDER = """
number: 演练〔2022〕1 号
issued_by: 区指挥部（生成）
issued_at: 2022-11-12T08:00
legal_basis: 突发事件应对法，演练
document: 演练方案
"""
PAGES = {
    "measures board of the district": "/console/measures/140106/",
    "measures board of a street": "/console/measures/140106003/",
    "daily report of the district": "/console/reports/140106/",
    "vacant posts of the district": "/console/people/of/140106/vacancies/",
}


def main() -> None:
    """Measure, keep, print."""
    if len(sys.argv) == 3:
        lines = every(Path(sys.argv[1]), sys.argv[2])
    else:
        with served("demo") as home:
            switch_on(home)
            lines = every(home.path, home.url)
    keep("board-pages", lines)
    for line in lines:
        print(line)


def switch_on(home: Installation) -> None:
    """Two people switch the district on; the command waits until it is."""
    order = home.path.parent / "order.yaml"
    order.write_text(_ORDER, encoding="utf-8")
    wish = ("--unit", "140106", "--order", str(order), "--expires", "2022-11-15T08:00", "--as", "district-duty")
    asked = home.run("playbook", "activate", "epidemic", *wish, "--json")
    approved = home.run("approve", json.loads(asked.stdout)["pending"], "--as", "district-leader", "--json")
    assert approved.returncode == 0, approved.stdout + approved.stderr


def every(home: Path, url: str) -> list[Line]:
    """One line a page."""
    return [measured(home, url, name, path) for name, path in PAGES.items()]


def measured(home: Path, url: str, name: str, path: str) -> Line:
    """Percentiles of a closed loop, and CPU for one page."""
    cookie = sign_in(home, url)
    taken: list[float] = []
    ask(url, path, cookie, taken, until=time.perf_counter() + 1)
    taken.clear()
    before, began = cpu_of(home), time.perf_counter()
    until = began + _SECONDS
    clients = [threading.Thread(target=ask, args=(url, path, cookie, taken, until)) for _ in range(_CLIENTS)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    passed, used = time.perf_counter() - began, cpu_of(home) - before
    cuts = statistics.quantiles(taken, n=100)
    return Line(
        name=f"{name}, whole page, {_CLIENTS} clients",
        ours=f"p50 {cuts[49]:.0f} ms, p95 {cuts[94]:.0f} ms, {1000 * used / len(taken):.0f} ms CPU a page",
        goal=f"p95 < {_GOAL:.0f} ms",
        held=cuts[94] < _GOAL,
        note=f"{len(taken) / passed:.0f} pages a second; load of the machine {os.getloadavg()[0]:.1f}",
    )


def sign_in(home: Path, url: str) -> str:
    """The cookies of the district's duty desk."""
    known = json.loads((home / "demo.json").read_text())["district_duty"]
    jar = http.cookiejar.CookieJar()
    opened = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar)).open
    token = _TOKEN.search(opened(f"{url}/console/sign-in/").read().decode())
    assert token is not None, "no form to sign in"
    fields = {"name": known["login"], "password": known["password"], "csrfmiddlewaretoken": token[1]}
    opened(f"{url}/console/sign-in/", urllib.parse.urlencode(fields).encode())
    return "; ".join(f"{one.name}={one.value}" for one in jar)


def ask(url: str, path: str, cookie: str, taken: list[float], until: float) -> None:
    """Ask again and again over one connection, as a browser that reloads; keep milliseconds."""
    connection = http.client.HTTPConnection(urllib.parse.urlsplit(url).netloc, timeout=60)
    while time.perf_counter() < until:
        began = time.perf_counter()
        connection.request("GET", path, headers={"Cookie": cookie})
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200, f"{path}: {answer.status}"
        taken.append((time.perf_counter() - began) * 1000)
    connection.close()


if __name__ == "__main__":
    main()
