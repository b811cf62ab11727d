"""The figures of the newspaper page, each with its qualifier: 870余 stays “at least 870” (K-12)."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from gridkeeper.kernel.quantity import Qualifier, Quantity
from gridkeeper.synthetic.model import Fact

SOURCE: Final = "newspaper page, 22 Nov 2022"


def _fact(key: str, zh: str, en: str, value: int, unit: str, *, at_least: bool = False) -> Fact:
    qualifier = Qualifier.AT_LEAST if at_least else Qualifier.EXACT
    return Fact(
        key=key, zh=zh, en=en, quantity=Quantity(value=Decimal(value), unit=unit, qualifier=qualifier, source=SOURCE)
    )


FACTS: Final[tuple[Fact, ...]] = (
    _fact("district_leaders", "区级领导", "District leaders", 30, "person"),
    _fact("street_leaders", "街镇领导", "Street and town leaders", 78, "person"),
    _fact("communities", "社区、村", "Communities and villages", 112, "unit"),
    _fact("departments", "区直部门", "District departments", 57, "body"),
    _fact("seconded", "下沉干部", "Officials sent down", 870, "person", at_least=True),
    _fact("party_members", "一线党员", "Party members on the front line", 7_200, "person", at_least=True),
    _fact("volunteers", "志愿者", "Volunteers", 6_350, "person", at_least=True),
    _fact("building_group_leaders", "迎泽街道楼栋党小组组长", "Building Party-group leaders", 102, "person"),
    _fact("resident_institution_members", "驻地单位党员职工", "Staff of a resident unit", 80, "person", at_least=True),
    _fact("medical_institutions", "驻地医疗机构", "Resident medical institutions", 8, "body"),
    _fact("doctors", "医生", "Doctors", 135, "person"),
    # Printed beside the 795 and not said to be part of them: two facts, never added (requirements 0.2).
    _fact("added_sampling_points", "增设采样点", "Added sampling points", 70, "site", at_least=True),
    _fact("sampling_points", "采样点", "Sampling points", 795, "site"),
    # The page prints this sentence four times; it is counted once (requirements 0.2).
    _fact("samplers", "下派采样人员", "Samplers lent", 270, "person"),
    _fact("emergency_team_members", "应急队伍党员志愿者", "Emergency team members", 220, "person", at_least=True),
    _fact("emergency_teams", "应急队伍", "Emergency teams", 8, "body"),
    _fact("delegates", "代表、委员和非公党员", "Delegates and members", 113, "person"),
    _fact("waste", "累计清理垃圾", "Waste removed", 2_000, "t", at_least=True),
)
