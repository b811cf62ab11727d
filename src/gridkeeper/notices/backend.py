"""Django's way to send mail, turned to our outbox: whatever a library wants to send is trapped in an exercise too."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage

from gridkeeper.clocks.queries import home_time
from gridkeeper.notices.choices import Channel, MessageState
from gridkeeper.notices.commands.messages import NewMessage, put_in_outbox
from gridkeeper.scopes.doors import present_actor


class OutboxBackend(BaseEmailBackend):
    """Keeps every mail in the table; sends only from a real home with a mail server (R-05)."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """One row a recipient; gives how many mails went out or are kept for their readers."""
        now, kept = home_time().now, 0
        for mail in email_messages:
            states = [
                put_in_outbox(
                    NewMessage(to=address, channel=Channel.EMAIL, subject=str(mail.subject), body=str(mail.body)),
                    made_by=present_actor().login or "system:mail",
                    now=now,
                ).state
                for address in mail.recipients()
            ]
            kept += bool(states) and MessageState.FAILED not in states
        return kept
