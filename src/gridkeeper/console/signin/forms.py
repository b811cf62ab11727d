"""Forms of signing in and of setting a first password."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _


class SignInForm(forms.Form):
    """Login, phone or name, and the password; the phone only where several people share a name."""

    name = forms.CharField(
        label=_("Phone number, sign-in name or name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    phone = forms.CharField(
        label=_("Phone number"),
        max_length=30,
        required=False,
        widget=forms.HiddenInput(attrs={"autocomplete": "tel"}),
    )
    password = forms.CharField(
        label=_("Password"), max_length=256, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
    remember = forms.BooleanField(
        label=_("Keep my name in this machine's list"),
        required=False,
        initial=True,
        help_text=_("The name only. The password is asked for every time."),
    )

    def put_cursor(self) -> None:
        """Begin where something is still to type: at the password for whoever chose a name of this machine."""
        first = "password" if self.initial.get("name") else "name"
        self.fields[first].widget.attrs["autofocus"] = True

    def ask_for_phone(self) -> None:
        """Show the phone field: the name alone does not tell who is meant."""
        field = self.fields["phone"]
        field.widget = forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"})
        field.required = True


class NewPasswordForm(forms.Form):
    """A password, typed twice."""

    password = forms.CharField(
        label=_("New password"),
        max_length=256,
        # The framework's own sentence about length has no Chinese of its own any more.
        min_length=10,
        error_messages={"min_length": _("Too short: at least 10 characters.")},
        help_text=_("At least 10 characters; a short sentence is easy to keep in mind."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("The same once more"),
        max_length=256,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_password(self) -> str:
        """Not too short, not one everybody uses."""
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password

    def clean(self) -> dict[str, Any]:
        """Both fields the same."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if "password" in found and found.get("again") != found["password"]:
            self.add_error("again", _("The two differ. Type the new password again."))
        return found


class CodeForm(forms.Form):
    """An invitation's code, typed by hand."""

    code = forms.CharField(
        label=_("Code on your invitation"),
        max_length=40,
        help_text=_("16 letters and figures, like 7KQM-2XHD-PR4T-9WVE."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"}),
    )
