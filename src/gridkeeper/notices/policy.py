"""Whether a message may leave the house: pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from gridkeeper.notices.choices import Channel, MessageState
from gridkeeper.notices.errors import SmtpAddressMalformed

_PORTS = {"smtp": 587, "smtps": 465}


@dataclass(frozen=True, kw_only=True)
class MailServer:
    """Where mail is handed over."""

    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    encrypted_from_start: bool = False


def mail_server_from(url: str) -> MailServer | None:
    """The mail server that GRIDKEEPER_SMTP_URL names; None where it is empty. Raises SmtpAddressMalformed."""
    if not url:
        return None
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise SmtpAddressMalformed() from error
    if parts.scheme not in _PORTS or not parts.hostname:
        raise SmtpAddressMalformed()
    return MailServer(
        host=parts.hostname,
        port=port or _PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        encrypted_from_start=parts.scheme == "smtps",
    )


def state_before_sending(channel: Channel, *, is_exercise: bool, has_way_out: bool) -> MessageState | None:
    """State of a message that is not sent outward, or None where it may go (R-05)."""
    if channel == Channel.INSIDE:
        # Read inside the house: nothing leaves.
        return MessageState.SENT
    if is_exercise:
        return MessageState.TRAPPED
    return None if has_way_out else MessageState.WAITING
