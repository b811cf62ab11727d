"""What an emergency's end clears: found by its order, in the scope of the rights desk only (SF-08)."""

from django.db import migrations, models

from gridkeeper.scopes.policies import reaches

_RIGHTS = reaches("rights", "w", "unit_code")


class Migration(migrations.Migration):
    """A step is still never changed by anybody else."""

    dependencies = [("cases", "0008_work_by_one_moment")]
    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["order_id"], name="case_by_order", condition=models.Q(("order_id", None), _negated=True)
            ),
        ),
        migrations.RunSQL(
            sql=f"CREATE POLICY forgets ON cases_step FOR UPDATE USING ({_RIGHTS}) WITH CHECK ({_RIGHTS})",
            reverse_sql="DROP POLICY forgets ON cases_step",
        ),
    ]
