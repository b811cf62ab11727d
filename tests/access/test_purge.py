"""What was erased is gone everywhere, and a certificate says so; what is left is found (SF-07, R-18)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import openpyxl
import pytest
from django.db import connection
from tests.personas import START, SYSTEM, World, settle

from gridkeeper.access.choices import Look
from gridkeeper.access.commands.certify import certificate_hash, certified_later, certify_handed, verify_ledger
from gridkeeper.access.commands.invitations import invite_people
from gridkeeper.access.commands.purge import apply_retention, propose_erasure
from gridkeeper.access.commands.reading import note_look
from gridkeeper.access.errors import StillServing
from gridkeeper.access.models import PurgeRun, Reading
from gridkeeper.access.queries.purges import certificate_of
from gridkeeper.access.queries.who import Who, who_is
from gridkeeper.accounts.commands import accept_invitation, close_account
from gridkeeper.accounts.queries import account_by_login
from gridkeeper.accounts.signing_in import note_sign_in
from gridkeeper.audit.chain import seal_events, verify_chain
from gridkeeper.audit.queries import events_page
from gridkeeper.cases.commands.work import NewTask, open_task
from gridkeeper.kernel.errors import Forbidden, NotFound
from gridkeeper.kernel.ids import uuid7
from gridkeeper.orders.errors import SamePerson
from gridkeeper.orders.proposals import approve_proposal
from gridkeeper.posts.choices import ConsentKind
from gridkeeper.posts.commands.person import NewPerson, give_consent, let_person_leave, register_people
from gridkeeper.posts.models import Contact, Person, Sensitive
from gridkeeper.scopes.doors import acting_as
from gridkeeper.scopes.vault import Shredded, unseal

COUNTS = {"P3": 1, "P2": 2, "P1": 1}
NAME, PHONE = "秦观雪（生成）", "19912345678"


def a_volunteer(world: World) -> UUID:
    """Somebody with contact details, a consent and a sealed fact, kept at the community's desk."""
    with acting_as(SYSTEM):
        [person] = register_people(
            actor=SYSTEM,
            people=[
                NewPerson(
                    name=NAME,
                    unit_id=world.units["140106003011"],
                    unit_code="140106003011",
                    phone=PHONE,
                    sensitive={"party_member": True},
                    is_generated=True,
                )
            ],
            now=START,
        )
        give_consent(actor=SYSTEM, person_id=person, kind=ConsentKind.VOLUNTEER_CALL, wording="愿意", now=START)
    return person


def erase(world: World, person: UUID, *, because: str = "本人申请") -> UUID:
    """Two people erase a record; gives the run."""
    guard, admin = world.actor("guard"), world.actor("admin")
    with acting_as(guard):
        code = propose_erasure(actor=guard, person_id=person, because=because, now=START).code
    with acting_as(admin):
        return UUID(approve_proposal(actor=admin, code=code, now=START).result["purge"])


@pytest.fixture
def world(db: None) -> World:
    return settle()


def test_what_an_erased_person_did_stays_in_a_chain_that_holds_and_leads_back_to_nobody(world: World) -> None:
    person = a_volunteer(world)
    with acting_as(world.actor("liu")):
        [invited] = invite_people(actor=world.actor("liu"), people=[person], now=START)
    note_sign_in(
        user=accept_invitation(code=invited.code, password="a sentence of mine", now=START), way="invitation", now=START
    )
    with acting_as(SYSTEM):
        seal_events(now=START)
    erase(world, person)
    with acting_as(SYSTEM):
        done = {event.verb for event in events_page(actor=world.actor("audit"), who=invited.login)}
        assert (done, verify_chain().holds) == ({"account.invitation-accepted", "account.signed-in"}, True)
        assert who_is(actor=SYSTEM, logins=[invited.login], now=START)[invited.login] == Who(login=invited.login)


def test_one_person_proposes_and_the_same_cannot_approve(world: World) -> None:
    guard = world.actor("guard")
    with acting_as(guard):
        code = propose_erasure(actor=guard, person_id=a_volunteer(world), because="本人申请", now=START).code
        with pytest.raises(SamePerson):
            approve_proposal(actor=guard, code=code, now=START)


