"""What the tree refuses."""

from __future__ import annotations

from gridkeeper.formats.columns import CellProblem
from gridkeeper.kernel.errors import GridkeeperError, NotFound


class AmbiguousName(GridkeeperError):
    """Names repeat; a name alone is no key."""

    code = "territory.ambiguous"
    text = "“{name}” is the name of several places: {places}."
    hint = "Add the street or district, or type the code."


class UnknownUnit(NotFound):
    """No unit of that name or code in reach."""

    code = "territory.unknown-unit"
    text = "There is no place called “{name}” that you may see."
    hint = "Names like it: {nearest}."


class NoUnitsYet(NotFound):
    """Nothing in reach to look for: the tree is empty, or lies outside the actor's places."""

    code = "territory.no-units-yet"
    text = "There is no place called “{name}”: the tree holds no units that you may see."
    hint = "Import the tree of units first: gridkeeper territory import FILE, or Import in the console."


class EditionNotFit(GridkeeperError):
    """An edition with mistakes is not applied at all."""

    code = "territory.edition-not-fit"
    text = "The list has {count} mistakes and was not applied; the first: {first}."
    hint = "Mend the rows named in the report and import the list again."


class UnitClosed(GridkeeperError):
    """The unit exists no more in the edition in force."""

    code = "territory.unit-closed"
    text = "“{name}” ({code}) ended on {closed}."
    hint = "Look it up as of an earlier day, or use its successor {successor}."


class NoMembers(GridkeeperError):
    """An overlay is a set of units."""

    code = "territory.no-members"
    text = "“{name}” names no buildings or other units."
    hint = "Choose at least one unit."


class UnreadableFile(GridkeeperError):
    """The file is no list of the territory."""

    code = "territory.unreadable-file"
    text = "This file is no list of divisions, changes, places, borders or outlines."
    hint = "{reason}"

    def __init__(self, *, reason: CellProblem) -> None:
        super().__init__(reason=reason)


class OverlayEnded(GridkeeperError):
    """An overlay that ended changes no more."""

    code = "territory.overlay-ended"
    text = "“{name}” ended on {ended}."
    hint = "Make a new one."


class AlreadyCalled(GridkeeperError):
    """The unit can be found by that name already."""

    code = "territory.already-called"
    text = "“{unit}” is already found by the name “{name}”."
    hint = "Nothing needs to be done; choose another alias."


class NoName(GridkeeperError):
    """An alias or overlay needs a name."""

    code = "territory.no-name"
    text = "The name “{name}” is empty, too long, or only a number."
    hint = "Type a name of 1 to 80 characters with at least one letter or character."


class CrossedOutline(GridkeeperError):
    """An outline that crosses itself has no inside."""

    code = "territory.crossed-outline"
    text = "The outline of “{name}” is not valid: {reason}."
    hint = "Draw it again; an outline may touch itself but not cross itself."


class NotYetFounded(GridkeeperError):
    """The unit did not exist on that day."""

    code = "territory.not-yet-founded"
    text = "“{name}” was not there on {day}; it first appears on {founded}."
    hint = "Choose a later day."
