"""What a deployment says to people, in Chinese and English: short of what, what mends it, who is affected."""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType

from gridkeeper.kernel.filling import filled
from gridkeeper.planning.deploy.district import Message

TEMPLATES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "sampling-norms": {
            "zh": "按常住人口 {population} 人测算，需采样点 {points} 个、采样台 {tables} 张、采样员 {samplers} 名。",
            "en": (
                "By the norms {population} residents need {points} sampling points, {tables} tables and "
                "{samplers} samplers."
            ),
        },
        "samplers-short-of-norm": {
            "zh": (
                "采样员按标准需 {norm} 名，现有 {samplers} 名，缺 {shortage} 名：再调来 {shortage} 名，"
                "或用现有人员分时段采，采完一轮约需 {hours} 小时。"
            ),
            "en": (
                "The norm asks for {norm} samplers and there are {samplers}, {shortage} short: call {shortage} more, "
                "or let these sample everybody in turn, in {hours} h."
            ),
        },
        "no-sampler": {
            "zh": "采样员按标准需 {norm} 名，现有 {samplers} 名：须从外调入 {shortage} 名，否则无法开点。",
            "en": (
                "The norm asks for {norm} samplers and there are {samplers}: call {shortage}, or no point can open."
            ),
        },
        "round-too-long": {
            "zh": (
                "有 {people} 人（{points} 个点）在规定时段内采不完：再增加 {more} 名采样员，或延长 {hours} "
                "小时，或将这 {points} 个点的居民改到别处采样。"
            ),
            "en": (
                "{people} {people:person|people} at {points} {points:point|points} do not fit "
                "the day: {more} samplers more, or {hours} h "
                "more, or these {points} points served elsewhere."
            ),
        },
        "points-open-in-turn": {
            "zh": (
                "采样点 {points} 个，采样员只有 {samplers} 名，不能同时全开：各点分时段开放，同时最多开 {at_once}"
                " 个，"
                "开放的点都有采样员，第一批 {first} 个点先开，全部采完需 {end} 小时。"
            ),
            "en": (
                "There are {points} points and only {samplers} samplers, so not all can be open at once: they "
                "open in "
                "turn, {first} first and at most {at_once} at a time, no open point stands without a sampler, "
                "and the "
                "round ends after {end} h."
            ),
        },
        "points-without-sampler": {
            "zh": (
                "开始后 {slot} 起的时段，开放 {open} 个点、采样员仅 {servers} 名：再增加 {more} 名，或关闭 {close} "
                "个点，或分时段开放。"
            ),
            "en": (
                "From {slot} h after the start {open} points are open with {servers} samplers: {more} more, or "
                "{close} points closed, or points opened in turn."
            ),
        },
        "point-too-small": {
            "zh": (
                "{point} 号采样点在开始后 {slot} 的时段只能摆 {most} 张台：再加 {more} 张台，或把部分楼栋改到邻近的点。"
            ),
            "en": (
                "Sampling point {point} has room for {most} tables from {slot} h after the start: {more} tables "
                "more, or "
                "send some buildings to the next point."
            ),
        },
        "people-left-in-line": {
            "zh": (
                "模拟一天，约 {people} 人（{percent}%）到本点时段结束时还没排到：安排补采，现有采样员全员再干 "
                "{hours} "
                "小时，或另加 {more} 名采样员当天补采。"
            ),
            "en": (
                "In the simulated day about {people} {people:person|people} ({percent} %) still "
                "stand in line when their point's "
                "window "
                "closes: hold a make-up session of {hours} h with all samplers, or {more} samplers more for it "
                "that day."
            ),
        },
        "wait-too-long": {
            "zh": (
                "预计等待：半数人 {p50} 分钟以内，九成人 {p90} 分钟以内，超过上限 {limit} 分钟；最久的是 {place}，"
                "共 {points} 个点超限：这些点每批叫号推迟 {later} 分钟，或各加 1 张采样台。"
            ),
            "en": (
                "Half wait up to {p50} min, nine in ten up to {p90} min, more than the limit of {limit} min, "
                "longest at "
                "{place}: call each building {later} min later at these {points} points, or open one table more "
                "there."
            ),
        },
        "some-wait-too-long": {
            "zh": (
                "九成人等待不超过 {p90} 分钟，但有 {points} 个点会超过上限 {limit} 分钟，最久的是 {place}："
                "这些点每批叫号"
                "推迟 {later} 分钟，或各加 1 张采样台。"
            ),
            "en": (
                "Nine in ten wait up to {p90} min, but {points} points go beyond the limit of {limit} min, "
                "longest at "
                "{place}: call each building {later} min later there, or open one table more."
            ),
        },
        "people-short": {
            "zh": "{place} 缺 {missing} 人：能派的人已全部派出，请再动员 {missing} 人。",
            "en": (
                "{place} lacks {missing} {missing:person|people}: everybody who may be sent is "
                "sent; call {missing} more."
            ),
        },
        "people-not-eligible": {
            "zh": "{place} 缺 {missing} 人：剩余人员不符合派往该处的条件，请放宽条件，或在该处就近另行动员。",
            "en": (
                "{place} lacks {missing} {missing:person|people}: nobody left may be sent "
                "there; widen who may go, or call people there."
            ),
        },
        "place-full": {
            "zh": "{place} 还差 {missing} 人，但该处已到人数上限：请提高上限，或降低需求。",
            "en": "{place} lacks {missing} {missing:person|people} but takes no more: raise its limit, or ask less.",
        },
        "people-short-in-all": {
            "zh": "{part}：共 {places} 处缺 {missing} 人，最低到位率 {rate}%：再动员 {missing} 人，或降低需求。",
            "en": (
                "{part}: {places} {places:place|places} lack {missing} {missing:person|people} "
                "in all, the lowest fill is {rate} %: call "
                "{missing} more, or ask less."
            ),
        },
        "community-without-leader": {
            "zh": "{place} 无人可包联：请增加一名包联领导，或允许其他街道的领导包联该社区。",
            "en": "No leader may carry {place}: name one leader more, or allow one from another street.",
        },
        "building-beyond-a-grid": {
            "zh": "{place} 一栋楼有 {people} 人，比一个网格的上限多 {over} 人：该楼单独成格，或放宽偏差。",
            "en": (
                "One building of {place} holds {people} people, {over} more than a grid may: let it be a grid by "
                "itself, "
                "or allow a wider difference."
            ),
        },
        "grid-outside-its-window": {
            "zh": "{place} 所在网格有 {people} 人，应在 {low} 至 {high} 人之间：增减本社区网格数，或放宽偏差。",
            "en": (
                "The grid of {place} holds {people} people and should hold {low} to {high}: cut the community "
                "into more or "
                "fewer grids, or allow a wider difference."
            ),
        },
        "duties-unfilled": {
            "zh": "值守缺 {missing} 人次：每处再增加约 {more} 人，或减少每班人数；休息规定不放宽。",
            "en": (
                "{missing} {missing:duty is|duties are} not filled: about {more} "
                "{more:person|people} more for the gates, or fewer heads a "
                "shift; rest is not shortened."
            ),
        },
        "patrol-teams-short": {
            "zh": "每小时巡查需 {needed} 组，现有 {teams} 组：再增加 {more} 组。",
            "en": "Hourly patrols need {needed} {needed:team|teams}, there {teams:is|are} {teams}: {more} more.",
        },
        "patrol-impossible": {
            "zh": "封控区巡查路线走不通：门岗与必到点之间的道路被封，请开放一条通道。",
            "en": "A patrol cannot reach every point of its sealed area and return: open one way on foot.",
        },
        "part-waits": {
            "zh": "{part}未能安排：要等{needs}先排好。",
            "en": "{part}: not planned, because {needs} has no answer; mend that first.",
        },
        "part-refused": {
            "zh": "{part}未能安排（{reason}）：请更正输入后重算。",
            "en": "{part}: not planned ({reason}): mend the input and plan again.",
        },
        "rule-not-kept": {
            "zh": "{part}有一条规则无法满足（{rule}，第 {row} 项）：请增加人手、时间或范围后重算。",
            "en": "{part}: a rule cannot be kept ({rule}, row {row}): give more people, time or room and plan again.",
        },
        "stop-out-of-reach": {
            "zh": "{place} 的清运点因道路封闭无法到达：请开放一条通道。",
            "en": "The collection stop of {place} cannot be reached on the roads left open: open one way.",
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
            "en": "{count} {count:person goes|people go} to another community than before.",
        },
        "teams-changed": {
            "zh": "小区工作组有 {count} 人变动。",
            "en": "{count} {count:person changes|people change} response team.",
        },
        "gates-changed": {
            "zh": "门岗值守有 {count} 人变动。",
            "en": "{count} {count:person changes|people change} gate duties.",
        },
    }
)


