"""Send a message, or keep it where it can be read; clear messages with their person or after their time."""

from __future__ import annotations

import os
import re
import smtplib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any
from uuid import UUID

from django.db import transaction

from gridkeeper.access.retention import RULES
from gridkeeper.audit.record import record
from gridkeeper.clocks.queries import home_time
from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.ids import uuid7
from gridkeeper.kernel.texts import LANGUAGES, Words
from gridkeeper.notices.choices import Channel, MessageState
from gridkeeper.notices.errors import NoAddress
from gridkeeper.notices.models import Message
from gridkeeper.notices.policy import MailServer, mail_server_from, state_before_sending
from gridkeeper.scopes.bulk import copy_in

_SMTP_SECONDS = 15
_FOLDED_FOR = timedelta(hours=1)
_LINES_SHOWN = 20
SENDER = "GRIDKEEPER_MAIL_FROM"


@dataclass(frozen=True, kw_only=True)
class NewMessage:
    """What to say to whom; ``person_id`` lets it go when that person is erased, ``order_id`` after that order.

    ``subject_en`` and ``body_en`` are the same in English, where it was written.
    """

    to: str
    channel: Channel
    body: str
    subject: str = ""
    subject_en: str = ""
    body_en: str = ""
    unit_code: str = ""
    person_id: UUID | None = None
    order_id: UUID | None = None


def send_message(*, actor: Actor, message: NewMessage, now: datetime) -> Message:
    """Send a message, or keep it: trapped in an exercise, waiting where no way out is configured (R-05).

    The event names ids only. Raises Forbidden, NoAddress.
    """
    actor.require("notices.send", at=message.unit_code)
    if not message.to.strip():
        raise NoAddress(subject=message.subject)
    with transaction.atomic():
        row = put_in_outbox(message, made_by=actor.login, now=now)
        record(
            actor=actor,
            verb=f"message.{row.state}",
            subject_kind="message",
            subject_id=row.id,
            unit_code=row.unit_code,
            happened_at=now,
            facts={"channel": row.channel},
        )
    return row


def put_in_outbox(message: NewMessage, *, made_by: str, now: datetime) -> Message:
    """Write one message down with what became of it; the mail of libraries comes here without an actor's rights."""
    is_exercise = home_time().is_exercise
    server = mail_server_from(os.environ.get("GRIDKEEPER_SMTP_URL", "")) if message.channel == Channel.EMAIL else None
    state = state_before_sending(message.channel, is_exercise=is_exercise, has_way_out=server is not None)
    if state is None:
        assert server is not None, "nothing leaves without a way out"
        state = _hand_over(message, server)
    row = Message(
        unit_code=message.unit_code,
        person_id=message.person_id,
        order_id=message.order_id,
        to=message.to.strip()[:254],
        channel=message.channel,
        subject=message.subject[:200],
        body=message.body,
        subject_en=message.subject_en[:240],
        body_en=message.body_en,
        made_at=now,
        made_by=made_by,
        sent_at=now if state == MessageState.SENT else None,
        trapped=state == MessageState.TRAPPED,
        state=state,
    )
    row.save(force_insert=True)
    return row


def put_inside(messages: Sequence[NewMessage], *, made_by: str, now: datetime) -> int:
    """Leave many messages for people to read inside the house, in the caller's transaction; returns how many."""
    return copy_in(
        Message,
        (
            "id",
            "unit_code",
            "person_id",
            "order_id",
            "to",
            "channel",
            "subject",
            "body",
            "subject_en",
            "body_en",
            "made_at",
            "made_by",
            "sent_at",
            "trapped",
            "state",
        ),
        (
            (
                uuid7(),
                message.unit_code,
                message.person_id,
                message.order_id,
                message.to.strip()[:254],
                Channel.INSIDE.value,
                message.subject[:200],
                message.body,
                message.subject_en[:240],
                message.body_en,
                now,
                made_by,
                now,
                False,
                MessageState.SENT.value,
            )
            for message in messages
        ),
    )


