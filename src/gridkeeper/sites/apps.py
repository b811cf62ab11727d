"""Enters how sites are made from a playbook and taken back."""

from __future__ import annotations

from django.apps import AppConfig


class SitesConfig(AppConfig):
    """The sites room."""

    name = "gridkeeper.sites"
    label = "sites"

    def ready(self) -> None:
        """Sites made under an order close with it (R-11)."""
        from gridkeeper.catalogue.making import Maker, register_maker
        from gridkeeper.catalogue.registrations import register_take_back
        from gridkeeper.sites.commands import make_sites, take_back_sites
        from gridkeeper.sites.queries import standing_sites

        register_maker(Maker(kind="site", make=make_sites, standing=standing_sites))
        register_take_back("sites", take_back_sites)
