"""``gridkeeper purge``: what is due goes, a person goes with two people, and a certificate comes out (SF-07)."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.personas import START, SYSTEM, settle

from gridkeeper.posts.commands.person import let_person_leave
from gridkeeper.posts.models import Contact
from gridkeeper.scopes.doors import acting_as


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    from gridkeeper.project import home as homes

    homes.create(tmp_path / "home", "exercise")
    monkeypatch.setenv("GRIDKEEPER_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def test_an_approved_erasure_prints_its_certificate_and_shows_it_again(committed_db: None, cli) -> None:
    world = settle()
    with acting_as(SYSTEM):
        let_person_leave(actor=SYSTEM, person_id=world.people["lin"], because="期满", now=START)
    pending = cli("purge", "--person", "林见秋（生成）", "--because", "本人申请", "--json", "--as", "guard")
    approved = cli("approve", pending.data["pending"], "--json", "--as", "admin")
    shown = cli("purge", "show", approved.data["result"]["purge"], "--json", "--as", "guard")
    assert (pending.code, approved.code, shown.code) == (0, 0, 0), approved.text
    assert approved.data["certificate"]["holds"]
    assert shown.data["certificate"] == approved.data["certificate"]
    with acting_as(SYSTEM):
        assert not Contact.objects.filter(pk=world.people["lin"]).exists()


def test_what_is_due_goes_and_is_certified(committed_db: None, cli) -> None:
    world = settle()
    with acting_as(SYSTEM):
        let_person_leave(actor=SYSTEM, person_id=world.people["lin"], because="期满", now=START)
    cli("clock", "advance", "40d")
    said = cli("purge", "--json")
    again = cli("purge", "--json")
    assert (said.code, said.data["certificate"]["holds"]) == (0, True), said.text
    assert (said.data["certificate"]["counts"]["P2"], again.data["purge"]) == (1, None)


@pytest.mark.django_db
def test_nothing_due_still_looks_again(cli) -> None:
    said = cli("purge", "--verify-only", "--json")
    assert (said.code, said.data["holds"]) == (0, True)
    assert [check["check"] for check in said.data["checks"]] == ["database", "keys", "files", "restored backup"]


@pytest.mark.django_db
def test_a_person_needs_a_reason(cli) -> None:
    settle()
    assert cli("purge", "--person", "lin", "--as", "guard").code == 2


@pytest.mark.django_db
def test_a_desk_without_the_right_is_refused(cli) -> None:
    settle()
    said = cli("purge", "--json", "--as", "wang")
    assert (said.code, said.data["refused"]["code"]) == (1, "access.forbidden")
