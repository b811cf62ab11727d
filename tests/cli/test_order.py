"""``gridkeeper order`` and ``approve``: two people start, one ends (R-08, R-09)."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.personas import settle

pytestmark = pytest.mark.django_db
TEXT = """
number: 迎令〔2022〕1号
title: 临时管控
kind: general
issued_by: 庙前街道办事处
issued_at: 2022-11-12T08:00
legal_basis: 《突发事件应对法》第四十九条
document: 迎令〔2022〕1号
"""


@pytest.fixture(autouse=True)
def world():
    return settle()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "order.yaml"
    path.write_text(TEXT, encoding="utf-8")
    return path


def propose(cli, file: Path, *more: str):
    return cli(
        "order", "propose", "--file", file, "--unit", "140106003", "--expires", "2022-11-15T08:00",
        "--json", "--as", "liu", *more,
    )  # fmt: skip


def test_a_proposal_answers_the_code_a_second_person_needs(cli, file: Path) -> None:
    said = propose(cli, file)
    assert (said.code, set(said.data)) == (0, {"pending", "order"})


def test_approving_puts_the_order_in_force(cli, file: Path) -> None:
    pending = propose(cli, file).data
    approved = cli("approve", pending["pending"], "--json", "--as", "sun")
    shown = cli("order", "show", "迎令〔2022〕1号", "--json", "--as", "liu")
    assert (approved.code, approved.data["state"], approved.data["result"]["order"]) == (
        0, "approved", pending["order"],
    )  # fmt: skip
    assert (shown.data["state"], shown.data["id"], shown.data["days"]) == ("in_force", pending["order"], 1)


def test_the_same_person_is_refused_with_the_reason_in_the_json(cli, file: Path) -> None:
    said = cli("approve", propose(cli, file).data["pending"], "--json", "--as", "liu")
    assert (said.code, said.data["refused"]["code"]) == (1, "orders.same-person")


def test_refusing_needs_a_reason(cli, file: Path) -> None:
    code = propose(cli, file).data["pending"]
    wrong = cli("approve", code, "--refuse", "--as", "sun")
    right = cli("approve", code, "--refuse", "--reason", "期限有误", "--json", "--as", "sun")
    assert (wrong.code, right.code, right.data["state"]) == (2, 0, "refused")


def test_what_waits_is_listed_for_whoever_may_decide(cli, file: Path) -> None:
    code = propose(cli, file).data["pending"]
    listed = [cli("approve", "--list", "--json", "--as", login).data for login in ("sun", "zhao")]
    assert ([row["code"] for row in listed[0]], listed[1]) == ([code], [])


def test_a_renewal_waits_and_an_end_does_not(cli, file: Path) -> None:
    pending = propose(cli, file).data
    cli("approve", pending["pending"], "--as", "sun")
    renewed = cli(
        "order", "renew", pending["order"], "--to", "2022-11-16T08:00", "--reason", "新增两例", "--json", "--as", "liu"
    )
    ended = cli("order", "end", pending["order"], "--reason", "风险解除", "--json", "--as", "liu")
    assert (renewed.code, "pending" in renewed.data, ended.data["state"]) == (0, True, "ended")


def test_orders_are_listed_by_state(cli, file: Path) -> None:
    propose(cli, file)
    listed = cli("order", "list", "--state", "proposed", "--json", "--as", "liu")
    assert [row["number"] for row in listed.data] == ["迎令〔2022〕1号"]


@pytest.mark.parametrize("text", ["", "[1, 2]", "number: x", "a: [", "number: 1\ntitle: x\nkind: nonsense"])
def test_a_file_that_is_no_order_is_refused(cli, tmp_path: Path, text: str) -> None:
    path = tmp_path / "order.yaml"
    path.write_text(text, encoding="utf-8")
    said = propose(cli, path)
    assert said.code == 1
    assert said.data["refused"]["code"] in {"malformed", "orders.document-unreadable", "orders.document-incomplete"}


def test_an_end_that_is_no_moment_is_wrong_usage(cli, file: Path) -> None:
    said = cli("order", "propose", "--file", file, "--unit", "140106003", "--expires", "soon", "--as", "liu")
    assert said.code == 2


def test_an_order_without_an_end_in_time_is_refused(cli, file: Path) -> None:
    said = cli(
        "order", "propose", "--file", file, "--unit", "140106003", "--expires", "2022-12-30T08:00", "--json", "--as",
        "liu",
    )  # fmt: skip
    assert (said.code, said.data["refused"]["code"]) == (1, "orders.past-ceiling")
