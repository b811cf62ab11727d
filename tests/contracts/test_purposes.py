"""No personal field without purpose and retention; otherwise nothing starts (SF-01)."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from django.core import checks

from gridkeeper.access.queries.rights import register_of_processing
from gridkeeper.access.retention import RULES
from gridkeeper.kernel.purpose import Purpose, Sensitivity, personal
from gridkeeper.posts.models import Contact, Person
from gridkeeper.scopes.declarations import personal_fields, privacy_of


def findings() -> list[str]:
    return [finding.msg for finding in checks.run_checks(tags=["privacy"])]


def declared(**fields: str) -> object:
    """The contact table as if it declared these fields with these retentions."""
    purposes = {
        name: Purpose(purpose="x", basis="x", sensitivity=Sensitivity.P2, retention=rule)
        for name, rule in fields.items()
    }
    every = {field.name for field in Contact._meta.concrete_fields}
    return personal("people", subject="person", fields=purposes, plain_fields=tuple(every - {"phone"} - set(fields)))


def test_the_installation_as_it_stands_may_start() -> None:
    assert findings() == []


def test_a_field_nobody_declared_stops_the_start() -> None:
    with patch.object(Contact, "privacy", declared()):
        assert findings() == ["posts.Contact.phone is neither personal nor plain"]


def test_a_table_nobody_declared_stops_the_start() -> None:
    with patch.object(Contact, "privacy", None):
        assert findings() == ["posts.Contact does not say what it holds of people"]


def test_a_retention_nobody_defined_stops_the_start() -> None:
    with patch.object(Contact, "privacy", declared(phone="for ever")):
        assert findings() == ["posts_contact.phone is kept for “for ever”, which no rule defines"]


def test_the_web_process_refuses_to_start_with_an_undeclared_field() -> None:
    from gridkeeper.project import wsgi

    with patch.object(Contact, "privacy", declared()), pytest.raises(SystemExit, match="phone"):
        wsgi._make()


def test_every_retention_named_has_a_rule() -> None:
    assert {purpose.retention for _, _, purpose in personal_fields()} <= set(RULES)


def test_the_register_of_processing_lists_every_personal_field_with_its_ground() -> None:
    rows = register_of_processing()
    declared_fields = {(table, name) for table, name, _ in personal_fields()}
    assert {(row.table, row.field) for row in rows} == declared_fields
    assert {("posts_contact", "phone"), ("posts_sensitive", "sealed"), ("posts_person", "name")} <= declared_fields
    assert all(row.purpose and row.basis and row.days >= 0 and row.counted_from for row in rows)


def test_a_person_is_the_subject_of_their_own_record() -> None:
    privacy = privacy_of(Person)
    assert privacy is not None
    assert privacy.subject == ""


KEPT_AFTER_AN_EMERGENCY = {
    "access_": "looks, requests and purges are owed to the people concerned (PIPL Art. 44-47, SF-43)",
    "account_": "somebody signs in, order or not",
    "accounts_": "somebody signs in, order or not",
    "audit_": "the record law asks for (SF-43)",
    "orders_": "who decided on a power over others",
    "posts_": "people, their posts and consents outlive any order",
    "rosters_duty": "a truthful record of service is owed to those who served (12.5, SF-31)",
    "rosters_asked": "goes earlier: as the shift begins",
    "rosters_enlistment": "goes with the consent",
    "activations_playbooktext": "a text of the library, made by no order",
    "activations_reportform": "a form of the library, made by no order",
}
"""Tables, or their rooms, that the end of an emergency leaves as they are, each with its reason (decision 11)."""


def test_sf08_every_personal_field_goes_with_its_order_or_has_a_reason_to_stay() -> None:
    unsaid = [
        f"{table}.{name}"
        for table, name, purpose in personal_fields()
        if "emergency" not in (purpose.retention, purpose.under_order)
        and not table.startswith(tuple(KEPT_AFTER_AN_EMERGENCY))
    ]
    assert unsaid == []
