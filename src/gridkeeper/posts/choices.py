"""Kinds of bodies, of holding a post, of being in reach, of consent."""

from __future__ import annotations

from django.db.models import TextChoices


class BodyKind(TextChoices):
    """Organisation overlays on the one tree (K-04)."""

    COMMAND = "command"
    OFFICE = "office"
    DEPARTMENT = "department"
    COMMITTEE = "committee"
    PARTY_COMMITTEE = "party_committee"
    PARTY_BRANCH = "party_branch"
    PARTY_GROUP = "party_group"
    TEMPORARY_GENERAL_BRANCH = "temporary_general_branch"
    TEMPORARY_BRANCH = "temporary_branch"
    TASK_FORCE = "task_force"
    INSTITUTION = "institution"
    PROPERTY_COMPANY = "property_company"
    VOLUNTEER_TEAM = "volunteer_team"
    NEW_EMPLOYMENT_TEAM = "new_employment_team"


TEMPORARY = frozenset({BodyKind.TEMPORARY_GENERAL_BRANCH, BodyKind.TEMPORARY_BRANCH, BodyKind.TASK_FORCE})


class Holding(TextChoices):
    """How a person holds a post."""

    HOLDER = "holder"
    DEPUTY = "deputy"


class Through(TextChoices):
    """Why a person is in reach of a unit's people desk."""

    HOME = "home"
    POST = "post"
    OFFICE = "office"
    """A post whose holder's name hangs on the wall."""


class ConsentKind(TextChoices):
    """What people opt into (R-15); nothing follows from a refusal."""

    SKILLS = "skills"
    PARTY_DEPLOYMENT = "party_deployment"
    VOLUNTEER_CALL = "volunteer_call"


OFF_THE_WALL = frozenset(
    {"resident", "volunteer", "building_leader", "seconded", "doctor", "sampler", "new_employment_team_leader"}
)
"""Roles whose holders' names stay off the wall (SF-02): a post of such a role is no office, whoever makes it."""
