"""Facts filled into a text: English has a word for one and another for more, Chinese has one word (K-12)."""

from __future__ import annotations

import pytest

from gridkeeper.kernel.filling import filled


@pytest.mark.parametrize(
    ("count", "said"), [(1, "1 post is"), ("1", "1 post is"), (0, "0 posts are"), (2, "2 posts are")]
)
def test_the_word_fits_the_figure(count: object, said: str) -> None:
    assert filled("{count} {count:post is|posts are}", {"count": count}) == said


def test_a_word_may_hold_the_figure_and_other_formats_stay() -> None:
    text = "{n:The one seat|All {n} seats}, {share:.1f} %"
    assert filled(text, {"n": 1, "share": 2}) == "The one seat, 2.0 %"
    assert filled(text, {"n": 3, "share": 2}) == "All 3 seats, 2.0 %"


def test_a_fact_that_is_not_there_is_no_blank() -> None:
    with pytest.raises(KeyError):
        filled("{name}", {})
