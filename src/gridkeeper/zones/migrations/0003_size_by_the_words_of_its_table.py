"""A zone has its extent in the words of the size tables, its stairwell or floor, and what the tables said of it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """New columns, and one that holds longer words."""

    dependencies = [
        ("zones", "0002_row_level_security"),
    ]

    operations = [
        migrations.AddField(
            model_name="zone",
            name="larger_reason",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name="zone",
            name="part",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name="zone",
            name="ruled",
            field=models.JSONField(null=True),
        ),
        migrations.AlterField(
            model_name="zone",
            name="extent",
            field=models.CharField(
                choices=[
                    ("stairwell", "Stairwell"),
                    ("floor", "Floor"),
                    ("building", "Building"),
                    ("several_buildings", "Several"),
                    ("compound", "Compound"),
                    ("community", "Community"),
                    ("larger", "Larger"),
                ],
                max_length=20,
            ),
        ),
    ]
