import django.db.models.deletion
from django.db import migrations, models

import gridkeeper.scopes.fields


class Migration(migrations.Migration):
    dependencies = [
        ("activations", "0003_activations_hang_on_the_wall"),
    ]

    operations = [
        migrations.CreateModel(
            name="EvidenceCount",
            fields=[
                (
                    "activation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="evidence_count",
                        serialize=False,
                        to="activations.activation",
                    ),
                ),
                ("unit_code", gridkeeper.scopes.fields.UnitCodeField(max_length=18)),
                ("counted_at", models.DateTimeField()),
                ("lines", models.JSONField()),
            ],
        ),
    ]
