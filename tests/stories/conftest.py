"""One served demo district for the stories of a test process, asked as its users ask: over HTTP or by command."""

from __future__ import annotations

import http.cookiejar
import json
import re
import signal
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from tests.database import ROOT
from tests.served import ServedHome, environment_for, free_port, fresh_folder

_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass(frozen=True, kw_only=True)
class District:
    """A running demo."""

    home: ServedHome

    @property
    def sign_ins(self) -> dict[str, dict[str, str]]:
        """Sign-ins by role, as ``demo.json`` has them."""
        return dict(json.loads((self.home.path / "demo.json").read_text()))

    def said(self, *arguments: str) -> tuple[int, Any]:
        """Exit code and JSON of a command on the running home; a trace fails the story."""
        done = self.home.run(*arguments, "--json")
        assert "Traceback" not in done.stderr, done.stderr
        return done.returncode, json.loads(done.stdout) if done.stdout.strip() else None

    def done(self, *arguments: str) -> Any:
        """The JSON of a command that has to succeed."""
        code, answer = self.said(*arguments)
        assert code == 0, answer
        return answer

    def refused(self, *arguments: str) -> str:
        """The code of the refusal of a command that has to be refused in one sentence."""
        code, answer = self.said(*arguments)
        assert code == 1, answer
        assert answer["refused"]["text"].strip()
        return str(answer["refused"]["code"])


class Visitor:
    """A browser without scripts: keeps cookies, sends the token of the last form."""

    def __init__(self, district: District) -> None:
        self._district, self._token = district, ""
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self._open = urllib.request.build_opener(jar).open

    def get(self, path: str) -> tuple[int, str]:
        """Status and page."""
        return self._ask(path, None)

    def post(self, path: str, **fields: str) -> tuple[int, str]:
        """Send a form; status and the page it leads to."""
        return self._ask(path, urllib.parse.urlencode({**fields, "csrfmiddlewaretoken": self._token}).encode())

    def sign_in(self, role: str) -> tuple[int, str]:
        """Sign in with what ``demo.json`` says of a role."""
        known = self._district.sign_ins[role]
        self.get("/console/sign-in/")
        return self.post("/console/sign-in/", name=known["login"], password=known["password"])

    def _ask(self, path: str, data: bytes | None) -> tuple[int, str]:
        url = self._district.home.url
        asked = urllib.request.Request(url + path, data, {"Referer": url + path, "Accept-Language": "en"})
        try:
            with self._open(asked, timeout=60) as answer:
                status, page = answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            status, page = error.code, error.read().decode()
        found = _TOKEN.search(page)
        self._token = found[1] if found else self._token
        return status, page


@pytest.fixture(scope="session")
def district() -> Iterator[District]:
    """The demo as ``make demo`` starts it."""
    with fresh_folder() as folder:
        port, path = free_port(), folder / "home"
        with (folder / "serve.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "gridkeeper.project.entry", "demo"],
                env=environment_for(path, port),
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        home = ServedHome(path=path, port=port, process=process)
        try:
            home.wait_until_whole()
            yield District(home=home)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=60)


@pytest.fixture
def visitor(district: District) -> Visitor:
    """Somebody who has not signed in."""
    return Visitor(district)
