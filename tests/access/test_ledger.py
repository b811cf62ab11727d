"""The ledger of purges lies beside the database, grows line by line, and goes with the keys (R-18)."""

from __future__ import annotations

import json
from pathlib import Path
from uuid import uuid4

import pytest

from gridkeeper.access.needles import Matcher, Needles
from gridkeeper.project import home as homes
from gridkeeper.project.backup import _key_parts
from gridkeeper.project.ledger import LEDGER, kept_ledger, remember_purged
from gridkeeper.project.purging import files_checked, newest_backup


@pytest.fixture
def home(tmp_path: Path) -> homes.Home:
    return homes.create(tmp_path / "home", "exercise")


def test_a_record_is_remembered_once(home: homes.Home) -> None:
    key = uuid4()
    remember_purged(home, [("person", key)])
    remember_purged(home, [("person", key), ("contact", key)])
    assert kept_ledger(home.path) == [("person", str(key)), ("contact", str(key))]


def test_only_its_owner_reads_the_ledger(home: homes.Home) -> None:
    remember_purged(home, [("person", uuid4())])
    assert (home.path / LEDGER).stat().st_mode & 0o077 == 0


def test_a_half_written_line_names_nothing(home: homes.Home) -> None:
    remember_purged(home, [("person", uuid4())])
    with (home.path / LEDGER).open("a") as file:
        file.write('{"eraser": "pers')
    assert len(kept_ledger(home.path)) == 1


def test_the_escrow_of_keys_carries_the_ledger(home: homes.Home) -> None:
    remember_purged(home, [("person", uuid4())])
    assert LEDGER in {name for name, _ in _key_parts(home, home.path)}


def test_a_name_in_an_uploaded_file_is_a_finding_and_the_file_stays(home: homes.Home) -> None:
    kept = home.path / "files" / "名单.csv"
    kept.write_bytes("姓名,电话\n秦观雪,19912345678\n".encode("gb18030"))
    check = files_checked(home, Needles(texts=frozenset({"秦观雪"})))
    assert (check["ok"], check["findings"][0]["where"], kept.exists()) == (False, "files/名单.csv", True)


def test_without_a_backup_there_is_none_to_look_through(home: homes.Home) -> None:
    (home.path / "backups" / "notes.txt").write_text("not a backup")
    assert newest_backup(home) is None


@pytest.mark.parametrize(
    ("words", "text", "found"),
    [
        ({"王伟"}, "王伟庄社区", False),
        ({"王伟"}, "(1,王伟,140106)", True),
        ({"秦观雪"}, "打电话给秦观雪", True),
        ({f"1990000{n:04d}" for n in range(100)}, '{"phone": "19900000042"}', True),
        ({f"1990000{n:04d}" for n in range(100)}, "19900009942", False),
        (set(), "anything", False),
    ],
)
def test_a_word_is_found_where_it_stands_for_itself(words: set[str], text: str, found: bool) -> None:
    assert Matcher(words).is_in(text) is found


def test_a_list_that_was_sent_goes_with_whoever_it_names_unless_it_is_being_carried_out(home: homes.Home) -> None:
    folder = home.path / "files" / "uploads"
    folder.mkdir(parents=True, exist_ok=True)
    for key, state in (("done", "done"), ("kept", "kept"), ("busy", "waiting")):
        (folder / f"{key}.data").write_text("姓名\n秦观雪（生成）\n", encoding="utf-8")
        (folder / f"{key}.json").write_text(json.dumps({"state": state}), encoding="utf-8")
    check = files_checked(home, Needles(texts=frozenset({"秦观雪"})))
    assert [found["where"] for found in check["findings"]] == ["files/uploads/busy.data"]
    assert [(folder / f"{key}.data").exists() for key in ("done", "kept", "busy")] == [False, False, True]
