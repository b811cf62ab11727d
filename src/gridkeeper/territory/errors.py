"""What the tree refuses."""

from __future__ import annotations

from gridkeeper.kernel.errors import GridkeeperError


class AmbiguousName(GridkeeperError):
    """Names repeat; a name alone is no key."""

    code = "territory.ambiguous"
    text = "“{name}” is the name of several places: {places}."
    hint = "Add the street or district, or type the code."


class UnknownUnit(GridkeeperError):
    """No unit of that name or code in reach."""

    code = "territory.unknown-unit"
    text = "There is no place called “{name}” that you may see."
    hint = "Did you mean {nearest}?"


class EditionNotFit(GridkeeperError):
    """An edition with mistakes is not applied at all."""

    code = "territory.edition-not-fit"
    text = "The list has {count} mistakes and was not applied; the first: {first}"
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
