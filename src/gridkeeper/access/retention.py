"""How long each class of personal data is kept: one table, read by the purge and shown to whoever asks (12.5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final


@dataclass(frozen=True, kw_only=True)
class Rule:
    """Kept for ``keep`` after ``counted_from`` (a message id people can read)."""

    name: str
    keep: timedelta
    counted_from: str
    source: str


RULES: Final[dict[str, Rule]] = {
    rule.name: rule
    for rule in (
        Rule(name="contact", keep=timedelta(days=30), counted_from="the day the person left", source="12.5, SF-06"),
        Rule(name="spared", keep=timedelta(0), counted_from="the day it says itself", source="SF-07, SF-31"),
        Rule(name="service", keep=timedelta(days=1096), counted_from="the day the person left", source="12.5"),
        Rule(name="consent", keep=timedelta(0), counted_from="the moment the consent is withdrawn", source="SF-07"),
        Rule(name="account", keep=timedelta(days=30), counted_from="the day the account closed", source="SF-06"),
        Rule(name="orders", keep=timedelta(days=1096), counted_from="the end of the order", source="12.5"),
        Rule(name="emergency", keep=timedelta(days=30), counted_from="the end of the order", source="12.5, SF-08"),
        Rule(name="cases", keep=timedelta(days=1096), counted_from="the closing of the case", source="12.5"),
        Rule(name="rounds", keep=timedelta(days=1096), counted_from="the day of the round", source="12.5"),
        Rule(name="round_photos", keep=timedelta(days=90), counted_from="the day of the picture", source="12.5, SF-06"),
        Rule(name="audit", keep=timedelta(days=1096), counted_from="the day it was recorded", source="SF-43"),
        Rule(name="messages", keep=timedelta(days=90), counted_from="the day it was made", source="SF-06"),
        Rule(name="asked", keep=timedelta(0), counted_from="the beginning of the shift", source="R-14"),
        Rule(name="duty-log", keep=timedelta(days=1096), counted_from="the day it was recorded", source="12.5"),
        Rule(name="reading", keep=timedelta(days=366), counted_from="the day of the look", source="SF-43"),
    )
}
