"""Shifts and calls hang on the wall; who stands them is seen by the desks in reach and by the person themselves."""

from django.db import migrations

from gridkeeper.scopes.policies import IS_SELF, protect, protect_by, reaches

_READS = reaches("duties", "r", "unit_code")
_WRITES = reaches("duties", "w", "unit_code")
_ON_THE_WALL = reaches("wall", "r", "unit_code")


def _own_shift(column: str) -> str:
    """SQL that is true where the shift is one of the reader's own, also in another district."""
    return f"EXISTS (SELECT 1 FROM rosters_duty AS d WHERE d.shift_id = {column} AND d.person_id {IS_SELF})"


def _wall(table: str, *, shift: str = "") -> migrations.RunSQL:
    read = f"{_ON_THE_WALL} OR {_own_shift(shift)}" if shift else _ON_THE_WALL
    return protect_by(table, read=read, insert=_WRITES, change=_WRITES)


def _log(table: str, *oneself: str) -> migrations.RunSQL:
    read = " OR ".join([_READS, *(f"{column} {IS_SELF}" for column in oneself)])
    return protect_by(table, read=read, insert=_WRITES, change=_WRITES)


class Migration(migrations.Migration):
    """Row-level security; on their own duties people act through the room's system actor, once it is sure whose."""

    dependencies = [("rosters", "0001_shifts_duties_log_calls")]
    operations = [
        protect("rosters_roster", "duties"),
        _wall("rosters_shift", shift="rosters_shift.id"),
        protect("rosters_duty", "duties", self_column="person_id"),
        # Who was asked and does not come is nobody's to read: only the matcher, which reaches everything.
        protect("rosters_asked", "rights"),
        _log("rosters_logentry", "person_id"),
        _log("rosters_handover", "from_person_id", "to_person_id"),
        _wall("rosters_callout"),
        _wall("rosters_appeal"),
        protect("rosters_enlistment", "duties", self_column="person_id"),
    ]
