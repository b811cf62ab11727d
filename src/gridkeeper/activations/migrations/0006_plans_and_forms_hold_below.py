"""A plan or a prescribed form that a wider place keeps is for those within: whoever reads orders there may read it."""

from django.db import migrations

_ABOVE = "unit_code = ANY ((SELECT string_to_array(current_setting('gk.bound_by', true), ','))::text[])"


class Migration(migrations.Migration):
    """A second way to read; who may write stays as it was."""

    dependencies = [("activations", "0005_counted_evidence_hangs_on_the_wall")]
    operations = [
        migrations.RunSQL(
            sql=f"CREATE POLICY reads_what_is_kept_above ON {table} FOR SELECT USING ({_ABOVE})",
            reverse_sql=f"DROP POLICY reads_what_is_kept_above ON {table}",
        )
        for table in ("activations_playbooktext", "activations_reportform")
    ]
