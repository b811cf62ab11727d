"""Start-up check: every retention a field names is a rule of the table (SF-01, SF-06)."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error

from gridkeeper.access.retention import RULES
from gridkeeper.scopes.declarations import personal_fields


def unknown_retentions(app_configs: object, **_: Any) -> list[CheckMessage]:
    """Errors for fields whose retention nobody defined."""
    del app_configs
    return [
        Error(
            f"{table}.{name} is kept for “{rule}”, which no rule defines",
            hint="Add the rule to access/retention.py.",
            id="gridkeeper.retention",
        )
        for table, name, purpose in personal_fields()
        for rule in filter(None, (purpose.retention, purpose.under_order))
        if rule not in RULES
    ]
