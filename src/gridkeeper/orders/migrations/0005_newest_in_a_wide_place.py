"""Find the newest orders of a wide place without reading those of other places."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """An index."""

    dependencies = [
        ("orders", "0004_retention_forgets_who_renewed"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="order",
            index=models.Index(fields=["id", "unit_code"], name="order_newest"),
        ),
    ]
