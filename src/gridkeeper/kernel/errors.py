"""The one family of refusals: a code for machines, a sentence with the facts, and the next step."""

from __future__ import annotations

from typing import Any, ClassVar

from gridkeeper.kernel.filling import filled


class GridkeeperError(Exception):
    """Something was refused. Subclasses say what, with the facts, and how to mend it.

    ``text`` and ``hint`` are English message ids with ``{named}`` facts; a face translates the id first
    and fills in the facts afterwards, so that one refusal reads well in every language.
    """

    code: ClassVar[str] = "refused"
    text: ClassVar[str] = "This was refused."
    hint: ClassVar[str] = ""

    def __init__(self, **facts: Any) -> None:
        self.facts = facts
        super().__init__(self.message)

    def __reduce__(self) -> tuple[Any, ...]:
        """As it is copied and sent between processes: by its facts, not by the words of its making."""
        return _made_again, (type(self), self.args, self.__dict__)

    @property
    def message(self) -> str:
        """The sentence in English, facts filled in."""
        return filled(self.text, self.facts)

    @property
    def advice(self) -> str:
        """The next step in English, facts filled in; empty where there is none."""
        return filled(self.hint, self.facts)


def _made_again(kind: type[GridkeeperError], said: tuple[Any, ...], facts: dict[str, Any]) -> GridkeeperError:
    again = kind.__new__(kind, *said)
    again.__dict__.update(facts)
    return again


class Forbidden(GridkeeperError):
    """The actor holds no post that allows this here."""

    code = "access.forbidden"
    text = "Your posts do not allow “{permission}” at {place}."
    hint = "Ask the person responsible for {place}, or sign in with a post that allows it."


class NotFound(GridkeeperError):
    """Nothing of that kind is visible to this actor."""

    code = "not-found"
    text = "There is no {kind} “{name}” that you may see."
    hint = "Check the spelling, or search by name, alias or pinyin initials."


class TooMuchText(GridkeeperError):
    """A text is longer than its field."""

    code = "too-much-text"
    text = "{field}: {length} characters; at most {most} can be kept."
    hint = "Say it in fewer words; details belong in the document."


class NoWriting(GridkeeperError):
    """A text holds a sign that nobody can see and that changes how the rest reads, or that cannot be kept at all."""

    code = "no-writing"
    text = "{field}: the text holds a sign that cannot be seen ({sign})."
    hint = "Type the text anew instead of copying it."


class CannotBeKept(GridkeeperError):
    """The database does not take a value: too long, too large, or no text."""

    code = "cannot-be-kept"
    text = "Something in this is longer, larger or other than can be kept; nothing was changed."
    hint = "Look through long texts, figures, dates and what was copied from elsewhere."


class Malformed(GridkeeperError):
    """A value has the wrong form."""

    code = "malformed"
    text = "{field}: “{value}” is not {expected}."
    hint = "Write it like {example}."
