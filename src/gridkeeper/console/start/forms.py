"""The form of an empty home: who is its first administrator."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from gridkeeper.console.signin.forms import NewPasswordForm


class FirstAdministratorForm(NewPasswordForm):
    """Name, sign-in name and password of the first person."""

    name = forms.CharField(label=_("Your name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    login = forms.RegexField(
        r"^[a-z0-9][a-z0-9._-]*$",
        label=_("Sign-in name"),
        max_length=40,
        help_text=_(
            "Small letters and figures, such as duty or desk.1. It stays in the record of what was done, so rather not "
            "your name."
        ),
        error_messages={"invalid": _("Use small letters, figures, dots and dashes, with a letter or figure first.")},
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    field_order = ("name", "login", "password", "again")
