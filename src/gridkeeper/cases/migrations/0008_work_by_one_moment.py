"""Open work by when it is due or was opened, and what is over by when it was closed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """An index for each."""

    dependencies = [("cases", "0007_danger_to_life_leads_the_index")]
    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(closed_at=None), fields=["due_at", "id", "unit_code"], name="case_by_due"
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(closed_at=None), fields=["opened_at", "id", "unit_code"], name="case_by_opening"
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(closed_at__isnull=False),
                fields=["closed_at", "id", "unit_code"],
                name="case_by_closing",
            ),
        ),
    ]
