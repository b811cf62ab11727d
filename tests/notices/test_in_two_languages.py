"""What the house writes to people it writes in both languages, many of a kind in one message."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.personas import START, SYSTEM, settle

from gridkeeper.accounts.queries import account_by_login
from gridkeeper.kernel.texts import Words
from gridkeeper.notices.choices import Channel
from gridkeeper.notices.commands.messages import Folded, NewMessage, fold_inside
from gridkeeper.notices.models import Message
from gridkeeper.rosters.policy import letters
from gridkeeper.scopes.doors import acting_as

pytestmark = pytest.mark.django_db
PLACE = "140106003011"


def tell(person: object, title: Words) -> None:
    subject = letters.NOBODY.subject.filled(title=title)
    message = NewMessage(
        to=str(person),
        channel=Channel.INSIDE,
        subject=subject.zh,
        subject_en=subject.en,
        body="",
        unit_code=PLACE,
        person_id=person,  # type: ignore[arg-type]
    )
    folded = Folded(sentence=letters.NOBODY.body, line=title, many=letters.NOBODY.many)
    fold_inside([message], folded=folded, made_by="system:rosters", now=START)


def test_several_of_a_kind_are_one_message_in_both_languages() -> None:
    world = settle()
    with acting_as(SYSTEM):
        for title in (Words(zh="卡口早班", en="gate, morning"), Words(zh="卡口夜班", en="gate, night")):
            tell(world.people["chen"], title)
        [row] = Message.objects.filter(person_id=world.people["chen"])
    assert (row.subject, row.subject_en) == ("还差人：2 班", "Somebody is missing: 2 shifts")
    assert row.body.endswith("\n卡口早班\n卡口夜班")
    assert row.body_en.endswith("\ngate, morning\ngate, night")


def test_a_desk_reads_it_in_its_own_language() -> None:
    world = settle()
    with acting_as(SYSTEM):
        tell(world.people["chen"], Words(zh="卡口早班", en="gate, morning"))
    for language, said, other in (("en", "gate, morning", "卡口早班"), ("zh-hans", "卡口早班", "gate, morning")):
        client = Client(HTTP_ACCEPT_LANGUAGE=language)
        client.force_login(account_by_login("liu"), backend="django.contrib.auth.backends.ModelBackend")
        page = client.get("/console/settings/messages/").content.decode()
        assert (said in page, other in page) == (True, False)
