"""The database knows who acts, for one transaction and not a moment longer (R-19)."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.personas import START, SYSTEM

from gridkeeper.cases.choices import CaseState
from gridkeeper.cases.models import Case
from gridkeeper.kernel.actor import NOBODY, Actor
from gridkeeper.scopes.choices import CLASSES
from gridkeeper.scopes.doors import acting_as, present_actor

CODES = (
    "14", "1401", "140105", "140106", "140106003", "140106003011", "140106003011001",
    "140106003011001001", "140106003012", "14010600301", "140107", "650100",
)  # fmt: skip
codes = st.sampled_from(CODES)


def reader(*prefixes: str, login: str = "reader") -> Actor:
    return Actor(login=login, grants={"cases.read": prefixes} if prefixes else {})


def writer(prefix: str) -> Actor:
    return Actor(login="writer", grants={"cases.read": ("",), "cases.write": (prefix,)})


def case_at(code: str) -> Case:
    return Case(
        number=uuid4().hex[:20], title="x", unit_id=uuid4(), unit_code=code, state=CaseState.REPORTED,
        opened_by="test", opened_at=START, due_at=START,
    )  # fmt: skip


@pytest.fixture
def cases(db: None) -> dict[str, UUID]:
    """One case at each code."""
    rows = {code: case_at(code) for code in CODES}
    with acting_as(SYSTEM):
        Case.objects.bulk_create(rows.values())
    return {code: row.pk for code, row in rows.items()}


def seen() -> set[str]:
    return set(Case.objects.values_list("unit_code", flat=True))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(prefixes=st.lists(st.one_of(codes, st.just(""), st.sampled_from(["1", "14010", "1401060030110"])), max_size=4))
def test_visible_rows_are_those_under_a_prefix(cases: dict[str, UUID], prefixes: list[str]) -> None:
    with acting_as(reader(*prefixes)):
        assert seen() == {code for code in CODES if any(code.startswith(prefix) for prefix in prefixes)}


def test_nobody_sees_anything(cases: dict[str, UUID]) -> None:
    with acting_as(NOBODY):
        assert seen() == set()


def test_without_a_scope_nothing_is_seen(cases: dict[str, UUID]) -> None:
    assert seen() == set()


def test_the_outer_scope_is_back_after_a_kept_savepoint(cases: dict[str, UUID]) -> None:
    with acting_as(reader("140105", login="outer")):
        with acting_as(reader("140106", login="inner")):
            inside = seen()
        assert (len(inside), seen(), present_actor().login) == (7, {"140105"}, "outer")


def test_the_outer_scope_is_back_after_an_exception(cases: dict[str, UUID]) -> None:
    with acting_as(reader("140105")):
        with pytest.raises(ZeroDivisionError), acting_as(reader("140106")):
            raise ZeroDivisionError
        assert seen() == {"140105"}


def test_a_narrower_scope_inside_a_wide_one_hides_the_rest(cases: dict[str, UUID]) -> None:
    with acting_as(SYSTEM), acting_as(reader("650100")):
        assert seen() == {"650100"}


def test_a_connection_that_is_used_again_keeps_nothing(committed_db: None) -> None:
    with acting_as(SYSTEM):
        case_at("140106").save(force_insert=True)
    with transaction.atomic():
        assert seen() == set()
    assert seen() == set()


def test_a_failed_transaction_leaves_no_scope_behind(committed_db: None) -> None:
    with acting_as(SYSTEM):
        case_at("140106").save(force_insert=True)
    with pytest.raises(ZeroDivisionError), acting_as(SYSTEM):
        raise ZeroDivisionError
    assert (seen(), present_actor()) == (set(), NOBODY)


def test_a_row_out_of_scope_is_not_inserted(cases: dict[str, UUID]) -> None:
    refused = pytest.raises(DatabaseError, match="row-level security")
    with acting_as(writer("140105")), refused, transaction.atomic():
        case_at("140106").save(force_insert=True)


def test_a_row_out_of_scope_is_not_changed_or_removed(cases: dict[str, UUID]) -> None:
    with acting_as(writer("140105")):
        changed = Case.objects.filter(unit_code="140106").update(title="y")
        removed = Case.objects.filter(unit_code="140106")._raw_delete("default")
    assert (changed, removed) == (0, 0)


def test_a_row_is_not_moved_out_of_scope(cases: dict[str, UUID]) -> None:
    refused = pytest.raises(DatabaseError, match="row-level security")
    with acting_as(writer("140105")), refused, transaction.atomic():
        Case.objects.filter(unit_code="140105").update(unit_code="140106")


def test_every_permission_class_has_settings_of_its_own(db: None) -> None:
    with acting_as(reader("140106")), connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"current_setting('gk.r_{name}_lo')" for name in CLASSES))
        assert set(cursor.fetchone()) == {"", "140106"}
