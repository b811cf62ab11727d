"""A data folder is real or an exercise for good, and its keys are its owner's alone (R-05)."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from gridkeeper.project import errors
from gridkeeper.project import home as homes


def test_a_home_keeps_its_kind(tmp_path: Path):
    homes.create(tmp_path / "home", "real")
    with pytest.raises(errors.HomeKindIsFixed):
        homes.open_or_create(tmp_path / "home", "exercise")


def test_opening_gives_back_what_was_created(tmp_path: Path):
    created = homes.create(tmp_path / "home", "exercise")
    assert homes.open(tmp_path / "home") == created


def test_foreign_files_are_not_covered(tmp_path: Path):
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(errors.HomeNotEmpty):
        homes.create(tmp_path, "real")


def test_a_creation_that_was_cut_off_is_begun_again(tmp_path: Path):
    (tmp_path / "home" / "keys").mkdir(parents=True)
    (tmp_path / "home" / "secret.key").write_text("half")
    assert homes.create(tmp_path / "home", "real").secret_key != "half"


def test_a_home_of_a_later_version_is_refused(tmp_path: Path):
    home = homes.create(tmp_path / "home", "real")
    passport = json.loads((home.path / "home.json").read_text()) | {"version": "99.0.0"}
    (home.path / "home.json").write_text(json.dumps(passport))
    with pytest.raises(errors.HomeIsNewer, match=r"99\.0\.0"):
        homes.open(home.path)


def test_a_restore_that_was_cut_off_does_not_open(tmp_path: Path):
    home = homes.create(tmp_path / "home", "real")
    (home.path / homes.RESTORING).touch()
    with pytest.raises(errors.RestoreUnfinished):
        homes.open(home.path)


def test_a_missing_home_is_named(tmp_path: Path):
    with pytest.raises(errors.HomeMissing, match="nowhere"):
        homes.open(tmp_path / "nowhere")


def test_two_homes_share_no_key(tmp_path: Path):
    one, other = homes.create(tmp_path / "one", "real"), homes.create(tmp_path / "other", "real")
    assert one.master_key != other.master_key
    assert one.secret_key != other.secret_key


@pytest.mark.parametrize("name", ["secret.key", "keys/master.key"])
def test_nobody_else_reads_a_key(tmp_path: Path, name: str):
    home = homes.create(tmp_path / "home", "real")
    assert stat.S_IMODE((home.path / name).stat().st_mode) == 0o600
