"""Let retention remove the steps of cases whose time is over: by the rights desk's scope only."""

from django.db import migrations

from gridkeeper.scopes.policies import reaches


class Migration(migrations.Migration):
    """A step is still never changed."""

    dependencies = [("cases", "0002_row_level_security")]
    operations = [
        migrations.RunSQL(
            sql=f"CREATE POLICY removes ON cases_step FOR DELETE USING ({reaches('rights', 'w', 'unit_code')})",
            reverse_sql="DROP POLICY removes ON cases_step",
        )
    ]
