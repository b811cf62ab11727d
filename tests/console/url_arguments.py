"""Arguments for every console address that takes any, made from the small world's objects.

``ARGUMENTS`` maps a URL name to a function of the furnished world; the answer is the tuple of arguments. A test walks
the resolver and fails on a name that takes arguments and is missing here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.console.furnished import Furnished

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
    "unit": lambda world: ("140106003",),
    "unit-tree": lambda world: ("140106003",),
    "unit-areas": lambda world: ("140106003",),
    "unit-streets": lambda world: ("140106003",),
    "unit-points": lambda world: ("140106003",),
}
