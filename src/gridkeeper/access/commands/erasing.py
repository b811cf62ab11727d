"""Take a person, or only their contact details, out of every room; inside the caller's transaction (SF-07)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models import F, Func, TextField, Value
from django.db.models.functions import Cast

from gridkeeper.access.models import Reading, RightsRequest
from gridkeeper.access.needles import Needles
from gridkeeper.accounts.models import Invitation, SignInKey, Token, User
from gridkeeper.audit.models import Payload
from gridkeeper.catalogue.registrations import erasers
from gridkeeper.kernel.actor import Actor
from gridkeeper.orders.models import Proposal
from gridkeeper.posts.models import Consent, Contact, Person, Reach, Sensitive
from gridkeeper.scopes.vault import shred

ERASED_NAME = "—"


def needles_of(person: Person) -> Needles:
    """What to look for once this person is gone. A name that others bear too is left out: it proves nothing."""
    phones = Contact.objects.filter(person=person).exclude(phone="").values_list("phone", flat=True)
    shared = Person.objects.filter(name=person.name, erased_at=None).exclude(pk=person.pk).exists()
    texts = {*phones, *(() if shared else (person.name,))}
    return Needles(people=frozenset({person.id}), texts=frozenset(texts), namesakes=int(shared))


def needles_of_contacts(keys: Iterable[UUID]) -> Needles:
    """What to look for once only the contact details are gone: ids and phones."""
    wanted = list(keys)
    phones = Contact.objects.filter(pk__in=wanted).exclude(phone="").values_list("phone", flat=True)
    return Needles(contacts=frozenset(wanted), texts=frozenset(phones))


def erase_person(*, actor: Actor, person: Person, now: datetime) -> tuple[dict[str, int], Needles]:
    """Clear a person everywhere; counts by class, and what to look for afterwards.

    Appointments stay as seats once held by somebody: a service record without a name.
    """
    needles = needles_of(person)
    counts: dict[str, int] = {"P3": shred([person.id])}
    # The rooms above first: some find their rows by what the contact says.
    for erase in erasers().values():
        merge(counts, erase(actor=actor, person_id=person.id, now=now))
    Sensitive.objects.filter(person=person).delete()
    counts["P2"] = Contact.objects.filter(person=person).delete()[0]
    counts["P2"] += Consent.objects.filter(person=person).delete()[0]
    Reach.objects.filter(person=person).delete()
    merge(counts, erase_accounts(list(User.objects.filter(person_id=person.id).values_list("pk", flat=True))))
    merge(counts, _erase_rights_traces(person.id))
    merge(counts, _erase_words(needles))
    Proposal.objects.filter(arguments__person=str(person.id)).update(arguments={"erased": True}, title=ERASED_NAME)
    Person.objects.filter(pk=person.pk).update(
        name=ERASED_NAME, sort_key="", initials="", erased_at=now, left_at=person.left_at or now
    )
    counts["P1"] = 1
    return counts, needles


def erase_contacts(keys: list[UUID]) -> dict[str, int]:
    """Clear contact details, consents and sealed facts; the service record stays. Counts by class."""
    if not keys:
        return {}
    counts = {"P3": shred(keys)}
    Sensitive.objects.filter(pk__in=keys).delete()
    counts["P2"] = Consent.objects.filter(person_id__in=keys).delete()[0]
    counts["P2"] += Contact.objects.filter(pk__in=keys).delete()[0]
    return counts


def merge(counts: dict[str, int], more: Mapping[str, int]) -> None:
    """Add counts by class to ``counts``."""
    for kind, number in more.items():
        counts[kind] = counts.get(kind, 0) + number


def erase_accounts(keys: Sequence[UUID]) -> dict[str, int]:
    """Take login, name, person and everything that lets somebody in from accounts; what they did keeps their id."""
    for table in (SignInKey, Token, Invitation, Authenticator):
        table.objects.filter(user_id__in=keys).delete()
    for key in keys:
        User.objects.filter(pk=key).update(
            login=f"erased-{key}", name="", is_active=False, password="!", person_id=None, closed_at=None
        )
    return {"accounts": len(keys)} if keys else {}


def _erase_rights_traces(person_id: UUID) -> dict[str, int]:
    """Nobody is left who could ask who looked at them; what they asked says nothing about them any more."""
    looks = Reading.objects.filter(people__contains=[person_id])
    looked = looks.update(people=Func(F("people"), Value(person_id), function="array_remove"))
    Reading.objects.filter(people=[]).delete()
    RightsRequest.objects.filter(person_id=person_id).update(words="", answer="")
    return {"looks": looked} if looked else {}


def _erase_words(needles: Needles) -> dict[str, int]:
    """Empty the facts of events that spell the person out; their digests stay, so the chain still verifies (R-18)."""
    emptied = 0
    for text in needles.texts:
        spelled = Payload.objects.annotate(said=Cast("facts", TextField())).filter(said__contains=text)
        emptied += spelled.update(facts={}, salt=b"")
    return {"event facts": emptied} if emptied else {}
