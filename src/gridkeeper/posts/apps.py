"""Enters what the end of an order takes back here."""

from __future__ import annotations

from django.apps import AppConfig


class PostsConfig(AppConfig):
    """The posts room."""

    name = "gridkeeper.posts"
    label = "posts"

    def ready(self) -> None:
        """Appointments, posts and bodies made under an order end with it; merging people takes two."""
        from gridkeeper.catalogue.registrations import register_take_back
        from gridkeeper.posts.commands import making, merge
        from gridkeeper.posts.commands.closing import take_back_of_order

        register_take_back("posts", take_back_of_order)
        merge.register()
        making.register()
