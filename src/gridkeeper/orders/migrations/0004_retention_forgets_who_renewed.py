"""Let the retention of names reach renewals, in the scope of the rights desk: the purge's, not the daily one."""

from django.db import migrations

from gridkeeper.scopes.policies import reaches

_RIGHTS = reaches("rights", "w", "unit_code")


class Migration(migrations.Migration):
    """A renewal is still never deleted, and nobody else changes it."""

    dependencies = [("orders", "0003_refused_orders_free_their_number")]
    operations = [
        migrations.RunSQL(
            sql=f"CREATE POLICY changes ON orders_renewal FOR UPDATE USING ({_RIGHTS}) WITH CHECK ({_RIGHTS})",
            reverse_sql="DROP POLICY changes ON orders_renewal",
        )
    ]
