"""Organisations of the demo district: command, departments, committees, branches, institutions, firms, teams."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from gridkeeper.synthetic.departments import DEPARTMENTS
from gridkeeper.synthetic.frame import apportion
from gridkeeper.synthetic.model import GENERATED_MARK, GENERATED_MARK_EN, Bodies, Ints
from gridkeeper.synthetic.territory import Territory

_HOSPITALS: Final = (
    ("迎泽示例综合医院", "Example General Hospital"),
    ("汾东示例医院", "Example Fendong Hospital"),
    ("双塔示例中医院", "Example Shuangta Hospital of Chinese Medicine"),
    ("桥东示例骨科医院", "Example Qiaodong Orthopaedic Hospital"),
    ("柳巷示例口腔医院", "Example Liuxiang Dental Hospital"),
    ("老军营示例妇儿医院", "Example Laojunying Women's and Children's Hospital"),
    ("郝庄示例康复医院", "Example Haozhuang Rehabilitation Hospital"),
    ("文庙示例眼科医院", "Example Wenmiao Eye Hospital"),
)
_FIRMS: Final = (
    "安和", "康泰", "家宁", "佳洁", "同心", "永顺", "常青", "华安", "瑞居",
    "宜家和", "新晨", "万邻", "守望", "乐邻", "百合", "金钥匙", "晋安", "汾河湾",
)  # fmt: skip
_FIRM_LAST: Final = ("物业", "物业服务")
_TRADES: Final = (("快递", "courier"), ("外卖", "food delivery"), ("网约车", "ride-hailing"), ("货运", "haulage"))
NEW_EMPLOYMENT_TEAMS: Final = 84
INSPECTION_GROUPS: Final = 6
TEMPORARY_COMMUNITY: Final = "003012"  # 水西关街二社区: the example of K-05
_FIRM_SHARE: Final = 0.72


@dataclass
class _Register:
    """Collects rows of Bodies."""

    rows: list[tuple[str, str, str, str, int, int, bool]] = field(default_factory=list)

    def add(
        self, kind: str, zh: str, en: str, *, unit: str, parent: int = -1, compound: int = -1, temporary: bool = False
    ) -> int:
        """Append one body and return its row."""
        self.rows.append((kind, zh, en, unit, parent, compound, temporary))
        return len(self.rows) - 1

    def bodies(self) -> Bodies:
        """The rows as arrays."""
        kind, zh, en, unit, parent, compound, temporary = zip(*self.rows, strict=True)
        return Bodies(
            kind=np.array(kind),
            name=np.array(zh),
            name_en=np.array(en),
            unit=np.array(unit),
            parent=np.array(parent, dtype=np.int32),
            compound=np.array(compound, dtype=np.int32),
            temporary=np.array(temporary, dtype=bool),
        )


def _district_bodies(register: _Register, *, code: str, name: str) -> int:
    """Command, departments, inspection groups, institutions, teams lent; returns the command's row."""
    command = register.add("command", f"{name}应急指挥部", "District Command", unit=code)
    for zh, en in DEPARTMENTS:
        register.add("department", zh, en, unit=code, parent=command)
    for i in range(1, INSPECTION_GROUPS + 1):
        register.add("inspection_group", f"区督查第{i}组", f"Inspection group {i}", unit=code, parent=command)
    for zh, en in _HOSPITALS:
        register.add("medical_institution", zh + GENERATED_MARK, en + GENERATED_MARK_EN, unit=code)
    for zh, en in (("省级医院采样支援队", "Provincial sampler team"), ("市级医院采样支援队", "City sampler team")):
        register.add("sampler_team", zh + GENERATED_MARK, en + GENERATED_MARK_EN, unit=code, parent=command)
    return command


