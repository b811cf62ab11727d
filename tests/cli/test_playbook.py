"""``gridkeeper playbook``: wrong input of every kind is one sentence, in either language, and never a trace."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.activations import plan
from tests.database import ROOT

pytestmark = pytest.mark.django_db
ORDER = """
number: 迎令〔2022〕1号
issued_by: 区指挥部
issued_at: 2022-11-12T08:00
legal_basis: 《突发事件应对法》第四十九条
document: 会议纪要
"""


@pytest.fixture(autouse=True)
def world() -> None:
    plan.ready()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"format: [unclosed", "playbook.not-yaml"),
        (b"\xff\xfe\x00", "playbook.not-yaml"),
        (plan.TEXT.replace("committee_cadre", "committee_cadr").encode(), "playbook.unknown-role"),
        (plan.TEXT.replace("expires: {default: P3D}\n", "").encode(), "playbook.no-expiry"),
        (plan.TEXT.replace("min: 3, max: 4", "min: many, max: 4").encode(), "playbook.not-a-number"),
    ],
)
@pytest.mark.parametrize("language", ["zh_CN.UTF-8", "en_GB.UTF-8"])
def test_lint_says_each_mistake_with_its_facts_filled_in(
    cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str, content: bytes, code: str
) -> None:
    monkeypatch.setenv("LC_ALL", language)
    text = tmp_path / "plan.yaml"
    text.write_bytes(content)
    said = cli("playbook", "lint", text, "--json")
    assert said.code == 1
    assert code in {one["code"] for one in said.data["findings"]}
    assert all(one["text"] and not re.search(r"\{[a-z_]+\}", one["text"]) for one in said.data["findings"])


def test_a_folder_is_looked_through_whole(cli, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(plan.TEXT, encoding="utf-8")
    (tmp_path / "b.yaml").write_text(plan.TEXT.replace("committee_cadre", "committee_cadr"), encoding="utf-8")
    said = cli("playbook", "lint", tmp_path, "--json")
    assert (said.code, {one["file"] for one in said.data["findings"] if one["weight"] == "error"}) == (1, {"b.yaml"})
    shipped = ROOT / "src" / "gridkeeper" / "packs" / "epidemic"
    assert cli("playbook", "lint", shipped, "--json").code == 0
    (tmp_path / "empty").mkdir()
    assert cli("playbook", "lint", tmp_path / "empty", "--json").code == 2


def test_a_file_that_is_no_text_is_not_kept(cli, tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_bytes(b"\xff\xfe\x00")
    said = cli("playbook", "keep", tmp_path / "plan.yaml", "--unit", plan.DISTRICT, "--json", "--as", "sun")
    assert said.code == 1


@pytest.mark.parametrize(
    ("order", "expires", "code"),
    [
        ("[unclosed", "2022-11-14T08:00", "orders.document-unreadable"),
        ("- a list", "2022-11-14T08:00", "orders.document-unreadable"),
        (ORDER.replace("legal_basis", "basis"), "2022-11-14T08:00", "orders.document-incomplete"),
        (ORDER, "2022-11-01T08:00", "orders.no-end"),
        (ORDER, "2022-12-30T08:00", "activations.past-own-ceiling"),
        (ORDER.replace("2022-11-12T08:00", "2030-01-01T08:00"), "2030-01-10T08:00", "orders.date-unlikely"),
        (ORDER.replace("会议纪要", "[会议, 纪要]"), "2022-11-14T08:00", "orders.document-not-words"),
        (ORDER.replace("会议纪要", "~"), "2022-11-14T08:00", "orders.document-incomplete"),
        (ORDER.replace("会议纪要", "会" * 100_000), "2022-11-14T08:00", "too-much-text"),
        (ORDER.replace("会议纪要", '"会\\0议"'), "2022-11-14T08:00", "no-writing"),
        (ORDER.replace("迎令〔2022〕1号", '"\\u202e1号"'), "2022-11-14T08:00", "no-writing"),
    ],
)
def test_a_switch_that_cannot_be_is_refused_in_one_sentence_in_the_place_s_own_time(
    cli, tmp_path: Path, order: str, expires: str, code: str
) -> None:
    (tmp_path / "order.yaml").write_text(order, encoding="utf-8")
    asked = ("--unit", plan.DISTRICT, "--order", tmp_path / "order.yaml", "--expires", expires, "--as", "sun")
    said = cli("playbook", "activate", plan.NAME, *asked, "--json")
    assert (said.code, said.data["refused"]["code"]) == (1, code)
    assert "+00:00" not in said.text


def test_asked_again_the_same_activation_answers_and_another_paper_under_its_number_is_refused(
    cli, tmp_path: Path
) -> None:
    def asked(order: str):
        (tmp_path / "order.yaml").write_text(order, encoding="utf-8")
        where = ("--unit", plan.DISTRICT, "--order", tmp_path / "order.yaml", "--expires", "2022-11-14T08:00")
        return cli("playbook", "activate", plan.NAME, *where, "--as", "sun", "--json").data

    first, again, other = asked(ORDER), asked(ORDER), asked(ORDER.replace("会议纪要", "另一份纪要"))
    assert (again["id"], again["pending"]) == (first["id"], first["pending"])
    assert other["refused"]["code"] == "orders.number-taken"


def test_the_name_of_a_pack_means_its_only_emergency_playbook(cli) -> None:
    said = cli("playbook", "preview", "epidemic", "--unit", "140106003011", "--json", "--as", "sun")
    assert (said.code, said.data["playbook"]) == (0, "epidemic-district")


@pytest.mark.parametrize(("language", "words"), [("zh_CN.UTF-8", ["新设", "岗位"]), ("en_GB.UTF-8", ["made", "Post"])])
def test_a_preview_reads_in_the_language_of_the_terminal(
    cli, monkeypatch: pytest.MonkeyPatch, language: str, words: list[str]
) -> None:
    monkeypatch.setenv("LC_ALL", language)
    said = cli("playbook", "preview", "epidemic", "--unit", "140106003011", "--as", "sun")
    assert said.code == 0
    assert [word for word in words if word not in said.text] == []
    assert re.findall(r"\b[a-z]+_[a-z_]+\b", said.text) == []


@pytest.mark.parametrize(("language", "words"), [("zh_CN.UTF-8", "等批准"), ("en_GB.UTF-8", "waits for approval")])
def test_a_switch_reads_in_the_language_of_the_terminal_by_the_clock_on_the_wall(
    cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str, words: str
) -> None:
    monkeypatch.setenv("LC_ALL", language)
    (tmp_path / "order.yaml").write_text(ORDER, encoding="utf-8")
    where = ("--unit", plan.DISTRICT, "--order", tmp_path / "order.yaml", "--expires", "2022-11-14T08:00")
    asked = cli("playbook", "activate", plan.NAME, *where, "--as", "sun")
    assert (words in asked.text, "11-14 08:00" in asked.text, "gridkeeper approve" in asked.text) == (True, True, True)
    [line] = cli("approve", "--list", "--as", "he").text.strip().splitlines()
    [code] = re.findall(r"gridkeeper approve (\w+)", asked.text)
    assert line.startswith(code)
