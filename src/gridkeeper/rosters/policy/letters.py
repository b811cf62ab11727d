"""What rosters write to people and desks, in both languages. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from gridkeeper.kernel.texts import Words

_NOT_FOLDED: Final = Words(zh="", en="")


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A subject and a body with ``{named}`` facts; ``many`` is the subject of several in one, {count} says how many."""

    subject: Words
    body: Words
    many: Words = _NOT_FOLDED


OFFER: Final = Letter(
    subject=Words(zh="请您答复：{title}", en="Please answer: {title}"),
    body=Words(
        zh="{starts} 起，共 {count} 班。接不接都请在“我的值班”里答复；不接不用说理由。",
        en=(
            "From {starts} on, {count} {count:shift|shifts} in all. Answer under “My duty”, whether you come or not; "
            "not coming needs no reason."
        ),
    ),
)
OFF: Final = Letter(
    subject=Words(zh="不用来了：{title}", en="No need to come: {title}"),
    body=Words(
        zh="{starts} 起，共 {count} 班取消。原因：{because}。",
        en="From {starts} on, {count} {count:shift is|shifts are} called off. Why: {because}.",
    ),
)
RUN_OUT: Final = Words(zh="命令到期", en="the order has run out")
"""Why shifts end with an order that nobody ended."""
SIGN: Final = Letter(
    subject=Words(zh="请接班签字：{title}", en="Please sign that you take over: {title}"),
    body=Words(
        zh="上一班已交班。请在“我的值班”里看过没办完的事，再签字接班。",
        en="The shift before has handed over. Look under “My duty” at what is still open, then sign.",
    ),
)
NOBODY: Final = Letter(
    subject=Words(zh="还差人：{title}", en="Somebody is missing: {title}"),
    body=Words(
        zh="下面的班还缺人，系统没有找到合适又休息够的人，请安排：",
        en="These shifts still lack somebody; nobody was found who fits and has rested. Please see to it:",
    ),
    many=Words(zh="还差人：{count} 班", en="Somebody is missing: {count} {count:shift|shifts}"),
)
ALONE: Final = Letter(
    subject=Words(zh="没有人接班：{title}", en="Nobody takes over: {title}"),
    body=Words(
        zh="下面的班到点之后还没有人。请马上安排人接班：",
        en="Nobody stands here once these shifts end. Please send somebody at once:",
    ),
    many=Words(zh="没有人接班：{count} 处", en="Nobody takes over: {count} {count:place|places}"),
)
ENDED: Final = Letter(
    subject=Words(zh="资质到期：{title}", en="A certificate has run out: {title}"),
    body=Words(
        zh="下面的班有人到岗，但所需资质已过期；系统已另请他人或请您安排，需要资质的工作请先交给别人：",
        en=(
            "Somebody came to these shifts whose certificate has run out. Another person is asked, or you are; give "
            "the work that needs it to somebody else meanwhile:"
        ),
    ),
    many=Words(zh="资质到期：{count} 班", en="A certificate has run out: {count} {count:shift|shifts}"),
)
