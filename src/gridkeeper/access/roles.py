"""What each role may do, and how far from its unit each permission reaches (K-06). Default deny.

A role is a name a post carries. ``HERE`` reaches the post's unit and below; ``DISTRICT`` the whole district the unit
lies in (what hangs on the wall there); ``HOME`` everything in this home, whatever the unit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from gridkeeper.kernel.actor import EVERYWHERE
from gridkeeper.kernel.unit_code import LENGTHS, Level


class Extent(StrEnum):
    """How far from the post's unit a permission reaches."""

    HERE = "here"
    DISTRICT = "district"
    HOME = "home"


@dataclass(frozen=True, kw_only=True)
class Role:
    """A role: key as in posts, names in both languages, permissions with their extent."""

    key: str
    zh: str
    en: str
    permissions: Mapping[str, Extent] = field(default_factory=dict)
    needs_second_factor: bool = False


_WALL: Final = {"wall.read": Extent.DISTRICT}
_OWN_WORK: Final = {**_WALL, "cases.read": Extent.HERE, "cases.write": Extent.HERE}
_KNOWS_PEOPLE: Final = {**_OWN_WORK, "duties.read": Extent.HERE, "people.read": Extent.HERE, "orders.read": Extent.HERE}
_KEEPS_DUTIES: Final = {"duties.read": Extent.HERE, "duties.write": Extent.HERE}
_DESK: Final = {
    **_KNOWS_PEOPLE,
    **_KEEPS_DUTIES,
    "site.write": Extent.HERE,
    "people.write": Extent.HERE,
    "people.import": Extent.HERE,
    "people.export": Extent.HERE,
    "wall.write": Extent.HERE,
    "post.appoint": Extent.HERE,
    "body.write": Extent.HERE,
    "account.invite": Extent.HERE,
    "rights.read": Extent.HERE,
    "rights.write": Extent.HERE,
    "audit.read": Extent.HERE,
    "notices.send": Extent.HERE,
    "orders.write": Extent.HERE,
    "order.propose": Extent.HERE,
    "rounds.plan": Extent.HERE,
    "measure.write": Extent.HERE,
}
_COMMAND: Final = {
    **_DESK,
    "duties.override": Extent.HERE,
    "order.approve": Extent.HERE,
    "order.end": Extent.HERE,
    "territory.write": Extent.HERE,
    "people.merge": Extent.HERE,
    "playbook.write": Extent.HERE,
}
_SEES_ALL: Final = {
    **_WALL,
    "orders.read": Extent.HERE,
    "cases.read": Extent.HERE,
    "audit.read": Extent.HERE,
    "audit.verify": Extent.HOME,
}


def _role(key: str, zh: str, en: str, permissions: Mapping[str, Extent], *, second_factor: bool = False) -> Role:
    return Role(key=key, zh=zh, en=en, permissions=permissions, needs_second_factor=second_factor)


ROLES: Final[dict[str, Role]] = {
    role.key: role
    for role in (
        _role("resident", "居民", "Resident", {}),
        _role("volunteer", "志愿者", "Volunteer", _WALL),
        _role("building_leader", "楼长", "Building leader", _OWN_WORK),
        _role("doctor", "医生", "Doctor", _WALL),
        _role("sampler", "采样员", "Sampler", _WALL),
        _role("seconded", "下沉干部", "Seconded official", _OWN_WORK),
        _role("grid_worker", "网格员", "Grid worker", _KNOWS_PEOPLE),
        _role("volunteer_team_leader", "志愿队队长", "Volunteer team leader", _OWN_WORK),
        _role("new_employment_team_leader", "新就业群体队长", "New-employment team leader", _OWN_WORK),
        _role(
            "compound_branch_secretary",
            "小区党支部书记",
            "Compound branch secretary",
            {**_KNOWS_PEOPLE, **_KEEPS_DUTIES},
        ),
        _role("property_manager", "物业负责人", "Property manager", _OWN_WORK),
        _role("committee_cadre", "社区两委干部", "Committee cadre", _KNOWS_PEOPLE),
        _role("community_desk", "社区值班岗", "Community desk", _DESK),
        _role("community_deputy", "社区副书记", "Community deputy secretary", _DESK),
        _role(
            "community_secretary",
            "社区党委书记",
            "Community secretary",
            {**_DESK, "order.approve": Extent.HERE, "order.end": Extent.HERE},
        ),
        _role("street_duty", "街道值班岗", "Street duty officer", _COMMAND),
        _role("street_leader", "街镇领导", "Street leader", _COMMAND),
        _role("district_duty", "区指挥部值班岗", "District duty officer", _COMMAND),
        _role("district_leader", "区级领导", "District leader", _COMMAND),
        _role("department_liaison", "部门联络员", "Department liaison", _OWN_WORK),
        _role("department_dispatcher", "部门调度岗", "Department dispatcher", _KNOWS_PEOPLE),
        _role(
            "temporary_secretary",
            "临时党组织书记",
            "Secretary of a temporary body",
            {**_KNOWS_PEOPLE, **_KEEPS_DUTIES},
        ),
        _role("response_team_leader", "落实小组组长", "Response team leader", {**_KNOWS_PEOPLE, **_KEEPS_DUTIES}),
        _role("response_team_member", "落实小组组员", "Response team member", _OWN_WORK),
        _role("area_sponsor", "包联责任人", "Area sponsor", {**_OWN_WORK, "orders.read": Extent.HERE}),
        _role("contact_person", "包户联系人", "Contact person", _OWN_WORK),
        _role("inspector", "监督检查员", "Inspector", {**_WALL, "orders.read": Extent.HERE, "cases.read": Extent.HERE}),
        _role(
            "discipline_officer",
            "纪检专责",
            "Discipline officer",
            {**_WALL, "orders.read": Extent.HERE, "cases.read": Extent.HERE, "audit.read": Extent.HERE},
            second_factor=True,
        ),
        _role(
            "data_protection_officer",
            "个人信息保护负责人",
            "Data-protection officer",
            {
                **_SEES_ALL,
                "people.read": Extent.HERE,
                "rights.read": Extent.HERE,
                "rights.write": Extent.HERE,
                "people.write": Extent.HERE,
                "purge.propose": Extent.HERE,
                "purge.approve": Extent.HERE,
                "orders.write": Extent.HERE,
            },
            second_factor=True,
        ),
        _role("auditor", "审计员", "Auditor", {**_SEES_ALL, "rights.read": Extent.HERE}, second_factor=True),
        _role(
            "administrator",
            "系统管理员",
            "Administrator",
            {
                **_COMMAND,
                "home.settings": Extent.HOME,
                "clock.set": Extent.HOME,
                "audit.verify": Extent.HOME,
                "purge.propose": Extent.HERE,
                "purge.approve": Extent.HERE,
                "cases.read": Extent.HERE,
            },
            second_factor=True,
        ),
    )
}

FOUNDER: Final = _role("founder", "首位管理员", "First administrator", ROLES["administrator"].permissions)
"""The account that starts an empty home: as an administrator everywhere, until it holds a post of its own."""


def reach_of(extent: Extent, unit_code: str) -> str:
    """Prefix that a permission of this extent reaches from a post at ``unit_code``."""
    if extent is Extent.HOME:
        return EVERYWHERE
    if extent is Extent.DISTRICT:
        return unit_code[: LENGTHS[Level.DISTRICT]]
    return unit_code


ANSWERING: Final = (
    "district_duty",
    "street_duty",
    "community_secretary",
    "community_desk",
    "compound_branch_secretary",
    "grid_worker",
)
"""Roles that answer for a place from above: whom to call, widest first."""
