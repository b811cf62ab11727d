"""Data and keys leave the home in two files, and come back into a fresh one (R-18)."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from tests import served
from tests.served import ServedHome

from gridkeeper.project import home as homes
from gridkeeper.project.running import running_database

pytestmark = pytest.mark.served


@dataclass
class Saved:
    """A backup of a home with one row key, and what it was made from."""

    folder: Path
    record: str
    wrapped: bytes

    @property
    def data(self) -> str:
        return str(self.folder / "data.backup")

    @property
    def keys(self) -> str:
        return str(self.folder / "keys.escrow")


@pytest.fixture(scope="module")
def saved(served_home: ServedHome) -> Iterator[Saved]:
    record, wrapped = str(uuid4()), uuid4().bytes * 4
    with served.fresh_folder() as folder:
        kept = Saved(folder, record, wrapped)
        (served_home.path / "files" / "plan.txt").write_text("桃园")
        address = f"host={served_home.path / 'run'} user=gk_owner dbname=gridkeeper"
        with psycopg.connect(address, autocommit=True) as owner:
            owner.execute("INSERT INTO keys.row_key VALUES (%s, %s)", [record, wrapped])
            done = served_home.run("backup", kept.data, "--keys", kept.keys, "--json")
            owner.execute("DELETE FROM keys.row_key WHERE record = %s", [record])
        assert done.returncode == 0, done.stderr
        yield kept


def restored(saved: Saved, folder: Path, *options: str) -> dict[str, object]:
    environment = served.environment_for(folder / "home", 1)
    answer = served.command("restore", saved.data, *options, "--json", environment=environment)
    return {"code": answer.returncode, **json.loads(answer.stdout or "{}")}


def keys_in(path: Path) -> list[tuple[str, bytes]]:
    with running_database(homes.open(path)) as addresses, addresses.owner.connect(application="test") as owner:
        return [(str(record), bytes(wrapped)) for record, wrapped in owner.execute("SELECT * FROM keys.row_key")]


def test_no_key_is_in_the_data_file(saved: Saved, served_home: ServedHome):
    with zipfile.ZipFile(saved.data) as archive:
        content = b"".join(archive.read(name) for name in archive.namelist())
    assert homes.open(served_home.path).master_key not in content
    assert homes.open(served_home.path).secret_key.encode() not in content


def test_data_and_keys_come_back_together(saved: Saved, served_home: ServedHome, own_database_unset: None):
    with served.fresh_folder() as folder:
        answer = restored(saved, folder, "--keys", saved.keys)
        assert (answer["code"], answer["with_keys"]) == (0, True)
        assert homes.open(folder / "home").master_key == homes.open(served_home.path).master_key
        assert (folder / "home" / "files" / "plan.txt").read_text() == "桃园"
        assert keys_in(folder / "home") == [(saved.record, saved.wrapped)]


def test_without_the_escrow_file_no_row_key_exists(saved: Saved, own_database_unset: None):
    with served.fresh_folder() as folder:
        assert restored(saved, folder)["with_keys"] is False
        assert keys_in(folder / "home") == []


def test_a_home_is_not_covered_without_being_asked(saved: Saved, served_home: ServedHome):
    answer = served_home.run("restore", saved.data, "--json")
    assert json.loads(answer.stdout)["refused"]["code"] == "home.exists"


def test_keys_of_another_home_are_refused(saved: Saved):
    with served.fresh_folder() as folder:
        foreign = folder / "foreign"
        with zipfile.ZipFile(saved.keys) as source, zipfile.ZipFile(foreign, "w") as target:
            manifest = json.loads(source.read("manifest.json")) | {"keys_id": "another"}
            target.writestr("manifest.json", json.dumps(manifest))
            for name in manifest["parts"]:
                target.writestr(name, source.read(name))
        answer = restored(saved, folder, "--keys", str(foreign))
        assert answer["refused"]["code"] == "backup.keys-do-not-fit"
        assert not (folder / "home").exists()


@pytest.fixture
def own_database_unset(monkeypatch: pytest.MonkeyPatch) -> None:
    """Work on homes of their own, not on the database of the tests."""
    monkeypatch.delenv("DATABASE_URL")
    monkeypatch.delenv("DATABASE_OWNER_URL")
