"""What is asked besides the file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class TerritoryForm(forms.Form):
    """How a list of the territory is to be read."""

    title = forms.CharField(label=_("Title of the list"), max_length=120, required=False)
    effective_on = forms.DateField(
        label=_("First day of the list"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "narrow"}),
        help_text=_("Empty: today. Codes and names count from this day on."),
    )
    system = forms.ChoiceField(
        label=_("Coordinates are in"),
        required=False,
        choices=[("wgs84", "WGS-84"), ("gcj02", "GCJ-02"), ("bd09", "BD-09")],
        help_text=_("Only files with outlines or positions; they are converted."),
    )
    complete = forms.BooleanField(label=_("The list is complete: what it does not name has ended"), required=False)

    def wish(self) -> dict[str, Any]:
        """What was asked, as JSON values."""
        given = self.cleaned_data
        day = given["effective_on"]
        return {**given, "effective_on": day.isoformat() if day else ""}
