"""No personal field without a purpose: every table says what it holds of people, or nothing starts (SF-01)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.core.checks import CheckMessage, Error
from django.db.models import Model

from gridkeeper.kernel.purpose import Privacy, Purpose, Sensitivity, personal, plain

# Tables of libraries, by model label: we cannot add a declaration to their classes.
LIBRARY_TABLES: dict[str, Privacy] = {
    "sessions.Session": plain("accounts", why="holds a signed user id until sign-out or expiry"),
    "contenttypes.ContentType": plain("accounts", why="names of tables"),
    "auth.Permission": plain("accounts", why="unused names of the framework"),
    "auth.Group": plain("accounts", why="unused names of the framework"),
    "account.EmailAddress": personal(
        "accounts",
        subject="user",
        fields={
            "email": Purpose(
                purpose="signing in and recovering an account",
                basis="consent of the account holder",
                sensitivity=Sensitivity.P2,
                retention="account",
            )
        },
        plain_fields=("id", "user", "verified", "primary"),
    ),
    "account.EmailConfirmation": plain("accounts", why="a key and two moments"),
    "mfa.Authenticator": plain("accounts", why="second factors, encrypted by their library"),
}


def privacy_of(model: type[Model]) -> Privacy | None:
    """Declaration of a model, ours or a library's; None where nobody declared anything."""
    found = LIBRARY_TABLES.get(model._meta.label) or model.__dict__.get("privacy")
    return found if isinstance(found, Privacy) else None


def undeclared_fields(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    """Start-up errors for every table without a declaration and every field a declaration forgets."""
    del app_configs
    found: list[CheckMessage] = []
    for model in apps.get_models():
        if model._meta.proxy or not model._meta.managed or model._meta.app_label == "procrastinate":
            continue
        privacy = privacy_of(model)
        if privacy is None:
            found.append(_error(model, f"{model._meta.label} does not say what it holds of people"))
        elif privacy.plain != frozenset({"*"}):
            names = {field.name for field in model._meta.concrete_fields}
            for name in sorted(names - privacy.plain - set(privacy.personal)):
                found.append(_error(model, f"{model._meta.label}.{name} is neither personal nor plain"))
            for name in sorted((privacy.plain | set(privacy.personal)) - names):
                found.append(_error(model, f"{model._meta.label}.{name} is declared but does not exist"))
    return found


def _error(model: type[Model], text: str) -> Error:
    return Error(
        text,
        hint="Declare purpose, basis and retention in the model's `privacy` (SF-01).",
        obj=model,
        id="gridkeeper.privacy",
    )


def personal_fields() -> list[tuple[str, str, Purpose]]:
    """Every personal field of the installation as (table, field, purpose), for the register of processing."""
    rows = []
    for model in apps.get_models():
        privacy = privacy_of(model)
        if privacy:
            rows += [(model._meta.db_table, name, purpose) for name, purpose in sorted(privacy.personal.items())]
    return sorted(rows, key=lambda row: row[:2])
