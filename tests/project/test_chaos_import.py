"""Kill -9 while a long list of people goes in by the worker: it is taken up again by itself, all rows once."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from http.cookiejar import CookieJar
from typing import Any
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

import pytest
from tests import served
from tests.project.test_chaos import kill_database, kill_worker
from tests.served import ServedHome

from gridkeeper.project.processes import wait_until

pytestmark = [pytest.mark.chaos, pytest.mark.served]
ROWS = 20_000
"""Enough that the worker does it and not the page."""
PATIENCE = 480.0
_BOUNDARY = "rows-of-people"


@pytest.fixture(scope="module")
def home(request: pytest.FixtureRequest) -> Iterator[ServedHome]:
    """A demo of its own: what is killed here must not disturb other tests."""
    if request.config.getoption("chaos_rounds") < 4:
        pytest.skip("takes some minutes: make chaos runs it")
    with served.served("demo") as home:
        yield home


class Visitor:
    """A browser of few words: pages, forms with their token, one file."""

    def __init__(self, home: ServedHome) -> None:
        self.home = home
        self.opener = build_opener(HTTPCookieProcessor(CookieJar()))
        entry = json.loads((home.path / "demo.json").read_text())["administrator"]
        self.post("/console/sign-in/", {"name": entry["login"], "password": entry["password"]})

    def token(self, path: str) -> str:
        page = self.opener.open(self.home.url + path).read().decode()
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert found, f"{path} has no form"
        return found[1]

    def post(self, path: str, fields: dict[str, str], *, form: str = "") -> str:
        """Send a form; the address it leads to."""
        body = urlencode({**fields, "csrfmiddlewaretoken": self.token(form or path)}).encode()
        return str(self.opener.open(self.home.url + path, body).url)

    def send_list(self, text: str) -> str:
        """Send a list of people; its key."""
        path = "/console/imports/people/"
        head = f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{{}}"{{}}\r\n\r\n'
        body = (
            head.format("csrfmiddlewaretoken", "") + self.token(path) + "\r\n"
            + head.format("file", '; filename="list.csv"') + text + f"\r\n--{_BOUNDARY}--\r\n"
        )  # fmt: skip
        kind = {"Content-Type": f"multipart/form-data; boundary={_BOUNDARY}"}
        url = self.opener.open(Request(self.home.url + path, body.encode(), kind)).url
        return str(url).rstrip("/").rpartition("/")[2]


def upload(home: ServedHome, key: str) -> dict[str, Any]:
    """How far a list is, as it is written down."""
    return dict(json.loads((home.path / "files" / "uploads" / f"{key}.json").read_text()))


def test_a_long_import_goes_on_by_itself_after_its_worker_and_its_database_were_killed(home: ServedHome) -> None:
    visitor = Visitor(home)
    rows = "".join(f"名单{n}（生成）,139{n:08d},140106003011\n" for n in range(ROWS))
    key = visitor.send_list("姓名,手机号,单位\n" + rows)
    visitor.post(f"/console/imports/list/{key}/go/", {}, form=f"/console/imports/list/{key}/")
    for tries, kill in ((1, kill_worker), (2, kill_database)):
        assert wait_until(lambda n=tries: upload(home, key)["tries"] == n, seconds=PATIENCE, every=0.02)
        kill(home)
        home.wait_until_whole()
    assert wait_until(lambda: upload(home, key)["state"] == "done", seconds=PATIENCE, every=0.2), upload(home, key)
    assert upload(home, key)["result"]["counts"]["new"] == ROWS
    file = home.path.parent / "people.csv"
    assert home.run("people", "export", str(file), "--unit", "140106003011").returncode == 0
    names = re.findall(r"名单\d+（生成）", file.read_text("utf-8-sig"))
    assert (len(names), len(set(names))) == (ROWS, ROWS)
