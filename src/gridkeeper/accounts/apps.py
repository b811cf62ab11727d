"""Names the room to the framework."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The accounts room."""

    name = "gridkeeper.accounts"
    label = "accounts"
