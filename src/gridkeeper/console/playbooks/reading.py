"""A playbook as a page that a cadre understands: its parts in words, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from gridkeeper.console import moments
from gridkeeper.console.words import either, role_name, said
from gridkeeper.playbooks.schema import (
    Basis,
    Division,
    Guarantee,
    Measure,
    Pairing,
    Playbook,
    Round,
    Site,
    Source,
    Team,
    Words,
    bases,
)

PLACES = {
    "district": _("the district"),
    "township": _("each street or town"),
    "community": _("each community or village"),
    "grid": _("each grid"),
    "building": _("each building"),
    "compound": _("each compound"),
    "control_unit": _("each control unit"),
    "sealed_area": _("each zone, from the moment it opens"),
    "root": _("the place where the playbook is switched on"),
}
"""For what a part is made, one each."""

WITHIN = {
    "district": _("anywhere in the district"),
    "township": _("from the same street or town"),
    "community": _("from the same community"),
    "grid": _("from the same grid"),
    "compound": _("from the same compound"),
}

MODES = {"normal": _("routine"), "urgent": _("emergency"), "recovering": _("recovering")}

EVIDENCE = {
    "none": _("a tap when it is done"),
    "photo": _("a photo"),
    "number": _("a number; zero is said, not left empty"),
    "checklist": _("a checklist"),
}

ASPECTS = {
    "organisation": _("Organisation"),
    "mechanism": _("Grass-roots mechanisms"),
    "leadership": _("Leadership"),
    "unspecified": _("Not specified in the source"),
}

CONSENTS = {
    "skills": _("told us their skills"),
    "party_deployment": _("agreed to Party deployment"),
    "volunteer_call": _("agreed to be called as a volunteer"),
}


BLOCKS = {
    "playbook": _("The playbook itself"),
    "measures": _("Measure"),
    "teams": _("Team"),
    "divisions": _("Control unit"),
    "pairings": _("Pairing"),
    "guarantees": _("Guarantee"),
    "sites": _("Place"),
    "rounds": _("Round"),
    "notices": _("Notice"),
    "escalation": _("Who is told next"),
    "suspends": _("Rests"),
}
"""Parts of a playbook, one word each."""


def words_of(words: Words | None) -> str:
    """The words in the reader's language; Chinese where no other was written."""
    if words is None:
        return ""
    return either(words.zh, words.en)


def read_out(playbook: Playbook, *, routines: Mapping[str, Words]) -> dict[str, Any]:
    """Everything the page shows of a playbook, in the order in which people ask for it.

    ``routines`` are the titles of rounds and duties of other playbooks, by name: what this one may let rest.
    """
    return {
        "title": words_of(playbook.title),
        "summary": words_of(playbook.summary),
        "facts": list(_facts(playbook)),
        "aspects": _aspects(playbook),
        "teams": [_team(name, team, playbook) for name, team in playbook.teams.items()],
        "divisions": [_division(one, playbook) for one in playbook.divisions.values()],
        "guarantees": _guarantees(playbook),
        "sites": [_site(site, playbook) for site in playbook.sites.values()],
        "rounds": [_round(one, playbook) for one in playbook.rounds.values()],
        "notices": [
            {
                "subject": words_of(notice.subject),
                "body": words_of(notice.body),
                "to": listed(role_name(role) for role in notice.roles),
                "receipt": notice.receipt,
            }
            for notice in playbook.notices
        ],
        "hops": [
            {"from": role_name(hop.from_), "to": role_name(hop.to), "after": moments.span(hop.after)}
            for hop in playbook.escalation
        ],
        "rests": [
            {
                "name": plain_title(routines[rest.name]) if rest.name in routines else rest.name,
                "because": words_of(rest.because),
            }
            for rest in playbook.suspends
        ],
    }


def _facts(playbook: Playbook) -> Iterator[str]:
    yield gettext("version {version}").format(version=playbook.version)
    yield gettext("switches to: {mode}").format(mode=said(MODES, playbook.mode))
    if playbook.expires is not None:
        yield gettext("ends by itself after {span}, at most {ceiling} in a row").format(
            span=moments.span(playbook.expires.default), ceiling=moments.span(playbook.expires.ceiling)
        )
    yield gettext("duties are answered within {ack}; everything stands within {ready}").format(
        ack=moments.span(playbook.clocks.ack), ready=moments.span(playbook.clocks.ready)
    )


def _aspects(playbook: Playbook) -> list[dict[str, Any]]:
    grouped: dict[str, list[dict[str, Any]]] = {}
    made = _made_for(playbook)
    for measure in playbook.measures:
        grouped.setdefault(measure.aspect, []).append(_measure(measure, made.get(measure.no, ())))
    return [{"title": said(ASPECTS, aspect), "measures": rows} for aspect, rows in grouped.items()]


