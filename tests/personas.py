"""A small world every room's tests share: two districts, a few posts, and three people to act as (all invented).

Liu keeps the desk of a street in 140106; Wang works a grid there; Zhao, from the next district, may see nothing of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from tests import worlds

from gridkeeper.access.actors import actor_of, system_actor
from gridkeeper.accounts.commands import NewAccount, open_accounts
from gridkeeper.accounts.queries import account_by_login
from gridkeeper.kernel.actor import Actor
from gridkeeper.kernel.unit_code import level_of, parent_of
from gridkeeper.posts.commands.appointment import NewPost, appoint, create_post
from gridkeeper.posts.commands.person import NewPerson, register_people
from gridkeeper.scopes.doors import acting_as
from gridkeeper.territory.models import Unit

START = datetime(2022, 11, 12, 0, 0, tzinfo=UTC)
"""Moment of every test that does not say otherwise: 08:00 in Taiyuan."""
SYSTEM = system_actor("test")

PLACES = {
    "140106": ("迎泽区", "district"),
    "140106003": ("庙前街道", "street"),
    "140106003011": ("水西关街一社区", "community"),
    "140106003012": ("水西关街二社区", "community"),
    "140106003011001": ("第1网格", "grid"),
    "140106003011001001": ("1号楼", "building"),
    "140105": ("小店区", "district"),
    "140105002": ("北营街道", "street"),
    "140105002011": ("南内环街一社区", "community"),
}


@dataclass(frozen=True, kw_only=True)
class World:
    """Ids of the small world, by unit code and by login."""

    units: dict[str, UUID]
    people: dict[str, UUID]
    posts: dict[str, UUID]

    def actor(self, login: str, *, now: datetime = START) -> Actor:
        """The actor that an account is at ``now``."""
        return actor_of(account_by_login(login), now=now)


CAST = {
    "liu": ("刘静安（生成）", "140106003", "street_duty", "庙前街道值班岗"),
    "sun": ("孙一舟（生成）", "140106", "district_duty", "区指挥部值班岗"),
    "he": ("何晚晴（生成）", "140106", "district_leader", "区级领导包联岗"),
    "wang": ("王小满（生成）", "140106003011001", "grid_worker", "第1网格员岗"),
    "chen": ("陈知远（生成）", "140106003011", "community_secretary", "社区党委书记岗"),
    "lin": ("林见秋（生成）", "140106003011", "volunteer", "志愿者"),
    "guard": ("郭守正（生成）", "140106", "data_protection_officer", "个人信息保护岗"),
    "audit": ("安于明（生成）", "140106", "auditor", "审计岗"),
    "admin": ("管予之（生成）", "140106", "administrator", "系统管理岗"),
    "zhao": ("赵北辰（生成）", "140105002", "street_duty", "北营街道值班岗"),
}


def settle(now: datetime = START) -> World:
    """The small world in the present transaction, as the rooms' own commands make it."""
    kept = worlds.put_back("settled") if now == START else None
    return kept if isinstance(kept, World) else _settle(now)


def _settle(now: datetime) -> World:
    with acting_as(SYSTEM):
        units = _units()
        people, posts = {}, {}
        for number, (login, (name, code, role, title)) in enumerate(CAST.items()):
            [person] = register_people(
                actor=SYSTEM,
                people=[
                    NewPerson(
                        name=name,
                        unit_id=units[code],
                        unit_code=code,
                        phone=f"100{number:08d}",
                        birth_year=1980,
                        is_generated=True,
                    )
                ],
                now=now,
            )
            post = create_post(
                actor=SYSTEM,
                post=NewPost(
                    unit_id=units[code],
                    unit_code=code,
                    role=role,
                    title=title,
                    is_office=role != "volunteer",
                    duty_phone=f"0351-000 {number:04d}",
                    from_at=now,
                ),
                now=now,
            )
            appoint(actor=SYSTEM, post_id=post.id, person_id=person, document="迎任〔2022〕1 号", from_at=now, now=now)
            people[login], posts[login] = person, post.id
        open_accounts(
            actor=SYSTEM,
            accounts=[
                NewAccount(login=login, name=CAST[login][0], person_id=person, sign_in_names=(CAST[login][0],))
                for login, person in people.items()
            ],
            now=now,
        )
    return World(units=units, people=people, posts=posts)


def _units() -> dict[str, UUID]:
    made: dict[str, UUID] = {}
    for code, (name, kind) in PLACES.items():
        unit = Unit.objects.create(
            unit_code=code,
            level=level_of(code),
            kind=kind,
            name=name,
            sort_key=name,
            parent_id=made.get(parent_of(code) or ""),
        )
        made[code] = unit.id
    return made
