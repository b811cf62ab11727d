"""What the house itself writes to people is kept in English as well."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Two columns, empty for every message present."""

    dependencies = [("notices", "0005_messages_of_an_order")]
    operations = [
        migrations.AddField(
            model_name="message",
            name="subject_en",
            field=models.CharField(blank=True, default="", max_length=240),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="message",
            name="body_en",
            field=models.TextField(blank=True, default=""),
            preserve_default=False,
        ),
    ]
