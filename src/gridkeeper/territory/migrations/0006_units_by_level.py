"""The streets and communities of a district are found without a look at its twenty thousand buildings."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """An index."""

    dependencies = [("territory", "0005_areas_of_static_management")]
    operations = [
        migrations.AddIndex(
            model_name="unit",
            index=models.Index(
                fields=["level", "unit_code"], name="unit_by_level", condition=models.Q(("closed_on", None))
            ),
        ),
    ]
