"""Names of units: what is left without its ending, what people say, and what kind of unit a code and name mean."""

from __future__ import annotations

import re

from gridkeeper.kernel.unit_code import Level, level_of
from gridkeeper.territory.choices import UnitKind

_SUFFIX = re.compile(r"(社区居民委员会|社区居委会|居民委员会|居委会|村民委员会|村委会|社区|村)$")


def stem(name: str) -> str:
    """A name without 村委会, 社区居委会 and the like: what stays when a village turns community."""
    return _SUFFIX.sub("", name)


def short_name(name: str) -> str:
    """Name for people: 宁化府社区居委会 is 宁化府社区, 郝家沟村委会 is 郝家沟村, 庙前街道办事处 is 庙前街道."""
    name = name.removesuffix("办事处") if name.endswith("街道办事处") else name
    return re.sub(r"(社区)?居委会$|社区居民委员会$", "社区", re.sub(r"村(民)?委(员)?会$", "村", name))


def kind_of(code: str, name: str) -> UnitKind:
    """Kind of a unit from its code's digits (K-02: 001-099 street, 100-199 town, 200-399 township) and name."""
    level = level_of(code)
    if level is Level.TOWNSHIP:
        serial = int(code[6:9])
        if serial < 100:
            return UnitKind.STREET
        if serial < 200:
            return UnitKind.TOWN
        return UnitKind.TOWNSHIP if serial < 400 else UnitKind.ENTERPRISE
    if level is Level.COMMUNITY:
        return UnitKind.VILLAGE if "村" in name and "社区" not in name else UnitKind.COMMUNITY
    if level is Level.DISTRICT and 70 <= int(code[4:6]) <= 79:
        # County-like areas of statistics only, such as 140171: in the code tree and on no map (K-02).
        return UnitKind.STATISTICAL
    return UnitKind(level.value)
