"""What lists of the territory look like: divisions, changes, places, borders; and how one tells them apart."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from gridkeeper.formats.columns import Choice, Column, Kind, Table
from gridkeeper.formats.workbook.header import Header, find_header
from gridkeeper.formats.workbook.source import sheets_of
from gridkeeper.territory.choices import Change

_LEVELS: Final = (
    Choice(key="province", zh="省", en="Province", aliases=("省级", "自治区", "直辖市")),
    Choice(key="city", zh="市", en="City", aliases=("地级", "地市", "prefecture")),
    Choice(key="district", zh="区县", en="District", aliases=("county", "县", "区", "县级", "县区", "旗")),
    Choice(
        key="township", zh="街道乡镇", en="Township", aliases=("town", "street", "街道", "镇", "乡", "乡镇", "乡级")
    ),
    Choice(
        key="community", zh="社区村", en="Community", aliases=("village", "社区", "村", "村级", "社区(村)", "居委会")
    ),
    Choice(key="grid", zh="网格", en="Grid"),
    Choice(key="building", zh="楼栋", en="Building", aliases=("楼", "楼宇", "建筑")),
)
_CODE: Final = Column(
    key="code",
    zh="代码",
    en="Code",
    kind=Kind.CODE,
    required=True,
    aliases=("区划代码", "统计用区划代码", "code12", "单位代码", "unit_code", "编码"),
    example="140106003011",
)
_LEVEL: Final = Column(
    key="level", zh="级别", en="Level", kind=Kind.CHOICE, choices=_LEVELS, aliases=("层级", "类型"), example="community"
)
_PREVIOUS: Final = Column(
    key="previous_code",
    zh="原代码",
    en="Previous code",
    kind=Kind.CODE,
    aliases=("旧代码", "前代码", "old_code", "变更前代码"),
    note_zh="同一单位换了代码时填写原代码",
    note_en="The unit's code before this list, when it is the same unit under a new code.",
)

DIVISIONS: Final = Table(
    key="divisions",
    zh="区划名单",
    en="Divisions",
    columns=(
        _CODE,
        Column(
            key="name",
            zh="名称",
            en="Name",
            kind=Kind.NAME,
            required=True,
            aliases=("单位名称", "区划名称", "社区名称"),
            example="水西关街一社区居委会",
        ),
        _LEVEL,
        Column(key="parent", zh="上级代码", en="Parent", kind=Kind.CODE, aliases=("上级", "父级代码", "parent_code")),
        _PREVIOUS,
    ),
)
CHANGES: Final = Table(
    key="changes",
    zh="区划变更",
    en="Changes",
    columns=(
        _CODE,
        Column(
            key="change",
            zh="变更",
            en="Change",
            kind=Kind.CHOICE,
            required=True,
            aliases=("变更类型", "变化"),
            choices=(
                Choice(key=Change.ADDED.value, zh="新增", en="Added", aliases=("增加", "new")),
                Choice(key=Change.REMOVED.value, zh="撤销", en="Removed", aliases=("删除", "撤并", "deleted")),
                Choice(key=Change.RENAMED.value, zh="更名", en="Renamed", aliases=("改名",)),
                Choice(key=Change.RECODED.value, zh="换码", en="Recoded", aliases=("代码变更", "改码")),
            ),
        ),
        Column(
            key="old_name", zh="原名称", en="Old name", kind=Kind.NAME, aliases=("name_2016", "变更前名称", "旧名称")
        ),
        Column(key="new_name", zh="新名称", en="New name", kind=Kind.NAME, aliases=("name_2023", "变更后名称", "name")),
        _LEVEL,
        _PREVIOUS,
    ),
)
PLACES: Final = Table(
    key="places",
    zh="网格和楼栋",
    en="Grids and buildings",
    columns=(
        Column(
            key="code",
            zh="代码",
            en="Code",
            kind=Kind.CODE,
            aliases=(*_CODE.aliases, "网格代码", "楼栋代码", "网格编码", "楼栋编码"),
            example="140106003011001001",
        ),
        Column(
            key="parent",
            zh="所在单位",
            en="Belongs to",
            kind=Kind.UNIT,
            aliases=("上级", "所属", "所属网格", "所属社区", "社区", "网格", "parent", "unit"),
            example="水西关街一社区",
        ),
        Column(
            key="name",
            zh="名称",
            en="Name",
            kind=Kind.NAME,
            aliases=("楼栋", "楼栋名称", "楼号", "网格名称", "building"),
            example="1号楼",
        ),
        _LEVEL,
        Column(
            key="households",
            zh="户数",
            en="Households",
            kind=Kind.INTEGER,
            minimum=0,
            maximum=100_000_000,
            units=("户",),
            aliases=("家庭户数", "住户数"),
        ),
        Column(
            key="residents",
            zh="家庭户人口",
            en="Residents",
            kind=Kind.INTEGER,
            minimum=0,
            maximum=2_000_000_000,
            units=("人",),
            aliases=("人口", "人数", "居民数", "常住人口", "population"),
        ),
        Column(
            key="collective",
            zh="集体户人口",
            en="Collective",
            kind=Kind.INTEGER,
            minimum=0,
            maximum=2_000_000_000,
            units=("人",),
            aliases=("集体户人数",),
        ),
        Column(
            key="floors",
            zh="层数",
            en="Floors",
            kind=Kind.INTEGER,
            minimum=0,
            maximum=200,
            units=("层",),
            aliases=("楼层数", "总层数"),
        ),
        Column(
            key="lng", zh="经度", en="Longitude", kind=Kind.DECIMAL, minimum=-180, maximum=180, aliases=("lng", "lon")
        ),
        Column(key="lat", zh="纬度", en="Latitude", kind=Kind.DECIMAL, minimum=-90, maximum=90, aliases=("lat",)),
        Column(
            key="closed_on",
            zh="拆除日期",
            en="Closed on",
            kind=Kind.DATE,
            aliases=("撤销日期", "拆除", "demolished_on"),
            note_zh="楼栋已拆除时填写日期",
            note_en="The day a building was pulled down.",
        ),
    ),
)
BORDERS: Final = Table(
    key="borders",
    zh="相邻单位",
    en="Borders",
    columns=(
        Column(key="unit", zh="单位", en="Unit", kind=Kind.UNIT, required=True, aliases=("code", "代码")),
        Column(
            key="neighbour", zh="相邻单位", en="Neighbour", kind=Kind.UNIT, required=True, aliases=("邻居", "neighbor")
        ),
    ),
)
_COUNTED: Final = frozenset({"households", "residents", "collective", "floors", "lng", "lat", "closed_on"})


def table_of(source: bytes | Path) -> Table | None:
    """Which list a workbook or text file holds, by its column names; None where it is none of them."""
    if _header(source, CHANGES, needs={"code", "change"}):
        return CHANGES
    if _header(source, BORDERS, needs={"unit", "neighbour"}):
        return BORDERS
    places = _header(source, PLACES, needs=set())
    if places and places.places.keys() & _COUNTED and places.places.keys() & {"code", "name"}:
        return PLACES
    return DIVISIONS if _header(source, DIVISIONS, needs={"code", "name"}) else None


def _header(source: bytes | Path, table: Table, *, needs: set[str]) -> Header | None:
    sheets = sheets_of(source)
    for page in sheets if isinstance(sheets, list) else ():
        top = [cells for _, cells in zip(range(31), page.rows(), strict=False)]
        header = find_header(top, table)
        if header and needs <= header.places.keys():
            return header
    return None
