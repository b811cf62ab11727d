"""Random playbooks as texts that lint lets pass: what hypothesis draws for the switch (K-07, K-08)."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

PLACES = ("community", "grid", "root", "township")
ROLES = ("committee_cadre", "community_secretary", "grid_worker", "volunteer", "street_duty")
SHIFTS = ([], ["00:00-12:00", "12:00-24:00"], ["00:00-08:00", "08:00-16:00", "16:00-24:00"])


def words(text: str) -> dict[str, str]:
    return {"zh": text, "en": f"{text}, in English"}


@st.composite
def playbook_texts(draw: st.DrawFn, *, name: str) -> str:
    """The text of one playbook; the same name and version may be kept again at another unit."""
    number = draw(st.integers(1, 3))
    measures = [f"M{n:02}" for n in range(1, number + 1)]

    def one_of(*values: Any) -> Any:
        return draw(st.sampled_from(values))

    def part(title: str) -> dict[str, Any]:
        return {"measure": one_of(*measures), "title": words(title)}

    def some(make: Any) -> dict[str, Any]:
        return {f"part_{n}": make(n) for n in range(draw(st.integers(0, 2)))}

    def team(n: int) -> dict[str, Any]:
        least = draw(st.integers(1, 8))
        seat = {"role": "response_team_leader", "from": ["committee_cadre"]}
        members = {
            "role": "response_team_member",
            "from": draw(st.lists(st.sampled_from(ROLES), min_size=1, unique=True)),
        }
        size = {"min": least, "max": draw(st.integers(least, 20))}
        return {**part(f"小组{n}"), "per": one_of(*PLACES), "size": size, "leader": seat, "members": members}

    def pairing(n: int) -> dict[str, Any]:
        found = {**part(f"包联{n}"), "role": "area_sponsor", "to": one_of("community", "grid", "township")}
        who = draw(st.lists(st.sampled_from(ROLES), max_size=2, unique=True))
        return {**found, "within": one_of("district", "township"), **({"from": who} if who else {})}

    def division(n: int) -> dict[str, Any]:
        keeper = {"role": "area_sponsor", "from": ["grid_worker", "community_secretary"]}
        by = draw(st.lists(st.sampled_from(("grid", "compound", "building", "community")), min_size=1, unique=True))
        return {**part(f"单元{n}"), "by": by, **({"keeper": keeper} if draw(st.booleans()) else {})}

    def site(n: int) -> dict[str, Any]:
        found = {**part(f"岗亭{n}"), "per": one_of(*PLACES), "kind": "gate", "shifts": one_of(*SHIFTS)}
        return {**found, "by": one_of("", *ROLES), "outdoor": draw(st.booleans())}

    def round_(n: int) -> dict[str, Any]:
        found = {**part(f"巡查{n}"), "per": one_of(*PLACES, "sealed_area"), "every": one_of("PT60M", "PT4H", "P1D")}
        return {**found, "by": one_of(*ROLES), "evidence": one_of("none", "photo")}

    def notice(n: int) -> dict[str, Any]:
        said = {"measure": one_of(*measures), "name": f"told_{n}", "subject": words(f"告知{n}"), "body": words("正文")}
        return {**said, "roles": [one_of(*ROLES)], "per": one_of("root", "community"), "receipt": draw(st.booleans())}

    kept = {"owner": {"role": "community_secretary", "level": "community"}, "evidence": words("表")}
    return json.dumps(
        {
            "format": "gridkeeper.playbook/1",
            "name": name,
            "version": "1",
            "pack": "epidemic",
            "jurisdiction": "1401",
            "level": "grid",
            "mode": "urgent",
            "title": words("随机方案"),
            "expires": {"default": "P2D"},
            "measures": [{"no": no, "aspect": "a", "source": "local", "title": words(no), **kept} for no in measures],
            "teams": some(team),
            "pairings": some(pairing),
            "divisions": some(division),
            "sites": some(site),
            "rounds": {**some(round_), "always": round_(9)},
            "notices": [notice(n) for n in range(draw(st.integers(0, 2)))],
            "suspends": [{"kind": "series", "name": "routine_walk"}] if draw(st.booleans()) else [],
        },
        ensure_ascii=False,
    )
