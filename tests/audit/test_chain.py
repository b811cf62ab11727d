"""No event is changed, taken out, slipped in or moved unseen; what was lawfully erased still verifies (R-18)."""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from itertools import accumulate

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.personas import START, SYSTEM

from gridkeeper.access.jobs import seal_the_record
from gridkeeper.audit.chain import Head, head, seal_events, verify_chain
from gridkeeper.audit.models import Event, Payload, Seal
from gridkeeper.audit.policy import GENESIS, EventLine, link, payload_digest
from gridkeeper.audit.record import record
from gridkeeper.scopes.doors import acting_as

words = st.text(alphabet="abcxyz,;\x1f任免", max_size=6)
lines = st.builds(
    EventLine,
    id=st.uuids(),
    recorded_at=st.integers(0, 10**6).map(lambda seconds: START + timedelta(seconds=seconds)),
    happened_at=st.integers(0, 10**6).map(lambda seconds: START + timedelta(seconds=seconds)),
    actor=words,
    verb=words,
    subject_kind=words,
    subject_id=words,
    unit_code=st.sampled_from(["", "140106", "140106003011"]),
    payload_digest=words,
)
chains = st.lists(lines, min_size=1, max_size=6, unique_by=lambda line: line.id)


def hashes(chain: list[EventLine]) -> list[str]:
    return list(accumulate(chain, link, initial=GENESIS))[1:]


@given(chains, st.data())
def test_any_changed_field_changes_the_head(chain: list[EventLine], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(chain) - 1))
    name = data.draw(st.sampled_from([field.name for field in dataclasses.fields(EventLine)]))
    other = data.draw(lines.filter(lambda line: getattr(line, name) != getattr(chain[place], name)))
    forged = dataclasses.replace(chain[place], **{name: getattr(other, name)})
    assert hashes([*chain[:place], forged, *chain[place + 1 :]])[-1] != hashes(chain)[-1]


@given(chains, st.data())
def test_a_removed_event_changes_the_head(chain: list[EventLine], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(chain) - 1))
    assert (hashes(chain[:place] + chain[place + 1 :]) or [GENESIS])[-1] != hashes(chain)[-1]


@given(chains, lines, st.data())
def test_an_inserted_event_changes_the_head(chain: list[EventLine], more: EventLine, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(chain)))
    assert hashes([*chain[:place], more, *chain[place:]])[-1] != hashes(chain)[-1]


@given(chains.filter(lambda chain: len(chain) > 1), st.data())
def test_reordered_events_change_the_head(chain: list[EventLine], data: st.DataObject) -> None:
    other = data.draw(st.permutations(chain).filter(lambda order: list(order) != chain))
    assert hashes(list(other))[-1] != hashes(chain)[-1]


@given(st.binary(min_size=16, max_size=16), st.dictionaries(words, words), st.dictionaries(words, words))
def test_the_digest_tells_facts_apart(salt: bytes, one: dict, other: dict) -> None:
    assert (payload_digest(salt, one) == payload_digest(salt, other)) == (one == other)


def happened(count: int) -> None:
    for number in range(count):
        record(
            actor=SYSTEM,
            verb="test.happened",
            subject_kind="thing",
            subject_id=str(number),
            unit_code="140106",
            happened_at=START,
            facts={"number": number},
        )


@pytest.mark.django_db
def test_what_was_recorded_is_sealed_by_the_next_beat_and_not_twice() -> None:
    with acting_as(SYSTEM):
        waiting = Event.objects.filter(seal=None).count()
        happened(3)
    assert (seal_the_record(), seal_the_record()) == (waiting + 3, 0)


@pytest.mark.django_db
def test_a_whole_chain_holds_and_ends_in_its_head() -> None:
    with acting_as(SYSTEM):
        happened(5)
        seal_events(now=START)
        verdict = verify_chain(expected=head())
    assert (verdict.holds, verdict.waiting, verdict.head) == (True, 0, verdict.head)


@pytest.mark.django_db
def test_an_erased_payload_is_counted_and_the_chain_still_holds() -> None:
    with acting_as(SYSTEM):
        happened(3)
        seal_events(now=START)
        Payload.objects.filter(event__subject_id="1", event__verb="test.happened").update(facts={}, salt=b"")
        verdict = verify_chain()
    assert (verdict.holds, verdict.erased) == (True, 1)


@pytest.mark.django_db
def test_changed_facts_are_found() -> None:
    with acting_as(SYSTEM):
        happened(3)
        seal_events(now=START)
        Payload.objects.filter(event__subject_id="1", event__verb="test.happened").update(facts={"number": 7})
        reasons = [found.reason for found in verify_chain().breaks]
    assert reasons == ["the facts were changed after sealing"]


@pytest.mark.django_db
def test_a_head_noted_elsewhere_shows_a_chain_that_was_cut() -> None:
    with acting_as(SYSTEM):
        happened(1)
        seal_events(now=START)
        longer = Head(number=head().number + 1, hash="f" * 64)
        reasons = [found.reason for found in verify_chain(expected=longer).breaks]
    assert reasons == ["the chain is shorter than the head noted elsewhere"]


@pytest.mark.django_db
def test_a_head_noted_elsewhere_shows_a_chain_that_was_made_anew() -> None:
    with acting_as(SYSTEM):
        happened(1)
        seal_events(now=START)
        other = Head(number=head().number, hash="f" * 64)
        reasons = [found.reason for found in verify_chain(expected=other).breaks]
    assert reasons == ["the chain differs from the head noted elsewhere"]


FORGERIES = {
    "changed": "UPDATE audit_event SET actor = 'somebody else' WHERE id = %(second)s",
    "backdated": "UPDATE audit_event SET happened_at = happened_at - interval '1 day' WHERE id = %(second)s",
    "taken out": "DELETE FROM audit_seal WHERE event_id = %(second)s",
    "swapped": (
        "UPDATE audit_seal"
        " SET event_id = CASE WHEN event_id = %(second)s THEN %(third)s::uuid ELSE %(second)s::uuid END"
        " WHERE event_id IN (%(second)s, %(third)s)"
    ),
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_even_the_owner_of_the_tables_does_not_rewrite_the_record_unseen(
    committed_db: None, owner_connection: psycopg.Connection, forgery: str
) -> None:
    with acting_as(SYSTEM):
        happened(4)
        seal_events(now=START)
        sealed = list(Seal.objects.order_by("number").values_list("event_id", flat=True))
    for table in ("audit_event", "audit_seal"):
        owner_connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    if forgery == "swapped":
        owner_connection.execute("ALTER TABLE audit_seal DROP CONSTRAINT audit_seal_event_id_key")
    owner_connection.execute(FORGERIES[forgery], {"second": sealed[-3], "third": sealed[-2]})
    with acting_as(SYSTEM):
        assert not verify_chain().holds
