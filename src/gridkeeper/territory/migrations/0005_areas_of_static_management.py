"""Areas of static management are no sealed areas (YZ-25)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One more kind; no row changes."""

    dependencies = [("territory", "0004_search_beginnings_first")]
    operations = [
        migrations.AlterField(
            model_name="overlay",
            name="kind",
            field=models.CharField(
                choices=[
                    ("compound", "Compound"),
                    ("control_unit", "Control Unit"),
                    ("sealed_area", "Sealed Area"),
                    ("static_area", "Static Area"),
                    ("proposed_grid", "Proposed Grid"),
                    ("statistical_area", "Statistical Area"),
                ],
                max_length=16,
            ),
        )
    ]
