"""Designating a zone, and entering what its days are counted by."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from gridkeeper.zones.policy import geometry_in

_MOMENT = "%Y-%m-%dT%H:%M"


class ZoneForm(forms.Form):
    """An area under an order: what residents will read, the document, the ways out."""

    name = forms.CharField(label=_("What the zone is called"), max_length=80)
    reason = forms.CharField(label=_("Why, in one sentence residents may read"), max_length=400)
    larger_because = forms.CharField(label=_("Why more than one building, if it is"), max_length=400, required=False)
    hotline = forms.CharField(label=_("Number residents call"), max_length=40)
    measures = forms.CharField(
        label=_("What is asked of residents, and what comes to the door"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    zero = forms.DateField(
        label=_("Day 0"), required=False, widget=forms.DateInput(attrs={"type": "date", "class": "narrow"})
    )
    exits = forms.CharField(
        label=_("Ways out, one a line: place = who opens it, phone"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A way out without an opener, or not tried in 24 hours, opens a case on danger to life."),
        required=False,
    )
    number = forms.CharField(label=_("Number of the order"), max_length=60)
    issued_by = forms.CharField(label=_("Issued by"), max_length=120)
    legal_basis = forms.CharField(label=_("Legal basis"), max_length=400)
    document = forms.CharField(label=_("Document"), max_length=400)
    expires_at = forms.DateTimeField(
        label=_("Ends at the latest"),
        input_formats=[_MOMENT],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local", "class": "narrow"}, format=_MOMENT),
    )
    outline = forms.CharField(
        label=_("Outline as GeoJSON, if it is drawn"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        kwargs["initial"] = {"expires_at": localtime(now + timedelta(days=7)), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)

    def clean_outline(self) -> dict[str, Any] | None:
        """The geometry of a GeoJSON text; None where nothing is drawn."""
        text = self.cleaned_data["outline"].strip()
        if not text:
            return None
        try:
            said = json.loads(text)
        except ValueError as error:
            raise forms.ValidationError(_("This is no GeoJSON. Leave it empty to take the whole place.")) from error
        return dict(geometry_in(said))
