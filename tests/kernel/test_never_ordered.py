"""No spelling orders a way out barred or treatment denied (SF-20, SF-21, SF-23)."""

from __future__ import annotations

import pytest

from gridkeeper.kernel.never_ordered import barring_word, care_denied
from gridkeeper.kernel.plain_reading import plainly

TESTS = ("核酸",)
"""What a pack calls a test."""


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("单元门焊死", "焊死"),
        ("用铁链锁住东门", "铁链"),
        ("Weld the doors shut", "Weld"),
        ("a hard barrier at the gate", "hard barrier"),
        ("严禁封堵消防通道", ""),
        ("不得焊封单元门，服务上门", ""),
        ("doors are never chained", ""),
        ("the supply chain of food goes on; 焊工宿舍", ""),
        ("足不出户、上门服务", ""),
    ],
)
def test_sf21_words_that_bar_a_door_are_known_and_their_prohibition_is_no_order(text: str, word: str) -> None:
    assert barring_word(text) == word


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("足不出户，就医须持48小时阴性证明。", "就医须持48小时阴性证明"),
        ("管控期间暂停透析", "管控期间暂停透析"),
        ("急诊须经批准", "急诊须经批准"),
        ("不得外出就医", "不得外出就医"),
        ("Emergency patients need a negative test", "Emergency patients need a negative test"),
        ("no dialysis until Friday", "no dialysis until Friday"),
        ("就医由社区核实后专车接送，需提前联系", ""),
        ("就医须经社区核实", ""),
        ("急诊无需任何证明", ""),
        ("透析、放化疗不因管控取消", ""),
        ("不得拒绝急诊", ""),
        ("No treatment is postponed; dialysis goes on", ""),
        ("就医、买药、送菜、水电抢修", ""),
    ],
)
def test_sf23_treatment_waits_for_no_test_and_is_not_called_off_by_an_order(text: str, clause: str) -> None:
    assert care_denied(text) == clause


@pytest.mark.parametrize(
    "text",
    [
        "單元門焊死",
        "單元門用鐵鏈鎖死",
        "封堵消防通道",
        "鎖閉單元門",
        "单元门锁闭",
        "焊 死 单元门",
        "焊\u200b死单元门",
        "ｗｅｌｄ the door",
        "W-E-L-D the doors",
        "we weld the doors shut",
        "不留死角地焊死单元门",
        "不得外出并焊死单元门",
        "没有通行证的单元门一律锁死",
        "without exception padlock every gate",
        "Residents may not leave and doors are padlocked",
        "nobody passes: chain the gate",
        "用电焊把门封住",
        "门用铁丝拧死",
        "单元门贴封条并加锁",
        "加锁单元门",
        "铁丝网封闭出入口",
        "围挡封闭单元门",
        "钉木板封门",
        "用木条钉住门",
        "将门封闭",
        "封闭单元门",
        "封住安全出口",
        "把单元门，焊死",
        "把单元门用电焊，牢牢接住",
        "安全出口一律关闭锁上",
        "锁上单元门",
        "门上锁",
        "锁住大门",
        "大门落锁",
        "hanjie danyuanmen",
        "hansi danyuanmen",
        "tielian suosi",
        "seal the doors",
        "block the exit",
        "bolt the doors from outside",
        "screwed shut",
        "barricade",
        "doors locked from outside",
        "lock the gate",
        "nail the doors shut",
        "door nailed up",
        "the doors will be chained",
        "铁链拴住",
        "铁栅栏封门",
        "水泥墩堵门",
        "砌墙封堵",
        "用挡板封死",
        "从外面反锁",
        "外侧上锁",
        "门被插死",
        "插销从外面插上",
        "螺丝拧死",
        "焊了单元门",
        "把门焊起来",
        "电焊单元门",
    ],
)
def test_sf21_no_script_language_spacing_or_detour_hides_a_barred_door(text: str) -> None:
    assert barring_word(text)


@pytest.mark.parametrize(
    "text",
    [
        "严禁封堵",
        "不得锁闭单元门",
        "禁止以任何方式封堵、上锁、焊死安全出口",
        "消防通道严禁封堵、锁闭",
        "exits are never chained or welded",
        "do not block exits",
        "No door may be padlocked",
        "拆除硬隔离",
        "无需上锁",
        "居家，足不出户，上门服务",
        "封闭管理",
        "发现封堵立即拆除",
        "如发现锁死，立即打开",
        "不封堵、不上锁",
        "任何人不得焊接、封堵、上锁",
        "安全出口保持畅通，不上锁",
        "doors must not be locked",
        "The lift is blocked for goods",
        "垃圾日产日清",
    ],
)
def test_sf21_whoever_forbids_it_or_says_how_it_is_mended_is_not_refused(text: str) -> None:
    assert barring_word(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "急診須持陰性證明",
        "急诊，须持阴性证明",
        "透析一律暂停",
        "管控期间，透析，一律取消",
        "无核酸阴性证明者不予接诊",
        "没有阴性证明不得就医",
        "无阴性不能看病",
        "未做核酸不得急诊",
        "no negative test, no hospital",
        "no hospital without a negative test",
        "Nobody goes to hospital unless tested",
        "emergencies: show a negative test first",
        "血透取消",
        "化療停止",
        "急诊凭核酸",
        "急诊先测再送",
        "孕妇产检一律不安排",
        "产检不安排",
        "不安排血透",
        "急救需社区批准",
        "emergencies need approval",
        "ambulance only with permission",
        "看病一律不批",
        "禁止外出就医",
        "不得出小区就医",
        "一律不得外出（含就医）",
        "一律不得外出，包括就医",
        "任何人不得离开，急救亦同",
        "就医须48小时核酸",
        "ｔｅｓｔ before hospital",
        "jizhen xu yinxing",
        "不做核酸不送医",
        "没有核酸不给看病",
        "无 核 酸 不 得 就 医",
        "阴性，方可就医",
        "先做核酸。再送急诊",
    ],
)
def test_sf23_no_script_language_comma_or_detour_hides_denied_treatment(text: str) -> None:
    assert care_denied(text, tests=TESTS)


@pytest.mark.parametrize(
    "text",
    [
        "急诊无需证明",
        "透析不因管控取消",
        "就医由社区安排专车",
        "急危重症先送医后补手续",
        "no test is needed for emergencies",
        "dialysis goes on",
        "每天做核酸",
        "化疗照常",
        "急诊不得以核酸阴性为前提",
        "不得以没有核酸为由拒诊",
        "救护车优先",
        "普通就医由社区专车接送，点对点",
        "不得拒绝急诊",
        "产检、透析、化疗优先安排",
        "医院无需核酸证明即可急诊",
    ],
)
def test_sf23_whoever_lets_people_go_first_is_not_refused(text: str) -> None:
    assert care_denied(text, tests=TESTS) == ""


def test_a_text_is_read_as_it_is_meant() -> None:
    assert plainly("單 元 門\u200b鎖死 ｗｅｌｄ w-e-l-d hansi") == "单元门锁死 weld weld 焊死"


def test_sf23_a_test_is_known_by_the_name_a_pack_gives_it() -> None:
    assert care_denied("就医须48小时核酸", tests=TESTS)
    assert care_denied("就医须48小时核酸") == ""
