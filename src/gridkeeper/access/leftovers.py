"""Re-read every table for what was erased: row by row, all columns, over any connection that sees every row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import psycopg
from psycopg import sql

from gridkeeper.access.needles import Matcher, Needles

KEPT: Final = {
    "posts_person": "the emptied record itself",
    "posts_appointment": "that a seat was held, not by whom",
    "access_purgedrecord": "the ledger that keeps it gone",
    "access_rightsrequest": "that a request was answered in time",
    "audit_event": "what was done under which order",
    "audit_payload": "what was done under which order",
    "orders_proposal": "which two people decided",
}
"""Tables in which the bare id of an erased person may stay, and why."""
DETAILS: Final = frozenset({"posts_contact", "posts_sensitive", "posts_consent", "row_key"})
"""Tables from which an erased contact has to be gone, while the service record stays."""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """Rows of one place that still hold something erased; never what it said."""

    where: str
    what: str
    count: int


@dataclass(frozen=True, kw_only=True)
class Look:
    """What re-reading found, how much was read, and where bare ids lawfully stay."""

    findings: tuple[Finding, ...]
    rows: int
    tables: int
    kept: dict[str, int]


def look_through(connection: psycopg.Connection, needles: Needles) -> Look:
    """Read every table of the schemas public and keys as text; nothing is written."""
    findings: list[Finding] = []
    kept: dict[str, int] = {}
    rows = tables = 0
    texts = Matcher(needles.texts)
    people = Matcher(str(key) for key in needles.people)
    contacts = Matcher(str(key) for key in needles.contacts)
    for schema, table in _tables(connection):
        tables += 1
        by_text = by_person = by_contact = 0
        for line in _rows(connection, schema, table):
            rows += 1
            by_text += texts.is_in(line)
            by_person += people.is_in(line)
            by_contact += table in DETAILS and contacts.is_in(line)
        if by_text:
            findings.append(Finding(where=table, what="a name or phone", count=by_text))
        if by_person and table in KEPT:
            kept[table] = by_person
        elif by_person:
            findings.append(Finding(where=table, what="the id of an erased person", count=by_person))
        if by_contact:
            findings.append(Finding(where=table, what="the id of an erased contact", count=by_contact))
    return Look(findings=tuple(findings), rows=rows, tables=tables, kept=kept)


def _tables(connection: psycopg.Connection) -> list[tuple[str, str]]:
    found = connection.execute(
        "SELECT schemaname, tablename FROM pg_tables WHERE schemaname IN ('public', 'keys') ORDER BY 1, 2"
    )
    return [(schema, table) for schema, table in found.fetchall()]


def _rows(connection: psycopg.Connection, schema: str, table: str) -> Iterator[str]:
    query = sql.SQL("COPY (SELECT t::text FROM {} AS t) TO STDOUT").format(sql.Identifier(schema, table))
    with connection.cursor() as cursor, cursor.copy(query) as copy:
        for (line,) in copy.rows():
            yield line
