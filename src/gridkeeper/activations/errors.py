"""What playbooks and their activations refuse."""

from __future__ import annotations

from gridkeeper.kernel.errors import GridkeeperError


class UnknownPlaybook(GridkeeperError):
    """Neither a pack nor the district has a playbook of that name."""

    code = "activations.unknown-playbook"
    text = "There is no playbook “{name}” here."
    hint = "See what there is with: gridkeeper playbook list."


class PlaybookHasErrors(GridkeeperError):
    """What lint calls an error would go wrong in the field."""

    code = "activations.playbook-has-errors"
    text = "Playbook “{name}” has {count} {count:error|errors}; the first is: “{first}”."
    hint = "Mend the text until gridkeeper playbook lint finds no error."


class VersionTaken(GridkeeperError):
    """A version is a dated text and never changes once it is kept."""

    code = "activations.version-taken"
    text = "Version {version} of playbook “{name}” is kept already, with another text."
    hint = "Give the changed text a new version."


class OutsideJurisdiction(GridkeeperError):
    """A playbook holds where its authority does."""

    code = "activations.outside-jurisdiction"
    text = "Playbook “{name}” may be used in {jurisdiction}, not at {place}."
    hint = "Choose a unit inside, or a playbook made for this place."


class TooNarrow(GridkeeperError):
    """A playbook says the smallest level it was written for."""

    code = "activations.too-narrow"
    text = "Playbook “{name}” is written for a {level} or wider; {place} is smaller than that."
    hint = "Activate it at the unit above, or write a playbook for the smaller level."


class PackOver(GridkeeperError):
    """A rule pack whose dates are over runs in exercises only (R-06)."""

    code = "activations.pack-over"
    text = "Pack “{pack}” is not in force here and now; its playbooks can be activated in an exercise only."
    hint = "Use a pack in force, or practise in an exercise home."


class PastOwnCeiling(GridkeeperError):
    """A playbook says itself how long it may run at most, with all renewals (R-09)."""

    code = "activations.past-own-ceiling"
    text = "Playbook “{name}” may run until {ceiling} at the latest; {wanted} is later."
    hint = "Choose an earlier end; beyond it a new order with its own reasons is needed."


class NotActive(GridkeeperError):
    """Only what is in force can be stood down or renewed."""

    code = "activations.not-active"
    text = "This activation is {state}."
    hint = "Look at it with: gridkeeper activation status."


class NeedsWords(GridkeeperError):
    """A measure marked by hand says why."""

    code = "activations.needs-words"
    text = "Measure {no} at {place} was marked without a word."
    hint = "Say in a sentence what shows it, or why it is waived."


class UnknownMeasure(GridkeeperError):
    """The playbook in force has no such measure there."""

    code = "activations.unknown-measure"
    text = "No measure {no} is in force at {place}."
    hint = "Look at the board for the numbers."


class StillActive(GridkeeperError):
    """The end of an emergency comes after its stand-down (SF-08)."""

    code = "activations.still-active"
    text = "Order {number} is in force still."
    hint = "Stand it down first; the end of the emergency starts the purge."


class TemplateUnreadable(GridkeeperError):
    """A prescribed form has to be a workbook or a Word file."""

    code = "activations.template-unreadable"
    text = "“{name}” is neither a workbook (.xlsx) nor a Word file (.docx) that can be read."
    hint = "Save it as .xlsx or .docx, without macros or linked files and no larger than 2 MB, and upload it again."


class DayNotBegun(GridkeeperError):
    """A report tells what was; a zero for tomorrow would be invented (A12)."""

    code = "activations.day-not-begun"
    text = "{day} has not begun; nothing can be reported of it."
    hint = "Choose today ({today}) or a day before."


class TemplateMissing(GridkeeperError):
    """No such form was uploaded."""

    code = "activations.template-missing"
    text = "There is no report form “{name}” here."
    hint = "Upload it first, or leave the form out."
