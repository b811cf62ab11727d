"""The doctor's looks that need the models; prints them as JSON."""

from __future__ import annotations

import json
import os
from typing import Any

from django.utils.translation import gettext_noop as _


def looks() -> list[dict[str, Any]]:
    """Migrations, declarations of personal fields, row-level security of personal tables, and the key store."""
    return [_migrations(), _declarations(), _personal_tables(), _key_store()]


def _migrations() -> dict[str, Any]:
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connections["owner"])
    plan = [f"{step.app_label}.{step.name}" for step, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]
    return {
        "check": "tables",
        "ok": not plan,
        "text": _("The tables are up to date.") if not plan else _("{count} changes of the tables wait: {names}"),
        "hint": _("Start the server once: it brings the tables up to date."),
        "facts": {"count": len(plan), "names": ", ".join(plan[:5])},
    }


def _declarations() -> dict[str, Any]:
    from django.core import checks

    found = [finding.msg for finding in checks.run_checks(tags=["privacy"])]
    return {
        "check": "purposes",
        "ok": not found,
        "text": _("Every personal field has a purpose and a retention.") if not found else "{found}",
        "hint": _("Declare purpose, ground and retention in the model."),
        "facts": {"found": "; ".join(found[:5])},
    }


def _personal_tables() -> dict[str, Any]:
    from django.apps import apps
    from django.db import connections

    from gridkeeper.scopes.declarations import privacy_of

    # Accounts are looked up before anybody is signed in; they are protected by digests instead of scopes.
    personal = [
        model._meta.db_table
        for model in apps.get_models()
        if (privacy := privacy_of(model)) and privacy.personal and model.__module__.startswith("gridkeeper.")
        if model._meta.app_label != "accounts"
    ]
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relname = ANY(%s) AND NOT relrowsecurity", [personal])
        bare = sorted(row[0] for row in cursor.fetchall())
    return {
        "check": "personal tables",
        "ok": not bare,
        "text": _("Every table about people is protected row by row.") if not bare else _("Not protected: {tables}"),
        "hint": _("Give the table a policy in a migration."),
        "facts": {"tables": ", ".join(bare)},
    }


def _key_store() -> dict[str, Any]:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from django.conf import settings
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT record, wrapped FROM keys.row_key LIMIT 1")
        row = cursor.fetchone()
    fits = True
    if row is not None:
        nonce_bytes, wrapped = 12, bytes(row[1])
        try:
            AESGCM(settings.GRIDKEEPER_MASTER_KEY).decrypt(wrapped[:nonce_bytes], wrapped[nonce_bytes:], row[0].bytes)
        except InvalidTag:
            fits = False
    return {
        "check": "key store",
        "ok": fits,
        "text": _("The master key opens the key store.") if fits else _("The master key does not open the key store."),
        "hint": _("Restore the escrow file that belongs to this home: gridkeeper restore FILE --keys KEYS."),
        "facts": {},
    }


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gridkeeper.project.settings")
    import django

    django.setup()
    print(json.dumps(looks()))
