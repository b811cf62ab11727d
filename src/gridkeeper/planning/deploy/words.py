"""What a deployment says to people, in Chinese and English: short of what, what mends it, who is affected."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from gridkeeper.planning.deploy.district import Message

TEMPLATES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "samplers-short-of-norm": {
            "zh": (
                "按常住人口 {population} 人测算需采样员 {norm} 名，现有 {samplers} 名，缺 {shortage} 名；"
                "现有人员采完一轮约需 {hours} 小时。"
            ),
            "en": (
                "By the norm {population} residents need {norm} samplers; there are {samplers}, {shortage} "
                "short. These can sample everybody in {hours} h."
            ),
        },
        "round-too-long": {
            "zh": (
                "有 {people} 人（{points} 个点）在规定时段内采不完：再增加 {more} 名采样员，或延长 {hours} "
                "小时，或将这 {points} 个点的居民改到别处采样。"
            ),
            "en": (
                "{people} people at {points} points do not fit the day: {more} samplers more, or {hours} h "
                "more, or these {points} points served elsewhere."
            ),
        },
        "points-open-in-turn": {
            "zh": (
                "采样点 {points} 个，采样员只有 {samplers} 名：各点分时段开放，开放的点都有采样员，{end} 小时内采完。"
            ),
            "en": (
                "There are {points} points and only {samplers} samplers: points open in turn, no open point "
                "stands without a sampler, the round ends after {end} h."
            ),
        },
        "points-without-sampler": {
            "zh": (
                "第 {slot} 时段开放 {open} 个点、采样员仅 {servers} 名：再增加 {more} 名，或关闭 {close} "
                "个点，或分时段开放。"
            ),
            "en": (
                "In slot {slot} {open} points are open with {servers} samplers: {more} more, or {close} "
                "points closed, or points opened in turn."
            ),
        },
        "wait-too-long": {
            "zh": (
                "预计等待：半数人 {p50} 分钟以内，九成人 {p90} 分钟以内，超过上限 {limit} 分钟；请推迟叫号，"
                "或在最忙的点增加采样台。"
            ),
            "en": (
                "Half wait up to {p50} min, nine in ten up to {p90} min, more than the limit of {limit} min: "
                "call buildings later or open tables at the busiest points."
            ),
        },
        "people-short": {
            "zh": "{place} 缺 {missing} 人：能派的人已全部派出，请再动员 {missing} 人。",
            "en": "{place} lacks {missing} people: everybody who may be sent is sent; call {missing} more.",
        },
        "people-not-eligible": {
            "zh": "{place} 缺 {missing} 人：剩余人员不符合派往该处的条件。",
            "en": "{place} lacks {missing} people: nobody left may be sent there.",
        },
        "people-short-in-all": {
            "zh": "共 {places} 处缺 {missing} 人，最低到位率 {rate}%：再动员 {missing} 人，或降低需求。",
            "en": (
                "{places} places lack {missing} people in all, the lowest fill is {rate} %: call {missing} "
                "more, or ask less."
            ),
        },
        "community-without-leader": {
            "zh": "第 {row} 行社区无人可包联：请放开该社区的包联限制。",
            "en": "No leader may carry community row {row}: allow one more leader there.",
        },
        "grid-out-of-window": {
            "zh": "有 {count} 个网格人口偏离本社区平均超过 {percent}%：楼栋过大，无法再分。",
            "en": (
                "{count} grids differ from the mean of their community by more than {percent} %: a building "
                "is too large."
            ),
        },
        "duties-unfilled": {
            "zh": "值守缺 {missing} 人次：每处再增加约 {more} 人，或减少每班人数；休息规定不放宽。",
            "en": (
                "{missing} duties are not filled: about {more} people more for the gates, or fewer heads a "
                "shift; rest is not shortened."
            ),
        },
        "patrol-teams-short": {
            "zh": "每小时巡查需 {needed} 组，现有 {teams} 组：再增加 {more} 组。",
            "en": "Hourly patrols need {needed} teams, there are {teams}: {more} more.",
        },
        "patrol-impossible": {
            "zh": "封控区无法巡查：{reason}",
            "en": "The sealed areas cannot be patrolled: {reason}",
        },
        "trips-short": {
            "zh": "垃圾清运需 {needed} 车次，现有 {trips} 车次：再增加 {more} 车次，或增大车型。",
            "en": "Waste needs {needed} trips, there are {trips}: {more} trips more, or larger trucks.",
        },
        "stops-unreachable": {
            "zh": "{count} 处清运点因道路封闭无法到达：请开放一条通道。",
            "en": "{count} collection stops cannot be reached on the roads left open: open one way.",
        },
        "nothing-changed": {
            "zh": "没有人的任务变动。",
            "en": "Nobody's duty changes.",
        },
        "places-changed": {
            "zh": "社区派驻有 {count} 人变动。",
            "en": "{count} people go to another community than before.",
        },
        "teams-changed": {
            "zh": "小区工作组有 {count} 人变动。",
            "en": "{count} people change response team.",
        },
        "gates-changed": {
            "zh": "门岗值守有 {count} 人变动。",
            "en": "{count} people change gate duties.",
        },
    }
)


def say(message: Message) -> dict[str, str]:
    """{"zh": ..., "en": ...}: the message in both languages, facts filled in."""
    return {language: text.format(**message.facts) for language, text in TEMPLATES[message.id].items()}
