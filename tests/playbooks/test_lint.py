"""What lint says: every rule shown by one small change to a playbook that is otherwise clean."""

from __future__ import annotations

from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from tests.playbooks.places import yingze
from tests.playbooks.test_compose import place, residents, secretary
from tests.playbooks.test_text import EPIDEMIC

from gridkeeper.access.roles import ROLES
from gridkeeper.kernel.texts import Finding, Weight
from gridkeeper.playbooks.lint import Vocabulary, lint
from gridkeeper.playbooks.lint.rights import SELECTION
from gridkeeper.playbooks.text import read

KNOWN = Vocabulary(
    roles={role.key: (role.zh, role.en) for role in ROLES.values()},
    tables=frozenset({"zone_release"}),
    rounds=frozenset({"routine_walk"}),
    packs=frozenset({"epidemic"}),
    checklists=frozenset({"exits"}),
)
FLOOD = Path(__file__).parents[1] / "packs" / "flood_watch" / "playbooks" / "flood-watch.yaml"


def findings(text: str, **options: Any) -> tuple[Finding, ...]:
    reading = read(text, where="draft.yaml")
    assert reading.playbook is not None, [one.sentence() for one in reading.findings]
    return lint(reading.playbook, known=KNOWN, written=reading.written, **options)


def codes(text: str, **options: Any) -> set[str]:
    return {one.code.removeprefix("playbook.") for one in findings(text, **options)}


def changed(old: str, new: str) -> str:
    assert old in EPIDEMIC
    return EPIDEMIC.replace(old, new)


def test_the_shipped_playbooks_are_clean() -> None:
    folder = files("gridkeeper.packs.epidemic") / "playbooks"
    for name in ("epidemic-district.yaml", "routine.yaml"):
        assert findings((folder / name).read_text(encoding="utf-8"), facts=yingze()) == ()


def test_another_hazard_s_playbook_needs_no_word_of_the_kernel() -> None:
    known = Vocabulary(roles=KNOWN.roles, packs=frozenset({"flood_watch"}))
    reading = read(FLOOD.read_text(encoding="utf-8"), where=FLOOD.name)
    assert reading.playbook is not None
    assert lint(reading.playbook, known=known, written=reading.written) == ()


CHANGES = {
    "unknown-role": ("from: [district_leader]", "from: [district_lord]"),
    "unknown-name": ("tables: [zone_release]", "tables: [zone_relief]"),
    "unknown-measure": ("measure: M10\n    per: compound\n    kind", "measure: M77\n    per: compound\n    kind"),
    "measure-twice": ("- no: M02", "- no: M01"),
    "no-owner": ("    owner: {role: inspector, level: district}\n", ""),
    "no-evidence": ("    evidence: {zh: 休息达标率周报, en: The weekly report on rest}\n", ""),
    "no-expiry": ("expires: {default: P7D, ceiling: P14D}\n", ""),
    "expiry-too-long": ("default: P7D, ceiling: P14D", "default: P9D, ceiling: P8D"),
    "ceiling-high": ("ceiling: P14D", "ceiling: P60D"),
    "no-length": ("ack: PT30M", "ack: PT0S"),
    "size-upside-down": ("min: 8, max: 20, want: 12", "min: 20, max: 8"),
    "size-unusual": ("min: 8, max: 20", "min: 5, max: 20"),
    "leader-unfit": ("from: [compound_branch_secretary, committee_cadre]", "from: [volunteer]"),
    "unknown-consent": ("{consent: party_deployment}", "{consent: whatever}"),
    "consent-missing": ("{consent: party_deployment}", "{skill: driving}"),
    "escalation-circular": ("{from: street_duty, to: district_duty", "{from: street_duty, to: community_desk"),
    "escalation-unreachable": ("{from: response_team_member, to", "{from: doctor, to"),
    "escalation-twice": ("{from: street_duty, to: district_duty", "{from: community_desk, to: district_duty"),
    "windows-overlap": ("[00:00-08:00, 08:00-16:00,", "[00:00-09:00, 08:00-16:00,"),
    "shift-gap": ("[00:00-08:00, 08:00-16:00,", "[00:00-08:00, 09:00-16:00,"),
    "shift-too-long": ("[00:00-08:00, 08:00-16:00, 16:00-24:00]", "[00:00-13:00, 13:00-24:00]"),
    "shift-outside": ("hours: 00:00-24:00", "hours: 06:00-24:00"),
    "shifts-above-team": ("needed: 1", "needed: 5"),
    "tolerance-wide": ("every: PT60M\n    tolerance: PT15M", "every: PT60M\n    tolerance: PT60M"),
    "hold-long": ("tolerance: PT15M\n    hold: PT60M\n    evidence", "tolerance: PT15M\n    hold: PT90M\n    evidence"),
    "round-often": ("every: PT60M\n    tolerance: PT15M", "every: PT10M\n    tolerance: PT5M"),
    "day-empty": ('day: ["18:00", "20:00"]', 'day: ["18:00", "18:00"]'),
    "checklist-missing": ("evidence: number\n    unit: {zh: 件, en: cases}", "evidence: checklist"),
    "number-without-unit": ("    unit: {zh: 件, en: cases}\n", ""),
    "english-missing": ("title: {zh: 落实小组, en: response team}", "title: {zh: 落实小组}"),
    "pack-missing": ("pack: epidemic", "pack: pandemic"),
    "rests-its-own": ("name: routine_walk", "name: patrol"),
    "static-button": ("title: {zh: 每小时巡查, en: hourly patrol}", "title: {zh: 静默管理, en: hourly patrol}"),
    "unknown-name ": ("from: [response_team, grid_worker,", "from: [respond_team, grid_worker,"),
    " unknown-name": ("    kind: gate\n", "    kind: doorway\n"),
    "unknown-role ": ("      role: area_sponsor\n", "      role: area_sponser\n"),
    "hard-barrier": ("title: {zh: 卡口, en: gate}", "title: {zh: 硬隔离围挡, en: gate}"),
}


