"""One served demo district for all stories of a test run, asked as its users ask: over HTTP or by command."""

from __future__ import annotations

import http.cookiejar
import json
import re
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from tests.served import Installation, join_demo

_EDGE = "edge-of-a-part"
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass(frozen=True, kw_only=True)
class District:
    """A running demo."""

    home: Installation

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
    """A browser without scripts: keeps cookies, sends the token of the last form; ``at`` is the address it shows."""

    def __init__(self, district: District) -> None:
        self._district, self._token, self.at = district, "", ""
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self._open = urllib.request.build_opener(jar).open

    def get(self, path: str) -> tuple[int, str]:
        """Status and page."""
        return self._ask(path, None)

    def post(self, path: str, **fields: str) -> tuple[int, str]:
        """Send a form; status and the page it leads to."""
        return self._ask(path, urllib.parse.urlencode({**fields, "csrfmiddlewaretoken": self._token}).encode())

    def send(self, path: str, name: str, content: bytes, **fields: str) -> tuple[int, str]:
        """Send a file and what else a form holds; status and the page it leads to."""
        given = {**fields, "csrfmiddlewaretoken": self._token}
        parts = [f'--{_EDGE}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n' for k, v in given.items()]
        head = f'--{_EDGE}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        body = b"".join([*(part.encode() for part in parts), head.encode(), content, f"\r\n--{_EDGE}--\r\n".encode()])
        return self._ask(path, body, {"Content-Type": f"multipart/form-data; boundary={_EDGE}"})

    def sign_in(self, role: str) -> tuple[int, str]:
        """Sign in with what ``demo.json`` says of a role."""
        known = self._district.sign_ins[role]
        self.get("/console/sign-in/")
        return self.post("/console/sign-in/", name=known["login"], password=known["password"])

    def _ask(self, path: str, data: bytes | None, more: Mapping[str, str] | None = None) -> tuple[int, str]:
        url = self._district.home.url
        told = {"Referer": url + path, "Accept-Language": "en", **(more or {})}
        asked = urllib.request.Request(url + path, data, told)
        try:
            with self._open(asked, timeout=60) as answer:
                status, page, self.at = answer.status, answer.read().decode(), urllib.parse.urlsplit(answer.url).path
        except urllib.error.HTTPError as error:
            status, page = error.code, error.read().decode()
        found = _TOKEN.search(page)
        self._token = found[1] if found else self._token
        return status, page


@pytest.fixture(scope="session")
def district() -> District:
    """The demo as ``make demo`` starts it, one for the whole run: each story keeps to a place of its own."""
    return District(home=join_demo())


@pytest.fixture
def visitor(district: District) -> Visitor:
    """Somebody who has not signed in."""
    return Visitor(district)
