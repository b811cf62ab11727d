"""Cells of decision tables: what people write in them, what they mean, and the same for the engine.

A cell over numbers is a list of ``5``, ``>= 5``, ``< 5``, ``!= 5``, ``[1..5]``, ``(1..5]``; over choices a list of
their values; over yes or no one of the two; ``not`` in front turns a list round, and ``-`` or nothing fits anything.
Because a cell is one of these and nothing else, lint can prove what is never reached and what fits twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

_YES: Final = frozenset({"true", "yes", "是"})
_NO: Final = frozenset({"false", "no", "否"})
_PLAIN: Final = str.maketrans("，≥≤＞＜＝［］（）！", ",≥≤><=[]()!")
_NUMBER: Final = r"[-+]?\d+(?:\.\d+)?"
_COMPARED: Final = re.compile(rf"(>=|<=|!=|==|=|>|<|≥|≤|≠)?\s*({_NUMBER})")
_SPAN: Final = re.compile(rf"([\[(])\s*({_NUMBER})\s*\.\.\s*({_NUMBER})\s*([\])])")
_SIGNS: Final = {"≥": ">=", "≤": "<=", "≠": "!=", "==": "=", "": "="}


class CellBroken(ValueError):
    """A cell means nothing; the argument is what was expected, as a message id."""


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Fits the values of a choice (str), or yes or no (bool)."""

    values: frozenset[str | bool]

    def fits(self, value: object) -> bool:
        """True when the value is one of these."""
        return value in self.values


@dataclass(frozen=True, slots=True)
class Span:
    """Numbers from ``low`` to ``high``; None is no bound, and a bound belongs to it where it is closed."""

    low: Decimal | None = None
    high: Decimal | None = None
    low_closed: bool = True
    high_closed: bool = True

    def holds(self, value: Decimal) -> bool:
        """True when the number lies inside."""
        if self.low is not None and (value < self.low or (value == self.low and not self.low_closed)):
            return False
        return self.high is None or value < self.high or (value == self.high and self.high_closed)


@dataclass(frozen=True, slots=True)
class Spans:
    """Fits the numbers in any of the spans."""

    spans: tuple[Span, ...]

    def fits(self, value: object) -> bool:
        """True when the number lies in a span."""
        return isinstance(value, Decimal) and any(span.holds(value) for span in self.spans)


Test = AnyOf | Spans


def choice_test(text: str, values: Iterable[str]) -> AnyOf:
    """A cell over a choice with these values. Raises CellBroken, whose ``args[1]`` is the word that is none of them."""
    known = frozenset(values)
    turned, listed = (False, text) if text.strip() in known else _turned(text)
    words = [word.strip().strip("\"'").strip() for word in re.split("[,，、]", listed)]
    for word in words:
        if word not in known:
            raise CellBroken("It must be one of: {known}.", word)
    chosen = known - frozenset(words) if turned else frozenset(words)
    if not chosen:
        raise CellBroken("No value is left.", text)
    return AnyOf(chosen)


def yes_no_test(text: str) -> AnyOf:
    """A cell over yes or no."""
    word = text.strip().lower()
    if word in _YES or word in _NO:
        return AnyOf(frozenset({word in _YES}))
    raise CellBroken("Write yes or no.", text)


def number_test(text: str) -> Spans:
    """A cell over numbers."""
    turned, listed = _turned(text.translate(_PLAIN))
    spans = tuple(span for part in _parts(listed) for span in _spans(part))
    return Spans(_complement(spans) if turned else spans)


def written(test: Test, values: Iterable[str] = ()) -> str:
    """The cell as people write it; reading it gives the same test. ``values`` is the order of a choice's values."""
    if isinstance(test, AnyOf):
        if test.values <= {True, False}:
            return "yes" if True in test.values else "no"
        return ", ".join(value for value in values if value in test.values)
    return ", ".join(_span_text(span) for span in test.spans)


