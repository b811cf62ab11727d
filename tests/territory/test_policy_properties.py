"""Codes, editions and scopes hold for any tree, not only for the examples (R-01, R-19)."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.unit_code import LENGTHS, ancestors_of, canonical, is_within, level_of, parent_of, upper_bound
from gridkeeper.territory.commands.overlay import holding_code
from gridkeeper.territory.policy import TreeRow, area_of, carried_code, difference

LENGTH = st.sampled_from(sorted(LENGTHS.values()))


def _code(length: int) -> st.SearchStrategy[str]:
    # Each level's digits are not all zero, as in real codes; few digits make relatives likely.
    sizes = [
        b - a for a, b in zip([0, *sorted(LENGTHS.values())], sorted(LENGTHS.values()), strict=False) if b <= length
    ]
    parts = [st.sampled_from([f"{n:0{size}d}" for n in (1, 2, 10)]) for size in sizes]
    return st.tuples(*parts).map("".join)


CODES = LENGTH.flatmap(_code)
NAMES = st.sampled_from(["郝家沟村委会", "郝家沟社区居委会", "东山村委会", "东山社区", "双塔社区", "老军营"])
TREES = st.dictionaries(_code(12), NAMES, max_size=12)


@given(CODES)
def test_a_code_lies_within_each_of_its_ancestors_and_in_no_longer_code(code: str) -> None:
    assert all(is_within(code, above) for above in ancestors_of(code))
    assert parent_of(code) == (ancestors_of(code)[-1] if ancestors_of(code) else None)


@given(CODES)
def test_padding_a_statutory_code_changes_nothing(code: str) -> None:
    padded = code.ljust(12, "0") if len(code) <= 12 else code
    assert canonical(padded) == code
    assert level_of(canonical(padded)) == level_of(code)


@given(CODES, CODES)
def test_a_range_holds_exactly_what_begins_with_its_prefix(code: str, prefix: str) -> None:
    assert (prefix <= code < upper_bound(prefix)) == code.startswith(prefix)


@given(TREES, TREES)
@settings(max_examples=200)
def test_a_difference_applied_forward_gives_the_new_tree(before: dict[str, str], after: dict[str, str]) -> None:
    found = difference([TreeRow(code=c, name=n) for c, n in after.items()], present=before, complete=True)
    tree = dict(before)
    for code, _ in found.removed:
        del tree[code]
    for pair in found.recoded:
        assert tree.pop(pair.old_code) == pair.old_name
    for pair in found.recoded:
        tree[pair.new_code] = pair.new_name
    for row in found.added:
        assert row.code not in tree
        tree[row.code] = row.name
    for code, old, new in found.renamed:
        assert tree[code] == old
        tree[code] = new
    assert tree == after


@given(TREES)
def test_a_tree_compared_with_itself_changes_nothing(tree: dict[str, str]) -> None:
    rows = [TreeRow(code=c, name=n) for c, n in tree.items()]
    assert difference(rows, present=tree, complete=True).is_empty


@given(TREES, TREES)
def test_a_list_that_is_not_complete_removes_nothing(before: dict[str, str], after: dict[str, str]) -> None:
    rows = [TreeRow(code=c, name=n) for c, n in after.items()]
    found = difference(rows, present=before, complete=False)
    assert (found.removed, found.recoded) == ((), ())


@given(st.lists(CODES, min_size=1, max_size=8), st.dictionaries(_code(9), _code(9), max_size=3))
def test_what_is_carried_keeps_its_last_digits_and_its_level(codes: list[str], pairs: dict[str, str]) -> None:
    for code in codes:
        carried = carried_code(code, pairs)
        assert len(carried) == len(code)
        assert carried[9:] == code[9:]
        assert carried.startswith(pairs.get(code[:9], code[:9])) or len(code) < 9


@given(st.lists(CODES, min_size=1, max_size=8))
def test_the_area_of_a_list_is_above_or_below_all_of_it(codes: list[str]) -> None:
    area = area_of(codes)
    assert all(is_within(code, area) or is_within(area, code) for code in codes)


@given(st.lists(_code(18), min_size=1, max_size=6))
def test_an_overlay_lies_within_the_code_that_holds_it_and_no_longer_code_does(codes: list[str]) -> None:
    held = holding_code(codes)
    assert all(code.startswith(held) for code in codes)
    longer = [above for above in ancestors_of(codes[0]) if len(above) > len(held)]
    assert not any(all(code.startswith(above) for code in codes) for above in longer)


@given(st.lists(CODES | st.just(""), max_size=6), CODES)
def test_the_reach_of_an_actor_is_that_of_all_its_prefixes(prefixes: list[str], code: str) -> None:
    actor = Actor(login="x", grants={"wall.read": tuple(prefixes)})
    brute = any(code.startswith(prefix) for prefix in prefixes)
    reached = actor.reaches("wall.read")
    assert actor.may("wall.read", at=code) == brute == any(code.startswith(prefix) for prefix in reached)
    assert not any(a != b and b.startswith(a) for a in reached for b in reached)
