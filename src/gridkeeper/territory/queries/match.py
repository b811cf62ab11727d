"""Match the names and codes of a whole file to units at once; a name alone is no key, so doubles stay a problem."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from gridkeeper.formats.columns import CellProblem
from gridkeeper.kernel.errors import Malformed
from gridkeeper.kernel.unit_code import ancestors_of, canonical
from gridkeeper.territory.models import Name, Unit

_UNKNOWN = "There is no place called “{name}” in reach."
_UNKNOWN_HINT = "Check the spelling, or type the code."
_SEVERAL = "“{name}” is the name of several places: {places}."
_SEVERAL_HINT = "Add the street or district before the name, or type the code."
_ENDED = "“{name}” ended on {closed}."
_SHOWN = 4


@dataclass(kw_only=True)
class Matcher:
    """Open units by code and by every name they have, below one area; asked row by row without further queries."""

    area: str = ""
    by_code: dict[str, Unit] = field(default_factory=dict)
    by_name: dict[str, dict[str, Unit]] = field(default_factory=lambda: defaultdict(dict))
    closed: dict[str, Unit] = field(default_factory=dict)

    def find(self, text: str) -> Unit | CellProblem:
        """The unit a cell means by code, name, or “district name”; a problem in words where there is none or several.

        The district or street may stand before the name, with or without a blank: 迎泽区南内环街一社区.
        """
        asked = text.strip()
        if asked.isdigit():
            return self._by_code(asked)
        found = self.by_name.get(asked) or self._qualified(asked)
        if not found:
            return CellProblem("unit.unknown", _UNKNOWN, _UNKNOWN_HINT, {"name": asked})
        if len(found) > 1:
            places = "; ".join(f"{self.where(unit)} {unit.unit_code}" for unit in list(found.values())[:_SHOWN])
            return CellProblem("unit.ambiguous", _SEVERAL, _SEVERAL_HINT, {"name": asked, "places": places})
        return next(iter(found.values()))

    def below(self, parent: Unit, name: str) -> list[Unit]:
        """Open units of that name below ``parent``."""
        return [
            unit
            for code, unit in self.by_name.get(name, {}).items()
            if code != parent.unit_code and code.startswith(parent.unit_code)
        ]

    def where(self, unit: Unit) -> str:
        """The unit with the units above it, for people."""
        above = [self.by_code[code].label for code in ancestors_of(unit.unit_code)[2:] if code in self.by_code]
        return " ".join([*above, unit.label])

    def add(self, unit: Unit, names: Iterable[str]) -> None:
        """Make a unit findable."""
        self.by_code[unit.unit_code] = unit
        for name in names:
            self.by_name[name][unit.unit_code] = unit

    def _by_code(self, asked: str) -> Unit | CellProblem:
        try:
            code = canonical(asked)
        except Malformed:
            return CellProblem("unit.unknown", _UNKNOWN, _UNKNOWN_HINT, {"name": asked})
        unit = self.by_code.get(code)
        if unit is not None:
            return unit
        if code in self.closed:
            gone = self.closed[code]
            return CellProblem("unit.closed", _ENDED, _UNKNOWN_HINT, {"name": gone.label, "closed": gone.closed_on})
        return CellProblem("unit.unknown", _UNKNOWN, _UNKNOWN_HINT, {"name": asked})

    def _qualified(self, asked: str) -> dict[str, Unit]:
        """Units whose name ends the text and one of whose ancestors' names begins it."""
        found: dict[str, Unit] = {}
        for cut in range(1, len(asked)):
            above = self.by_name.get(asked[:cut].strip())
            below = self.by_name.get(asked[cut:].strip())
            if not above or not below:
                continue
            found |= {
                code: unit
                for code, unit in below.items()
                if any(code != over and code.startswith(over) for over in above)
            }
        return found


def matcher(*, area: str = "", codes: Iterable[str] = (), names: Iterable[str] = ()) -> Matcher:
    """A matcher for one file. Three queries; names of buildings are loaded only where the file names them.

    ``codes`` and ``names`` are the cells that will be asked; without them every unit above building level is loaded.
    Row-level security keeps it to what the actor may see.
    """
    found = Matcher(area=area)
    units = Unit.objects.filter(closed_on=None)
    if area:
        units = units.filter(unit_code__gte=area, unit_code__lt=area + "~")
    wanted = list(codes)
    small = units.exclude(level="building") | units.filter(unit_code__in=wanted)
    by_id = {unit.pk: unit for unit in small.only(*_FIELDS)}
    asked = {name.strip() for name in names}
    rows = Name.objects.filter(unit__isnull=False)
    if area:
        rows = rows.filter(unit_code__gte=area, unit_code__lt=area + "~")
    if asked:
        # Parts count too: 迎泽区南内环街一社区 is asked by its end.
        rows = rows.filter(text__in=_parts(asked))
    pairs = list(rows.values_list("unit_id", "text"))
    missing = {unit_id for unit_id, _ in pairs} - by_id.keys()
    by_id |= {unit.pk: unit for unit in units.filter(pk__in=missing).only(*_FIELDS)} if missing else {}
    for unit in by_id.values():
        found.add(unit, [unit.name, unit.label])
    for unit_id, text in pairs:
        if unit_id in by_id:
            found.by_name[text][by_id[unit_id].unit_code] = by_id[unit_id]
    if wanted:
        gone = Unit.objects.filter(unit_code__in=wanted).exclude(closed_on=None)
        found.closed = {unit.unit_code: unit for unit in gone}
    return found


_FIELDS = ("id", "unit_code", "level", "kind", "name", "short_name", "closed_on")


def _parts(asked: Iterable[str]) -> set[str]:
    parts: set[str] = set()
    for name in asked:
        parts |= {name[at:].strip() for at in range(len(name))} | {name[:at].strip() for at in range(2, len(name))}
    parts.discard("")
    return parts
