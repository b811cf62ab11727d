"""A list somebody sent to be imported: kept a day under a random name, tried as often as wished, carried out once.

The folder is the home's ``files/uploads``; beside the data lies a small JSON file with whose it is and how it went.
Importers are imported where a list is read: they bring numpy and three workbook libraries along, which no command and
no web process should wait for at its start.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction

from gridkeeper.access.errors import ImportBrokeOff
from gridkeeper.access.roles import ROLES
from gridkeeper.formats.columns import Choice
from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.errors import Forbidden, NotFound
from gridkeeper.posts.people_table import RoleWords

if TYPE_CHECKING:
    from gridkeeper.posts.commands.people_rows import Report
    from gridkeeper.territory.commands.imports import FileReport, ImportWish

PERMISSIONS: Final = {"people": "people.import", "territory": "territory.write"}
"""What each kind of list needs, somewhere."""
KEPT_FOR: Final = timedelta(days=1)
_MOST_TRIES = 3
_STEPS_TOLD = 20
_KEY = re.compile(r"[A-Za-z0-9_-]{24}")


@dataclass(frozen=True, kw_only=True)
class Upload:
    """One list: whose, what kind, what it was called, how it is to be read, and how far it has come.

    ``state`` is kept, waiting (for the worker), done or refused; ``result`` holds counts, or the refusal's message ids.
    ``tries`` counts how often the worker took it up, ``share`` how far it is now (0 to 1).
    """

    key: str
    login: str
    kind: str
    name: str
    state: str = "kept"
    wish: dict[str, Any] = field(default_factory=dict)
    result: dict[str, Any] = field(default_factory=dict)
    tries: int = 0
    share: float = 0.0

    def data(self, folder: Path) -> Path:
        """Where the file lies."""
        return folder / f"{self.key}.data"


def role_words() -> RoleWords:
    """The roles a list of people may name."""
    return RoleWords(choices=tuple(Choice(key=role.key, zh=role.zh, en=role.en) for role in ROLES.values()))


def keep_upload(
    *, actor: Actor, folder: Path, kind: str, name: str, chunks: Iterable[bytes], wish: Mapping[str, Any]
) -> Upload:
    """Keep a file under a random name that only its sender may ask for. Raises Forbidden."""
    _require(actor, kind)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    upload = Upload(key=secrets.token_urlsafe(18), login=actor.login, kind=kind, name=name[:120], wish=dict(wish))
    path = upload.data(folder)
    path.touch(mode=0o600)
    with path.open("wb") as stream:
        for chunk in chunks:
            stream.write(chunk)
    _write(folder, upload)
    return upload


def upload_meant(*, actor: Actor, folder: Path, key: str) -> Upload:
    """The actor's own upload. Raises NotFound for anybody else's, and when its day is over."""
    upload = _read(folder, key)
    if upload is None or upload.login != actor.login:
        raise NotFound(kind="list", name=key)
    _require(actor, upload.kind)
    return upload


def uploads_of(*, actor: Actor, folder: Path) -> list[Upload]:
    """The actor's own lists that are still kept, newest first: whoever left the page finds them again."""
    files = sorted(folder.glob("*.data"), key=lambda path: path.stat().st_mtime, reverse=True)
    found = (_read(folder, path.stem) for path in files)
    return [upload for upload in found if upload is not None and upload.login == actor.login]


def try_upload(*, actor: Actor, folder: Path, upload: Upload, now: datetime) -> Report | FileReport:
    """Say what the list would do; nothing is written. Raises what the import of its kind raises."""
    from gridkeeper.posts.commands.people_import import preview_people_import
    from gridkeeper.territory.commands.imports import import_file

    if upload.kind == "people":
        return preview_people_import(actor=actor, source=upload.data(folder), roles=role_words(), now=now)
    return import_file(actor=actor, source=upload.data(folder), wish=_wish(upload, now), dry_run=True, now=now)


def carry_out(*, actor: Actor, folder: Path, upload: Upload, now: datetime) -> Upload:
    """Import the good rows, once: a list that is done stays as it is. Raises what the import of its kind raises.

    It counts as done when its rows are committed; cut off before that, it waits and is imported again, which changes
    nothing twice.
    """
    from gridkeeper.posts.commands.people_import import import_people
    from gridkeeper.territory.commands.imports import import_file

    if upload.state == "done":
        return upload
    tell = _teller(folder, upload)
    if upload.kind == "people":
        report = import_people(
            actor=actor,
            source=upload.data(folder),
            roles=role_words(),
            now=now,
            origin=upload.name,
            is_generated=bool(upload.wish.get("is_generated")),
            tell=tell,
        )
        result = {"counts": dict(report.counts)}
    else:
        wish = _wish(upload, now)
        result = _told(
            import_file(actor=actor, source=upload.data(folder), wish=wish, dry_run=False, now=now, tell=tell)
        )
    done = replace(upload, state="done", result=result, share=1.0)
    transaction.on_commit(lambda: _write(folder, done))
    return done


