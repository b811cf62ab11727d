"""Renders the console's floor without a home, and serves it to a browser under the strict policy."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import django
import pytest
from django.conf import settings

if not settings.configured:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gridkeeper.project.settings")
django.setup()

from django.http import QueryDict  # noqa: E402
from django.template.loader import render_to_string  # noqa: E402
from django.utils import translation  # noqa: E402

import gridkeeper  # noqa: E402
from gridkeeper.console.samples import style_context  # noqa: E402

PACKAGE = Path(gridkeeper.__file__).parent
NOW = datetime(2022, 11, 14, 9, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
POLICY = "default-src 'self'; style-src 'self'; script-src 'self'; img-src 'self' data: blob:; worker-src 'self' blob:"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".geojson": "application/geo+json"}


def shell(*, chinese: bool) -> dict[str, Any]:
    """What the context processor will give every page."""
    doors = [
        ("checklist", "现在要做", "Now", 2),
        ("map-2", "辖区", "Territory", 0),
        ("users-group", "人员", "People", 0),
        ("certificate", "令", "Orders", 0),
        ("table", "台账", "Registers", 0),
        ("settings", "设置", "Settings", 0),
    ]
    nav = [
        {"href": f"#{icon}", "icon": icon, "text": zh if chinese else en, "count": count, "is_current": icon == "map-2"}
        for icon, zh, en, count in doors
    ]
    title = "庙前街道值班员" if chinese else "Miaoqian street duty officer"
    people = [
        {"login": f"p{n}", "title": title, "place": "迎泽区" if chinese else "Yingze", "is_current": n == 0}
        for n in range(9)
    ]
    return {
        "home": {
            "name": "迎泽区" if chinese else "Yingze",
            "is_exercise": True,
            "now": NOW,
            "speed": 1,
            "advance_url": "/clock/",
            "persona_url": "/persona/",
        },
        "viewer": {
            "name": "孟禾生" if chinese else "Meng Hesheng",
            "post_title": title,
            "is_signed_in": True,
            "menu": [{"href": "#me", "icon": "eye", "text": "谁看过我" if chinese else "Who looked at me"}],
        },
        "nav": nav,
        "personas": people,
        "search_url": "/search/",
        "sign_out_url": "/out/",
        "language_url": "/language/",
        "help": {
            "who": "区指挥部技术值班" if chinese else "district help desk",
            "phone": "0351-000 0100",
            "href": "#h",
        },
        "request": SimpleNamespace(GET=QueryDict("q="), get_full_path=lambda: "/console/style/"),
    }


def _render(template: str, language: str, **more: Any) -> str:
    with translation.override(language):
        context = {**shell(chinese=language.startswith("zh")), **style_context(now=NOW), **more}
        return render_to_string(template, context)


@pytest.fixture(scope="session")
def render() -> Callable[..., str]:
    """``render(template, language, **context)`` with the shell and the style page's samples in the context."""
    return _render


class _Handler(BaseHTTPRequestHandler):
    def __init__(self, pages: dict[str, str], *args: Any) -> None:
        self.pages = pages
        super().__init__(*args)

    def do_GET(self) -> None:
        path = self.path.split("?")[0]
        if path in self.pages:
            self._answer(self.pages[path].encode(), "text/html; charset=utf-8")
            return
        file = path.removeprefix("/static/")
        for root in (PACKAGE / "frontend_build", PACKAGE / "console" / "static"):
            if path.startswith("/static/") and (root / file).is_file():
                self._answer((root / file).read_bytes(), TYPES.get(Path(file).suffix, "text/plain"))
                return
        self.send_error(404)

    def _answer(self, body: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Silent: the browser's own console is what the tests read."""


@pytest.fixture(scope="session")
def stage() -> Iterator[str]:
    """Address of a server showing the style page, sign-in, an error page and a sheet in both languages."""
    templates = {
        "style": "console/style.html",
        "sign-in": "console/signin/sign_in.html",
        "error": "404.html",
        "sheet": "console_frontend/sheet.html",
    }
    languages = ("zh-hans", "en")
    pages = {
        f"/{language}/{name}": _page(template, language)
        for language in languages
        for name, template in templates.items()
    }
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, pages))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def _page(template: str, language: str) -> str:
    if template.startswith("console_frontend/"):
        from django.template import engines

        source = (Path(__file__).parent / template.split("/")[1]).read_text(encoding="utf-8")
        with translation.override(language):
            context = {**shell(chinese=language.startswith("zh")), **style_context(now=NOW), "printed_at": NOW}
            return engines["django"].from_string(source).render(context)
    return _render(template, language)
