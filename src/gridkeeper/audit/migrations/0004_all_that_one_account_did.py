"""All that one account did, newest first, without reading what others did."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """An index."""

    dependencies = [("audit", "0003_newest_in_a_wide_place")]
    operations = [
        migrations.AddIndex(
            model_name="event", index=models.Index(fields=["actor", "id", "unit_code"], name="event_by_actor")
        ),
    ]
