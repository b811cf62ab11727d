"""What a case refuses."""

from __future__ import annotations

from gridkeeper.kernel.errors import GridkeeperError


class AlreadyMoved(GridkeeperError):
    """Somebody was faster, or the step does not follow."""

    code = "cases.already-moved"
    text = "{number} is “{state}” now; “{wanted}” does not follow from that."
    hint = "Open it again and look at what happened since."


class OwnWork(GridkeeperError):
    """Nobody verifies their own work (K-04, SF-12)."""

    code = "cases.own-work"
    text = "You resolved {number} yourself; somebody else has to verify it."
    hint = "Ask a colleague at {place} to look and confirm."


class OutOfOrder(GridkeeperError):
    """Time does not go backwards along the chain (K-09, R-07)."""

    code = "cases.out-of-order"
    text = "{happened} lies before the step before it ({before})."
    hint = "Correct the time; the order of the steps is fixed."


class LateNeedsReason(GridkeeperError):
    """A late entry says why (K-09, R-07)."""

    code = "cases.late-needs-reason"
    text = "This happened at {happened}, long before it is recorded ({recorded})."
    hint = "Say why it is recorded late."


class NoEvidence(GridkeeperError):
    """Done is said with words or a picture."""

    code = "cases.no-evidence"
    text = "{number} cannot be resolved without a word on what was done."
    hint = "Write one sentence."


class ClosesByItself(GridkeeperError):
    """Danger to life is over when it is seen to be over, not when somebody says so (SF-20, A13)."""

    code = "cases.closes-by-itself"
    text = "{number} is about danger to life; it closes by itself once the place has been checked and found safe."
    hint = "Go there, mend it, check it again and record that check."
