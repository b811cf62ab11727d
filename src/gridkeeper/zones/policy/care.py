"""Words that would make treatment wait for a test, forbid it or call it off: no order may say so (SF-23). Pure."""

from __future__ import annotations

import re
from typing import Final

_CLAUSE: Final = re.compile(r"[，。；;,.\n!！?？]")
_EMERGENCY: Final = r"急诊|急救|抢救|分娩|临产|\bemergenc\w+|\bambulance\w*|\bgiving birth"
_CARE: Final = (
    f"{_EMERGENCY}|就医|就诊|看病|送医|待产|产检|透析|血透|化疗|放疗"
    r"|\bhospital\w*|\bdialysis|\bchemo\w*|\bradiotherapy|\btreatments?|\bmedical\b"
)
_TEST: Final = r"阴性|检测|采样|化验|\bnegative\b|\btests?\b|\btested\b"
_LEAVE: Final = r"证明|审批|批准|同意|\bcertificates?\b|\bproof\b|\bpermission\b|\bapprov\w+"
_ASKS: Final = (
    r"须|需|要|凭|持|先|才|后方|方可"
    r"|\bneeds?\b|\bmust\b|\brequires?\b|\bonly\b|\bwith a\b|\bunless\b|\bbefore\b"
)
_STOPS: Final = (
    r"取消|暂停|停止|停诊|停做|推迟|延后|中断|\bcancel\w*|\bsuspend\w*|\bpostpone\w*|\bput off\b|\bstopp?\w*"
)
_BANS: Final = re.compile(
    r"(?:不得|不准|不许|禁止|严禁|不能)(?:外出|出门|出户|离开|再|去)?(?:急诊|急救|就医|就诊|看病|送医|透析|化疗|放疗)"
    r"|\bno (?:dialysis|chemo\w*|hospital|emergency|treatments?)\b(?! (?:is|are|will))"
    r"|\bmay not (?:go to|see|be taken to)\b[^,.;]*\b(?:hospital|doctor)",
    re.IGNORECASE,
)
_SPARED: Final = re.compile(
    r"不|无|免|勿|照常|除外|\bno\b|\bnot\b|\bnever\b|\bwithout\b|n't|\bgoes? on\b|\bexcept", re.IGNORECASE
)


def _all_of(*words: str) -> re.Pattern[str]:
    return re.compile("".join(f"(?=.*(?:{each}))" for each in words), re.IGNORECASE)


_DENIALS: Final = (_all_of(_CARE, _TEST, _ASKS), _all_of(_EMERGENCY, _LEAVE, _ASKS), _all_of(_CARE, _STOPS))


def care_denied(text: str) -> str:
    """The first clause that makes treatment wait for a test, an emergency for leave, or calls treatment off or
    forbids it; "" where there is none.

    A clause that says the opposite ("急诊无需证明", "透析不因管控取消") denies nothing, nor does one by which the
    community arranges a planned trip (YZ-41).
    """
    for clause in _CLAUSE.split(text):
        said = clause.strip()
        if _BANS.search(said) or (any(each.match(said) for each in _DENIALS) and not _SPARED.search(said)):
            return said
    return ""
