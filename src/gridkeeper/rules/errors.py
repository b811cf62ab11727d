"""Refusals of the rules: inputs a table does not take, rows the engine skips, no rule in force, two in force."""

from __future__ import annotations

from gridkeeper.kernel.errors import GridkeeperError


class InputMissing(GridkeeperError):
    """A decision was asked without one of the table's inputs."""

    code = "rules.input.missing"
    text = "The rule table “{table}” needs “{name}”."
    hint = "Give a value for “{name}”: {expected}."


class InputUnknown(GridkeeperError):
    """A decision was asked with an input the table does not have."""

    code = "rules.input.unknown"
    text = "The rule table “{table}” does not ask for “{name}”."
    hint = "Leave it out, or write it like {nearest}."


class InputIllTyped(GridkeeperError):
    """An input has the wrong type or lies outside what the table takes."""

    code = "rules.input.ill-typed"
    text = "The rule table “{table}” cannot use “{value}” as “{name}”."
    hint = "Give a value for “{name}”: {expected}."


class AnswerIllTyped(GridkeeperError):
    """A formula of a row gives something that its answer does not take."""

    code = "rules.answer.ill-typed"
    text = "Rule {rule} of the table “{table}” gives “{value}” for “{name}”."
    hint = "Mend the formula of {rule}; it must give: {expected}."


class RowSkipped(GridkeeperError):
    """The engine did not answer with the row that its own cells call for."""

    code = "rules.row.skipped"
    text = "Rule {expected} of the table “{table}” fits, and the engine answered with {answered}."
    hint = "Do not use this decision; run “gridkeeper pack lint” on the table and report what it says."


class ConditionBroken(GridkeeperError):
    """A condition cannot be worked out for these inputs, or is neither true nor false."""

    code = "rules.condition.broken"
    text = "The condition “{condition}” of rule {rule} in the table “{table}” cannot be worked out: {reason}."
    hint = "Write it so that it is true or false for every input; “gridkeeper pack lint” tries it."


class NoRuleInForce(GridkeeperError):
    """No rule pack is in force for a topic on a day at a place."""

    code = "rules.none-in-force"
    text = "No rule for “{topic}” is in force on {as_of} at {place}."
    hint = "Rules for it are known for: {known}."


class RulesOverlap(GridkeeperError):
    """Two rule packs rule the same topic for the same jurisdiction on the same day (K-14)."""

    code = "rules.overlap"
    text = "“{one}” and “{other}” both rule “{topic}” on {as_of} for the jurisdiction “{jurisdiction}”."
    hint = "End the older pack on the day before the newer one begins."


class ExchangeUnreadable(GridkeeperError):
    """A file that should hold a rule table is no workbook of one, or no decision of one table."""

    code = "rules.exchange.unreadable"
    text = "{file} holds no rule table: {reason}."
    hint = "Export a table first and keep its sheet, columns and marks as they are."
