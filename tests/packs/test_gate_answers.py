"""Who comes to a gate at a bad moment, and what urgent operation must not forget (10.e, JY-01, JY-02)."""

from __future__ import annotations

from datetime import date

import pytest

from gridkeeper.packs import installed_packs, load_pack
from gridkeeper.playbooks.text import load
from gridkeeper.rules import ask

PACK = load_pack(installed_packs()["epidemic"])
URGENT = {"mode": "urgent", "shown": "nothing", "fever": False, "consent": False}


@pytest.mark.parametrize(
    ("given", "answer"),
    [
        ({"purpose": "visit", "person": "visitor", "direction": "out", "area": "controlled"}, "pass"),
        ({"purpose": "delivery", "person": "courier", "direction": "in", "area": "controlled"}, "hand_over"),
        ({"purpose": "delivery", "person": "courier", "direction": "out", "area": "controlled"}, "hand_over"),
        ({"purpose": "work", "person": "emergency", "direction": "in", "area": "sealed"}, "pass"),
        ({"purpose": "home", "person": "resident", "direction": "in", "area": "sealed"}, "pass"),
        ({"purpose": "life_safety", "person": "visitor", "direction": "out", "area": "sealed"}, "pass"),
        ({"purpose": "errand", "person": "service", "direction": "out", "area": "controlled"}, "hand_over"),
    ],
)
def test_10e_nobody_is_left_standing_at_a_gate(given: dict[str, str], answer: str) -> None:
    said = ask(PACK.rule_packs, "gate", {**URGENT, **given}, as_of=date(2022, 11, 21), place="140106")
    assert said.outputs["decision"] == answer, said.trace


def test_10e_weddings_and_funerals_have_somebody_in_urgent_mode() -> None:
    playbook = load(PACK.playbooks["epidemic-district"].text, where="epidemic-district")
    assert "weddings and funerals" in {task.title.en for team in playbook.teams.values() for task in team.groups}