@dataclass(frozen=True, kw_only=True)
class Folded:
    """What many messages say in one: a sentence, a line for each, and the subject with how many there are."""

    sentence: Words
    line: Words
    many: Words
    """The subject of more than one; {count} says how many."""


def fold_inside(messages: Sequence[NewMessage], *, folded: Folded, made_by: str, now: datetime) -> int:
    """Leave a message inside for each person, or add its line to the one of the same sender, order and sentence that
    they got within the hour: after a large switch a desk reads one message, not hundreds. Gives how many are new.
    """
    fresh = []
    count_in = re.compile(re.escape(folded.many.zh).replace(re.escape("{count}"), r"(\d+)"))
    for message in messages:
        same = Message.objects.filter(
            person_id=message.person_id, unit_code=message.unit_code, order_id=message.order_id, made_by=made_by
        )
        earlier = (
            same.filter(made_at__gt=now - _FOLDED_FOR, body__startswith=folded.sentence.zh).order_by("-id").first()
        )
        if earlier is None:
            body, english = (f"{folded.sentence.say(one)}\n{folded.line.say(one)}" for one in LANGUAGES)
            fresh.append(replace(message, body=body, body_en=english))
            continue
        told = count_in.fullmatch(earlier.subject)
        count = (int(told[1]) if told else 1) + 1
        subject = folded.many.filled(count=count)
        more = [""] * 2 if count > _LINES_SHOWN else [f"\n{folded.line.say(one)}" for one in LANGUAGES]
        Message.objects.filter(pk=earlier.pk).update(
            subject=subject.zh[:200],
            subject_en=subject.en[:240],
            body=earlier.body + more[0],
            body_en=earlier.body_en + more[1],
        )
    put_inside(fresh, made_by=made_by, now=now)
    return len(fresh)


def erase_messages_of(*, actor: Actor, person_id: UUID, now: datetime) -> dict[str, int]:
    """Clear the messages to one person, inside the caller's transaction (SF-07)."""
    del actor, now  # the purge's own event says who and when
    gone = Message.objects.filter(person_id=person_id).delete()[0]
    return {"messages": gone} if gone else {}


def count_of_orders(*, order_ids: Sequence[UUID]) -> Mapping[str, int]:
    """How many messages came of orders, in the caller's scope."""
    return {"messages": Message.objects.filter(order_id__in=order_ids).count()}


def forget_orders(*, order_ids: Sequence[UUID]) -> Mapping[str, int]:
    """Clear what people were told under orders, inside the caller's transaction (SF-08)."""
    gone = Message.objects.filter(order_id__in=order_ids).delete()[0]
    return {"messages": gone} if gone else {}


def erase_old_messages(*, actor: Actor, now: datetime) -> Mapping[str, int]:
    """Clear messages past their time, inside the caller's transaction (12.5)."""
    del actor  # as above
    gone = Message.objects.filter(made_at__lte=now - RULES["messages"].keep).delete()[0]
    return {"messages": gone} if gone else {}


def _hand_over(message: NewMessage, server: MailServer) -> MessageState:
    mail = EmailMessage()
    mail["Subject"], mail["To"] = message.subject, message.to
    mail["From"] = os.environ.get(SENDER, server.user or f"gridkeeper@{server.host}")
    mail.set_content(message.body)
    connect: Any = smtplib.SMTP_SSL if server.encrypted_from_start else smtplib.SMTP
    try:
        with connect(server.host, server.port, timeout=_SMTP_SECONDS) as line:
            if not server.encrypted_from_start and line.has_extn("starttls"):
                line.starttls()
            if server.user:
                line.login(server.user, server.password)
            line.send_message(mail)
    except (OSError, smtplib.SMTPException):
        # The row says so and can be sent again; a mail server's trouble must not undo what was decided.
        return MessageState.FAILED
    return MessageState.SENT