def test_somebody_in_post_is_not_erased(world: World) -> None:
    guard = world.actor("guard")
    with acting_as(guard), pytest.raises(StillServing, match="1 post;"):
        propose_erasure(actor=guard, person_id=world.people["wang"], because="本人申请", now=START)


def test_nobody_erases_out_of_reach(world: World) -> None:
    person, zhao = a_volunteer(world), world.actor("zhao")
    with acting_as(zhao), pytest.raises(NotFound):
        propose_erasure(actor=zhao, person_id=person, because="误", now=START)


def test_a_desk_without_the_right_does_not_propose(world: World) -> None:
    person, liu = a_volunteer(world), world.actor("liu")
    with acting_as(liu), pytest.raises(Forbidden):
        propose_erasure(actor=liu, person_id=person, because="误", now=START)


def test_every_class_is_counted(world: World) -> None:
    run = erase(world, a_volunteer(world))
    with acting_as(SYSTEM):
        assert PurgeRun.objects.get(pk=run).counts == COUNTS


def test_the_key_is_gone_so_that_no_copy_can_be_read(world: World) -> None:
    person = a_volunteer(world)
    with acting_as(SYSTEM):
        sealed = bytes(Sensitive.objects.get(pk=person).sealed)
    erase(world, person)
    with pytest.raises(Shredded):
        unseal(person, sealed)


def test_words_that_name_the_person_are_taken_out_of_the_record_and_the_chain_still_holds(world: World) -> None:
    erase(world, a_volunteer(world), because=f"{NAME}本人申请")
    with acting_as(SYSTEM):
        seal_events(now=START)
        verdict = verify_chain()
    assert (verdict.holds, verdict.erased) == (True, 1)


def test_nobody_is_left_who_was_looked_at(world: World) -> None:
    person, liu = a_volunteer(world), world.actor("liu")
    with acting_as(liu):
        note_look(actor=liu, people=[person], unit_code="140106003011", look=Look.PAGE, now=START)
    erase(world, person)
    with acting_as(SYSTEM):
        assert Reading.objects.count() == 0


def test_contact_details_go_a_month_after_leaving_and_the_service_record_stays(world: World) -> None:
    person = a_volunteer(world)
    with acting_as(SYSTEM):
        let_person_leave(actor=SYSTEM, person_id=person, because="期满", now=START)
        apply_retention(actor=SYSTEM, now=START + timedelta(days=31))
        assert (Contact.objects.filter(pk=person).exists(), Person.objects.get(pk=person).name) == (False, NAME)


def test_a_date_that_spared_somebody_duties_goes_when_it_is_over_and_not_before(world: World) -> None:
    person, until = a_volunteer(world), (START + timedelta(days=3)).date()
    with acting_as(SYSTEM):
        Contact.objects.filter(person_id=person).update(spared_until=until, birth_year=1995)
        assert apply_retention(actor=SYSTEM, now=START + timedelta(days=3)) is None
        run = apply_retention(actor=SYSTEM, now=START + timedelta(days=4))
        kept = Contact.objects.get(person_id=person)
    assert run is not None
    assert run.counts["spared"] == 1
    assert (kept.spared_until, kept.birth_year) == (None, 1995)


def test_the_service_record_goes_after_three_years(world: World) -> None:
    person = a_volunteer(world)
    with acting_as(SYSTEM):
        let_person_leave(actor=SYSTEM, person_id=person, because="期满", now=START)
        apply_retention(actor=SYSTEM, now=START + timedelta(days=1097))
        assert Person.objects.get(pk=person).name == "—"


def test_retention_twice_finds_nothing_the_second_time(world: World) -> None:
    person, later = a_volunteer(world), START + timedelta(days=31)
    with acting_as(SYSTEM):
        let_person_leave(actor=SYSTEM, person_id=person, because="期满", now=START)
        apply_retention(actor=SYSTEM, now=later)
        assert apply_retention(actor=SYSTEM, now=later) is None


def test_a_grid_worker_does_not_run_the_purge(world: World) -> None:
    wang = world.actor("wang")
    with acting_as(wang), pytest.raises(Forbidden):
        apply_retention(actor=wang, now=START)


