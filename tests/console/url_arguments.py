"""Arguments for every console address that takes any, made from the small world's objects.

``ARGUMENTS`` maps a URL name to a function of the furnished world; the answer is the tuple of arguments. A test walks
the resolver and fails on a name that takes arguments and is missing here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.console.furnished import PLAYBOOK, Furnished

Arguments = Callable[[Furnished], tuple[Any, ...]]

ARGUMENTS: dict[str, Arguments] = {
    "join-code": lambda world: (world.invitation,),
    "order": lambda world: (world.order,),
    "order-renew": lambda world: (world.order,),
    "order-end": lambda world: (world.order,),
    "proposal": lambda world: (world.proposal,),
    "proposal-approve": lambda world: (world.proposal,),
    "proposal-refuse": lambda world: (world.proposal,),
    "proposal-withdraw": lambda world: (world.proposal,),
    "token-revoke": lambda world: (world.token,),
    "request": lambda world: (world.request,),
    "purge": lambda world: (world.purge,),
    "unit": lambda world: ("140106003",),
    "unit-tree": lambda world: ("140106003",),
    "unit-areas": lambda world: ("140106003",),
    "unit-streets": lambda world: ("140106003",),
    "unit-points": lambda world: ("140106003",),
    "units-export": lambda world: ("140106003",),
    "sheet-responsible": lambda world: ("140106003",),
    "sheet-phones": lambda world: ("140106003",),
    "people-of": lambda world: ("140106003",),
    "person-new": lambda world: ("140106003",),
    "vacancies": lambda world: ("140106003",),
    "person": lambda world: (world.world.people["wang"],),
    "person-edit": lambda world: (world.world.people["wang"],),
    "person-leave": lambda world: (world.world.people["wang"],),
    "post-appoint": lambda world: (world.world.posts["wang"],),
    "post-choices": lambda world: (world.world.posts["wang"],),
    "appointment-end": lambda world: (world.world.posts["wang"],),
    "body": lambda world: (world.body,),
    "body-close": lambda world: (world.body,),
    "zone": lambda world: (world.zone,),
    "zone-slip": lambda world: (world.zone,),
    "zone-lift": lambda world: (world.zone,),
    "zone-note": lambda world: (world.zone,),
    "zone-exit-add": lambda world: (world.zone,),
    "zone-exit-check": lambda world: (world.zone, world.exit),
    "zone-designate": lambda world: ("140106003011001001",),
    "round": lambda world: (world.round,),
    "my-round": lambda world: (world.round,),
    "round-start": lambda world: (world.round,),
    "round-finish": lambda world: (world.round,),
    "round-late": lambda world: (world.round,),
    "round-photo": lambda world: (world.round,),
    "case": lambda world: (world.case,),
    "case-move": lambda world: (world.case,),
    "case-open": lambda world: ("140106003",),
    "duty-answer": lambda world: (world.duty,),
    "duty-hand-over": lambda world: (world.duty,),
    "duty-sign": lambda world: (world.hand_over,),
    "shift": lambda world: (world.shift,),
    "shift-plan": lambda world: ("140106003011",),
    "duty-sheet": lambda world: ("140106003011",),
    "call": lambda world: (world.call,),
    "call-open": lambda world: ("140106003011",),
    "volunteers": lambda world: ("140106003011",),
    "playbook": lambda world: (PLAYBOOK,),
    "playbook-compare": lambda world: (PLAYBOOK,),
    "playbook-preview": lambda world: (PLAYBOOK,),
    "playbook-propose": lambda world: (PLAYBOOK,),
    "activation": lambda world: (world.activation,),
    "activation-renew": lambda world: (world.activation,),
    "activation-end": lambda world: (world.activation,),
    "emergency-end": lambda world: (world.activation,),
    "measures": lambda world: ("140106003",),
    "measure-mark": lambda world: ("140106003",),
    "daily-report": lambda world: ("140106003",),
    "report-form-keep": lambda world: ("140106003",),
    "import": lambda world: ("A" * 24,),
    "import-go": lambda world: ("A" * 24,),
    "import-marked": lambda world: ("A" * 24,),
    "import-drop": lambda world: ("A" * 24,),
    "import-template": lambda world: ("people",),
}
