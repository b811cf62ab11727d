"""A whole district in one call: grids, pairing, sampling, people, rosters, rounds, and the day it makes."""

from __future__ import annotations

from gridkeeper.planning.deploy.district import District, Message, Scenario, ScenarioRefused
from gridkeeper.planning.deploy.solve import Deployment, deploy
from gridkeeper.planning.deploy.words import say

__all__ = ["Deployment", "District", "Message", "Scenario", "ScenarioRefused", "deploy", "say", "warm"]


def warm() -> None:
    """Compile the kernels of every part."""
    from gridkeeper.planning import mobilise, pair, partition, roster, route, simulate, site, staff

    for part in (partition, site, pair, staff, simulate, mobilise, roster, route):
        part.warm()
