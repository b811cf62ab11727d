"""Writing out of scope is refused by the database itself, on every table of a place (R-19)."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import DatabaseError, connection
from tests.personas import SYSTEM, settle

from gridkeeper.kernel.actor import Actor
from gridkeeper.scopes.choices import CLASSES
from gridkeeper.scopes.doors import acting_as
from gridkeeper.scopes.fields import UnitCodeField

pytestmark = pytest.mark.django_db
ANYONE_MAY_INSERT = {"audit_event", "audit_payload", "audit_seal", "access_reading", "notices_message"}
"""Traces that every act leaves; who may write a seal is asked of the login."""


def scoped_tables() -> list[str]:
    return sorted(
        model._meta.db_table
        for model in apps.get_models()
        if any(isinstance(field, UnitCodeField) for field in model._meta.concrete_fields)
    )


ELSEWHERE = Actor(
    login="elsewhere",
    grants={
        **{f"{name}.write": ("650100",) for name in CLASSES},
        # Seeing everything, so that only the write policies can be what refuses.
        **{f"{name}.read": ("",) for name in CLASSES},
    },
)


@pytest.mark.parametrize("table", scoped_tables())
def test_every_table_has_a_policy_for_writing(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT cmd, coalesce(with_check, qual) FROM pg_policies WHERE tablename = %s", [table])
        policies = dict(cursor.fetchall())
    open_ones = {command for command, condition in policies.items() if condition == "true"}
    assert "INSERT" in policies
    assert open_ones <= ({"INSERT"} if table in ANYONE_MAY_INSERT else set())


def count(table: str) -> int:
    with acting_as(SYSTEM), connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])


def touched(statement: str) -> int:
    """Rows a statement reaches for somebody who may write elsewhere only; an append-only table refuses outright."""
    try:
        with acting_as(ELSEWHERE), connection.cursor() as cursor:
            cursor.execute(statement)
            return int(cursor.rowcount)
    except DatabaseError as refusal:
        return 0 if "append-only" in str(refusal) else -1


def test_rows_of_another_place_are_neither_changed_nor_removed() -> None:
    settle()
    before = {table: count(table) for table in scoped_tables()}
    reached = {
        statement: rows
        for table in scoped_tables()
        for statement in (f"UPDATE {table} SET unit_code = unit_code", f"DELETE FROM {table}")
        if (rows := touched(statement))
    }
    assert (reached, {table: count(table) for table in scoped_tables()}) == ({}, before)
    assert sum(before.values()) > 50
