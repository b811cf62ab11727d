"""What people, posts and bodies refuse."""

from __future__ import annotations

from gridkeeper.formats.columns import CellProblem
from gridkeeper.kernel.errors import GridkeeperError


class PostFull(GridkeeperError):
    """All seats are held in that time."""

    code = "posts.full"
    text = "{seats:The one seat|All {seats} seats} of “{post}” {seats:is|are} held then, by {holders}."
    hint = "End one of these appointments first, appoint a deputy, or add a seat."


class MoreThanOwn(GridkeeperError):
    """Nobody gives away rights they do not hold themselves (K-06)."""

    code = "posts.more-than-own"
    text = "“{post}” carries rights that you do not hold at {place} yourself."
    hint = "Ask somebody whose own post carries them to make this appointment."


class AlreadyHeld(GridkeeperError):
    """The same person already holds the same post in that time."""

    code = "posts.already-held"
    text = "{person} already holds “{post}” in that time."
    hint = "End the present appointment first, or choose other dates."


class NotQualified(GridkeeperError):
    """The post asks for a role that the person does not hold then (K-08)."""

    code = "posts.not-qualified"
    text = "{person} cannot take “{post}”: it asks for somebody who is already one of: {roles}."
    hint = "Choose somebody who holds such a post, or appoint {person} to one first."


class NoDocument(GridkeeperError):
    """An appointment names the document it rests on (K-04)."""

    code = "posts.no-document"
    text = "The appointment of {person} names no document."
    hint = "Type the number of the notice, minutes or order."


class EndsBeforeBeginning(GridkeeperError):
    """Dates in the wrong order."""

    code = "posts.ends-before-beginning"
    text = "The end ({to}) lies before the beginning ({begins})."
    hint = "Swap the two dates."


class BodyClosed(GridkeeperError):
    """The organisation exists no more."""

    code = "posts.body-closed"
    text = "“{body}” was closed on {closed}."
    hint = "Its open work went to “{successor}”."


class NeedsJustification(GridkeeperError):
    """A temporary body names its order and what justifies it (K-05)."""

    code = "posts.needs-justification"
    text = "The temporary body “{body}” names neither an order nor a body whose end ends it."
    hint = "Name the order it was approved under, or the task force it belongs to."


class NotApproved(GridkeeperError):
    """A temporary body is made with the approval of the superior organisation (K-05)."""

    code = "posts.not-approved"
    text = "The temporary body “{body}” names no approving organisation."
    hint = "Type which superior organisation approved it."


class NoSuccessor(GridkeeperError):
    """Open work must go somewhere."""

    code = "posts.no-successor"
    text = "“{body}” cannot close: nobody would take on its open work."
    hint = "Name the body that takes it on."


class PersonLeft(GridkeeperError):
    """Somebody who left serves no more."""

    code = "posts.person-left"
    text = "{person} left on {left}."
    hint = "Register the person again if they have come back."


class PhoneTaken(GridkeeperError):
    """Two people rarely share a phone."""

    code = "posts.phone-taken"
    text = "The phone {phone} already belongs to {person}."
    hint = "Check the figures; if two people do share it, leave it with one of them."


class PostClosed(GridkeeperError):
    """The seat exists no more in that time."""

    code = "posts.post-closed"
    text = "The post “{post}” ends on {to}."
    hint = "Choose an earlier end, or a post that goes on."


class UnreadablePeople(GridkeeperError):
    """The file is no list of people."""

    code = "posts.unreadable-people"
    text = "This file cannot be read as a list of people."
    hint = "{reason}"

    def __init__(self, *, reason: CellProblem) -> None:
        super().__init__(reason=reason)


class SamePersonTwice(GridkeeperError):
    """A record cannot be merged into itself."""

    code = "posts.same-person-twice"
    text = "Both records are the same one of {person}."
    hint = "Name two different records."


class SeveralMeant(GridkeeperError):
    """What was typed fits several."""

    code = "posts.several-meant"
    text = "“{name}” fits several: {candidates}."
    hint = "Type the id of the one you mean."
