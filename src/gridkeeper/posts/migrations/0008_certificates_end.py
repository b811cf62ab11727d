"""A certificate that runs out: the role it allows and its last day (4.e)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Two columns, empty for everybody present."""

    dependencies = [
        ("posts", "0007_people_by_name"),
    ]

    operations = [
        migrations.AddField(
            model_name="contact",
            name="certified_for",
            field=models.CharField(blank=True, db_default="", max_length=40),
        ),
        migrations.AddField(
            model_name="contact",
            name="certified_until",
            field=models.DateField(null=True),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(
                condition=models.Q(("certified_until__isnull", False)),
                fields=["certified_until", "unit_code"],
                name="contact_by_certificate",
            ),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("certified_until", None), models.Q(("certified_for", ""), _negated=True), _connector="OR"
                ),
                name="certificate_names_role",
            ),
        ),
    ]
