"""Invented Chinese names and numbers that nobody has (R-16). No name of the newspaper page can come out."""

from __future__ import annotations

from typing import Final

import numpy as np

from gridkeeper.synthetic.model import Ints, Texts

_SURNAMES: Final = tuple(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范"
    "方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文裴葛温申庞齐安"
)
_FIRST: Final = tuple("听明亦砚松予知望云景柏若书清言江星南舒远沐初念怀修墨青竹溪临棠朗以向思承岚屿疏微澄皓泊苇")
_SECOND_F: Final = tuple("雨秋宁禾月岚溪棠舒苒语微晴蓝荷依桐音笙悠晓筠汐")
_SECOND_M: Final = tuple("川安年舟山野帆河峰树野风原石松柏岩洲行远池白桥")


def person_names(rng: np.random.Generator, sex: Texts) -> Texts:
    """(n,) full names of three characters for people of ``sex`` "F" or "M"; a few share a name, as in life."""
    # Frequent surnames come first in the table: the draw thins out towards its end.
    surname = (rng.beta(0.9, 2.2, sex.size) * len(_SURNAMES)).astype(np.int64)
    first = rng.integers(0, len(_FIRST), sex.size)
    second = rng.integers(0, len(_SECOND_F), sex.size)
    last = np.where(sex == "F", np.array(_SECOND_F)[second], np.array(_SECOND_M)[second % len(_SECOND_M)])
    names: Texts = np.char.add(np.char.add(np.array(_SURNAMES)[surname], np.array(_FIRST)[first]), last)
    return names


def mobile_phones(first: int, count: int) -> Texts:
    """``count`` different numbers, 11 digits starting with 100, which no Chinese operator hands out."""
    # Multiplying by a number prime to ten scatters serial numbers over all eight digits without a collision.
    serial = (np.arange(first, first + count, dtype=np.int64) * 61_803_399 + 27_182_818) % 100_000_000
    return np.char.add("100", np.char.zfill(serial.astype("U8"), 8))


def duty_phones(wanted: Ints) -> Texts:
    """Numbers 0351-000 NNNN for the rows with ``wanted`` > 0, "" elsewhere; at most 10,000 of them."""
    number = np.char.zfill((np.cumsum(wanted > 0)).astype("U4"), 4)
    phones: Texts = np.where(wanted > 0, np.char.add("0351-000 ", number), "")
    return phones
