from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("rounds", "0002_row_level_security"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="round",
            index=models.Index(fields=["day", "due_at", "id"], name="round_by_day"),
        ),
    ]
