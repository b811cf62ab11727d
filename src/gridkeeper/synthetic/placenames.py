"""Names compounds and buildings after the real streets they stand on, or with invented names of estates."""

from __future__ import annotations

from typing import Final

import numpy as np

from gridkeeper.synthetic.model import Flags, Floats, Ints, Texts

_ESTATE_FIRST: Final = (
    "锦绣", "康宁", "安居", "和平", "书香", "翠竹", "松涛", "金桂", "银杏", "丹枫", "玉兰", "海棠",
    "紫薇", "梧桐", "芳草", "春晓", "晨光", "朝霞", "明月", "星河", "祥和", "瑞丰", "福安", "永乐",
    "惠民", "友谊", "团结", "幸福里", "新苑", "雅居", "静园", "清泉", "绿洲", "蓝天", "阳光", "龙泉",
    "凤鸣", "鹿鸣", "鹤翔", "燕归", "荷塘", "柳荫", "槐香", "枣林", "杏坛", "桃李", "文华", "博雅",
    "思源", "知行", "怡然", "逸景", "观澜", "听涛", "望岳", "揽月", "聚贤", "汇丰", "嘉禾", "天泽",
)  # fmt: skip
_ESTATE_LAST: Final = ("苑", "小区", "家园", "花园", "公寓", "新村", "庭院")
_QUARTERS: Final = ("东区", "西区", "南区", "北区", "中区")
TWIN_NAME: Final = "康宁小区"
_YARD_SHARE: Final = 0.6


def _estates() -> list[str]:
    return [first + last for last in _ESTATE_LAST for first in _ESTATE_FIRST if first + last != TWIN_NAME]


def name_compounds(
    rng: np.random.Generator, *, of: Ints, road: Texts, community: Ints, crosses: Flags, short: Texts, off_map: Flags
) -> Texts:
    """Names of the compounds, (K,), unique but for one pair in two communities.

    ``of`` and ``road`` are per building; ``community`` and ``crosses`` per compound; ``short`` and ``off_map`` per
    community.
    """
    estates = iter(rng.permutation(_estates()).tolist())
    number: dict[str, int] = {}
    quarter: dict[int, int] = {}
    names: list[str] = []
    estate_rows: list[int] = []
    by_compound = np.argsort(of, kind="stable")[int((of < 0).sum()) :]
    groups = np.split(by_compound, np.flatnonzero(np.diff(of[by_compound])) + 1)
    for k, rows in enumerate(groups):
        home = int(community[k])
        kinds, counts = np.unique(road[rows], return_counts=True)
        street = str(kinds[np.argmax(counts)])
        if off_map[home]:
            quarter[home] = quarter.get(home, -1) + 1
            names.append(f"{short[home]}{_QUARTERS[quarter[home]]}")
        elif street and rng.random() < _YARD_SHARE:
            number[street] = number.get(street, 0) + int(rng.integers(1, 9))
            names.append(f"{street}{number[street]}号院")
        else:
            names.append(next(estates))
            estate_rows.append(k)
    twins = [k for k in estate_rows if not crosses[k]]
    other = next(k for k in reversed(twins) if community[k] != community[twins[0]])
    names[twins[0]] = names[other] = TWIN_NAME
    return np.array(names)


def name_buildings(
    *, xy: Floats, community: Ints, compound: Ints, road: Texts, compound_name: Texts, short: Texts
) -> Texts:
    """Names of the buildings, (B,), unique inside each community: 水西关街26号院3号楼, 文庙巷12号."""
    counter: dict[tuple[int, str], int] = {}
    names = [""] * community.size
    # House numbers run from north-west to south-east, in rows of sixty metres.
    order = np.lexsort((xy[:, 0], -np.round(xy[:, 1] / 60)))
    for b in order.tolist():
        home, k, street = int(community[b]), int(compound[b]), str(road[b])
        if k >= 0:
            key, pattern = (-1 - k, ""), f"{compound_name[k]}{{}}号楼"
        elif street:
            key, pattern = (home, street), f"{street}{{}}号"
        else:
            key, pattern = (home, ""), f"{short[home]}{{}}号"
        counter[key] = counter.get(key, 0) + 1
        names[b] = pattern.format(counter[key])
    return np.array(names)
