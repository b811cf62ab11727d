"""Protect people by reach: their keeper's desk, the places they serve at, and themselves."""

from django.db import migrations
from django.db.migrations import RunSQL

from gridkeeper.scopes.policies import IS_SELF, protect, protect_by, reaches

_KEEPER_READS = reaches("people", "r", "unit_code")
_KEEPER_WRITES = reaches("people", "w", "unit_code")
_IN_REACH = "EXISTS (SELECT 1 FROM posts_reach AS r WHERE r.person_id = {person}"
_SERVES_HERE = _IN_REACH + f" AND {reaches('people', 'r', 'r.unit_code')})"


def _details(table: str, *, self_may_write: bool = False) -> RunSQL:
    """Details of a person: for their keeper, the places they serve at, and themselves."""
    oneself = f"person_id {IS_SELF}"
    write = f"({_KEEPER_WRITES} OR {oneself})" if self_may_write else _KEEPER_WRITES
    read = f"{_KEEPER_READS} OR {oneself} OR {_SERVES_HERE.format(person=f'{table}.person_id')}"
    return protect_by(table, read=read, insert=write, change=write)


class Migration(migrations.Migration):
    """Row-level security."""

    dependencies = [("posts", "0001_bodies_people_posts")]
    operations = [
        protect("posts_body", "wall"),
        protect("posts_post", "wall"),
        protect("posts_appointment", "wall", self_column="person_id"),
        # An office holder's name hangs on the wall; everybody else is seen only by people desks in reach.
        protect_by(
            "posts_reach",
            read=(
                f"{reaches('people', 'r', 'unit_code')} OR person_id {IS_SELF}"
                f" OR (through = 'office' AND {reaches('wall', 'r', 'unit_code')})"
            ),
            insert=f"{reaches('people', 'w', 'unit_code')} OR {reaches('wall', 'w', 'unit_code')}",
            change=f"{reaches('people', 'w', 'unit_code')} OR {reaches('wall', 'w', 'unit_code')}",
        ),
        protect_by(
            "posts_person",
            read=f"{_KEEPER_READS} OR id {IS_SELF} OR {_IN_REACH.format(person='posts_person.id')})",
            insert=_KEEPER_WRITES,
            change=_KEEPER_WRITES,
        ),
        _details("posts_contact"),
        _details("posts_sensitive"),
        _details("posts_consent", self_may_write=True),
    ]
