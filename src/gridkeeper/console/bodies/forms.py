"""Founding an organisation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gridkeeper.console.bodies.words import KINDS
from gridkeeper.console.words import said


class BodyForm(forms.Form):
    """What an organisation is, where, and, for a temporary one, who approved it and what it ends with (K-05)."""

    name = forms.CharField(label=_("Name of the organisation"), max_length=120)
    kind = forms.ChoiceField(label=_("Kind"))
    unit = forms.CharField(
        label=_("Place"), max_length=80, help_text=_("Name, alias, pinyin initials or code of the unit.")
    )
    approved_by = forms.CharField(
        label=_("Approved by"),
        max_length=120,
        required=False,
        help_text=_("Temporary bodies only: the superior organisation that approved it."),
    )
    order = forms.CharField(
        label=_("Under order"),
        max_length=60,
        required=False,
        help_text=_("Temporary bodies only: number of the order in force; the body ends with it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(key, said(KINDS, key)) for key in KINDS]  # type: ignore[attr-defined]
