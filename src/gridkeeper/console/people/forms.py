"""Forms of people: register, correct, appoint."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gridkeeper.access.roles import ROLES
from gridkeeper.console.moments import check_year
from gridkeeper.console.words import role_name
from gridkeeper.formats.cells.phone import parse_phone
from gridkeeper.formats.columns import CellProblem, Recognised
from gridkeeper.posts.choices import Holding

_MOMENT = "%Y-%m-%dT%H:%M"


class PersonForm(forms.Form):
    """A person's name and how to reach them; nothing that their duty does not need."""

    name = forms.CharField(label=_("Name"), max_length=60)
    phone = forms.CharField(label=_("Phone"), max_length=20, required=False)
    birth_year = forms.IntegerField(
        label=_("Year of birth"),
        required=False,
        min_value=1900,
        max_value=2100,
        help_text=_("Keeps people from duties unfit for their age; the day is not asked."),
    )

    spared_until = forms.DateField(
        label=_("Spared until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "narrow"}, format="%Y-%m-%d"),
        help_text=_(
            "No duty at night, long in the cold or in a sealed area until this day. Why is not asked and not kept."
        ),
    )
    certified_for = forms.ChoiceField(
        label=_("Certified for"),
        required=False,
        help_text=_("The role that a certificate with a last day allows; empty where none is needed."),
    )
    certified_until = forms.DateField(
        label=_("Certified until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "narrow"}, format="%Y-%m-%d"),
        help_text=_("The last day of the certificate; after it no shift of that role is given."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = [(key, role_name(key)) for key in ROLES]
        self.fields["certified_for"].choices = [("", "—"), *roles]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A certificate has both: the role it allows and its last day."""
        given = super().clean() or self.cleaned_data
        if bool(given.get("certified_for")) != bool(given.get("certified_until")) and not self.errors:
            missing = "certified_until" if given.get("certified_for") else "certified_for"
            self.add_error(missing, gettext("A certificate has a role that it allows and a last day."))
        return given

    def clean_phone(self) -> str:
        """The number in one spelling."""
        found = parse_phone(self.cleaned_data["phone"])
        if isinstance(found, CellProblem):
            raise forms.ValidationError(found.sentence(lambda text: gettext(text) if text else ""))
        return str(found.value if isinstance(found, Recognised) else found or "")


class AppointForm(forms.Form):
    """Who holds the post, from when to when, under which document."""

    person = forms.CharField(
        label=_("Whom"), max_length=80, help_text=_("Name, first letters of its pinyin, or phone of somebody in reach.")
    )
    holding = forms.ChoiceField(label=_("As"), widget=forms.RadioSelect)
    document = forms.CharField(
        label=_("Document"), max_length=120, help_text=_("Number of the notice, minutes or order.")
    )
    from_at = forms.DateTimeField(
        validators=[check_year],
        label=_("From"),
        input_formats=[_MOMENT],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local", "class": "narrow"}, format=_MOMENT),
    )
    to_at = forms.DateTimeField(
        validators=[check_year],
        label=_("Until"),
        required=False,
        input_formats=[_MOMENT],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local", "class": "narrow"}, format=_MOMENT),
        help_text=_("Empty: until it is ended."),
    )

    def __init__(self, *args: Any, now: Any = None, is_full: bool = False, **kwargs: Any) -> None:
        initial = {"from_at": localtime(now) if now else None, "holding": Holding.DEPUTY if is_full else Holding.HOLDER}
        super().__init__(*args, **{**kwargs, "initial": {**initial, **kwargs.get("initial", {})}})
        self.fields["holding"].choices = [  # type: ignore[attr-defined]
            (Holding.HOLDER, _("holder")),
            (Holding.DEPUTY, _("deputy")),
        ]
