"""Kinds of sites."""

from __future__ import annotations

from django.db.models import TextChoices


class SiteKind(TextChoices):
    """What stands there; packs name their own points in the site's words."""

    GATE = "gate"
    POINT = "point"
    DEPOT = "depot"
    LOOKOUT = "lookout"
    DESK = "desk"
