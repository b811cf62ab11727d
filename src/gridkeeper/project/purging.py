"""The look outside the tables after a purge: files in the home, and the newest backup restored into a scratch home."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from gridkeeper.access.needles import Matcher, Needles
from gridkeeper.project import home as homes
from gridkeeper.project.backup import DATA, LAST, write_backup
from gridkeeper.project.databases import APP_VARIABLE, OWNER_VARIABLE
from gridkeeper.project.home import Home
from gridkeeper.project.ledger import kept_ledger, remember_purged

_LOOKED_AT = ("exports", "files", "logs")
_MADE_AGAIN = "exports"
"""Copies that can be made again at any time: one that holds something erased is destroyed with it."""
_LISTS = "files/uploads"
"""Lists that people sent in: working copies of a day at most, destroyed too unless one is being carried out."""
_NESTED = 3


def witness(*, needles: Needles, make_backup: bool) -> list[dict[str, Any]]:
    """Write the ledger outside the database, then look through files and a restored backup; one check each."""
    home = homes.in_force()
    if home is None:
        return []
    remember_purged(home, [("person", key) for key in needles.people] + [("contact", key) for key in needles.contacts])
    if make_backup:
        # Named by the wall: a backup is a thing of this machine, also in an exercise.
        name = f"before-purge-check-{datetime.now(UTC):%Y%m%dT%H%M%S}.zip"
        write_backup(home, file=home.path / "backups" / name, keys=None, purges=None)
    return [files_checked(home, needles), backup_checked(home, needles)]


def files_checked(home: Home, needles: Needles) -> dict[str, Any]:
    """Look into every file of the home's exports, files and logs.

    Exports and sent lists that hold something erased are destroyed; a list that is being carried out is a finding.
    """
    matcher = Matcher({*needles.texts, *(str(key) for key in needles.people)})
    looked, destroyed, findings = 0, 0, []
    for folder in _LOOKED_AT:
        for file in sorted((home.path / folder).rglob("*")):
            if not file.is_file() or file.is_symlink():
                continue
            looked += 1
            if not any(matcher.is_in(text) for text in texts_in(file.name, file.read_bytes())):
                continue
            if folder == _MADE_AGAIN or _is_spent_list(home, file):
                file.unlink()
                destroyed += 1
            else:
                findings.append({"where": file.relative_to(home.path).as_posix(), "what": "in a file", "count": 1})
    return {
        "check": "files",
        "ok": not findings,
        "files": looked,
        "exports_destroyed": destroyed,
        "findings": findings,
    }


def _is_spent_list(home: Home, file: Path) -> bool:
    """True for a sent list, or what is written beside it, that no worker is carrying out."""
    if file.parent != home.path / _LISTS:
        return False
    facts = file.parent / f"{file.name.partition('.')[0]}.json"
    return not facts.is_file() or json.loads(facts.read_text(encoding="utf-8")).get("state") != "waiting"


def texts_in(name: str, content: bytes, depth: int = 0) -> Iterator[str]:
    """The texts a file holds: its name, its own letters, and those of the parts of a zip (a workbook is one)."""
    yield name
    if depth < _NESTED and zipfile.is_zipfile(BytesIO(content)):
        with zipfile.ZipFile(BytesIO(content)) as archive:
            for part in archive.namelist():
                yield from texts_in(part, archive.read(part), depth + 1)
        return
    # Tables saved by older office programs here are in GB 18030.
    yield content.decode("utf-8", errors="ignore")
    yield content.decode("gb18030", errors="ignore")


def backup_checked(home: Home, needles: Needles) -> dict[str, Any]:
    """Restore the newest backup known to the home, with the ledger done again, and look through all its tables."""
    file = newest_backup(home)
    if file is None:
        return {"check": "restored backup", "ok": True, "backup": None, "findings": []}
    answer = _in_scratch(file, home=home, needles=needles)
    return {"check": "restored backup", "ok": not answer["findings"], "backup": file.name, **answer}


def newest_backup(home: Home) -> Path | None:
    """The newest data file in the home's folder of backups, or where the last backup was written; None without any."""
    candidates = set((home.path / "backups").glob("*"))
    last = home.path / "backups" / LAST
    if last.exists():
        candidates.add(Path(str(json.loads(last.read_text(encoding="utf-8"))["file"])))
    dated = [(made_at, file) for file in candidates if (made_at := _made_at(file))]
    return max(dated)[1] if dated else None


def _made_at(file: Path) -> str:
    if not file.is_file() or not zipfile.is_zipfile(file):
        return ""
    with zipfile.ZipFile(file) as archive:
        if "manifest.json" not in archive.namelist():
            return ""
        said: Mapping[str, Any] = json.loads(archive.read("manifest.json"))
    return str(said.get("made_at", "")) if said.get("content") == DATA else ""


def _in_scratch(file: Path, *, home: Home, needles: Needles) -> dict[str, Any]:
    """Ask a process of its own, which has its own database; what to look for goes through a pipe, never to disk."""
    environment = {key: value for key, value in os.environ.items() if key not in (APP_VARIABLE, OWNER_VARIABLE)}
    question = {
        "file": str(file),
        "people": [str(key) for key in needles.people],
        "contacts": [str(key) for key in needles.contacts],
        "texts": sorted(needles.texts),
        "ledger": kept_ledger(home.path),
    }
    done = subprocess.run(
        [sys.executable, "-m", "gridkeeper.project.scratch"],
        input=json.dumps(question),
        check=False,
        capture_output=True,
        text=True,
        env=environment,
    )
    if done.returncode != 0:
        said = (done.stderr.strip().splitlines() or ["no message"])[-1]
        return {"findings": [{"where": file.name, "what": f"could not be restored: {said}", "count": 1}]}
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer
