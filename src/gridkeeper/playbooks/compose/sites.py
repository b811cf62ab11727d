"""Gates and other fixed places with their duty tables (K-07, SF-30, SF-31)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from gridkeeper.playbooks.compose.composition import Sheet
from gridkeeper.playbooks.compose.duty import Duty, Line, lines_of, offer
from gridkeeper.playbooks.compose.ground import Ground, Spot
from gridkeeper.playbooks.compose.hands import Hands
from gridkeeper.playbooks.compose.moments import Stretch, hours_of, is_night
from gridkeeper.playbooks.schema import Site
from gridkeeper.playbooks.wanted import AnyWant, WantedShift, WantedSite


@dataclass
class Watch:
    """Draws up the duty tables of one site after the other; what people do at one counts at the next."""

    ground: Ground
    sheet: Sheet
    hands: Hands
    time: Stretch
    lines: dict[UUID, Line]

    def keep(self, name: str, site: Site) -> None:
        """A site at every place, and its shifts."""
        table = sorted((begins, ends) for hours in site.shifts for begins, ends in self.time.daily(hours_of(hours)))
        flags = [
            Duty(
                starts=begins,
                ends=ends,
                night=is_night(begins, ends),
                outdoor=site.outdoor,
                in_zone=site.in_zone,
            )
            for begins, ends in table
        ]
        for spot in self.ground.spots(site.per):
            key = f"site/{name}/{spot.key}"
            zh, en = f"{spot.zh}{site.title.zh}", f"{spot.en}, {site.title.en or site.title.zh}"
            opens, closes = hours_of(site.hours)
            self.sheet.wants.append(
                WantedSite(
                    key=key,
                    unit_id=spot.unit_id,
                    unit_code=spot.unit_code,
                    measure=site.measure,
                    zh=zh,
                    en=en,
                    site_kind=site.kind,
                    opens=opens,
                    closes=closes,
                    overlay_id=spot.overlay_id,
                    capacity=site.capacity,
                )
            )
            if flags:
                self._staff(site, self.sheet.wants[-1], spot, flags)

    def _staff(self, site: Site, place: AnyWant, spot: Spot, duties: list[Duty]) -> None:
        """The shifts of one place, each offered to who has had the least."""
        key, zh, en = place.key, place.zh, place.en
        body, role, people = self.hands.at(site.by, spot)
        lines = [self._line(line) for line in lines_of(people)]
        given = elsewhere = 0
        task = site.task.zh if site.task else site.title.zh
        for duty in duties:
            found = offer(lines, duty, site.needed)
            given += len(found.people)
            elsewhere += found.elsewhere if found.short else 0
            self.sheet.wants.append(
                WantedShift(
                    key=f"{key}/{duty.starts:%Y%m%dT%H%MZ}",
                    unit_id=spot.unit_id,
                    unit_code=spot.unit_code,
                    measure=site.measure,
                    zh=zh,
                    en=en,
                    starts=duty.starts,
                    ends=duty.ends,
                    needed=site.needed,
                    person_ids=tuple(person.id for person in found.people),
                    site=key,
                    body=body,
                    role=role,
                    task=task,
                    night=duty.night,
                    outdoor=duty.outdoor,
                    in_zone=duty.in_zone,
                )
            )
        need = site.needed * len(duties)
        about: dict[str, Any] = {"key": key, "measure": site.measure, "unit_code": spot.unit_code, "zh": zh, "en": en}
        if given < need:
            self.sheet.lacks("shifts-not-covered", need=need, have=given, **about)
        if elsewhere:
            self.sheet.clashes("duty-elsewhere", times=str(elsewhere), **about)

    def _line(self, line: Line) -> Line:
        return self.lines.setdefault(line.person.id, line)
