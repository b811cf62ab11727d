"""The lines of a checklist and what a figure counts are kept in English as well, where they were written so."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Two columns, empty for every series present."""

    dependencies = [("rounds", "0003_rounds_of_a_day")]
    operations = [
        migrations.AddField(model_name="series", name="items_en", field=models.JSONField(default=list)),
        migrations.AddField(
            model_name="series",
            name="quantity_unit_en",
            field=models.CharField(blank=True, db_default="", max_length=40),
        ),
    ]
