"""A27: what was erased is gone from the tables, from exports, and from a backup made before and restored afterwards."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.served import command, environment_for, fresh_folder
from tests.stories.conftest import District, Visitor

pytestmark = pytest.mark.served

PLACE, NAME, PHONE = "140106004001", "秋观澜（生成）", "19900000461"
LIST = f"姓名,手机号,单位,中共党员,同意登记党员身份,特长,同意登记特长\n{NAME},{PHONE},{PLACE},是,是,护理,是\n"
GUARD = ("--as", "data-protection")


@dataclass(frozen=True, kw_only=True)
class Forgotten:
    """A volunteer who was in the district, in an export and in a backup, and then was erased by two people."""

    person: str
    export: Path
    folder: Path
    approved: dict[str, Any]


@pytest.fixture(scope="module")
def forgotten(district: District) -> Iterator[Forgotten]:
    with fresh_folder() as folder:
        (folder / "list.csv").write_text(LIST, encoding="utf-8")
        district.done("people", "import", str(folder / "list.csv"), "--as", "district-duty")
        [row] = district.done("people", "list", "--unit", PLACE, "--text", PHONE, *GUARD)["rows"]
        out = ("--unit", PLACE, "--as", "district-duty")
        export = Path(district.done("people", "export", str(district.home.path / "exports"), *out)["file"])
        assert export.exists()
        district.done("backup", str(folder / "before.backup"), "--keys", str(folder / "keys.escrow"))
        pending = district.done("purge", "--person", row["id"], "--because", "本人申请", *GUARD)["pending"]
        assert district.refused("approve", pending, *GUARD) == "orders.same-person"
        approved = district.done("approve", pending, "--as", "administrator")
        yield Forgotten(person=row["id"], export=export, folder=folder, approved=approved)


def test_a27_the_certificate_counts_each_class_and_holds(forgotten: Forgotten) -> None:
    certificate = forgotten.approved["certificate"]
    assert (certificate["holds"], certificate["counts"]["P3"]) == (True, 1)
    checks = {check["check"]: check["ok"] for check in certificate["checks"]}
    assert checks == {"database": True, "keys": True, "files": True, "restored backup": True}


def test_a27_a_look_at_the_record_fails_at_every_door(district: District, forgotten: Forgotten) -> None:
    assert district.refused("people", "show", forgotten.person, *GUARD) == "not-found"
    visitor = Visitor(district)
    visitor.sign_in("district_duty")
    assert visitor.get(f"/console/people/{forgotten.person}/")[0] == 404
    assert NAME not in visitor.get(f"/console/people/of/{PLACE}/?q={PHONE}")[1]


def test_a27_the_export_that_held_the_record_is_destroyed(forgotten: Forgotten) -> None:
    assert not forgotten.export.exists()


def test_a27_a_backup_made_before_does_not_bring_the_record_back(district: District, forgotten: Forgotten) -> None:
    folder = forgotten.folder
    after, purges = folder / "after.backup", folder / "purges.json"
    district.done("backup", str(after), "--purges", str(purges))
    environment = environment_for(folder / "home", 1)
    files = ("--keys", str(folder / "keys.escrow"), "--purges", str(purges))
    restored = command("restore", str(folder / "before.backup"), *files, "--json", environment=environment)
    assert restored.returncode == 0, restored.stdout + restored.stderr
    assert json.loads(restored.stdout)["purges_replayed"] >= 1
    shown = command("people", "show", forgotten.person, "--json", *GUARD, environment=environment)
    assert (shown.returncode, json.loads(shown.stdout)["refused"]["code"]) == (1, "not-found")
    found = command("people", "list", "--unit", PLACE, "--text", PHONE, "--json", *GUARD, environment=environment)
    assert (found.returncode, json.loads(found.stdout)["rows"]) == (0, [])
