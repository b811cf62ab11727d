"""The data folder (home): what it is, what is in it, and that its kind never changes (R-05)."""

from __future__ import annotations

import json
import os
import secrets
import stat
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Literal

from gridkeeper import __version__
from gridkeeper.project import errors

Kind = Literal["real", "exercise"]
KINDS: tuple[Kind, ...] = ("real", "exercise")
KEY_BYTES = 32
RESTORING = "restoring"
"""Marks a home whose restore has not come to its end."""
_FOLDERS = ("keys", "backups", "exports", "files", "logs")
_UNFINISHED = {*_FOLDERS, "secret.key", "home.json.new"}


@dataclass(frozen=True, kw_only=True)
class Passport:
    """What ``home.json`` says: fixed at birth, except the version that last wrote and the place of the cluster."""

    kind: Kind
    created_at: str
    version: str
    cluster: str = ""


@dataclass(frozen=True)
class Home:
    """A data folder that exists. Paths are absolute."""

    path: Path
    passport: Passport

    @property
    def kind(self) -> Kind:
        """``real`` or ``exercise``, for good."""
        return self.passport.kind

    @property
    def is_exercise(self) -> bool:
        """True when nothing may leave the house and the clock is virtual (R-05)."""
        return self.kind == "exercise"

    @property
    def name_hash(self) -> str:
        """Twelve hexadecimal digits that name this folder where its path is too long or not reachable."""
        return sha256(str(self.path).encode()).hexdigest()[:12]

    @property
    def logs(self) -> Path:
        """Folder of log files."""
        return self.path / "logs"

    @property
    def secret_key(self) -> str:
        """The signing key of sessions and links."""
        return (self.path / "secret.key").read_text(encoding="ascii").strip()

    @property
    def master_key(self) -> bytes:
        """The 32 bytes that encrypt the keys of single rows (R-18)."""
        return (self.path / "keys" / "master.key").read_bytes()

    def placed(self, cluster: Path) -> Home:
        """The same home with the place of its database cluster written down."""
        passport = replace(self.passport, cluster=str(cluster))
        write_passport(self.path, passport)
        return replace(self, passport=passport)

    def stamped(self) -> Home:
        """The same home, marked as last written by this version of the program."""
        if self.passport.version == __version__:
            return self
        passport = replace(self.passport, version=__version__)
        write_passport(self.path, passport)
        return replace(self, passport=passport)


def default_path() -> Path:
    """``GRIDKEEPER_HOME``, or ``home`` under the current folder."""
    return Path(os.environ.get("GRIDKEEPER_HOME") or "home").absolute()


def exists(path: Path) -> bool:
    """True when a data folder stands at ``path``."""
    return (path / "home.json").is_file()


def open(path: Path) -> Home:
    """The data folder at ``path``. Raises HomeMissing, RestoreUnfinished, HomeIsNewer."""
    path = path.absolute()
    if not exists(path):
        raise errors.HomeMissing(path=path)
    if (path / RESTORING).exists():
        raise errors.RestoreUnfinished(path=path)
    return _read(path)


def _read(path: Path) -> Home:
    passport = Passport(**json.loads((path / "home.json").read_text(encoding="utf-8")))
    if version_key(passport.version) > version_key(__version__):
        raise errors.HomeIsNewer(path=path, found=passport.version, present=__version__)
    return Home(path=path, passport=passport)


def in_force() -> Home | None:
    """The home the environment names, or None where none stands (the tables' texts can still be handled).

    For processes that a command has started: the command has opened the home, or is restoring it.
    """
    path = default_path()
    return _read(path) if exists(path) else None


def create(path: Path, kind: Kind) -> Home:
    """Make an empty data folder of ``kind`` with fresh keys. Raises HomeNotEmpty over foreign files."""
    path = path.absolute()
    # A start that was cut off before home.json leaves only our own names: that folder is still empty for us.
    if path.exists() and any(entry.name not in _UNFINISHED for entry in path.iterdir()):
        raise errors.HomeNotEmpty(path=path)
    path.mkdir(parents=True, exist_ok=True)
    # Root runs the database under another account, which has to pass through to its own sub-folder.
    path.chmod(0o711 if os.geteuid() == 0 else 0o700)
    for folder in _FOLDERS:
        (path / folder).mkdir(mode=0o700, exist_ok=True)
    write_secret(path / "secret.key", secrets.token_urlsafe(48).encode("ascii"))
    write_secret(path / "keys" / "master.key", secrets.token_bytes(KEY_BYTES))
    passport = Passport(kind=kind, created_at=datetime.now(UTC).isoformat(timespec="seconds"), version=__version__)
    # home.json comes last: a folder without it was never finished and counts as foreign.
    write_passport(path, passport)
    return Home(path=path, passport=passport)


def open_or_create(path: Path, kind: Kind) -> Home:
    """The home at ``path``, made as ``kind`` when absent. Raises HomeKindIsFixed when it is of the other kind."""
    if not exists(path):
        return create(path, kind)
    home = open(path)
    if home.kind != kind:
        raise errors.HomeKindIsFixed(path=home.path, kind=home.kind, wanted=kind)
    return home


def version_key(version: str) -> tuple[int, ...]:
    """A version as numbers that compare."""
    return tuple(int(part) for part in version.split(".") if part.isdigit())


def write_secret(path: Path, content: bytes) -> None:
    """Write a key so that only its owner can read it and a power cut cannot lose it."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, stat.S_IRUSR | stat.S_IWUSR)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def write_passport(path: Path, passport: Passport) -> None:
    """Replace ``home.json`` in one step."""
    fresh = path / "home.json.new"
    fresh.write_text(json.dumps(asdict(passport), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    fresh.replace(path / "home.json")


def kind_named(text: str) -> Kind:
    """``text`` as a kind. Raises ValueError for any other word."""
    if text not in KINDS:
        raise ValueError(f"kind of home: {text!r}")
    return text
