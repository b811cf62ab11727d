"""What the outbox refuses."""

from __future__ import annotations

from gridkeeper.kernel.errors import GridkeeperError


class NoAddress(GridkeeperError):
    """A message needs somebody to go to."""

    code = "notices.no-address"
    text = "The message “{subject}” has no address."
    hint = "Give an e-mail address, the address of a web hook, or the login of a colleague."


class SmtpAddressMalformed(GridkeeperError):
    """GRIDKEEPER_SMTP_URL cannot be read."""

    code = "notices.smtp-address"
    text = "GRIDKEEPER_SMTP_URL names no mail server."
    hint = "Write it like smtp://user:password@host:587 or smtps://user:password@host:465."


class NotAddressed(GridkeeperError):
    """A receipt is left by those a notice is for."""

    code = "notices.not-addressed"
    text = "The notice “{subject}” is not addressed to a post of yours."
    hint = "Nothing is asked of you; you may read it all the same."
