"""Lists that lacked search, pages or a file: switches, invitations, purges, certificates, vacancies, zones, calls."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from tests.console.furnished import Furnished
from tests.personas import START, SYSTEM

from gridkeeper.access.choices import PurgeKind
from gridkeeper.access.models import PurgeRun, Reading
from gridkeeper.posts.commands.person import change_person
from gridkeeper.scopes.doors import acting_as

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
PLACE = "140106003011"


def main_of(answer: object) -> str:
    return answer.content.decode().partition('<main id="main"')[2]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("login", "address"),
    [
        ("sun", "/console/activations/"),
        ("liu", f"/console/invitations/?unit={PLACE}"),
        ("guard", "/console/settings/purges/"),
        ("liu", f"/console/people/of/{PLACE}/certificates/"),
        ("liu", f"/console/people/of/{PLACE}/vacancies/"),
        ("sun", "/console/zones/?state="),
        ("sun", "/console/calls/?state=all"),
    ],
)
def test_each_list_is_searched_and_taken_along_as_a_file(
    furnished: Furnished, sign_in: SignIn, login: str, address: str
) -> None:
    reader, more = sign_in(login), "&" if "?" in address else "?"
    assert 'name="q"' in main_of(reader.get(address))
    nothing = reader.get(f"{address}{more}q=没有这个词")
    assert nothing.status_code == 200
    for kind, begins in (("xlsx", b"PK"), ("csv", b"\xef\xbb\xbf")):
        file = reader.get(f"{address}{more}format={kind}")
        assert file.content.startswith(begins), file.content[:80]


def test_taking_the_list_of_sign_ins_along_leaves_a_look_that_says_so(furnished: Furnished, sign_in: SignIn) -> None:
    file = sign_in("liu").get(f"/console/invitations/?unit={PLACE}&format=csv").content.decode()
    assert "林见秋" in file
    with acting_as(SYSTEM):
        assert ("liu", "export", "invitations") in Reading.objects.values_list("reader", "look", "purpose")


def test_purges_are_narrowed_by_reason_and_by_whether_they_are_certified(furnished: Furnished, sign_in: SignIn) -> None:
    with acting_as(SYSTEM):
        for number, certified in enumerate((START, None)):
            PurgeRun.objects.create(
                unit_code="140106",
                kind=PurgeKind.PERSON,
                because=f"来信要求 {number}",
                proposed_by="liu",
                done_at=START + timedelta(hours=number),
                counts={"contact": 1},
                certified_at=certified,
            )
    guard, page = sign_in("guard"), "/console/settings/purges/"
    assert all(words in main_of(guard.get(page)) for words in ("来信要求 0", "来信要求 1"))
    for narrowed in (f"{page}?q=要求 1", f"{page}?certified=no"):
        shown = main_of(guard.get(narrowed))
        assert ("来信要求 0" in shown, "来信要求 1" in shown) == (False, True)
    assert "Nothing fits these filters" in main_of(guard.get(f"{page}?q=没有这个词"))


def test_certificates_are_found_by_name_and_sorted(furnished: Furnished, sign_in: SignIn) -> None:
    world = furnished.world
    with acting_as(SYSTEM):
        for days, login in enumerate(("lin", "chen"), start=-1):
            until = START.date() + timedelta(days=days)
            details = {"certified_for": "sampler", "certified_until": until}
            change_person(actor=SYSTEM, person_id=world.people[login], contact=details, now=START)
    liu, page = sign_in("liu"), f"/console/people/of/{PLACE}/certificates/"
    whole = main_of(liu.get(page))
    assert "1 certificate has run out" in whole
    assert whole.index("林见秋") < whole.index("陈知远")
    turned = main_of(liu.get(f"{page}?sort=-until"))
    assert turned.index("陈知远") < turned.index("林见秋")
    assert "陈知远" not in main_of(liu.get(f"{page}?q=林见秋"))
