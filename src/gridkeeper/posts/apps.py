"""Names the room to the framework."""

from __future__ import annotations

from django.apps import AppConfig


class PostsConfig(AppConfig):
    """The posts room."""

    name = "gridkeeper.posts"
    label = "posts"