@pytest.mark.parametrize("code", CHANGES)
def test_each_mistake_is_found(code: str) -> None:
    assert code.strip() in codes(changed(*CHANGES[code]))


@pytest.mark.parametrize(
    "words",
    [
        "性格偏激人员每日联系",
        "上访人员每日联系",
        "有前科人员每日联系",
        "确诊人员每日联系",
        "精神病人每日联系",
        "信访人包联",
    ],
)
def test_r17_people_are_not_selected_by_disposition_petition_record_or_illness(words: str) -> None:
    assert "forbidden-selection" in codes(changed("zh: 特殊群体每日联系", f"zh: {words}"))


@pytest.mark.parametrize("select", ["petitioners", "blacklist", "mentally_ill", "criminal_record", "watch_list"])
def test_r17_holds_for_the_register_a_round_reads(select: str) -> None:
    text = changed("en: households}\n", f"en: households}}\n    select: {select}\n")
    assert "forbidden-selection" in codes(text)


@pytest.mark.parametrize(
    "words", ["特殊群体", "孕产妇", "独居老人", "困难家庭", "expectant mothers", "people living alone"]
)
def test_r17_needs_are_not_illness(words: str) -> None:
    assert SELECTION.search(words) is None


def test_sf20_a_notice_may_forbid_to_block_an_exit() -> None:
    assert "hard-barrier" not in codes(changed("所有安全出口保持畅通", "安全出口严禁封堵，所有安全出口保持畅通"))
    assert "hard-barrier" in codes(changed("所有安全出口保持畅通", "单元门一律焊死"))


def test_a_finding_names_file_line_path_and_how_to_mend_it() -> None:
    text = changed("from: [district_leader]", "from: [district_leadr]")
    found = findings(text)[0]
    line = 1 + next(row for row, words in enumerate(text.splitlines()) if "district_leadr]" in words)
    assert (found.file, found.line, found.at) == ("draft.yaml", line, "pairings/leaders_of_streets/from/0")
    assert "district_leader" in found.sentence()
    assert found.weight is Weight.ERROR


def test_a_place_without_anybody_who_may_lead_is_told_at_once() -> None:
    assert {"nobody-can-lead", "above-headcount"} <= codes(EPIDEMIC, facts=place())


def test_too_few_people_for_the_least_size_are_told_at_once() -> None:
    found = codes(EPIDEMIC, facts=place(secretary(), *residents(3)))
    assert "above-headcount" in found
    assert "nobody-can-lead" not in found


def test_a_playbook_for_another_area_is_not_for_here() -> None:
    assert "unit-outside" in codes(changed('jurisdiction: "1401"', 'jurisdiction: "1402"'), facts=place())


def test_a_playbook_that_makes_nothing_is_told() -> None:
    head = EPIDEMIC[: EPIDEMIC.index("\nteams:")]
    assert "makes-nothing" in codes(head)


def test_an_unspecified_measure_needs_no_owner() -> None:
    assert not {one.at for one in findings(EPIDEMIC)} & {"measures/20", "measures/21"}


def test_an_escalation_that_ends_with_nobody_in_post_is_told() -> None:
    nobody = tuple(replace(one, seats=()) for one in yingze().people[:100])
    assert "escalation-vacant" in codes(EPIDEMIC, facts=replace(yingze(), people=nobody))
