"""Activations and what belongs to them lie with the orders; a unit's mode hangs on the wall."""

from django.db import migrations

from gridkeeper.scopes.policies import protect


class Migration(migrations.Migration):
    """Row-level security."""

    dependencies = [("activations", "0001_activations_modes_measures")]
    operations = [
        protect("activations_activation", "orders"),
        protect("activations_progress", "orders"),
        protect("activations_maderow", "orders"),
        protect("activations_suspension", "orders"),
        protect("activations_measurestate", "orders"),
        protect("activations_playbooktext", "orders"),
        protect("activations_reportform", "orders"),
        protect("activations_unitmode", "wall"),
    ]
