"""Forms of orders: propose, renew."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from gridkeeper.console import words
from gridkeeper.console.moments import check_year
from gridkeeper.orders.choices import OrderKind

# What a person may issue by hand; the rest is made by the room that gives it its effects.
BY_HAND = (
    OrderKind.GENERAL,
    OrderKind.APPOINTMENT,
    OrderKind.TEMPORARY_BODY,
    OrderKind.OVERRIDE,
    OrderKind.END_OF_EMERGENCY,
)
_MOMENT = "%Y-%m-%dT%H:%M"


def moment_field(**more: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local", "class": "narrow"}, format=_MOMENT)
    return forms.DateTimeField(
        validators=[check_year], input_formats=[_MOMENT, "%Y-%m-%dT%H:%M:%S"], widget=widget, **more
    )


class ProposeForm(forms.Form):
    """Everything an order says, typed by a person."""

    title = forms.CharField(label=_("What is ordered, in a line"), max_length=160)
    number = forms.CharField(label=_("Number"), max_length=60, help_text=_("As on the paper."))
    issued_by = forms.CharField(label=_("Issued by"), max_length=120)
    unit = forms.CharField(
        label=_("Place"), max_length=80, help_text=_("Name, alias, pinyin initials or code of the unit.")
    )
    kind = forms.ChoiceField(label=_("Kind"))
    document = forms.CharField(
        label=_("Document"), max_length=400, help_text=_("Title and place of the paper: file, page, address.")
    )
    legal_basis = forms.CharField(
        label=_("Legal basis"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The law or decision it rests on, typed by you: no basis is ever filled in for you."),
    )
    issued_at = moment_field(label=_("Issued"))
    expires_at = moment_field(label=_("Expires"), help_text=_("Every order ends: at most 14 days after it begins."))

    def __init__(self, *args: Any, now: datetime, unit: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.update(
            {"issued_at": localtime(now), "expires_at": localtime(now + timedelta(days=7)), "unit": unit}
        )
        kinds = [(kind.value, words.said(words.ORDER_KINDS, kind.value)) for kind in BY_HAND]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]


class RenewForm(forms.Form):
    """A later end and a fresh reason."""

    to = moment_field(label=_("Until"))
    reason = forms.CharField(
        label=_("What is new since then"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("A reason given before does not count."),
    )
