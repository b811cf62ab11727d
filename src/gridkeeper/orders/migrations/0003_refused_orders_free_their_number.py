"""A draft that was refused was never issued: its number may be used for the corrected one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One number, one document in force or proposed."""

    dependencies = [("orders", "0002_row_level_security")]
    operations = [
        migrations.RemoveConstraint(model_name="order", name="order_number_once"),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.UniqueConstraint(
                fields=("issued_by", "number"),
                name="order_number_once",
                condition=models.Q(("state", "refused"), _negated=True),
            ),
        ),
    ]
