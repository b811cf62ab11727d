"""An exercise sends nothing outward, whoever asks; a real home says what became of each message (R-05)."""

from __future__ import annotations

import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends import base
from tests.personas import START, SYSTEM, World, settle

from gridkeeper.access.commands.purge import apply_retention
from gridkeeper.clocks.models import HomeClock
from gridkeeper.kernel.errors import Forbidden
from gridkeeper.notices.backend import OutboxBackend
from gridkeeper.notices.choices import Channel
from gridkeeper.notices.commands.messages import NewMessage, send_message
from gridkeeper.notices.errors import NoAddress, SmtpAddressMalformed
from gridkeeper.notices.models import Message
from gridkeeper.notices.policy import mail_server_from
from gridkeeper.notices.queries import messages_page
from gridkeeper.scopes.doors import acting_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return settle()


def message(channel: Channel = Channel.EMAIL, **changes) -> NewMessage:
    values = {
        "to": "desk@example.org",
        "channel": channel,
        "subject": "提醒",
        "body": "请值班",
        "unit_code": "140106003",
    }
    return NewMessage(**{**values, **changes})


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("something tried to leave the house")

    monkeypatch.setenv("GRIDKEEPER_SMTP_URL", "smtp://mail.example.org")
    monkeypatch.setattr(smtplib, "SMTP", refuse)


@pytest.mark.parametrize("channel", [Channel.EMAIL, Channel.WEBHOOK])
def test_an_exercise_keeps_every_message_in_the_house(world: World, no_network: None, channel: Channel) -> None:
    liu = world.actor("liu")
    with acting_as(liu):
        sent = send_message(actor=liu, message=message(channel), now=START)
    assert (sent.state, sent.trapped, sent.sent_at) == ("trapped", True, None)


def test_mail_of_a_library_is_trapped_too(world: World, no_network: None) -> None:
    liu = world.actor("liu")
    with acting_as(liu):
        kept = OutboxBackend().send_messages([EmailMessage("主题", "正文", None, ["a@example.org", "b@example.org"])])
    with acting_as(SYSTEM):
        assert kept == 1
        assert sorted(Message.objects.values_list("to", "state")) == [
            ("a@example.org", "trapped"),
            ("b@example.org", "trapped"),
        ]


def test_the_framework_mails_through_the_outbox() -> None:
    from gridkeeper.project import settings as ours

    assert f"{OutboxBackend.__module__}.{OutboxBackend.__qualname__}" == ours.EMAIL_BACKEND
    assert issubclass(OutboxBackend, base.BaseEmailBackend)
    assert mail.get_connection(ours.EMAIL_BACKEND).__class__ is OutboxBackend


def test_a_real_home_without_a_mail_server_lets_it_wait(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GRIDKEEPER_SMTP_URL", raising=False)
    HomeClock.objects.update(kind="real")
    liu = world.actor("liu")
    with acting_as(liu):
        assert send_message(actor=liu, message=message(), now=START).state == "waiting"


def test_a_mail_server_in_trouble_is_said_and_undoes_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setenv("GRIDKEEPER_SMTP_URL", "smtp://mail.example.org")
    monkeypatch.setattr(smtplib, "SMTP", refuse)
    HomeClock.objects.update(kind="real")
    liu = world.actor("liu")
    with acting_as(liu):
        assert send_message(actor=liu, message=message(), now=START).state == "failed"


def test_a_desk_does_not_write_from_another_place(world: World) -> None:
    zhao = world.actor("zhao")
    with acting_as(zhao), pytest.raises(Forbidden):
        send_message(actor=zhao, message=message(), now=START)


def test_a_message_needs_an_address(world: World) -> None:
    liu = world.actor("liu")
    with acting_as(liu), pytest.raises(NoAddress):
        send_message(actor=liu, message=message(to=" "), now=START)


def test_the_next_district_reads_no_message(world: World) -> None:
    liu, zhao = world.actor("liu"), world.actor("zhao")
    with acting_as(liu):
        send_message(actor=liu, message=message(), now=START)
        here = messages_page(actor=liu)
    with acting_as(zhao):
        assert (len(here), len(messages_page(actor=zhao))) == (1, 0)


def test_messages_go_after_ninety_days(world: World) -> None:
    liu = world.actor("liu")
    with acting_as(liu):
        send_message(actor=liu, message=message(), now=START)
    with acting_as(SYSTEM):
        apply_retention(actor=SYSTEM, now=START + timedelta(days=91))
        assert Message.objects.count() == 0


def test_an_address_of_a_mail_server_is_read_with_its_secrets() -> None:
    server = mail_server_from("smtps://user:p%40ss@mail.example.org")
    assert server is not None
    assert (server.host, server.port, server.password, server.encrypted_from_start) == (
        "mail.example.org", 465, "p@ss", True,
    )  # fmt: skip


@pytest.mark.parametrize("url", ["mail.example.org", "http://x", "smtp://"])
def test_an_address_that_names_no_mail_server_is_refused(url: str) -> None:
    with pytest.raises(SmtpAddressMalformed):
        mail_server_from(url)
