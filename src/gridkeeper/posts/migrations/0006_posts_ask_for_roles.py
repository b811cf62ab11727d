"""A post may ask for a role that its holder holds already: whoever leads a team (K-08)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """A column; every present post asks for nothing."""

    dependencies = [
        ("posts", "0005_lists_of_a_million_people"),
    ]

    operations = [
        migrations.AddField(
            model_name="post",
            name="asks",
            field=models.CharField(blank=True, db_default="", max_length=200),
        ),
    ]
