"""The messy registers that lie beside the repository, and the tables they are read against."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from gridkeeper.formats.columns import Choice, Column, Kind, Table

SHARED = Path(os.environ.get("GRIDKEEPER_SHARED", Path(__file__).resolve().parents[2].parent / "shared"))
LEDGERS = SHARED / "data" / "ledgers"


def ledger(*parts: str) -> Path:
    """The path of a ledger; the test is skipped where the shared data are absent."""
    path = LEDGERS.joinpath(*parts)
    if not path.exists():
        pytest.skip("the shared data folder with the ledgers is not beside the repository")
    return path


def expected(name: str) -> dict[str, Any]:
    """Ground truth of one synthetic register."""
    return json.loads(ledger("synthetic", "expected.json").read_text("utf-8"))[name]


ROSTER = Table(
    key="roster",
    zh="网格员花名册",
    en="Grid roster",
    columns=(
        Column(key="community", zh="社区", en="Community", kind=Kind.UNIT, required=True, aliases=("社区（村）",)),
        Column(key="name", zh="姓名", en="Name", kind=Kind.NAME, required=True),
        Column(key="id_no", zh="身份证号", en="Identity number", kind=Kind.ID_NUMBER),
        Column(key="phone", zh="联系电话", en="Phone", kind=Kind.PHONE, required=True),
        Column(
            key="party_member",
            zh="政治面貌",
            en="Party member",
            kind=Kind.YES_NO,
            choices=(
                Choice(key="yes", zh="党员", en="member", aliases=("中共党员", "共产党员")),
                Choice(key="no", zh="群众", en="none", aliases=("团员", "中共预备党员")),
            ),
        ),
        Column(key="role", zh="岗位", en="Post", aliases=("岗位/职责",)),
        Column(key="start_date", zh="上岗日期", en="Since", kind=Kind.DATE),
    ),
    unique=(("phone",), ("id_no",)),
)

BUILDINGS = Table(
    key="buildings",
    zh="楼栋",
    en="Buildings",
    columns=(
        Column(key="community", zh="社区", en="Community", kind=Kind.UNIT, required=True),
        Column(key="compound", zh="小区名称", en="Compound", kind=Kind.NAME, required=True),
        Column(key="building", zh="楼号", en="No.", kind=Kind.INTEGER, required=True, units=("#", "栋", "号楼")),
        Column(key="units", zh="单元数", en="Units", kind=Kind.INTEGER, units=("个单元", "单元")),
        Column(key="floors", zh="层数", en="Floors", kind=Kind.INTEGER, units=("层", "F"), minimum=1, maximum=120),
        Column(key="households", zh="户数", en="Households", kind=Kind.INTEGER, units=("户",), minimum=0),
        Column(key="population", zh="常住人口", en="Residents", kind=Kind.QUANTITY, units=("人",), minimum=0),
        Column(key="position", zh="位置", en="Position", kind=Kind.POSITION),
    ),
)

SUPPLIES = Table(
    key="supplies",
    zh="物资流水",
    en="Supplies",
    columns=(
        Column(key="date", zh="日期", en="Date", kind=Kind.DATE, required=True),
        Column(key="item", zh="物资", en="Item", required=True),
        Column(key="in", zh="入库", en="In", kind=Kind.INTEGER, units=("件", "盒", "箱", "只")),
        Column(key="out", zh="出库", en="Out", kind=Kind.INTEGER, units=("件", "盒", "箱", "只")),
        Column(key="balance", zh="结存", en="Balance", kind=Kind.INTEGER),
    ),
)

SIGNUP = Table(
    key="signup",
    zh="志愿者报名",
    en="Volunteers",
    columns=(
        Column(key="submitted", zh="报名时间", en="Submitted", kind=Kind.MOMENT, required=True),
        Column(key="name", zh="姓名", en="Name", kind=Kind.NAME, required=True),
        Column(key="phone", zh="手机号", en="Phone", kind=Kind.PHONE, required=True),
        Column(key="community", zh="所在社区", en="Community", kind=Kind.UNIT, aliases=("所在社区/村",)),
        Column(key="skills", zh="专业特长", en="Skills"),
    ),
)
