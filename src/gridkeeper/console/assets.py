"""Find the built files that Vite's manifest names, as web addresses under STATIC_URL."""

from __future__ import annotations

import json
import time
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

import gridkeeper
from gridkeeper.kernel.errors import GridkeeperError

BUILD = Path(gridkeeper.__file__).parent / "frontend_build"
ICONS = "icons.svg"
_MANIFEST = BUILD / "manifest.json"


class NotBuilt(GridkeeperError):
    """The front end was never built, or an entry is missing from it."""

    code = "console.not-built"
    text = "The front end has no “{entry}”."
    hint = "Run “make install”; it builds the styles, scripts and icons."


@lru_cache(maxsize=4)
def _manifest(path: Path, _second: int) -> dict[str, dict[str, Any]]:
    """Read again once a second at the most: a page draws a hundred icons, a new build is rare."""
    loaded: dict[str, dict[str, Any]] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return loaded


def _entry(name: str) -> dict[str, Any]:
    manifest = _manifest(_MANIFEST, int(time.monotonic()))
    if name not in manifest:
        raise NotBuilt(entry=name)
    return manifest[name]


def address(name: str) -> str:
    """Web address of the built file for a source name such as ``icons.svg``. Raises NotBuilt."""
    return _static(_entry(name)["file"])


def styles(name: str) -> list[str]:
    """Addresses of the stylesheets an entry brings, its shared chunks' first. Raises NotBuilt."""
    entry = _entry(name)
    found = [sheet for chunk in entry.get("imports", ()) for sheet in styles(chunk)]
    return list(dict.fromkeys([*found, *map(_static, entry.get("css", ()))]))


def preloads(name: str) -> list[str]:
    """Addresses of the shared chunks an entry imports, to be fetched in parallel. Raises NotBuilt."""
    return [address(chunk) for chunk in _entry(name).get("imports", ())]


@lru_cache(maxsize=4)
def _symbols(path: Path) -> frozenset[str]:
    return frozenset(part.split('"', 1)[0] for part in path.read_text(encoding="utf-8").split('<symbol id="')[1:])


def icon_names() -> frozenset[str]:
    """Names of the icons in the built sprite. Raises NotBuilt."""
    return _symbols(BUILD / _entry(ICONS)["file"])


def _static(file: str) -> str:
    return f"{settings.STATIC_URL}{file}"
