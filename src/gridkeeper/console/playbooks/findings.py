"""What lint says, in the reader's language, for the panel beside a text."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from gridkeeper.console import refusals
from gridkeeper.kernel.texts import Finding, Weight

_WEIGHTS = {Weight.ERROR: ("late", _("must be mended")), Weight.WARNING: ("soon", _("worth a look"))}


def told(findings: Iterable[Finding]) -> list[dict[str, object]]:
    """Findings ready to print, errors first, then by line."""
    ordered = sorted(findings, key=lambda one: (one.weight is not Weight.ERROR, one.line))
    return [
        {
            "kind": _WEIGHTS[one.weight][0],
            "severity": gettext(_WEIGHTS[one.weight][1]),
            "line": one.line,
            "path": one.at,
            "text": refusals.told(one.text, one.facts),
            "hint": refusals.told(one.hint, one.facts),
        }
        for one in ordered
    ]
