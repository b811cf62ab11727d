"""Opening a task."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from gridkeeper.console.moments import check_year

_MOMENT = "%Y-%m-%dT%H:%M"


class TaskForm(forms.Form):
    """A task has an owner and a due moment, or it is not arranged (HK-08)."""

    title = forms.CharField(label=_("What is to be done"), max_length=160)
    detail = forms.CharField(label=_("Details"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    body = forms.ChoiceField(label=_("Who sees it through"))
    due_at = forms.DateTimeField(
        validators=[check_year],
        label=_("By when"),
        input_formats=[_MOMENT],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local", "class": "narrow"}, format=_MOMENT),
    )

    def __init__(self, *args: Any, now: datetime, bodies: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"due_at": localtime(now + timedelta(hours=2))}, **kwargs})
        self.fields["body"].choices = bodies  # type: ignore[attr-defined]
