"""What a site refuses."""

from __future__ import annotations

from gridkeeper.kernel.errors import GridkeeperError


class UnknownSiteKind(GridkeeperError):
    """A playbook or a person names a kind of site that does not exist."""

    code = "sites.unknown-kind"
    text = "“{site}”: “{kind}” is not a kind of site."
    hint = "Choose one of: {kinds}."


class SiteNeedsName(GridkeeperError):
    """People find a site by its name."""

    code = "sites.no-name"
    text = "A site at {place} has no name."
    hint = "Write what stands on the sign, such as “East gate”."


class SiteClosed(GridkeeperError):
    """What is closed is not closed again."""

    code = "sites.closed"
    text = "“{site}” has been closed since {closed}."
    hint = "Open a new site at that place."


class NoReason(GridkeeperError):
    """People on the shifts of a site are told why it closes."""

    code = "sites.no-reason"
    text = "“{site}” is not closed without a reason."
    hint = "Say why in a few words: everybody on its shifts reads them."
