"""Lists put danger to life first, so does their index; and what is over is found newest first."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Both indexes in the order that lists ask for."""

    dependencies = [
        ("cases", "0006_most_urgent_in_a_wide_place"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="case", name="case_urgent"),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("closed_at", None)),
                fields=["-life_safety", "due_at", "id", "unit_code"],
                name="case_urgent",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", False)),
                fields=["-opened_at", "-id", "unit_code"],
                name="case_over",
            ),
        ),
    ]
