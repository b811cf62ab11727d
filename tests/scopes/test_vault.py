"""What was sealed opens again, until its key is shredded; then nothing opens it (SF-05, R-18)."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gridkeeper.scopes.vault import MasterKeyMismatch, Shredded, seal, seal_many, shred, unseal

pytestmark = pytest.mark.django_db
values = st.dictionaries(st.text(max_size=8), st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=20)))
few = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@few
@given(values)
def test_what_was_sealed_opens_again(db: None, said: dict) -> None:
    record = uuid4()
    assert unseal(record, seal(record, said)) == said


@few
@given(st.lists(values, max_size=5))
def test_many_sealed_at_once_open_one_by_one(db: None, said: list[dict]) -> None:
    records = {uuid4(): one for one in said}
    sealed = seal_many(records)
    assert {record: unseal(record, text) for record, text in sealed.items()} == records


@few
@given(values.filter(bool))
def test_a_shredded_record_never_opens_again(db: None, said: dict) -> None:
    record = uuid4()
    text = seal(record, said)
    assert (shred([record]), shred([record])) == (1, 0)
    with pytest.raises(Shredded):
        unseal(record, text)


def test_the_text_of_one_record_does_not_open_under_another() -> None:
    one, other = uuid4(), uuid4()
    text = seal(one, {"a": 1})
    seal(other, {"a": 2})
    with pytest.raises(InvalidTag):
        unseal(other, text)


def test_sealing_again_makes_the_old_text_unreadable() -> None:
    record = UUID(int=7)
    old = seal(record, {"a": 1})
    assert unseal(record, seal(record, {"a": 2})) == {"a": 2}
    with pytest.raises(InvalidTag):
        unseal(record, old)


def test_another_master_key_is_named_as_the_trouble(settings) -> None:
    record = uuid4()
    text = seal(record, {"a": 1})
    settings.GRIDKEEPER_MASTER_KEY = bytes(32)
    with pytest.raises(MasterKeyMismatch):
        unseal(record, text)
