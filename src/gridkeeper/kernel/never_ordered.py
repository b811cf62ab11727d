"""What no text of anybody may order: a way out barred (SF-20, SF-21), or treatment denied (SF-23). Pure.

Words alone are looked at, so both ways of being wrong exist. A sentence that only sounds forbidden is refused with its
words, and whoever wrote it says it another way; a way out that is barred may cost lives. In doubt it is refused.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from gridkeeper.kernel.plain_reading import plainly

_CLAUSE: Final = re.compile(r"[，。；：;:,.\n!！?？（）()]")
_WAY_OUT: Final = r"(?:安全出口|出入口|出口|通道|单元门|楼门|大门|后门|侧门|防火门|入户门|房门|户门|家门|门)"
_DOORS: Final = (
    r"(?:(?:the|all|every|each|its|their|any|unit|building|fire|emergency|compound|main|front|back)\s+)*"
    r"(?:doors?|exits?|gates?|entrances?|stair\w*|ways? out)\b"
)
_BARS: Final = re.compile(
    r"焊(?:死|封|住|上|接(?!工)|牢|了|起|单元|大门|门)|电焊(?!工|机|店|厂|条)"
    r"|铁链|链锁|锁死|锁闭|锁住|锁上|上锁|加锁|挂锁|反锁|落锁|铁锁|锁(?:单元|大门|楼门|安全)"
    r"|封死|封堵|封门|封住|封上(?=.{0,4}门)|堵死|堵门|堵住|钉死|钉住|钉上|钉.{0,6}封门|插死|拧死|绑死|拴死|砌墙|铁丝网|铁栅"
    r"|从外面?(?:插|闩|顶)|硬质?隔离|硬围挡|铁皮(?:围|封)|铁丝(?:绑|拧|捆)"
    rf"|(?:封闭(?!管理|式|期)|围挡|堵塞).{{0,6}}?{_WAY_OUT}|{_WAY_OUT}.{{0,4}}封闭(?!管理|式|期)"
    r"|\bweld(?!er)|\bchained\b|\bchain(?:s|ing)? (?:the|all|every|up|shut|across|on)\b|\bpadlock"
    r"|\bnail(?:ed|s|ing)? [^,]{0,16}?\b(?:shut|up)\b|\b(?:screwed|bolted|wired|tied) shut\b"
    r"|\bbarricad|\b(?:brick|board)(?:ed|ing)? up\b|\bhard[ _-]barrier"
    r"|\block(?:ed|ing)? (?:in|shut)\b|\block(?:ed|s|ing)? from (?:the )?outside\b"
    rf"|\b(?:lock|bolt|seal|block|obstruct)(?:s|ed|ing)? (?:off |up |shut )?{_DOORS}"
    r"|\b(?:doors?|exits?|gates?)(?: \w+){0,3} (?:sealed|locked|bolted|blocked)\b",
    re.IGNORECASE,
)
_FORBIDS: Final = re.compile(
    r"不[得准许能可应要会再必予]|不(?=焊|封|锁|堵|上锁|加锁|钉|用|以)|严禁|禁止|杜绝|切勿|勿|无需|没有|并?未|无(?=封|锁|铁|焊|堵)"
    r"|拆除|清除|取消|防止|避免|制止|查处|排查|发现|一旦|如有|如遇|凡"
    r"|\bno\b|\bnot\b(?! only)|\bnever\b|\bnobody\b|\bwithout\b(?! exception)|n't|\bcannot\b|\bforbid\w*|\bprohibit\w*"
    r"|\bremov\w*|\bif\b|\bwhere a\b|\breport",
    re.IGNORECASE,
)
_TURNS: Final = re.compile(
    r"并|而|但|然后|随后|一律|必须|应当|外出|出门|出户|出小区|离开|进入|聚集|通行|下楼|走动|留死角"
    r"|\band\b|\bbut\b|\bthen\b|\bmust\b|\bshall\b(?! (?:not|never))|\bwill\b(?! (?:not|never))|\bwithout exception\b",
    re.IGNORECASE,
)
"""Where a clause begins to say something else: what was forbidden before it is not forbidden after it."""
_JOINS: Final = re.compile(r"[^，]{0,6}?(?:[、和与或及]|以及|或者|并|\band\b|\bor\b|/)[^，]{0,6}", re.IGNORECASE)
_MENDED: Final = re.compile(
    r"(?<!不得)(?<!禁止)(?:拆除|打开|整改|查处|纠正|恢复)|违法|违规|不(?:被)?允许|不行"
    r"|\b(?:is|are) (?:forbidden|removed|illegal)\b"
    r"|\bopened at once\b|\b(?:never|not allowed)$",
    re.IGNORECASE,
)

_DENIED_INSIDE: Final = re.compile(r"\b(?:not|never)\b", re.IGNORECASE)

_EMERGENCY: Final = r"急诊|急救|抢救|分娩|临产|\bemergenc\w+|\bambulance\w*|\bgiving birth"
_CARE: Final = (
    f"{_EMERGENCY}|就医|就诊|看病|送医|待产|产检|透析|血透|化疗|放疗"
    r"|\bhospital\w*|\bdialysis|\bchemo\w*|\bradiotherapy|\btreatments?|\bmedical\b"
)
_TEST: Final = r"阴性|检测|采样|化验|先测(?!温)|\bnegative\b|\btests?\b|\btested\b"
_LEAVE: Final = r"证明|审批|批准|同意|\bcertificates?\b|\bproof\b|\bpermission\b|\bapprov\w+"
_ASKS: Final = (
    r"须|需|要|凭|持|先|才|后方|方可"
    r"|\bneeds?\b|\bmust\b|\brequires?\b|\bonly\b|\bwith a\b|\bunless\b|\bbefore\b|\bfirst\b"
)
_STOPS: Final = (
    r"取消|暂停|停止|停诊|停做|推迟|延后|中断|\bcancel\w*|\bsuspend\w*|\bpostpone\w*|\bput off\b|\bstopp?\w*"
)
_CARED: Final = r"(?:急诊|急救|就医|就诊|看病|送医|产检|透析|血透|化疗|放疗)"
_SPARING: Final = r"(?!延误|拒|影响|耽误|阻|推诿|妨碍|因|以|中断|取消|限制|为难|要求|暂停|停)"
_SPARED: Final = re.compile(
    r"不|无|免|勿|照常|除外|\bno\b|\bnot\b|\bnever\b|\bwithout\b|n't|\bgoes? on\b|\bexcept", re.IGNORECASE
)
_THEN: Final = re.compile(r"\s*(?:方可|才|再|之后|然后|后)|\s*(?:and )?(?:only )?then\b", re.IGNORECASE)
_LITTLE: Final = 4
"""A clause with no more than this beside the words of care or test says nothing by itself."""


def barring_word(text: str) -> str:
    """The first word in ``text`` that orders a way out barred, "" where there is none (SF-20, SF-21).

    A clause that forbids it ("严禁封堵", "never chained") or says what to do where it is found orders nothing.
    """
    for clause in _CLAUSE.split(plainly(text)):
        spared_until = -1
        for found in _BARS.finditer(clause):
            goes_on = spared_until >= 0 and _JOINS.fullmatch(clause, spared_until, found.start())
            if not (goes_on or _is_forbidden(clause, found)):
                return found[0]
            spared_until = found.end()
    return ""


def care_denied(text: str, *, tests: Collection[str] = ()) -> str:
    """The first clause that makes treatment wait for a test, an emergency for leave, or calls treatment off or
    forbids it; "" where there is none.

    A clause that says the opposite ("急诊无需证明", "透析不因管控取消") denies nothing, nor does one by which the
    community arranges a planned trip (YZ-41). What a comma or full stop only divides is read as one. ``tests`` are
    words by which packs call a test, beside those everybody uses.
    """
    reading = _reading_with(frozenset(tests))
    for said in _read_together([each.strip() for each in _CLAUSE.split(plainly(text))], reading.test):
        if reading.bans.search(said) or (
            any(each.match(said) for each in reading.denials) and not _SPARED.search(said)
        ):
            return said
    return ""


def _is_forbidden(clause: str, found: re.Match[str]) -> bool:
    if _MENDED.search(clause, found.end()):
        return True
    forbidding = [each for each in _FORBIDS.finditer(clause) if each.end() <= found.start()]
    if not forbidding:
        return bool(_DENIED_INSIDE.search(found[0]))
    return not _TURNS.search(clause, forbidding[-1].end(), found.start())


def _read_together(clauses: list[str], test: str) -> Iterator[str]:
    yield from clauses
    for first, second in pairwise(clauses):
        if not first or not second:
            continue
        names_care = _is_bare(first, _CARE)
        asks_first = _is_bare(first, test) and _THEN.match(second)
        if names_care or asks_first or re.match(r"(?:包括|含|即使|哪怕)", second):
            yield f"{first} {second}" if first.isascii() else first + second


def _is_bare(clause: str, words: str) -> bool:
    rest, count = re.subn(words, "", clause, flags=re.IGNORECASE)
    return count > 0 and len(rest.strip()) <= _LITTLE


@dataclass(frozen=True, kw_only=True)
class _Reading:
    """What denies treatment, where a test is called by the words of ``test``."""

    test: str
    bans: re.Pattern[str]
    denials: tuple[re.Pattern[str], ...]


@lru_cache(maxsize=16)
def _reading_with(names: frozenset[str]) -> _Reading:
    test = "|".join([_TEST, *map(re.escape, sorted(names))])
    bans = re.compile(
        rf"(?:不得|不准|不许|禁止|严禁|不能){_SPARING}[^，]{{0,6}}?(?:[（(，,]?(?:包括|含|即使|哪怕)是?)?{_CARED}"
        rf"|(?<!不得以)(?<!不得因)(?:无|没有|未|不做|缺)[^，]{{0,4}}?(?:{test})[^，]{{0,8}}?(?:不予?|不得|不给|不能|不准|拒)"
        rf"[^，]{{0,4}}?(?:{_CARED}|接诊|收治)"
        rf"|{_CARED}[^，]{{0,4}}?(?:不安排|不批|不办|不予|不受理|不接|不送)|(?:不安排|不批准?){_CARED}"
        rf"|{_CARED}(?:亦同|也一样|也不例外|同样如此|亦然)"
        r"|\bno (?:dialysis|chemo\w*|hospital|emergency|treatments?)\b(?! (?:is|are|will))"
        r"|\bmay not (?:go to|see|be taken to)\b[^,.;]*\b(?:hospital|doctor)",
        re.IGNORECASE,
    )
    return _Reading(test=test, bans=bans, denials=(_all_of(_CARE, test, _ASKS), *_DENIALS))


def _all_of(*words: str) -> re.Pattern[str]:
    return re.compile("".join(f"(?=.*(?:{each}))" for each in words), re.IGNORECASE)


_DENIALS: Final = (_all_of(_EMERGENCY, _LEAVE, _ASKS), _all_of(_CARE, _STOPS))
