"""One word for each thing a playbook makes, each change, each state of a switch; every face translates them."""

from __future__ import annotations

from typing import Final


def _(text: str) -> str:
    """Mark a word for the catalogues."""
    return text


KINDS: Final = {
    "body": _("Team"),
    "post": _("Post"),
    "appointment": _("Appointment"),
    "site": _("Place"),
    "shift": _("Shift"),
    "series": _("Round"),
    "notice": _("Notice"),
    "suspension": _("Rests"),
    "control_unit": _("Control unit"),
}
"""What a playbook makes."""
STATES: Final = {
    "proposed": _("waits for approval"),
    "starting": _("being switched on"),
    "active": _("in force"),
    "ended": _("ended"),
    "refused": _("refused"),
}
"""How far a switch is."""
