"""What the rights desk refuses."""

from __future__ import annotations

from gridkeeper.kernel.errors import GridkeeperError


class StillServing(GridkeeperError):
    """A person in post is not erased under their colleagues' feet."""

    code = "access.still-serving"
    text = "{person} still holds {count} posts; end them before erasing the record."
    hint = "Let the person leave first; their posts then show as vacant."


class AlreadyAnswered(GridkeeperError):
    """The request has its answer."""

    code = "access.already-answered"
    text = "This request was answered on {answered}."
    hint = "File a new request if something is still missing."


class CertificateDoesNotHold(GridkeeperError):
    """A purge whose verification found something is not certified."""

    code = "access.certificate"
    text = "The purge left {count} traces: {where}."
    hint = "Look at the findings, remove what is named, and run the purge again."
