"""Find the most urgent open work of a wide place without reading all of it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """An index."""

    dependencies = [
        ("cases", "0005_protect_how_far_the_record_was_read"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("closed_at", None)), fields=["due_at", "id", "unit_code"], name="case_urgent"
            ),
        ),
    ]