def _street_bodies(register: _Register, land: Territory, command: int) -> list[int]:
    """Street offices and their new-employment teams; returns the rows of the offices."""
    streets = land.streets
    offices = []
    per = apportion(NEW_EMPLOYMENT_TEAMS, np.ones(len(streets.code)))
    for code, name, short, teams in zip(streets.code, streets.name, streets.short, per, strict=True):
        title = f"{name}办事处" if name.endswith("街道") else f"{name}人民政府"
        office = register.add("street_office", title, f"{short} office", unit=code, parent=command)
        offices.append(office)
        for i in range(int(teams)):
            zh, en = _TRADES[i % len(_TRADES)]
            serial = i // len(_TRADES) + 1
            register.add(
                "new_employment_team",
                f"{short}{zh}先锋队{serial}{GENERATED_MARK}",
                f"{short} {en} team {serial}{GENERATED_MARK_EN}",
                unit=code,
                parent=office,
            )
    return offices


def _community_bodies(register: _Register, land: Territory, offices: list[int]) -> list[int]:
    """Committee, Party committee and volunteer team of each community; returns the rows of the Party committees."""
    here = land.communities
    parties = []
    for code, name, short, street in zip(here.code, here.name, here.short, here.street, strict=True):
        office = offices[int(street)]
        register.add("community_committee", str(name), f"{short} committee", unit=code, parent=office)
        party = register.add(
            "community_party_committee", f"{short}党委", f"{short} Party committee", unit=code, parent=office
        )
        parties.append(party)
        register.add("volunteer_team", f"{short}志愿服务队", f"{short} volunteers", unit=code, parent=party)
    return parties


def _compound_bodies(register: _Register, land: Territory, parties: list[int]) -> None:
    """One Party branch a compound, and the example of a temporary general branch with two branches (K-05)."""
    compounds, codes = land.compounds, land.communities.code
    for k, (name, community) in enumerate(zip(compounds.name, compounds.community, strict=True)):
        register.add(
            "compound_branch",
            f"{name}党支部",
            f"{name} Party branch",
            unit=codes[community],
            parent=parties[community],
            compound=k,
        )
    here = next(i for i, code in enumerate(codes) if str(code).endswith(TEMPORARY_COMMUNITY))
    short = land.communities.short[here]
    general = register.add(
        "temporary_general_branch",
        f"{short}临时党总支",
        f"{short} temporary general branch",
        unit=codes[here],
        parent=parties[here],
        temporary=True,
    )
    for k in np.flatnonzero(compounds.community == here)[:2].tolist():
        register.add(
            "temporary_branch",
            f"{compounds.name[k]}临时党支部",
            f"{compounds.name[k]} temporary branch",
            unit=codes[here],
            parent=general,
            compound=k,
            temporary=True,
        )


def _firms(register: _Register, rng: np.random.Generator, land: Territory) -> Ints:
    """Property firms, and the firm of each compound, (K,), -1 for the old yards that have none."""
    rows = [
        register.add(
            "property_firm",
            f"{first}{last}{GENERATED_MARK}",
            f"{first}{last}{GENERATED_MARK_EN}",
            unit=land.streets.code[0][:6],
        )
        for last in _FIRM_LAST
        for first in _FIRMS
    ]
    # A firm works in one or two streets, as its crews do.
    street = land.communities.street[land.compounds.community]
    pick = np.array(rows)[(street * 5 + rng.integers(0, 9, street.size)) % len(rows)]
    served = rng.random(street.size) < _FIRM_SHARE
    served &= land.communities.on_map[land.compounds.community]
    return np.where(served, pick, -1).astype(np.int32)


def found_bodies(rng: np.random.Generator, land: Territory, *, code: str, name: str) -> tuple[Bodies, Territory]:
    """All bodies, and the territory with the property firm of each compound filled in."""
    register = _Register()
    command = _district_bodies(register, code=code, name=name)
    offices = _street_bodies(register, land, command)
    parties = _community_bodies(register, land, offices)
    _compound_bodies(register, land, parties)
    firm = _firms(register, rng, land)
    return register.bodies(), replace(land, compounds=replace(land.compounds, property_firm=firm))
