"""A list of people can be sorted by name: all it shows is in one index."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """An index."""

    dependencies = [("posts", "0006_posts_ask_for_roles")]
    operations = [
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                fields=["sort_key", "id", "unit_code"],
                include=["name", "initials", "is_generated", "left_at", "erased_at"],
                name="person_by_name",
            ),
        ),
    ]
