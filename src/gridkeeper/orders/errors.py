"""What orders and proposals refuse."""

from __future__ import annotations

from gridkeeper.kernel.errors import GridkeeperError


class SamePerson(GridkeeperError):
    """Two people decide (R-08, SF-12)."""

    code = "orders.same-person"
    text = "“{title}” was proposed by {login}; the same person cannot approve it."
    hint = "Ask a colleague with the right to approve at {place}."


class NotPending(GridkeeperError):
    """Somebody decided already."""

    code = "orders.not-pending"
    text = "Proposal {code} is {state}, not waiting any more."
    hint = "Look at its result with: gridkeeper order show."


class NoEnd(GridkeeperError):
    """Every order expires (R-09)."""

    code = "orders.no-end"
    text = "Order {number} needs an end after its beginning ({begins})."
    hint = "Give a moment at most {days} days later."


class DateUnlikely(GridkeeperError):
    """A document is written before it is in force; its date cannot put the end off (R-09), nor lie in another age."""

    code = "orders.date-unlikely"
    text = "Order {number} is dated {issued}; no paper is more than a day ahead of now, or older than ten years."
    hint = "Give the day that stands on the paper; an order runs from there, at most {days} days."


class PastCeiling(GridkeeperError):
    """Beyond the hard ceiling a new order is needed (R-09)."""

    code = "orders.past-ceiling"
    text = "Order {number} may run until {ceiling} at the latest; {wanted} is later."
    hint = "Renew until {ceiling}, then issue a new order with its own reasons."


class NoLegalBasis(GridkeeperError):
    """A power needs a ground that a person typed (R-06)."""

    code = "orders.no-legal-basis"
    text = "Order {number} names no legal basis."
    hint = "Type the law or decision it rests on."


class StaleReason(GridkeeperError):
    """Each renewal needs a fresh reason (R-09)."""

    code = "orders.stale-reason"
    text = "This reason was given for an earlier renewal of order {number}."
    hint = "Say what is new since then."


class NotInForce(GridkeeperError):
    """Only an order in force can be renewed or ended."""

    code = "orders.not-in-force"
    text = "Order {number} is {state}."
    hint = "Issue a new order if the power is still needed."


class NumberTaken(GridkeeperError):
    """One number, one document."""

    code = "orders.number-taken"
    text = "{issued_by} has already issued an order {number}."
    hint = "Check the number; the existing order can be looked up under it."


class DocumentUnreadable(GridkeeperError):
    """An order file is a list of lines, each a name and what it says."""

    code = "orders.document-unreadable"
    text = "“{file}” is no order file: it cannot be read as YAML."
    hint = "Write one line a field, such as: number: 迎令〔2022〕1号."


class DocumentNotWords(GridkeeperError):
    """What an order file says of a field is words, not a list."""

    code = "orders.document-not-words"
    text = "“{file}” says something other than a text for “{field}”."
    hint = "Write one line: {field}: ..."


class DocumentIncomplete(GridkeeperError):
    """An order rests on a document, and nothing of it is filled in by the system (R-06)."""

    code = "orders.document-incomplete"
    text = "“{file}” does not say “{field}”."
    hint = "Add a line: {field}: ..."
