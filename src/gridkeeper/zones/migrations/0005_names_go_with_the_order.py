"""Let the end of an order's time reach who tried its exits: in the scope of the rights desk only (SF-08)."""

from django.db import migrations

from gridkeeper.scopes.policies import reaches

_RIGHTS = reaches("rights", "w", "unit_code")


class Migration(migrations.Migration):
    """A check is still never changed by anybody else."""

    dependencies = [("zones", "0004_old_extents_in_those_words")]
    operations = [
        migrations.RunSQL(
            sql=f"CREATE POLICY forgets ON zones_exitcheck FOR UPDATE USING ({_RIGHTS}) WITH CHECK ({_RIGHTS})",
            reverse_sql="DROP POLICY forgets ON zones_exitcheck",
        )
    ]
