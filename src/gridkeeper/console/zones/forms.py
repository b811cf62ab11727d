"""Designating a zone or static management."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from gridkeeper.console.moments import check_year
from gridkeeper.zones.choices import Extent
from gridkeeper.zones.policy import geometry_in

_MOMENT = "%Y-%m-%dT%H:%M"
_LASTS = timedelta(days=7)


def _lines(rows: int, **more: Any) -> forms.CharField:
    return forms.CharField(widget=forms.Textarea(attrs={"rows": rows}), **more)


class AreaForm(forms.Form):
    """An area under an order: what residents will read, the ways out, the document."""

    name = forms.CharField(label=_("What it is called"), max_length=80)
    reason = forms.CharField(label=_("Why, in one sentence residents may read"), max_length=400)
    hotline = forms.CharField(label=_("Number residents call"), max_length=40)
    measures = _lines(2, label=_("What is asked of residents, and what comes to the door"), required=False)
    exits = _lines(
        3,
        label=_("Ways out, one a line: place = who opens it, phone"),
        help_text=_("A way out without an opener, or not tried in 24 hours, opens a case on danger to life."),
        required=False,
    )
    number = forms.CharField(label=_("Number of the order"), max_length=60)
    issued_by = forms.CharField(label=_("Issued by"), max_length=120)
    document = forms.CharField(label=_("Document"), max_length=400)
    legal_basis = forms.CharField(label=_("Legal basis"), max_length=400)
    expires_at = forms.DateTimeField(
        validators=[check_year],
        label=_("Ends at the latest"),
        input_formats=[_MOMENT],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local", "class": "narrow"}, format=_MOMENT),
    )
    outline = _lines(2, label=_("Outline as GeoJSON, if it is drawn"), required=False)

    def __init__(self, *args: Any, now: datetime, lasts: timedelta = _LASTS, **kwargs: Any) -> None:
        kwargs["initial"] = {"expires_at": localtime(now + lasts), **kwargs.get("initial", {})}
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


class ZoneForm(AreaForm):
    """A zone: its day 0, and how large it is; ``reasons`` are those the size table in force allows, by key."""

    part = forms.CharField(
        label=_("Only a stairwell or a floor: which"),
        max_length=40,
        required=False,
        help_text=_("Leave it empty for the whole building."),
    )
    part_is = forms.ChoiceField(label=_("That is"), required=False)
    larger_reason = forms.ChoiceField(label=_("The rule's reason for more than one building"), required=False)
    larger_because = forms.CharField(label=_("Why more than one building, if it is"), max_length=400, required=False)
    zero = forms.DateField(
        label=_("Day 0"), required=False, widget=forms.DateInput(attrs={"type": "date", "class": "narrow"})
    )
    field_order = (
        "name",
        "part",
        "part_is",
        "reason",
        "larger_reason",
        "larger_because",
        "hotline",
        "measures",
        "zero",
    )

    def __init__(self, *args: Any, is_larger: bool, reasons: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in ("part", "part_is") if is_larger else ("larger_reason", "larger_because", "outline"):
            del self.fields[field]
        if is_larger:
            self.fields["larger_reason"].choices = [("", _("one building only")), *reasons.items()]  # type: ignore[attr-defined]
        else:
            parts = [(Extent.STAIRWELL.value, _("a stairwell")), (Extent.FLOOR.value, _("a floor"))]
            self.fields["part_is"].choices = parts  # type: ignore[attr-defined]


class StaticForm(AreaForm):
    """Static management: services that go on are part of it (YZ-25); ``services`` are the rule's own words for them."""

    services = _lines(2, label=_("Which services go on, and how"))
    larger_because = forms.CharField(label=_("Why it goes beyond one building"), max_length=400, required=False)
    field_order = ("name", "reason", "larger_because", "services", "hotline", "measures", "expires_at", "exits")

    def __init__(self, *args: Any, is_larger: bool, services: str, until: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["services"].help_text = services
        self.fields["expires_at"].help_text = until
        if not is_larger:
            del self.fields["outline"], self.fields["larger_because"]