def take_up(*, folder: Path, upload: Upload) -> Upload:
    """Count one more try of the worker; a list that broke off too often is given up, so that nobody waits for it."""
    if upload.tries >= _MOST_TRIES:
        return mark_upload(
            folder=folder, upload=upload, state="refused", result={"text": ImportBrokeOff.text, "facts": {}}
        )
    tried = replace(upload, tries=upload.tries + 1, share=0.0)
    _write(folder, tried)
    return tried


def uploads_waiting(*, folder: Path) -> list[str]:
    """Keys of lists that the worker has to carry out, also those whose worker or job was lost."""
    found = (_read(folder, path.stem) for path in sorted(folder.glob("*.json")))
    return [upload.key for upload in found if upload and upload.state == "waiting"]


def mark_upload(*, folder: Path, upload: Upload, state: str, result: Mapping[str, Any] | None = None) -> Upload:
    """Write down how far an upload has come."""
    changed = replace(upload, state=state, result=dict(result or {}))
    _write(folder, changed)
    return changed


def drop_upload(*, folder: Path, upload: Upload) -> None:
    """Forget a list and its file."""
    upload.data(folder).unlink(missing_ok=True)
    (folder / f"{upload.key}.json").unlink(missing_ok=True)


def remove_old_uploads(*, folder: Path, wall: datetime) -> int:
    """Remove every file older than a day by the machine's clock, whatever an exercise's clock says; gives how many."""
    removed = 0
    for path in folder.glob("*") if folder.is_dir() else ():
        if path.is_file() and wall.timestamp() - path.stat().st_mtime > KEPT_FOR.total_seconds():
            path.unlink(missing_ok=True)
            removed += 1
    return removed


def upload_of_worker(*, folder: Path, key: str) -> Upload | None:
    """An upload for the job that carries it out; None when it is gone."""
    return _read(folder, key)


def _require(actor: Actor, kind: str) -> None:
    permission = PERMISSIONS.get(kind)
    if permission is None:
        raise NotFound(kind="list", name=kind)
    if not actor.reaches(permission):
        raise Forbidden(permission=permission, place="-")


def _wish(upload: Upload, now: datetime) -> ImportWish:
    from gridkeeper.formats.coordinates import System
    from gridkeeper.territory.commands.imports import ImportWish

    wish = upload.wish
    return ImportWish(
        effective_on=date.fromisoformat(wish["effective_on"]) if wish.get("effective_on") else now.date(),
        title=str(wish.get("title") or Path(upload.name).stem),
        source=upload.name,
        system=System(wish.get("system") or System.WGS84),
        complete=bool(wish.get("complete")),
    )


def _told(report: FileReport) -> dict[str, Any]:
    told: dict[str, Any] = {"kind": report.kind}
    if report.rows:
        told["counts"] = dict(report.rows.counts)
        told["sent_back"] = len({problem.row for problem in report.rows.problems})
    if report.edition:
        found = report.edition.difference
        told["counts"] = {key: len(getattr(found, key)) for key in ("added", "removed", "renamed", "recoded")}
        told["mistakes"] = len(report.edition.mistakes)
        told["rewritten"] = sum(report.edition.rewritten.values())
        told["pointing"] = [[row.unit_code, row.table, row.rows] for row in report.edition.pointing[:50]]
    return told


def _read(folder: Path, key: str) -> Upload | None:
    path = folder / f"{key}.json"
    if not _KEY.fullmatch(key) or not path.is_file() or not (folder / f"{key}.data").is_file():
        return None
    return Upload(**json.loads(path.read_text(encoding="utf-8")))


def _teller(folder: Path, upload: Upload) -> Callable[[float], None]:
    """Write down how far an import is, outside its transaction and seldom enough to cost nothing."""
    told = 0

    def tell(share: float) -> None:
        nonlocal told
        if int(share * _STEPS_TOLD) > told:
            told = int(share * _STEPS_TOLD)
            _write(folder, replace(upload, share=share))

    return tell


def _write(folder: Path, upload: Upload) -> None:
    # A page asks meanwhile: it reads the old facts or the new ones, never half of them.
    fresh = folder / f"{upload.key}.{secrets.token_hex(4)}.new"
    fresh.touch(mode=0o600)
    fresh.write_text(json.dumps(asdict(upload), ensure_ascii=False), encoding="utf-8")
    fresh.replace(folder / f"{upload.key}.json")
