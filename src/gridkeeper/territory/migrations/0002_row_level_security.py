"""Protect the tree by place: it hangs on the wall of its own district."""

from django.db import migrations

from gridkeeper.scopes.policies import protect

_TABLES = ("unit", "edition", "designation", "name", "overlay", "overlayunit", "outline", "adjacency", "streetline")


class Migration(migrations.Migration):
    """Row-level security."""

    dependencies = [("territory", "0001_tree_editions_overlays")]
    operations = [protect(f"territory_{table}", "wall") for table in _TABLES]
