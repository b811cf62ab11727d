"""What each role may do and how far, in words, for the settings page and whoever asks (K-06)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from gridkeeper.access.roles import ROLES, Extent

PERMISSIONS: Final[dict[str, tuple[str, str]]] = {
    "account.invite": ("邀请登录、重置登录", "Invite people to sign in and reset sign-ins"),
    "audit.read": ("查看操作记录", "Read what happened"),
    "audit.verify": ("校验操作记录", "Verify the record"),
    "audit.write": ("留下操作记录", "Leave a record"),
    "body.write": ("设立、撤销组织", "Found and close organisations"),
    "cases.read": ("查看事项", "See open work"),
    "cases.write": ("办理事项", "Act on open work"),
    "clock.set": ("调整演练时钟", "Move the exercise clock"),
    "home.settings": ("更改系统设置", "Change the settings of the home"),
    "notices.send": ("发送通知", "Send messages"),
    "order.approve": ("批准指令", "Approve orders"),
    "order.end": ("终止指令", "End orders"),
    "order.propose": ("提出指令", "Propose orders"),
    "orders.read": ("查看指令", "Read orders"),
    "orders.write": ("登记指令", "Write orders down"),
    "people.export": ("导出人员表", "Take people out as a workbook"),
    "people.import": ("导入人员表", "Bring people in from a workbook"),
    "people.merge": ("合并重复人员", "Merge doubles"),
    "rounds.plan": ("安排巡查和报数", "Plan recurring rounds"),
    "playbook.write": ("编写预案", "Write playbooks"),
    "measure.write": ("手工标注措施", "Mark measures by hand"),
    "duties.read": ("查看值班人员", "See who is on duty"),
    "duties.write": ("排班、派班", "Plan shifts and offer duties"),
    "duties.override": ("写明理由和截止时间后破例安排", "Set a rest rule aside with a reason and an end"),
    "site.write": ("开设和关闭点位", "Open and close sites"),
    "people.read": ("查看人员联系方式", "See people's contact details"),
    "people.write": ("登记、更正人员", "Register and correct people"),
    "post.appoint": ("任免岗位", "Make posts and appoint to them"),
    "purge.approve": ("批准彻底删除", "Approve erasing a person"),
    "purge.propose": ("提出彻底删除", "Propose erasing a person, apply retention"),
    "rights.read": ("查看个人权利请求", "See what people ask about their data"),
    "rights.write": ("答复个人权利请求", "Answer what people ask about their data"),
    "territory.write": ("更改区划", "Change the territory"),
    "wall.read": ("查看责任上墙内容", "See what hangs on the wall"),
    "wall.write": ("更改责任上墙内容", "Change what hangs on the wall"),
}
"""Every permission a role can carry, in Chinese and English."""
EXTENTS: Final[dict[Extent, tuple[str, str]]] = {
    Extent.HERE: ("本单元及以下", "the post's unit and below"),
    Extent.DISTRICT: ("本区", "the district the post lies in"),
    Extent.HOME: ("全系统", "everything in this home"),
}


@dataclass(frozen=True, kw_only=True)
class PermissionRow:
    """One permission of a role, with how far it reaches."""

    key: str
    zh: str
    en: str
    extent: str
    extent_zh: str
    extent_en: str


@dataclass(frozen=True, kw_only=True)
class RoleRow:
    """One role of the table."""

    key: str
    zh: str
    en: str
    needs_second_factor: bool
    permissions: tuple[PermissionRow, ...]


def roles() -> Sequence[RoleRow]:
    """The whole table of roles in its order; public within the house. No query."""
    return [
        RoleRow(
            key=role.key,
            zh=role.zh,
            en=role.en,
            needs_second_factor=role.needs_second_factor,
            permissions=tuple(_permission_row(key, extent) for key, extent in sorted(role.permissions.items())),
        )
        for role in ROLES.values()
    ]


def _permission_row(key: str, extent: Extent) -> PermissionRow:
    (zh, en), (extent_zh, extent_en) = PERMISSIONS[key], EXTENTS[extent]
    return PermissionRow(key=key, zh=zh, en=en, extent=extent.value, extent_zh=extent_zh, extent_en=extent_en)
