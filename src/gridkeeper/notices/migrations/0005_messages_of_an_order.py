"""A message says which order it came of, so that it goes with what that order made (SF-08)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column, empty for every message present, and the index that finds an order's messages."""

    dependencies = [("notices", "0004_notices_row_level_security")]
    operations = [
        migrations.AddField(model_name="message", name="order_id", field=models.UUIDField(null=True)),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                fields=["order_id"], name="message_by_order", condition=models.Q(("order_id", None), _negated=True)
            ),
        ),
    ]