def for_engine(test: Test, values: Iterable[str] = ()) -> str:
    """The cell in the engine's unary language: text in quotes, spans as they are."""
    if isinstance(test, AnyOf):
        if test.values <= {True, False}:
            return "true" if True in test.values else "false"
        return ", ".join(literal(value) for value in values if value in test.values)
    return written(test)


def literal(text: str) -> str:
    """A text in the engine's language. It knows no escapes: what holds both kinds of quotes is put together."""
    if '"' not in text:
        return f'"{text}"'
    if "'" not in text:
        return f"'{text}'"
    return " + ".join(f"'{part}'" if part == '"' else f'"{part}"' for part in re.split('(")', text) if part)


def plain(number: Decimal) -> str:
    """A number in digits, without zeros that say nothing."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _turned(text: str) -> tuple[bool, str]:
    match = re.fullmatch(r"\s*not\s+(.*)", text, re.DOTALL)
    return (True, match[1]) if match else (False, text)


def _parts(text: str) -> list[str]:
    """A list cut at its commas; a span has none inside."""
    return [part.strip() for part in text.split(",")]


def _spans(part: str) -> tuple[Span, ...]:
    if match := _SPAN.fullmatch(part):
        low, high = Decimal(match[2]), Decimal(match[3])
        span = Span(low, high, match[1] == "[", match[4] == "]")
        if low > high or (low == high and not (span.low_closed and span.high_closed)):
            raise CellBroken("No number lies in it; write the smaller one first.", part)
        return (span,)
    if match := _COMPARED.fullmatch(part):
        number = Decimal(match[2])
        sign = match[1] or ""
        return _compared(_SIGNS.get(sign, sign), number)
    raise CellBroken("Write a number, a comparison like >= 5, or a span like [1..5].", part)


def _compared(sign: str, number: Decimal) -> tuple[Span, ...]:
    below, above = Span(high=number, high_closed=False), Span(low=number, low_closed=False)
    return {
        "=": (Span(number, number),),
        "!=": (below, above),
        "<": (below,),
        ">": (above,),
        "<=": (Span(high=number),),
        ">=": (Span(low=number),),
    }[sign]


def _complement(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """The numbers in none of the spans."""
    rest: list[Span] = [Span()]
    for span in spans:
        rest = [piece for whole in rest for piece in _without(whole, span)]
    if not rest:
        raise CellBroken("No number is left.", "not")
    return tuple(rest)


def _without(whole: Span, hole: Span) -> list[Span]:
    left, right = whole, whole
    pieces = []
    if hole.low is not None:
        left = _cut_above(whole, hole.low, closed=not hole.low_closed)
        pieces += [left] if _holds_any(left) else []
    if hole.high is not None:
        right = _cut_below(whole, hole.high, closed=not hole.high_closed)
        pieces += [right] if _holds_any(right) else []
    return pieces


def _cut_above(span: Span, high: Decimal, *, closed: bool) -> Span:
    if span.high is not None and (span.high < high or (span.high == high and not span.high_closed)):
        return span
    return Span(span.low, high, span.low_closed, closed)


def _cut_below(span: Span, low: Decimal, *, closed: bool) -> Span:
    if span.low is not None and (span.low > low or (span.low == low and not span.low_closed)):
        return span
    return Span(low, span.high, closed, span.high_closed)


def _holds_any(span: Span) -> bool:
    if span.low is None or span.high is None:
        return True
    return span.low < span.high or (span.low == span.high and span.low_closed and span.high_closed)


def _span_text(span: Span) -> str:
    if span.low is not None and span.high is not None:
        if span.low == span.high:
            return plain(span.low)
        return (
            f"{'[' if span.low_closed else '('}{plain(span.low)}..{plain(span.high)}{']' if span.high_closed else ')'}"
        )
    if span.high is not None:
        return f"{'<=' if span.high_closed else '<'} {plain(span.high)}"
    assert span.low is not None, "a cell bounds its numbers"
    return f"{'>=' if span.low_closed else '>'} {plain(span.low)}"
