"""What a list of people looks like; the roles come from above, because what a post allows is not this room's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gridkeeper.formats.columns import Choice, Column, Kind, Table
from gridkeeper.posts.choices import OFF_THE_WALL, Holding


@dataclass(frozen=True, kw_only=True)
class RoleWords:
    """Roles a list may name: key, words; ``private`` are roles whose holders' names stay off the wall (SF-02)."""

    choices: tuple[Choice, ...]
    private: frozenset[str] = OFF_THE_WALL

    def title(self, key: str) -> str:
        """The usual title of a post of this role, in Chinese as on the wall."""
        return next((choice.zh for choice in self.choices if choice.key == key), key)


_HOLDINGS = (
    Choice(key=Holding.HOLDER.value, zh="任职", en="Holder", aliases=("正职", "负责人", "主任")),
    Choice(key=Holding.DEPUTY.value, zh="代理", en="Deputy", aliases=("副职", "代班", "替补")),
)


def people_table(roles: RoleWords) -> Table:
    """Columns of a list of people; one row per person and post."""
    return Table(
        key="people",
        zh="人员",
        en="People",
        columns=(*_person(), *_post(roles.choices), *_certificate(roles.choices), *_opt_in()),
    )


def _person() -> Sequence[Column]:
    return (
        Column(
            key="name",
            zh="姓名",
            en="Name",
            kind=Kind.NAME,
            required=True,
            aliases=("人员姓名", "名字"),
            example="张三（生成）",
        ),
        Column(
            key="phone",
            zh="手机号",
            en="Phone",
            kind=Kind.PHONE,
            aliases=("电话", "联系电话", "手机", "联系方式", "mobile"),
            example="13800000001",
        ),
        Column(
            key="unit",
            zh="单位",
            en="Unit",
            kind=Kind.UNIT,
            required=True,
            aliases=("所在单位", "社区", "网格", "所属社区", "unit_code"),
            example="水西关街一社区",
            note_zh="名称、别名或代码；重名时前面加上区或街道",
            note_en="Name, alias or code; add the district or street before it where two have the same name.",
        ),
        Column(
            key="birth_year",
            zh="出生年份",
            en="Birth year",
            kind=Kind.INTEGER,
            minimum=1900,
            maximum=2100,
            aliases=("出生年",),
            units=("年",),
            example="1980",
        ),
    )


def _post(roles: tuple[Choice, ...]) -> Sequence[Column]:
    return (
        Column(
            key="role",
            zh="角色",
            en="Role",
            kind=Kind.CHOICE,
            choices=roles,
            aliases=("职责", "岗位角色"),
            example="grid_worker",
        ),
        Column(
            key="title",
            zh="岗位",
            en="Post",
            aliases=("岗位名称", "职务", "post_title"),
            note_zh="空着时按角色命名",
            note_en="Named after the role when empty.",
        ),
        Column(key="holding", zh="任职方式", en="Holding", kind=Kind.CHOICE, choices=_HOLDINGS),
        Column(key="body", zh="组织", en="Organisation", aliases=("所属组织", "部门", "机构", "body")),
        Column(key="document", zh="任命文件", en="Document", aliases=("文号", "依据", "文件"), example="〔2026〕1 号"),
        Column(key="begins", zh="起始日期", en="From", kind=Kind.DATE, aliases=("任职日期", "开始日期", "from_date")),
        Column(key="ends", zh="截止日期", en="To", kind=Kind.DATE, aliases=("结束日期", "到期日期", "to_date")),
        Column(
            key="seats",
            zh="编制数",
            en="Seats",
            kind=Kind.INTEGER,
            minimum=1,
            maximum=10_000,
            note_zh="同一岗位可同时任职的人数，空着为 1",
            note_en="How many hold this post at a time; one when empty.",
        ),
        Column(key="duty_phone", zh="值班电话", en="Duty phone", kind=Kind.PHONE, aliases=("岗位电话",)),
    )


def _certificate(roles: tuple[Choice, ...]) -> Sequence[Column]:
    return (
        Column(
            key="certified_for",
            zh="资质岗位",
            en="Certified for",
            kind=Kind.CHOICE,
            choices=roles,
            aliases=("持证岗位", "资质"),
            note_zh="证书允许担任的角色，空着就是本行的角色",
            note_en="The role that the certificate allows; the role of this row when empty.",
        ),
        Column(
            key="certified_until",
            zh="证书有效期至",
            en="Certified until",
            kind=Kind.DATE,
            aliases=("资质有效期", "资质有效期至", "证书到期日", "有效期至", "certified_until"),
            note_zh="证书有效的最后一天；过了这一天，不再安排这个角色的班",
            note_en="The last day of the certificate; after it no shift of that role is given.",
        ),
    )


def _opt_in() -> Sequence[Column]:
    return (
        Column(
            key="skills",
            zh="特长",
            en="Skills",
            aliases=("技能",),
            note_zh="本人同意才登记，用顿号分开",
            note_en="Only with the person's consent; separate with commas.",
        ),
        Column(key="skills_consent", zh="同意登记特长", en="Consent to skills", kind=Kind.YES_NO),
        Column(key="party", zh="中共党员", en="Party member", kind=Kind.YES_NO, aliases=("党员",)),
        Column(
            key="party_consent",
            zh="同意登记党员身份",
            en="Consent to Party membership",
            kind=Kind.YES_NO,
            note_zh="本人同意才登记；加密保存，不会导出",
            note_en="Only with the person's consent; kept encrypted and never exported.",
        ),
    )
