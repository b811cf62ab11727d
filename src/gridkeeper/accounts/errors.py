"""What signing in refuses."""

from __future__ import annotations

from gridkeeper.kernel.errors import GridkeeperError


class UnknownLogin(GridkeeperError):
    """No account of that name."""

    code = "accounts.unknown-login"
    text = "No account is called “{login}”."
    hint = "The sign-ins of the demo are in demo.json in the home folder; ask your administrator elsewhere."


class LoginTaken(GridkeeperError):
    """Two accounts may not share a name."""

    code = "accounts.login-taken"
    text = "The sign-in name “{login}” is taken."
    hint = "Add a figure or the unit to the name."


class InvitationUnknown(GridkeeperError):
    """The code is wrong, used or too old."""

    code = "accounts.invitation-unknown"
    text = "This invitation is not valid any more."
    hint = "Ask the desk that gave it to you for a new one; it takes a minute."


class TokenUnknown(GridkeeperError):
    """The token is wrong, revoked or too old."""

    code = "accounts.token-unknown"
    text = "This access token is not valid."
    hint = "Make a new one with: gridkeeper token create."
