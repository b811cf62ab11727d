"""A backup file is whole or refused."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from gridkeeper.project import errors
from gridkeeper.project.archive import Manifest, keys_id, read_archive, write_archive

MANIFEST = Manifest(
    content="data",
    program="0.1.0",
    kind="real",
    made_at="2022-11-14T00:00:00+00:00",
    home_created_at="2022-11-12T00:00:00+00:00",
    keys_id=keys_id(b"k" * 32),
    server="18",
    app_role="gk_app",
    owner_role="gk_owner",
    tables="state",
)


@pytest.fixture
def written(tmp_path: Path) -> Path:
    source = tmp_path / "source"
    source.write_bytes(b"rows" * 1000)
    write_archive(tmp_path / "file", manifest=MANIFEST, sources=iter([("files/rows", source)]))
    return tmp_path / "file"


def test_what_was_written_is_read(written: Path, tmp_path: Path):
    read_archive(written, into=tmp_path / "out", content="data")
    assert (tmp_path / "out" / "files" / "rows").read_bytes() == b"rows" * 1000


def test_a_changed_part_is_refused(written: Path, tmp_path: Path):
    forged = tmp_path / "forged"
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(forged, "w") as target:
        target.writestr("manifest.json", source.read("manifest.json"))
        target.writestr("files/rows", b"other")
    with pytest.raises(errors.BackupUnreadable, match="has changed"):
        read_archive(forged, into=tmp_path / "out", content="data")


def test_a_part_nobody_named_is_refused(written: Path, tmp_path: Path):
    with zipfile.ZipFile(written, "a") as archive:
        archive.writestr("files/more", b"")
    with pytest.raises(errors.BackupUnreadable, match="does not name"):
        read_archive(written, into=tmp_path / "out", content="data")


def test_a_part_outside_the_folder_is_refused(tmp_path: Path):
    source = tmp_path / "source"
    source.write_bytes(b"x")
    write_archive(tmp_path / "file", manifest=MANIFEST, sources=iter([("../escaped", source)]))
    with pytest.raises(errors.BackupUnreadable, match="points outside"):
        read_archive(tmp_path / "file", into=tmp_path / "out", content="data")


@pytest.mark.parametrize("kept", [0.0, 0.5, 0.95])
def test_a_file_cut_short_is_refused(written: Path, tmp_path: Path, kept: float):
    content = written.read_bytes()
    written.write_bytes(content[: int(len(content) * kept)])
    with pytest.raises(errors.BackupUnreadable):
        read_archive(written, into=tmp_path / "out", content="data")


def test_an_escrow_file_is_not_taken_for_data(written: Path, tmp_path: Path):
    with pytest.raises(errors.BackupUnreadable, match="holds data, not keys"):
        read_archive(written, into=tmp_path / "out", content="keys")


def test_a_backup_is_its_owners_alone(written: Path):
    assert written.stat().st_mode & 0o077 == 0
