"""Names are found by their initials and sorted as people expect."""

import csv

import pytest
from tests.formats.ledgers import SHARED

from gridkeeper.formats import pinyin


@pytest.mark.parametrize(
    ("name", "initials", "whole"),
    [
        ("宁化府", "nhf", "ninghuafu"),
        ("迎泽街道", "yzjd", "yingzejiedao"),
        ("重庆路", "cql", "chongqinglu"),
        ("12号楼", "12hl", "12haolou"),
        ("Ａ座（北）", "azb", "azuobei"),
        ("", "", ""),
    ],
)
def test_initials_and_whole_pinyin(name, initials, whole):
    assert (pinyin.initials(name), pinyin.full(name)) == (initials, whole)


def test_numbers_sort_as_numbers():
    names = ["南内环街十社区", "南内环街二社区", "12号楼", "南内环街一社区", "3号楼", "并州路一社区"]
    assert sorted(names, key=pinyin.sort_key) == [
        "3号楼",
        "12号楼",
        "并州路一社区",
        "南内环街一社区",
        "南内环街二社区",
        "南内环街十社区",
    ]


def test_a_number_inside_a_name_is_read_as_part_of_it():
    assert pinyin.sort_key("五一东社区").startswith("wu yi dong")


def test_every_unit_of_yingze_has_initials():
    path = SHARED / "data" / "admin" / "yingze_divisions.csv"
    if not path.exists():
        pytest.skip("the shared data folder is not beside the repository")
    with path.open(encoding="utf-8") as stream:
        names = [row["name"] for row in csv.DictReader(stream)]
    assert all(pinyin.initials(name).isascii() and pinyin.initials(name) for name in names)
