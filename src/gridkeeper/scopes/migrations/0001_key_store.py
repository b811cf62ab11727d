"""Make the schema of per-row keys, which no backup contains (R-18)."""

from django.db import migrations


class Migration(migrations.Migration):
    """The key store."""

    initial = True
    dependencies = []
    operations = [
        migrations.RunSQL(
            sql=(
                "CREATE SCHEMA IF NOT EXISTS keys;\n"
                "CREATE TABLE keys.row_key (record uuid PRIMARY KEY, wrapped bytea NOT NULL)"
            ),
            reverse_sql="DROP SCHEMA keys CASCADE",
        )
    ]
