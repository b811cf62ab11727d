"""Kinds of things that only the record names, listed here so that they get translations; others: `refusals.KINDS`."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

KINDS = (
    _("appeal"),
    _("borders"),
    _("clock"),
    _("edition"),
    _("enlistment"),
    _("exercise"),
    _("measure"),
    _("message"),
    _("outlines"),
    _("people"),
    _("places"),
    _("playbook"),
    _("report form"),
    _("rights-request"),
    _("sign-in"),
    _("walk"),
)
"""What an event is about."""