@pytest.fixture
def own_home(django_db_setup: None, database_server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of this test's own, so that tests side by side do not look into each other's files."""
    from gridkeeper.project import home as homes
    from gridkeeper.project import roles

    name = connection.settings_dict["NAME"]
    monkeypatch.setenv("DATABASE_URL", database_server.url(roles.APP, name))
    monkeypatch.setenv("DATABASE_OWNER_URL", database_server.url(roles.OWNER, name))

    homes.create(tmp_path / "home", "exercise")
    monkeypatch.setenv("GRIDKEEPER_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def test_after_a_purge_nothing_is_found_anywhere(committed_db: None, own_home: Path) -> None:
    from gridkeeper.project import home as homes
    from gridkeeper.project.backup import write_backup

    world = settle()
    person = a_volunteer(world)
    export, other = own_home / "exports" / "people.xlsx", own_home / "exports" / "counts.csv"
    book = openpyxl.Workbook()
    book.active.append([NAME, PHONE])
    book.save(export)
    other.write_text("社区,人数\n水西关街一社区,1\n")
    write_backup(homes.open(own_home), file=own_home / "backups" / "b.zip", keys=None, purges=None)

    certificate = certificate_of(run_id=erase(world, person))

    checks = {check["check"]: check for check in certificate["checks"]}
    assert certificate["holds"], certificate
    assert (certificate["counts"], certificate["hash"]) == (COUNTS, certificate_hash(certificate))
    assert (checks["files"]["exports_destroyed"], export.exists(), other.exists()) == (1, False, True)
    assert (checks["restored backup"]["purges_replayed"], checks["restored backup"]["keys_in_backup"]) == (1, 0)
    assert str(person) in (own_home / "ledger" / "purges.jsonl").read_text()


def test_a_worker_certifies_an_erasure_once_and_what_it_looked_for_is_readable_to_nobody_afterwards(
    committed_db: None, own_home: Path
) -> None:
    world = settle()
    person = a_volunteer(world)
    with certified_later() as handed:
        run = erase(world, person)
    [look] = handed
    assert certificate_of(run_id=run) == {}
    assert NAME.encode() not in look.sealed
    assert certify_handed(handed=look, now=START)
    assert certificate_of(run_id=run)["holds"]
    with acting_as(SYSTEM), pytest.raises(Shredded):
        unseal(look.record, look.sealed)
    assert not certify_handed(handed=look, now=START)


def test_a_closed_account_loses_login_and_name_after_thirty_days_and_the_person_stays(world: World) -> None:
    user, liu = account_by_login("wang"), world.actor("liu")
    with acting_as(liu):
        close_account(actor=liu, user_id=user.id, unit_code="140106003011001", now=START)
    with acting_as(SYSTEM):
        assert apply_retention(actor=SYSTEM, now=START + timedelta(days=29)) is None
        run = apply_retention(actor=SYSTEM, now=START + timedelta(days=30))
        assert run is not None
        assert run.counts["accounts"] == 1
        assert apply_retention(actor=SYSTEM, now=START + timedelta(days=30)) is None
        assert Person.objects.get(pk=world.people["wang"]).name == "王小满（生成）"
    user.refresh_from_db()
    assert (user.login, user.name, user.person_id) == (f"erased-{user.id}", "", None)


def test_what_is_left_in_free_text_is_named_and_not_certified(committed_db: None, own_home: Path) -> None:
    world = settle()
    person = a_volunteer(world)
    task = NewTask(
        title="回访",
        detail=f"打电话给{NAME} {PHONE}",
        unit_id=world.units["140106003011"],
        unit_code="140106003011",
        body_id=uuid7(),
        due_at=START + timedelta(days=1),
    )
    with acting_as(SYSTEM):
        open_task(actor=SYSTEM, task=task, now=START)
    run = erase(world, person)
    certificate = certificate_of(run_id=run)
    found = {finding["where"] for check in certificate["checks"] for finding in check["findings"]}
    with acting_as(SYSTEM):
        certified_at = PurgeRun.objects.get(pk=run).certified_at
    assert (found, certificate["holds"], certified_at) == ({"cases_case", "cases_step"}, False, None)


def test_looking_again_finds_a_contact_that_came_back(world: World) -> None:
    person = a_volunteer(world)
    erase(world, person)
    with acting_as(SYSTEM):
        Contact.objects.create(person_id=person, unit_code="140106003011", phone="", updated_at=START)
        checks = verify_ledger(actor=SYSTEM)
    assert [finding["where"] for finding in checks[0]["findings"]] == ["posts_contact"]
