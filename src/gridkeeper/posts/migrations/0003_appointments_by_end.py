"""Find what has just ended without reading all appointments."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """An index for the look every second."""

    dependencies = [("posts", "0002_row_level_security")]
    operations = [
        migrations.AddIndex(
            model_name="appointment",
            index=models.Index(
                fields=["to_at"], name="appointment_by_end", condition=models.Q(("to_at", None), _negated=True)
            ),
        )
    ]
