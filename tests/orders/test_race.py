"""Two approvers who click within the same second: one decides, the other is told so (SF-12)."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from django.db import connection
from tests.personas import START, SYSTEM, World, settle

from gridkeeper.orders.choices import OrderKind
from gridkeeper.orders.commands import Draft, propose_order
from gridkeeper.orders.errors import NotPending
from gridkeeper.orders.models import Proposal
from gridkeeper.orders.proposals import approve_proposal
from gridkeeper.scopes.doors import acting_as


def waiting_order(world: World) -> str:
    liu = world.actor("liu")
    draft = Draft(
        number="迎令〔2022〕9号",
        title="临时管控",
        kind=OrderKind.GENERAL,
        unit_id=world.units["140106003"],
        unit_code="140106003",
        legal_basis="《突发事件应对法》第四十九条",
        document="迎令〔2022〕9号",
        issued_by="庙前街道办事处",
        issued_at=START,
        expires_at=START + timedelta(days=3),
    )
    with acting_as(liu):
        return propose_order(actor=liu, draft=draft, now=START)[1].code


def test_of_two_approvers_at_once_one_is_refused(committed_db: None) -> None:
    world = settle()
    code = waiting_order(world)
    together = threading.Barrier(2)

    def approve(login: str) -> str:
        actor = world.actor(login)
        together.wait(timeout=20)
        try:
            with acting_as(actor):
                approve_proposal(actor=actor, code=code, now=START)
        except NotPending:
            return "refused"
        finally:
            connection.close()
        return login

    with ThreadPoolExecutor(max_workers=2) as threads:
        outcomes = sorted(threads.map(approve, ["sun", "he"]))
    with acting_as(SYSTEM):
        decided_by = Proposal.objects.get(code=code).decided_by
    assert outcomes in (["he", "refused"], ["refused", "sun"])
    assert decided_by in outcomes
