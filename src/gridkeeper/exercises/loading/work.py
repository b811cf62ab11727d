"""A little open work, so that no first page is empty: a task force's order, and tasks that are late, due and next."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from gridkeeper.cases.commands.work import NewTask, open_task
from gridkeeper.exercises.loading.personas import HOME_COMMUNITY, HOME_STREET
from gridkeeper.kernel.actor import Actor
from gridkeeper.orders.choices import OrderKind
from gridkeeper.orders.commands import Draft, propose_order
from gridkeeper.orders.proposals import approve_proposal
from gridkeeper.posts.choices import BodyKind
from gridkeeper.posts.commands.body import NewBody, found_body
from gridkeeper.posts.models import Body

_TASKS: Final[tuple[tuple[str, BodyKind, str, int], ...]] = (
    # place, kind of the body that owns it, title, due in minutes from the first moment
    (HOME_COMMUNITY, BodyKind.COMMITTEE, "核对本社区网格员名单，补齐空岗（生成）", -40),
    (HOME_COMMUNITY, BodyKind.COMMITTEE, "给独居老人打一轮电话，记下需要（生成）", 45),
    (HOME_COMMUNITY, BodyKind.COMMITTEE, "检查各小区消防通道是否畅通（生成）", 120),
    (HOME_COMMUNITY, BodyKind.PARTY_COMMITTEE, "整理在职党员报到名册（生成）", 300),
    (HOME_STREET, BodyKind.OFFICE, "收齐 14 个社区的物资清单（生成）", -15),
    (HOME_STREET, BodyKind.OFFICE, "安排明天的街道值班表（生成）", 55),
    (HOME_STREET, BodyKind.OFFICE, "汇总各社区空岗情况报区指挥部（生成）", 180),
    ("140106", BodyKind.COMMAND, "确认区级领导包联名单（生成）", 30),
    ("140106", BodyKind.COMMAND, "审阅本周值守安排（生成）", 240),
)
_TEMPORARY: Final = ("巡查楼栋（生成）", "劝导聚集人员（生成）", "转运生活物资（生成）")


def found_task_force(*, actor: Actor, second: Actor, units: dict[str, UUID], now: datetime) -> UUID:
    """Put the community task force in force under an order with two people; it justifies the temporary branches."""
    order, proposal = propose_order(
        actor=actor,
        draft=Draft(
            number="迎指〔2022〕演-1 号",
            title="成立水西关街二社区应急专班（演练）",
            kind=OrderKind.TEMPORARY_BODY,
            unit_id=units["140106003012"],
            unit_code="140106003012",
            legal_basis="《中华人民共和国突发事件应对法》（演练示例）",
            document="演练文件，内容为生成",
            issued_by="迎泽区指挥部（演练）",
            issued_at=now,
            expires_at=now + timedelta(days=10),
        ),
        now=now,
    )
    approve_proposal(actor=second, code=proposal.code, now=now)
    body = found_body(
        actor=actor,
        body=NewBody(
            name="水西关街二社区应急专班（生成）",
            name_en="Task force of the community (generated)",
            kind=BodyKind.TASK_FORCE,
            unit_id=units["140106003012"],
            unit_code="140106003012",
            order_id=order.id,
            approved_by="迎泽区指挥部（演练）",
            is_generated=True,
        ),
        now=now,
    )
    return body.id


def open_tasks(*, actor: Actor, units: dict[str, UUID], now: datetime) -> int:
    """Open the tasks of the first morning; answers how many."""
    tasks = []
    for place, kind, title, minutes in _TASKS:
        body = Body.objects.filter(unit_code=place, kind=kind, closed_at=None).order_by("sort_key").first()
        if body is not None:
            tasks.append((place, body.id, title, timedelta(minutes=minutes)))
    temporary = Body.objects.filter(kind=BodyKind.TEMPORARY_GENERAL_BRANCH, closed_at=None).first()
    if temporary is not None:
        for number, title in enumerate(_TEMPORARY, start=1):
            tasks.append((temporary.unit_code, temporary.id, title, timedelta(hours=12 * number)))
    for place, body_id, title, due in tasks:
        task = NewTask(title=title, unit_id=units[place], unit_code=place, body_id=body_id, due_at=now + due)
        open_task(actor=actor, task=task, now=now)
    return len(tasks)
