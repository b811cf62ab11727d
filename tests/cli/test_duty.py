"""``gridkeeper duty`` and ``gridkeeper callout``: offered, accepted, stood, and a call answered from a terminal."""

from __future__ import annotations

import pytest
from tests.personas import settle

pytestmark = pytest.mark.django_db
PLACE = "140106003011"
TIMES = ("--from", "2022-11-12T09:00", "--to", "2022-11-12T17:00")


def test_a_duty_from_offer_to_record(cli) -> None:
    world = settle()
    shift = cli("duty", "plan", "--unit", PLACE, "--title", "东门值守", *TIMES, "--json", "--as", "chen").data["shift"]
    lin = str(world.people["lin"])
    duty = cli("duty", "offer", shift, "--person", lin, "--json", "--as", "chen").data["duty"]
    assert [row["id"] for row in cli("duty", "list", "--json", "--as", "lin").data] == [duty]
    assert cli("duty", "accept", duty, "--json", "--as", "lin").data["state"] == "accepted"
    assert cli("duty", "check-in", duty, "--json", "--as", "lin").data["state"] == "arrived"
    assert cli("duty", "check-out", duty, "--json", "--as", "lin").data["state"] == "left"
    assert cli("duty", "record", "--json", "--as", "lin").data["duties"] == 1


def test_declining_names_a_replacement_and_no_reason(cli) -> None:
    world = settle()
    shift = cli("duty", "plan", "--unit", PLACE, "--title", "东门值守", *TIMES, "--json", "--as", "chen").data["shift"]
    lin = str(world.people["lin"])
    duty = cli("duty", "offer", shift, "--person", lin, "--json", "--as", "chen").data["duty"]
    assert cli("duty", "decline", duty, "--json", "--as", "lin").data["somebody_asked"] is True
    assert cli("duty", "list", "--json", "--as", "lin").data == []


def test_a_call_is_opened_answered_and_listed(cli) -> None:
    settle()
    words = ("--unit", PLACE, "--title", "送菜", "--kind", "delivery", "--needed", "1", *TIMES)
    call = cli("callout", "open", *words, "--json", "--as", "chen").data["call"]
    assert cli("callout", "answer", call, "--json", "--as", "lin").data["state"] == "accepted"
    [row] = cli("callout", "list", "--json", "--as", "chen").data
    assert (row["fill_percent"], row["open_seats"]) == (100, 0)
    said = cli("callout", "answer", call, "--json", "--as", "wang")
    assert said.data["refused"]["code"] == "rosters.shift-full"


def test_lists_show_the_hours_of_the_wall_not_those_of_greenwich(cli) -> None:
    settle()
    cli("duty", "plan", "--unit", PLACE, "--title", "东门值守", *TIMES, "--as", "chen")
    shown = cli("duty", "list", "--unit", PLACE, "--from", "2022-11-12T08:00", "--as", "chen").text
    assert "11-12 09:00 to 11-12 17:00" in shown
    words = ("--unit", PLACE, "--title", "送菜", "--needed", "1", *TIMES)
    cli("callout", "open", *words, "--as", "chen")
    assert "11-12 09:00" in cli("callout", "list", "--as", "chen").text


def running(cli, world, login: str, *times: str) -> str:
    """Somebody's accepted duty at the east gate; the id."""
    shift = cli("duty", "plan", "--unit", PLACE, "--title", "东门值守", *times, "--json", "--as", "chen").data["shift"]
    person = str(world.people[login])
    duty = cli("duty", "offer", shift, "--person", person, "--json", "--as", "chen").data["duty"]
    cli("duty", "accept", duty, "--json", "--as", login)
    return str(duty)


def test_a_shift_is_handed_over_with_both_signatures(cli) -> None:
    world = settle()
    leaving = running(cli, world, "lin", "--from", "2022-11-12T08:00", "--to", "2022-11-12T09:30")
    coming = running(cli, world, "wang", "--from", "2022-11-12T09:30", "--to", "2022-11-12T17:00")
    cli("duty", "check-in", leaving, "--json", "--as", "lin")
    handed = cli("duty", "hand-over", leaving, "--words", "车库灯不亮", "--json", "--as", "lin").data["hand_over"]
    own = cli("duty", "sign", handed, "--json", "--as", "lin")
    assert own.data["refused"]["code"] == "rosters.own-signature"
    assert cli("duty", "sign", handed, "--json", "--as", "wang").data == {"hand_over": handed, "signed": True}
    assert [row["id"] for row in cli("duty", "list", "--json", "--as", "lin").data] == []
    [now] = cli("duty", "list", "--json", "--as", "wang").data
    assert (now["id"], now["state"]) == (coming, "arrived")


def test_a_shift_is_not_handed_over_twice_nor_before_it_began(cli) -> None:
    world = settle()
    duty = running(cli, world, "lin", "--from", "2022-11-12T08:00", "--to", "2022-11-12T09:30")
    early = cli("duty", "hand-over", duty, "--json", "--as", "lin")
    assert early.data["refused"]["code"] == "rosters.duty-moved"
    cli("duty", "check-in", duty, "--json", "--as", "lin")
    cli("duty", "hand-over", duty, "--json", "--as", "lin")
    assert cli("duty", "hand-over", duty, "--json", "--as", "lin").data["refused"]["code"] == "rosters.duty-moved"
