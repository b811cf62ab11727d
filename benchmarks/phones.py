"""15,000 duty pages that each ask once a minute whether something is new: how much of a core the server needs.

``phones.py HOME URL`` asks a demo that runs already; without arguments a new one is started. What the server does
anyway is measured first and taken off.
"""

from __future__ import annotations

import http.client
import http.cookiejar
import json
import os
import re
import sys
import threading
import time
import urllib.parse
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.served import served  # noqa: E402

from benchmarks.record import Line, keep  # noqa: E402

PHONES, A_MINUTE = 15_000, 60.0
_IDLE_SECONDS, _SECONDS, _THREADS = 6.0, 15.0, 4
_TICKS = os.sysconf("SC_CLK_TCK")
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_BEAT = re.compile(r'hx-get="(/beat/[^"]+)"')


def main() -> None:
    """Measure and keep."""
    if len(sys.argv) == 3:
        lines = measured(Path(sys.argv[1]), sys.argv[2])
    else:
        with served("demo") as home:
            lines = measured(home.path, home.url)
    keep("phones", lines)
    for line in lines:
        print(line)


def measured(home: Path, url: str) -> list[Line]:
    """Share of one core, web processes and database together, beyond what idling takes."""
    beat = beat_address(home, url)
    before, began = cpu_of(home), time.perf_counter()
    time.sleep(_IDLE_SECONDS)
    idle = (cpu_of(home) - before) / (time.perf_counter() - began)
    before, began = cpu_of(home), time.perf_counter()
    asked = ask(url, beat, rate=PHONES / A_MINUTE)
    passed = time.perf_counter() - began
    busy = (cpu_of(home) - before) / passed
    rate = asked / passed
    share = max(0.0, busy - idle) * (PHONES / A_MINUTE) / rate
    return [
        Line(
            name=f"{PHONES:,} duty pages asking once a minute",
            ours=f"{100 * share:.1f} % of one core",
            goal="< 30 %",
            held=share < 0.3,
            note=f"{rate:.0f} answers a second over {passed:.0f} s; idle {100 * idle:.1f} % taken off",
        )
    ]


def beat_address(home: Path, url: str) -> str:
    """Sign in as the community's desk and read off its duty page what it asks."""
    known = json.loads((home / "demo.json").read_text())["community_desk"]
    opened = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())).open
    page = opened(f"{url}/console/").read().decode()
    token = _TOKEN.search(page)
    assert token is not None, "no form to sign in"
    fields = {"name": known["login"], "password": known["password"], "csrfmiddlewaretoken": token[1]}
    opened(f"{url}/console/sign-in/", urllib.parse.urlencode(fields).encode())
    found = _BEAT.search(opened(f"{url}/console/duty/").read().decode())
    assert found is not None, "the duty page asks nothing"
    return found[1]


def ask(url: str, beat: str, *, rate: float) -> int:
    """Ask at this rate over a few kept connections; gives how many answers came."""
    host = urllib.parse.urlsplit(url).netloc
    ends, answers = time.perf_counter() + _SECONDS, [0] * _THREADS

    def one(number: int) -> None:
        connection = http.client.HTTPConnection(host, timeout=10)
        due = time.perf_counter()
        while (now := time.perf_counter()) < ends:
            if now < due:
                time.sleep(due - now)
            connection.request("GET", beat)
            answer = connection.getresponse()
            answer.read()
            assert answer.status in (200, 204), answer.status
            answers[number] += 1
            due += _THREADS / rate

    threads = [threading.Thread(target=one, args=(number,)) for number in range(_THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(answers)


def cpu_of(home: Path) -> float:
    """Processor seconds of every process that works on this home."""
    mark, total = f"GRIDKEEPER_HOME={home}".encode(), 0
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit() or int(folder.name) == os.getpid():
            continue
        try:
            if mark in (folder / "environ").read_bytes().split(b"\0"):
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
                total += int(fields[11]) + int(fields[12])
        except OSError:
            # It ended between two looks, or is not ours to read.
            continue
    return total / _TICKS


if __name__ == "__main__":
    main()
