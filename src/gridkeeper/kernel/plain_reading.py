"""A text as it is meant, however it is spelt: wide letters, traditional characters, split letters, pinyin; pure."""

from __future__ import annotations

import re
from typing import Final

_SIMPLE: Final = str.maketrans(
    "鎖鐵鏈門單釘擋圍診療陰檢測採須憑證準許離開緩斷後續樣驗醫產暫電閉條絲欄牆磚無經審區個應嚴別給讓會處從內請樓棟壞擰綁繩攔層觸婦術搶護車繳備發現陽訪極確攜帶勸禦隱",
    "锁铁链门单钉挡围诊疗阴检测采须凭证准许离开缓断后续样验医产暂电闭条丝栏墙砖无经审区个应严别给让会处从内请楼栋坏拧绑绳拦层触妇术抢护车缴备发现阳访极确携带劝御隐",
)
_WIDE: Final = {
    code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}
_UNSEEN: Final = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe0f\ufeff]")
_SPACED: Final = re.compile(r"(?<=[\u4e00-\u9fff])[ \t\u3000·•*_~-]+(?=[\u4e00-\u9fff])")
_LETTERS: Final = re.compile(r"\b(?:[A-Za-z][ .*_-]){2,}[A-Za-z]\b")
_PINYIN: Final = {
    "hanjie": "焊接", "hansi": "焊死", "suosi": "锁死", "tielian": "铁链", "fengdu": "封堵", "fengsi": "封死",
    "dusi": "堵死", "dingsi": "钉死", "fansuo": "反锁", "shangsuo": "上锁", "danyuanmen": "单元门", "jizhen": "急诊",
    "jijiu": "急救", "jiuyi": "就医", "kanbing": "看病", "touxi": "透析", "hualiao": "化疗",
    "yinxing": "阴性", "quxiao": "取消", "zanting": "暂停", "xu": "须", "bude": "不得",
    "yanjin": "严禁", "jinzhi": "禁止",
}  # fmt: skip
_PINYIN_WORD: Final = re.compile(r"\b(?:" + "|".join(_PINYIN) + r")\b", re.IGNORECASE)


def plainly(text: str) -> str:
    """The text in simplified characters and narrow letters, without signs and gaps that only hide a word."""
    text = _UNSEEN.sub("", text).translate(_WIDE).translate(_SIMPLE)
    text = _LETTERS.sub(lambda found: re.sub(r"[^A-Za-z]", "", found[0]), text)
    text = _PINYIN_WORD.sub(lambda found: _PINYIN[found[0].lower()], text)
    return _SPACED.sub("", text)
