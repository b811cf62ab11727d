"""Sites hang on the wall; desks in reach open and close them."""

from django.db import migrations

from gridkeeper.scopes.policies import protect


class Migration(migrations.Migration):
    """Row-level security."""

    dependencies = [("sites", "0001_sites")]
    operations = [protect("sites_site", "wall")]
