"""People: a name, contact details apart, sensitive facts sealed, and where they are in reach."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from gridkeeper.kernel.ids import uuid7
from gridkeeper.kernel.purpose import Privacy, Purpose, Sensitivity, personal, plain
from gridkeeper.posts.choices import ConsentKind, Through
from gridkeeper.scopes.fields import UnitCodeField

_SERVICE = Purpose(
    purpose="knowing who serves where and being able to reach them",
    basis="contract of service or volunteer agreement (PIPL Art. 13)",
    sensitivity=Sensitivity.P2,
    retention="service",
)
_REACHABLE = Purpose(
    purpose="calling a person who is on duty or asked to be",
    basis="contract of service or volunteer agreement (PIPL Art. 13)",
    sensitivity=Sensitivity.P2,
    retention="contact",
)
_FITNESS = Purpose(
    purpose="keeping people from duties unfit for their age (SF-31)",
    basis="protection of those who serve (Volunteer Service Regulations Art. 15)",
    sensitivity=Sensitivity.P2,
    retention="contact",
)
_SPARED = Purpose(
    purpose="sparing somebody duties at night, long in the cold and in sealed areas, without a reason (SF-31)",
    basis="protection of those who serve (Volunteer Service Regulations Art. 15)",
    sensitivity=Sensitivity.P2,
    retention="spared",
)
_CERTIFIED = Purpose(
    purpose="giving duties that need a certificate only to people whose certificate has not run out (4.e)",
    basis="contract of service or volunteer agreement (PIPL Art. 13)",
    sensitivity=Sensitivity.P2,
    retention="contact",
)
_OPT_IN = Purpose(
    purpose="offering tasks that suit what the person chose to tell (R-15)",
    basis="consent, withdrawable",
    sensitivity=Sensitivity.P2,
    retention="consent",
)
_SENSITIVE = Purpose(
    purpose="Party service lines, only where the member opted in (R-15)",
    basis="consent, withdrawable",
    sensitivity=Sensitivity.P3,
    retention="consent",
)


class Person(models.Model):
    """A person who serves. ``unit_code`` is the unit whose desk keeps the record."""

    privacy: ClassVar[Privacy] = personal(
        "people",
        subject="",
        fields={"name": _SERVICE, "sort_key": _SERVICE, "initials": _SERVICE},
        plain_fields=("id", "unit_id", "unit_code", "is_generated", "created_at", "left_at", "erased_at"),
    )

    id = models.UUIDField(primary_key=True, default=uuid7)
    unit_id = models.UUIDField()
    unit_code = UnitCodeField()
    name = models.CharField(max_length=60)
    sort_key = models.CharField(max_length=160, db_collation="C")
    initials = models.CharField(max_length=60, db_collation="C")
    is_generated = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        """Listed by place and name, or by name."""

        indexes = [
            # All that a list shows or filters by, so that a page and its total read the index alone.
            models.Index(
                fields=["unit_code", "sort_key", "id"],
                include=["name", "initials", "is_generated", "left_at", "erased_at"],
                name="person_by_place",
            ),
            models.Index(
                fields=["sort_key", "id", "unit_code"],
                include=["name", "initials", "is_generated", "left_at", "erased_at"],
                name="person_by_name",
            ),
            models.Index(fields=["initials", "unit_code"], name="person_by_initials"),
        ]

    def __str__(self) -> str:
        return self.name


class Contact(models.Model):
    """How to reach a person, and what their duties must respect."""

    privacy: ClassVar[Privacy] = personal(
        "people",
        subject="person",
        fields={
            "phone": _REACHABLE,
            "birth_year": _FITNESS,
            "spared_until": _SPARED,
            "home_code": _REACHABLE,
            "certified_for": _CERTIFIED,
            "certified_until": _CERTIFIED,
            "skills": _OPT_IN,
        },
        plain_fields=("person", "unit_code", "updated_at"),
    )

    person = models.OneToOneField(Person, primary_key=True, on_delete=models.CASCADE, related_name="contact")
    unit_code = UnitCodeField(db_index=True)
    phone = models.CharField(max_length=20, blank=True, db_index=True)
    birth_year = models.PositiveSmallIntegerField(null=True)
    spared_until = models.DateField(null=True)
    """No duty at night, long in the cold or in a sealed area until this day; why is not kept (SF-03)."""
    home_code = models.CharField(max_length=18, blank=True)
    certified_for = models.CharField(max_length=40, blank=True, db_default="")
    """The role that a certificate with an end allows; empty for somebody whose duties need none."""
    certified_until = models.DateField(null=True)
    """Last day of the certificate."""
    skills = ArrayField(models.CharField(max_length=30), default=list)
    updated_at = models.DateTimeField()

    class Meta:
        """Certificates by the day they run out."""

        indexes = [
            models.Index(
                fields=["certified_until", "unit_code"],
                name="contact_by_certificate",
                condition=models.Q(certified_until__isnull=False),
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(certified_until=None) | ~models.Q(certified_for=""), name="certificate_names_role"
            )
        ]

    def __str__(self) -> str:
        return f"contact of {self.person_id}"


class Sensitive(models.Model):
    """P3 facts of a person, sealed under a key of their own (SF-05, R-18)."""

    privacy: ClassVar[Privacy] = personal(
        "people",
        subject="person",
        fields={"sealed": _SENSITIVE},
        plain_fields=("person", "unit_code", "updated_at"),
    )

    person = models.OneToOneField(Person, primary_key=True, on_delete=models.CASCADE, related_name="sensitive")
    unit_code = UnitCodeField(db_index=True)
    sealed = models.BinaryField()
    updated_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"sealed facts of {self.person_id}"


class Reach(models.Model):
    """A unit from which a person is in reach: their keeper's, and each place they hold a post at, while they do."""

    privacy: ClassVar[Privacy] = plain("people", why="ids and unit codes")

    id = models.UUIDField(primary_key=True, default=uuid7)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="reach")
    unit_code = UnitCodeField(db_index=True)
    through = models.CharField(max_length=8, choices=Through.choices)
    source_id = models.UUIDField()
    """The person (home) or the appointment that puts them in reach."""
    shared_digits = models.PositiveSmallIntegerField(db_default=18, editable=False)
    """Digits of the widest code that both this place and the keeper's begin with, 18 where they are one place.

    The database keeps it. A unit whose code is longer than this does not keep the person whom it has in reach.
    """

    class Meta:
        """Each reason once; those who serve far from their keeper are found apart from the many who are only kept."""

        constraints = [models.UniqueConstraint(fields=["source_id", "through"], name="one_reach_a_reason")]
        indexes = [
            models.Index(
                fields=["shared_digits", "unit_code", "person"],
                name="reach_from_afar",
                condition=models.Q(shared_digits__lt=18),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} at {self.unit_code}"


class Consent(models.Model):
    """What a person agreed to, with the words they saw, and when they took it back."""

    privacy: ClassVar[Privacy] = personal(
        "people",
        subject="person",
        fields={"kind": _OPT_IN},
        plain_fields=("id", "person", "unit_code", "wording", "given_at", "withdrawn_at"),
    )

    id = models.UUIDField(primary_key=True, default=uuid7)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consents")
    unit_code = UnitCodeField(db_index=True)
    kind = models.CharField(max_length=20, choices=ConsentKind.choices)
    wording = models.CharField(max_length=200)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.kind} by {self.person_id}"