# Messages about what differs from an earlier deployment; all others are about this one.
CHANGES = frozenset({"nothing-changed", "places-changed", "teams-changed", "gates-changed"})

PARTS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "grids": {"zh": "网格划分", "en": "Grids"},
        "pairing_district": {"zh": "区级领导包联", "en": "District leaders"},
        "pairing_street": {"zh": "街道领导包联", "en": "Street leaders"},
        "pairing_department": {"zh": "部门包联", "en": "Departments"},
        "sites": {"zh": "采样点选址", "en": "Sampling points"},
        "staffing": {"zh": "采样员排班", "en": "Samplers by the hour"},
        "day": {"zh": "模拟一天", "en": "Simulated day"},
        "mobilisation": {"zh": "下沉社区", "en": "People to communities"},
        "teams": {"zh": "小区工作组", "en": "Response teams"},
        "rosters": {"zh": "门岗值守", "en": "Gate duties"},
        "patrols": {"zh": "每小时巡查", "en": "Hourly patrols"},
        "waste": {"zh": "垃圾清运", "en": "Waste collection"},
    }
)

# What a part's answer is, and what the hand-made one would be, in its figures.
ANSWERS: Mapping[str, Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "grids": {
            "zh": (
                "{count:.0f} 个网格，到网格中心约 {metres:.0f} 米，人数最多偏离社区平均 {worst:.1f}%",
                "{metres:.0f} 米、{worst:.1f}%",
            ),
            "en": (
                (
                    "{count:.0f} grids, about {metres:.0f} m to their middle, at most {worst:.1f} % off the "
                    "community's mean"
                ),
                "{metres:.0f} m, {worst:.1f} %",
            ),
        },
        "pairing": {
            "zh": ("每人包联 {fewest:.0f} 至 {most:.0f} 个社区", "{fewest:.0f} 至 {most:.0f} 个"),
            "en": ("{fewest:.0f} to {most:.0f} communities each", "{fewest:.0f} to {most:.0f}"),
        },
        "sites": {
            "zh": (
                "{count:.0f} 个点，居民平均走 {metres:.0f} 米，最远 {farthest:.0f} 米",
                "{metres:.0f} 米、最远 {farthest:.0f} 米",
            ),
            "en": (
                "{count:.0f} points, {metres:.0f} m to walk on average, {farthest:.0f} m at most",
                "{metres:.0f} m, {farthest:.0f} m",
            ),
        },
        "staffing": {
            "zh": ("{end:.1f} 小时采完一轮，同时最多开 {at_once:.0f} 个点", "{end:.1f} 小时"),
            "en": ("a round in {end:.1f} h, at most {at_once:.0f} points open at once", "{end:.1f} h"),
        },
        "staffing_all_day": {
            "zh": ("排队合计 {waiting:.0f} 人时，同时开 {at_once:.0f} 个点", "{waiting:.0f} 人时"),
            "en": ("{waiting:.0f} person-hours in line, {at_once:.0f} points open", "{waiting:.0f} person-hours"),
        },
        "day": {
            "zh": ("平均等待 {mean:.0f} 分钟，半数人 {p50:.0f} 分钟以内，九成人 {p90:.0f} 分钟以内", ""),
            "en": ("{mean:.0f} min wait on average, half within {p50:.0f}, nine in ten within {p90:.0f} min", ""),
        },
        "sending": {
            "zh": (
                "派出 {sent:.0f} 人，平均走 {metres:.0f} 米，缺 {missing:.0f} 人，最低到位率 {lowest:.0f}%",
                "{metres:.0f} 米、缺 {missing:.0f} 人、最低 {lowest:.0f}%",
            ),
            "en": (
                (
                    "{sent:.0f} people sent, {metres:.0f} m on average, {missing:.0f} missing, every place at least "
                    "{lowest:.0f} % full"
                ),
                "{metres:.0f} m, {missing:.0f} missing, {lowest:.0f} %",
            ),
        },
        "rosters": {
            "zh": (
                "排满 {filled:.0f} 人次，空缺 {missing:.0f}，同岗最忙与最闲平均差 {apart:.1f} 班",
                "空缺 {missing:.0f}、差 {apart:.1f} 班",
            ),
            "en": (
                (
                    "{filled:.0f} duties filled, {missing:.0f} empty, busiest and idlest of a gate {apart:.1f} "
                    "duties apart"
                ),
                "{missing:.0f} empty, {apart:.1f} apart",
            ),
        },
        "patrols": {
            "zh": ("{walks:.0f} 次巡查，用 {teams:.0f} 组", "{teams:.0f} 组"),
            "en": ("{walks:.0f} walks with {teams:.0f} teams", "{teams:.0f} teams"),
        },
        "waste": {
            "zh": ("{trips:.0f} 车次，{km:.0f} 公里", "{trips:.0f} 车次、{km:.0f} 公里"),
            "en": ("{trips:.0f} trips, {km:.0f} km", "{trips:.0f} trips, {km:.0f} km"),
        },
    }
)
_SAME_WORDS = MappingProxyType(
    {
        "pairing_district": "pairing",
        "pairing_street": "pairing",
        "pairing_department": "pairing",
        "mobilisation": "sending",
        "teams": "sending",
    }
)
_BY_HAND = MappingProxyType({"zh": "{0}（手工排：{1}）", "en": "{0} (by hand: {1})"})


def say(message: Message) -> dict[str, str]:
    """{"zh": ..., "en": ...}: the message in both languages, facts filled in, parts by their names."""
    found = {}
    for language, text in TEMPLATES[message.id].items():
        named = {key: PARTS[message.facts[key]][language] for key in ("part", "needs") if key in message.facts}
        found[language] = filled(text, {**message.facts, **named})
    return found


def answer(name: str, figures: Mapping[str, float], by_hand: Mapping[str, float]) -> dict[str, str]:
    """What part ``name`` answers in both languages, beside it what one would get by hand; empty without figures."""
    if not figures or not all(map(math.isfinite, figures.values())):
        return {}
    key = _SAME_WORDS.get(name, "staffing_all_day" if "waiting" in figures else name)
    found = {}
    for language, (ours, theirs) in ANSWERS[key].items():
        found[language] = filled(ours, figures)
        if by_hand and all(map(math.isfinite, by_hand.values())):
            found[language] = _BY_HAND[language].format(found[language], filled(theirs, by_hand))
    return found
