"""Whose hands do a thing at a place: a team of the playbook, or the holders of a role."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from gridkeeper.kernel.unit_code import LENGTHS, Level, is_within
from gridkeeper.playbooks.compose.ground import Ground, Spot
from gridkeeper.playbooks.compose.teams import Crew
from gridkeeper.playbooks.facts import PersonFact
from gridkeeper.playbooks.schema import Basis, Playbook

_COMMUNITY = LENGTHS[Level.COMMUNITY]


class Hands:
    """Finds the body, the role and the people for a place."""

    def __init__(self, playbook: Playbook, ground: Ground, crews: Mapping[str, list[Crew]]) -> None:
        self._playbook, self._ground = playbook, ground
        self._by_spot = {(name, crew.spot.key): crew for name, made in crews.items() for crew in made}
        self._by_community: dict[tuple[str, str], list[Crew]] = defaultdict(list)
        for name, made in crews.items():
            for crew in made:
                self._by_community[name, crew.spot.unit_code[:_COMMUNITY]].append(crew)
        self._holders: dict[str, dict[str, list[PersonFact]]] = {}

    def at(self, by: str, spot: Spot) -> tuple[str, str, list[PersonFact]]:
        """(key of the body or "", role or "", people): the spot's own team, else every team of its community."""
        team = self._playbook.teams.get(by)
        if team is None:
            return "", by, self._holding(by, spot) if by else []
        own = self._by_spot.get((by, spot.key))
        if own is not None:
            return own.key, "", own.everybody
        near = self._by_community[by, spot.unit_code[:_COMMUNITY]]
        return "", team.members.role, [person for crew in near for person in crew.everybody]

    def answering(self, by: str, spot: Spot) -> PersonFact | None:
        """Who answers there: the leader of the spot's own team, or the first holder of a role exactly there."""
        if by in self._playbook.teams:
            own = self._by_spot.get((by, spot.key))
            return own.leader if own is not None else None
        holders = self._holding(by, spot)
        return holders[0] if holders else None

    def _holding(self, role: str, spot: Spot) -> list[PersonFact]:
        """Holders of a role exactly there, else below."""
        if role not in self._holders:
            places: dict[str, list[PersonFact]] = defaultdict(list)
            for where, person in self._ground.qualified(Basis(role=role)):
                places[where].append(person)
            self._holders[role] = places
        places = self._holders[role]
        if spot.unit_code in places:
            return places[spot.unit_code]
        return [one for code in sorted(places) if is_within(code, spot.unit_code) for one in places[code]]
