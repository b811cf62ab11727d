"""Planning a shift, and an exception from a rest rule."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from gridkeeper.access.roles import ROLES
from gridkeeper.console.moments import check_year
from gridkeeper.console.words import role_name

_MOMENT = "%Y-%m-%dT%H:%M"


def moment_field(label: Any, **more: Any) -> forms.DateTimeField:
    """A moment of the wall clock."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local", "class": "narrow"}, format=_MOMENT)
    return forms.DateTimeField(validators=[check_year], label=label, input_formats=[_MOMENT], widget=widget, **more)


class ShiftForm(forms.Form):
    """A shift at a place."""

    title = forms.CharField(label=_("What the shift is called"), max_length=160)
    starts = moment_field(_("From"))
    ends = moment_field(_("To"))
    needed = forms.IntegerField(label=_("How many people"), min_value=1, max_value=200, initial=1)
    task = forms.CharField(label=_("What is done there"), max_length=200, required=False)
    role = forms.ChoiceField(
        label=_("For whom"),
        required=False,
        help_text=_(
            "Holders of the role are proposed first. Whose certificate for it has run out by that day is not asked;"
            " nobody sets that aside."
        ),
    )
    site = forms.ChoiceField(label=_("At which site"), required=False)
    outdoor = forms.BooleanField(label=_("Outdoors"), required=False)
    in_zone = forms.BooleanField(label=_("In a sealed area"), required=False)

    def __init__(self, *args: Any, now: datetime, sites: list[tuple[str, str]], **kwargs: Any) -> None:
        begins = localtime(now + timedelta(hours=1)).replace(minute=0)
        initial = {"starts": begins, "ends": begins + timedelta(hours=8)}
        super().__init__(*args, **{"initial": initial, **kwargs})
        roles = sorted(((key, role_name(key)) for key in ROLES), key=lambda one: one[1])
        self.fields["role"].choices = [("", _("anybody")), *roles]  # type: ignore[attr-defined]
        self.fields["site"].choices = [("", _("none")), *sites]  # type: ignore[attr-defined]


class CallForm(ShiftForm):
    """What a community asks for."""

    kind = forms.ChoiceField(label=_("Kind of help"))
    skill = forms.CharField(label=_("Skill"), max_length=30, required=False)
    is_urgent = forms.BooleanField(label=_("Urgent"), required=False)
    field_order = ("kind", "title", "needed", "starts", "ends", "task", "skill", "role", "site", "is_urgent")

    def __init__(self, *args: Any, kinds: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
