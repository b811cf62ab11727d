"""Lists of a million people: counted from an index alone, and those who serve far from their record found at once.

``shared_digits`` says from which unit upwards a place of service and the place that keeps the record are the same: a
list of a unit takes people kept in it, and apart those whose place shares fewer digits than its code has. The
database keeps it, whoever moves a record: a desk that may not write at the place of service changes it all the same.
"""

from django.db import migrations, models
from django.db.migrations import RunSQL

from gridkeeper.scopes.policies import IS_SELF, reaches

_SHARED = """
CREATE FUNCTION posts_shared_digits(one text, other text) RETURNS smallint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(max(n), 0)::smallint FROM unnest(ARRAY[2, 4, 6, 9, 12, 15, 18]) AS n
    WHERE left(one, n) = left(other, n)
$$;
CREATE FUNCTION posts_reach_is_told_home() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$ BEGIN
    NEW.shared_digits := posts_shared_digits(
        NEW.unit_code, (SELECT p.unit_code FROM posts_person AS p WHERE p.id = NEW.person_id)
    );
    RETURN NEW;
END $$;
CREATE FUNCTION posts_home_has_moved() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$ BEGIN
    UPDATE posts_reach AS r SET shared_digits = posts_shared_digits(r.unit_code, NEW.unit_code)
    WHERE r.person_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER posts_reach_is_told_home BEFORE INSERT OR UPDATE OF person_id, unit_code ON posts_reach
    FOR EACH ROW EXECUTE FUNCTION posts_reach_is_told_home();
CREATE TRIGGER posts_home_has_moved AFTER UPDATE OF unit_code ON posts_person
    FOR EACH ROW WHEN (OLD.unit_code IS DISTINCT FROM NEW.unit_code) EXECUTE FUNCTION posts_home_has_moved();
UPDATE posts_reach AS r SET shared_digits = posts_shared_digits(r.unit_code, p.unit_code)
    FROM posts_person AS p WHERE p.id = r.person_id AND p.unit_code <> r.unit_code
"""
_FORGET = """
DROP TRIGGER posts_home_has_moved ON posts_person;
DROP TRIGGER posts_reach_is_told_home ON posts_reach;
DROP FUNCTION posts_home_has_moved();
DROP FUNCTION posts_reach_is_told_home();
DROP FUNCTION posts_shared_digits(text, text)
"""


def _keeper(column: str = "unit_code") -> str:
    return reaches("people", "r", column, once=True)


def _read_by(table: str, condition: str) -> RunSQL:
    # What it replaces means the same and is only slower, so there is no way back to make.
    return RunSQL(sql=f"ALTER POLICY reads ON {table} USING ({condition})", reverse_sql=RunSQL.noop)


def _details(table: str) -> RunSQL:
    serves_here = (
        f"EXISTS (SELECT 1 FROM posts_reach AS r WHERE r.person_id = {table}.person_id AND {_keeper('r.unit_code')})"
    )
    return _read_by(table, f"{_keeper()} OR person_id {IS_SELF} OR {serves_here}")


class Migration(migrations.Migration):
    """A column the database keeps, indexes that answer alone, and policies that read each setting once."""

    dependencies = [("posts", "0004_people_found_by_place_and_initials")]
    operations = [
        migrations.AddField("reach", "shared_digits", models.PositiveSmallIntegerField(db_default=18, editable=False)),
        RunSQL(sql=_SHARED, reverse_sql=_FORGET),
        migrations.RemoveIndex("reach", "reach_of_serving"),
        migrations.AddIndex(
            "reach",
            models.Index(
                fields=["shared_digits", "unit_code", "person"],
                name="reach_from_afar",
                condition=models.Q(shared_digits__lt=18),
            ),
        ),
        migrations.RemoveIndex("person", "person_by_place"),
        migrations.AddIndex(
            "person",
            models.Index(
                fields=["unit_code", "sort_key", "id"],
                include=["name", "initials", "is_generated", "left_at", "erased_at"],
                name="person_by_place",
            ),
        ),
        _read_by(
            "posts_reach",
            f"{_keeper()} OR person_id {IS_SELF}"
            f" OR (through = 'office' AND {reaches('wall', 'r', 'unit_code', once=True)})",
        ),
        _read_by(
            "posts_person",
            f"{_keeper()} OR id {IS_SELF}"
            " OR EXISTS (SELECT 1 FROM posts_reach AS r WHERE r.person_id = posts_person.id)",
        ),
        *(_details(table) for table in ("posts_contact", "posts_sensitive", "posts_consent")),
    ]
