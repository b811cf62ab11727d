"""Kinds of units, overlays and changes of an edition."""

from __future__ import annotations

from django.db.models import TextChoices


class UnitKind(TextChoices):
    """What a unit is, beyond its level."""

    PROVINCE = "province"
    CITY = "city"
    DISTRICT = "district"
    STREET = "street"
    TOWN = "town"
    TOWNSHIP = "township"
    ENTERPRISE = "enterprise"
    COMMUNITY = "community"
    VILLAGE = "village"
    GRID = "grid"
    BUILDING = "building"
    STATISTICAL = "statistical"
    """In the code tree and on no map, like 140171."""


class OverlayKind(TextChoices):
    """Named and dated sets of units that are not branches of the tree (R-02)."""

    COMPOUND = "compound"
    CONTROL_UNIT = "control_unit"
    SEALED_AREA = "sealed_area"
    STATIC_AREA = "static_area"
    """People are asked to stay in for some hours; nothing is sealed (YZ-25)."""
    PROPOSED_GRID = "proposed_grid"
    STATISTICAL_AREA = "statistical_area"


class Change(TextChoices):
    """What an edition does to a unit."""

    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"
    RECODED = "recoded"
    """Same unit, new code: a village turned community."""


class NameKind(TextChoices):
    """Which name of a thing a search found."""

    OFFICIAL = "official"
    SHORT = "short"
    FORMER = "former"
    ALIAS = "alias"
