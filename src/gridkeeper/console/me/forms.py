"""Forms about one's own data."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gridkeeper.access.choices import RightKind
from gridkeeper.console import words


class AskForm(forms.Form):
    """What somebody asks about their own data."""

    kind = forms.ChoiceField(label=_("What do you ask for?"), widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("In your own words"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For a correction: what is wrong, and what is right."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(kind.value, words.said(words.RIGHT_KINDS, kind.value)) for kind in RightKind]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """The desk's answer."""

    answer = forms.CharField(
        label=_("Your answer"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Say what you did, or why not and whom to turn to. The person reads it as it stands."),
    )


class TokenForm(forms.Form):
    """A name for a script's token."""

    label = forms.CharField(label=_("What is it for?"), max_length=80, help_text=_("Such as: weekly report."))
