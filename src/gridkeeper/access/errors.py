"""What the rights desk refuses."""

from __future__ import annotations

from gridkeeper.kernel.errors import GridkeeperError


class StillServing(GridkeeperError):
    """A person in post is not erased under their colleagues' feet."""

    code = "access.still-serving"
    text = "{person} still holds {count} {count:post|posts}; end {count:it|them} before erasing the record."
    hint = "Let the person leave first; their posts then show as vacant."


class AlreadyAnswered(GridkeeperError):
    """The request has its answer."""

    code = "access.already-answered"
    text = "This request was answered on {answered}."
    hint = "File a new request if something is still missing."


class BeyondReach(GridkeeperError):
    """A sign-in opens everything its owner's posts open."""

    code = "access.beyond-reach"
    text = "{person} also holds a post at {place}, outside your reach."
    hint = "Ask the desk of {place} to invite this person."


class SeveralMeant(GridkeeperError):
    """A name fits more than one person."""

    code = "access.several-meant"
    text = "“{name}” fits several people: {people}."
    hint = "Give the id or the phone of the one you mean."


class NoRecordOfYou(GridkeeperError):
    """An account without a person behind it."""

    code = "access.no-record-of-you"
    text = "“{login}” belongs to no person on record here."
    hint = "The desk that keeps your record can link it to your account."


class ImportBrokeOff(GridkeeperError):
    """The worker took a list up several times and never came to its end."""

    code = "access.import-broke-off"
    text = "The import broke off again and again; nothing of this list was written."
    hint = "Send it in smaller parts; whoever looks after the installation finds the cause in the worker's log."
