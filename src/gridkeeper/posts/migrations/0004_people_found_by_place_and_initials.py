"""Find people by first letters, and those who serve at a place apart from those only kept there."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Two indexes."""

    dependencies = [("posts", "0003_appointments_by_end")]
    operations = [
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["initials", "unit_code"], name="person_by_initials"),
        ),
        migrations.AddIndex(
            model_name="reach",
            index=models.Index(
                fields=["unit_code", "person"],
                name="reach_of_serving",
                condition=models.Q(("through", "home"), _negated=True),
            ),
        ),
    ]
