"""Find the newest events of a wide place without reading those of other places."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """An index."""

    dependencies = [
        ("audit", "0002_row_level_security"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["id", "unit_code"], name="event_newest"),
        ),
    ]
