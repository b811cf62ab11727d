"""Forms with label, hint and error beside the field; set FORM_RENDERER to ConsoleFormRenderer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import DjangoTemplates

_SELECTS = (forms.Select, forms.SelectMultiple)
_GROUPS = (forms.RadioSelect, forms.CheckboxSelectMultiple)


class ConsoleField(BoundField):
    """A field that knows how it is laid out and gives its widget the right classes."""

    @property
    def layout(self) -> str:
        """``check`` (box before its label), ``choices`` (a group) or ``line``."""
        widget = self.field.widget
        if isinstance(widget, _GROUPS):
            return "choices"
        return "check" if isinstance(widget, forms.CheckboxInput) else "line"

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        """Django's attributes, plus Bootstrap's class for this kind of widget."""
        built: dict[str, Any] = super().build_widget_attrs(attrs, widget)
        shown = widget or self.field.widget
        if shown.is_hidden:
            return built
        classes = [str(shown.attrs.get("class", "")), str(built.get("class", "")), _class_of(shown)]
        if self.errors:
            classes.append("is-invalid")
        built["class"] = " ".join(part for part in classes if part)
        return built


class ConsoleFormRenderer(DjangoTemplates):
    """Renders every form of every face with the templates in console/forms."""

    form_template_name = "console/forms/form.html"
    field_template_name = "console/forms/field.html"
    bound_field_class = ConsoleField


def _class_of(widget: forms.Widget) -> str:
    if isinstance(widget, (*_GROUPS, forms.CheckboxInput)):
        return "form-check-input"
    return "form-select" if isinstance(widget, _SELECTS) else "form-control"
