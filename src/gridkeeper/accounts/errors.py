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


class WrongSignIn(GridkeeperError):
    """Name or password do not fit; which of the two is not said."""

    code = "accounts.wrong-sign-in"
    text = "This name and this password do not belong together."
    hint = "Check both. Forgotten? The desk that invited you resets it; bring your work card."


class MoreThanOne(GridkeeperError):
    """Several people share a name."""

    code = "accounts.more-than-one"
    text = "More than one person here has this name."
    hint = "Type your phone number as well."


class NoSecondFactor(GridkeeperError):
    """There is no second factor to take away."""

    code = "accounts.no-second-factor"
    text = "“{login}” has no second factor."
    hint = "A forgotten password is reset by a new invitation."


class TooManyAttempts(GridkeeperError):
    """Somebody may be guessing."""

    code = "accounts.too-many-attempts"
    text = "Too many attempts for this name."
    hint = "Wait {minutes} {minutes:minute|minutes}, or ask the desk that invited you for a new invitation."


class AlreadyInUse(GridkeeperError):
    """Somebody was faster in setting up this home."""

    code = "accounts.already-in-use"
    text = "This home has its first administrator already."
    hint = "Sign in, or ask that person for an invitation."
