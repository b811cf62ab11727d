"""What is done on a shift is kept in English as well, where somebody wrote it so."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """A column, empty for every shift present."""

    dependencies = [("rosters", "0002_row_level_security")]
    operations = [
        migrations.AddField(
            model_name="shift",
            name="task_en",
            field=models.CharField(blank=True, db_default="", max_length=240),
        ),
    ]
