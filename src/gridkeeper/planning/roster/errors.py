"""What a roster problem or a roster is refused for before any search begins."""

from __future__ import annotations

from gridkeeper.kernel.errors import GridkeeperError


class RosterMalformed(GridkeeperError):
    """A table of the roster problem has the wrong shape or an impossible value."""

    code = "roster.malformed"
    text = "The roster's {table} is {found}, expected {expected}."
    hint = "Give one row a person, one column a day or a shift, and no negative figures."


class DutyTooLong(GridkeeperError):
    """A duty is longer than one person may stand without relief (SF-30)."""

    code = "roster.duty-too-long"
    text = "The duty {duty} lasts {minutes} minutes; nobody may stand more than {most}."
    hint = "Split the duty into shorter slots."