def _measure(measure: Measure, makes: Sequence[str]) -> dict[str, Any]:
    owner = measure.owner
    return {
        "no": measure.no,
        "title": words_of(measure.title),
        "is_unspecified": measure.source == Source.UNSPECIFIED,
        "owner": role_name(owner.role) if owner else "",
        "evidence": words_of(measure.evidence),
        "makes": makes,
    }


def _made_for(playbook: Playbook) -> dict[str, list[str]]:
    """Names of the parts that put each measure into practice."""
    parts: list[Team | Division | Pairing | Guarantee | Site | Round] = [
        *playbook.teams.values(),
        *playbook.divisions.values(),
        *playbook.pairings.values(),
        *playbook.guarantees.values(),
        *playbook.sites.values(),
        *playbook.rounds.values(),
    ]
    made: dict[str, list[str]] = {}
    for part in parts:
        title = plain_title(part.title)
        if title not in made.setdefault(part.measure, []):
            made[part.measure].append(title)
    for notice in playbook.notices:
        made.setdefault(notice.measure, []).append(words_of(notice.subject))
    return made


def plain_title(title: Words) -> str:
    """A title without the place it is made for."""
    return words_of(title).replace("{place}", "").strip(" ,，")


def _team(name: str, team: Team, playbook: Playbook) -> dict[str, Any]:
    return {
        "name": name,
        "title": plain_title(team.title),
        "measure": team.measure,
        "per": said(PLACES, team.per),
        "size": gettext("{low} to {high} people").format(low=team.size.min, high=team.size.max),
        "leader": [_basis(basis) for basis in bases(team.leader.from_)],
        "members": [_basis(basis) for basis in bases(team.members.from_)],
        "within": said(WITHIN, team.within),
        "groups": [{"title": words_of(group.title), "task": words_of(group.task)} for group in team.groups],
        "ack": moments.span(playbook.clocks.ack),
    }


def _basis(basis: Basis) -> str:
    parts = [role_name(basis.role)] if basis.role else []
    if basis.consent:
        parts.append(said(CONSENTS, basis.consent))
    if basis.skill:
        parts.append(gettext("skill: {skill}").format(skill=basis.skill))
    return listed(parts)


def _division(division: Division, playbook: Playbook) -> dict[str, Any]:
    keeper = division.keeper
    return {
        "title": plain_title(division.title),
        "measure": division.measure,
        "by": [said(PLACES, place) for place in division.by],
        "keepers": [_answering(name, playbook) for name in keeper.from_] if keeper else [],
    }


def _answering(name: str, playbook: Playbook) -> str:
    team = playbook.teams.get(name)
    return gettext("{team}: its leader").format(team=plain_title(team.title)) if team else role_name(name)


def _guarantees(playbook: Playbook) -> list[dict[str, Any]]:
    """Pairings under the guarantee they belong to, those that stand alone last."""
    found = [
        {
            "title": words_of(one.title),
            "measure": one.measure,
            "pairings": [_pairing(playbook.pairings[name]) for name in one.pairings if name in playbook.pairings],
        }
        for one in playbook.guarantees.values()
    ]
    named = {name for one in playbook.guarantees.values() for name in one.pairings}
    alone = [_pairing(one) for name, one in playbook.pairings.items() if name not in named]
    return [*found, {"title": "", "measure": "", "pairings": alone}] if alone else found


def _pairing(pairing: Pairing) -> dict[str, Any]:
    return {
        "title": plain_title(pairing.title),
        "measure": pairing.measure,
        "to": said(PLACES, pairing.to),
        "who": [_basis(basis) for basis in bases(pairing.from_)],
        "named_by": words_of(pairing.named_by),
        "max_diff": pairing.max_diff,
    }


def _site(site: Site, playbook: Playbook) -> dict[str, Any]:
    return {
        "title": plain_title(site.title),
        "measure": site.measure,
        "per": said(PLACES, site.per),
        "hours": site.hours,
        "shifts": site.shifts,
        "needed": site.needed,
        "by": _by(site.by, playbook) if site.by else "",
        "outdoor": site.outdoor,
        "in_zone": site.in_zone,
        "task": words_of(site.task),
    }


def _round(one: Round, playbook: Playbook) -> dict[str, Any]:
    return {
        "title": plain_title(one.title),
        "measure": one.measure,
        "per": said(PLACES, one.per),
        "every": moments.span(one.every),
        "day": "–".join(one.day),
        "tolerance": moments.span(one.tolerance),
        "evidence": said(EVIDENCE, one.evidence),
        "by": _by(one.by, playbook),
    }


def _by(name: str, playbook: Playbook) -> str:
    """Who does it: a team of this playbook by its title, or a role."""
    team = playbook.teams.get(name)
    return plain_title(team.title) if team else role_name(name)


def listed(parts: Iterator[str] | Sequence[str]) -> str:
    """Several words as one, in the reader's punctuation."""
    return gettext(", ").join(parts)
