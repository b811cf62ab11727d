"""A backup file: a zip of parts and a manifest with the digest of each; what is damaged or changed is refused."""

from __future__ import annotations

import json
import os
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from hashlib import file_digest, sha256
from pathlib import Path, PurePosixPath
from typing import Any

from gridkeeper.project import errors

FORMAT = 1
_MANIFEST = "manifest.json"


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """What a backup or an escrow file says about itself. ``tables`` is the state of the
    tables, ``parts`` maps a name to its SHA-256.
    """

    content: str
    program: str
    kind: str
    made_at: str
    home_created_at: str
    keys_id: str
    server: str
    app_role: str
    owner_role: str
    tables: str
    parts: dict[str, str] = field(default_factory=dict)
    format: int = FORMAT


def write_archive(target: Path, *, manifest: Manifest, sources: Iterator[tuple[str, Path]]) -> Manifest:
    """Write parts and manifest to ``target``, readable by its owner alone; it appears when it is whole."""
    parts: dict[str, str] = {}
    partial = target.with_name(target.name + ".partial")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as raw:
        with zipfile.ZipFile(raw, "w", compression=zipfile.ZIP_STORED, allowZip64=True) as archive:
            for name, source in sources:
                with source.open("rb") as content:
                    parts[name] = file_digest(content, "sha256").hexdigest()
                archive.write(source, name)
            whole = Manifest(**{**asdict(manifest), "parts": parts})
            archive.writestr(_MANIFEST, json.dumps(asdict(whole), ensure_ascii=False, indent=2))
        raw.flush()
        os.fsync(raw.fileno())
    partial.replace(target)
    return whole


def read_archive(source: Path, *, into: Path, content: str) -> Manifest:
    """Unpack ``source`` into the empty folder ``into`` after checking every part. Raises BackupUnreadable."""
    try:
        with zipfile.ZipFile(source) as archive:
            manifest = _manifest_of(archive, source=source, content=content)
            if {_MANIFEST, *manifest.parts} != set(archive.namelist()):
                raise errors.BackupUnreadable(file=source, detail="it has parts that its manifest does not name")
            for name, digest in manifest.parts.items():
                _unpack(archive, name, target=_inside(into, name, source=source), digest=digest, source=source)
    except (zipfile.BadZipFile, OSError, KeyError, ValueError, EOFError) as error:
        raise errors.BackupUnreadable(file=source, detail=str(error) or type(error).__name__) from error
    return manifest


def keys_id(master_key: bytes) -> str:
    """A name for a master key that gives nothing of it away, so that data and keys can be matched."""
    return sha256(b"gridkeeper master key" + master_key).hexdigest()[:16]


def _manifest_of(archive: zipfile.ZipFile, *, source: Path, content: str) -> Manifest:
    said: dict[str, Any] = json.loads(archive.read(_MANIFEST))
    if said.get("format") != FORMAT:
        raise errors.BackupUnreadable(file=source, detail=f"its format is {said.get('format')}, not {FORMAT}")
    manifest = Manifest(**{key: said[key] for key in Manifest.__dataclass_fields__})
    if manifest.content != content:
        raise errors.BackupUnreadable(file=source, detail=f"it holds {manifest.content}, not {content}")
    return manifest


def _unpack(archive: zipfile.ZipFile, name: str, *, target: Path, digest: str, source: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(name) as part, target.open("wb") as out:
        shutil.copyfileobj(part, out, 1 << 20)
    with target.open("rb") as written:
        if file_digest(written, "sha256").hexdigest() != digest:
            raise errors.BackupUnreadable(file=source, detail=f"its part {name} has changed")


def _inside(folder: Path, name: str, *, source: Path) -> Path:
    pure = PurePosixPath(name)
    if pure.is_absolute() or ".." in pure.parts:
        raise errors.BackupUnreadable(file=source, detail=f"its part {name} points outside")
    return folder / pure
