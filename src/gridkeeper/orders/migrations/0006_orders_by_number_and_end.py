"""Orders by number, by when they end, and by days in a row."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """An index for each."""

    dependencies = [("orders", "0005_newest_in_a_wide_place")]
    operations = [
        migrations.AddIndex(
            model_name="order", index=models.Index(fields=["number", "id", "unit_code"], name="order_by_number")
        ),
        migrations.AddIndex(
            model_name="order", index=models.Index(fields=["expires_at", "id", "unit_code"], name="order_by_end")
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(
                condition=models.Q(state="in_force"), fields=["in_force_at", "id", "unit_code"], name="order_by_days"
            ),
        ),
    ]
