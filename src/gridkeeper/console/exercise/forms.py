"""The form of the exercise clock."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from gridkeeper.console.moments import check_year

SPEEDS = (
    ("0", _("stands still")),
    ("1", _("normal: a minute is a minute")),
    ("10", _("10 times: an hour in 6 minutes")),
    ("60", _("60 times: an hour in a minute")),
    ("600", _("600 times: a day in under 3 minutes")),
)


class SetClockForm(forms.Form):
    """A later moment of the exercise."""

    to = forms.DateTimeField(
        validators=[check_year],
        label=_("Put the clock to"),
        help_text=_("A later moment only: what is recorded stays in order."),
        input_formats=["%Y-%m-%dT%H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local", "class": "narrow"}, format="%Y-%m-%dT%H:%M"),
    )


class SpeedForm(forms.Form):
    """How fast the exercise runs."""

    speed = forms.ChoiceField(label=_("The clock runs"), choices=SPEEDS, widget=forms.RadioSelect)
