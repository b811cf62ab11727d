"""What the plan commands say to people, in Chinese and English, without a solver's words."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from gridkeeper.cli.rule_words import RULES
from gridkeeper.cli.words import wants_chinese
from gridkeeper.kernel.filling import filled

# A bound farther away than this says nothing about an answer.
_WORTH_SAYING = 0.2

_SENTENCES: Mapping[str, tuple[str, str]] = {
    "title": (
        "{unit} 全区部署方案，用时 {seconds:.1f} 秒；逐条复核：{sound}",
        "{unit}: the whole district planned in {seconds:.1f} s; looked over rule by rule: {sound}",
    ),
    "sound": ("没有违反任何规则", "no rule broken"),
    "broken": ("发现 {count} 处违反规则，不要使用", "{count} rules broken, do not use it"),
    "finding": ("{name}：{said}", "{name}: {said}"),
    "finding-at": ("{name}：{said}（第 {row} 项）", "{name}: {said} (row {row})"),
    "no-answer": (
        "{name}：方案自己写明尚未排成，未逐条复核",
        "{name}: the plan itself says that it falls short, so it was not looked over rule by rule",
    ),
    "planned": ("已排好：", "Planned:"),
    "short": ("标准、缺口和补法：", "Norms, shortages, and what mends them:"),
    "changed": ("比上一方案变动：", "Changed since the earlier plan:"),
    "none": ("未能安排，见下", "not planned, see below"),
    "best": ("；已是最好", "; nothing better exists"),
    "near": ("；最多还能好 {percent}%", "; nothing is more than {percent} % better"),
    "part": ("  {name}：{said}", "  {name}: {said}"),
    "loads": (
        "{leaders} 人各包联 {load} 个社区",
        "{leaders} {leaders:carries|carry} {load} {load:community|communities} each",
    ),
    "alone": (
        "有 {count} 个社区无人包联：至少再增加 1 名包联领导",
        "{count} {count:community has|communities have} no leader: name at least one leader more",
    ),
    "even": (
        "每个社区都有人包联，负担最多差 {apart} 个社区",
        "every community has a leader, loads differ by {apart} at most",
    ),
    "wait": ("现在排队约 {wait:.0f} 分钟", "the wait is about {wait:.0f} min"),
    "no-table": ("没有开放的采样台", "no table is open"),
    "call": ("按原计划叫下一栋", "call the next building as planned"),
    "call-later": ("下一栋推迟 {later:.0f} 分钟叫号", "call the next building {later:.0f} min later"),
    "hold": ("先不叫下一栋", "do not call the next building yet"),
    "tables": ("请增开 {more} 张采样台", "ask for {more} table(s) more"),
    "norm": (
        "按标准需采样点 {points} 个、采样台 {tables} 张、采样员 {samplers} 名",
        "the norms ask for {points} points, {tables} tables, {samplers} samplers",
    ),
    "samplers-short": (
        "现有采样员缺 {shortage} 名：再调来 {shortage} 名",
        "{shortage} samplers short: call {shortage} more",
    ),
    "samplers-hours": ("现有采样员采完一轮约需 {hours} 小时", "the samplers there are sample everybody in {hours} h"),
    "in-turn": (
        "同时开放会有 {points} 个点没有采样员：各点分时段开放",
        "open all at once, {points} points would stand without a sampler: open them in turn",
    ),
    "hour-kept": ("{due} 已巡查（{start} 开始）", "{due} kept (began {start})"),
    "hour-late": ("{due} 已巡查，迟到（{start} 开始）", "{due} kept late (began {start})"),
    "hour-missed": ("{due} 漏巡，{at} 转为事件处理", "{due} missed, a case since {at}"),
    "coverage": (
        "应巡 {due} 小时，已巡 {covered}，占 {percent}%，迟到 {late}",
        "{covered} of {due} hours kept, {percent} %, {late} late",
    ),
}


def phrase(key: str, **facts: Any) -> str:
    """The sentence in the language of the terminal, facts filled in."""
    return filled(_SENTENCES[key][0 if wants_chinese() else 1], facts)


def deployment_lines(record: Mapping[str, Any]) -> str:
    """What was planned beside what one would get by hand, then everything that is short and what mends it."""
    from gridkeeper.planning.deploy.words import CHANGES, PARTS

    language = "zh" if wants_chinese() else "en"
    broken = sum(len(part.get("broken", ())) for part in record["parts"].values())
    sound = phrase("sound") if record["sound"] else phrase("broken", count=broken)
    lines = [phrase("title", unit=record["unit"], seconds=record["seconds"], sound=sound), "", phrase("planned")]
    for name, part in record["parts"].items():
        said = (part["said"].get(language) or phrase("none")) + _proof(part)
        lines.append(phrase("part", name=PARTS[name][language], said=said))
    for heading, about_changes in (("changed", True), ("short", False)):
        said = [sentence[language] for sentence in record["said"] if (sentence["id"] in CHANGES) is about_changes]
        if said:
            lines += ["", phrase(heading), *(f"  - {sentence}" for sentence in said)]
    return "\n".join(lines)


def finding_lines(answer: Mapping[str, Any]) -> str:
    """One line a broken rule, how many there are, and the parts that name themselves no answer."""
    from gridkeeper.planning.deploy.words import PARTS

    side, language = (0, "zh") if wants_chinese() else (1, "en")
    lines = []
    for found in answer["findings"]:
        words = RULES.get(found["rule"], (found["rule"], found["rule"]))[side]
        where = {"name": PARTS[found["part"]][language], "said": words, "row": found["row"]}
        lines.append(phrase("finding" if found["row"] is None else "finding-at", **where))
    lines.append(phrase("broken", count=len(lines)) if lines else phrase("sound"))
    lines += [phrase("no-answer", name=PARTS[name][language]) for name in answer["not_looked_over"]]
    return "\n".join(lines)


def _proof(part: Mapping[str, Any]) -> str:
    """How much better any other answer could be, where that is known and says something."""
    if part.get("status") == "optimal":
        return phrase("best")
    gap = part.get("gap")
    if part.get("status") != "feasible" or gap is None or gap > _WORTH_SAYING:
        return ""
    return phrase("near", percent=math.ceil(1000.0 * gap) / 10.0)


def pairing_lines(answer: Mapping[str, Any]) -> str:
    """Who carries how many, and whether anybody is left out."""
    lines = [phrase("loads", leaders=count, load=load) for load, count in answer["loads"].items()]
    if answer["violations"]:
        return "\n".join([*lines, phrase("alone", count=len(answer["violations"]))])
    loads = [int(load) for load in answer["loads"]]
    return "\n".join([*lines, phrase("even", apart=max(loads, default=0) - min(loads, default=0))])


def sampling_lines(answer: Mapping[str, Any]) -> str:
    """The norms, the shortage and its mends."""
    lines = [phrase("norm", **answer["norm"])]
    if answer["shortage"]:
        lines.append(phrase("samplers-short", shortage=answer["shortage"]))
    if answer["hours"] is not None:
        lines.append(phrase("samplers-hours", hours=answer["hours"]))
    if answer["points_without_sampler"]:
        lines.append(phrase("in-turn", points=answer["points_without_sampler"]))
    return "\n".join(lines)


def waiting_lines(answer: Mapping[str, Any]) -> str:
    """The wait to show, when to call the next building, tables to ask for."""
    wait, later = answer["wait_min"], answer["postpone_min"]
    lines = [phrase("no-table") if wait is None else phrase("wait", wait=wait)]
    if answer["postpone_next"]:
        lines.append(phrase("hold") if later is None else phrase("call-later", later=later))
    else:
        lines.append(phrase("call"))
    if answer["extra_tables"]:
        lines.append(phrase("tables", more=answer["extra_tables"]))
    return "\n".join(lines)


def patrol_lines(answer: Mapping[str, Any]) -> str:
    """Hour by hour, then the sum."""
    lines = []
    for hour in answer["hours"]:
        if hour["start"] is None:
            lines.append(phrase("hour-missed", due=hour["due"], at=hour["missed_at"]))
        else:
            lines.append(phrase("hour-late" if hour["late"] else "hour-kept", due=hour["due"], start=hour["start"]))
    facts = {key: answer[key] for key in ("due", "covered", "percent", "late")}
    return "\n".join([*lines, phrase("coverage", **facts)])
