"""What the command-line library says about wrong usage, in the language of the terminal.

The library asks Python's own catalogues. Bound to ours, its sentences come from this room's translations; the ids below
are its own, so they must not change here.
"""

from __future__ import annotations

import copy
import gettext
import inspect
import os
from pathlib import Path

import click

from gridkeeper.cli.words import say_in_language, translated, wants_chinese


def _(text: str) -> str:
    return text


def ngettext(one: str, many: str) -> tuple[str, str]:
    """Mark a sentence with its plural."""
    return one, many


THEIRS = (
    _("Usage:"),
    _("Options"),
    _("Commands"),
    _("Error: {message}"),
    _("Try '{command} {option}' for help."),
    _("Show this message and exit."),
    _("Show the version and exit."),
    _("Invalid value: {message}"),
    _("Invalid value for {param_hint}: {message}"),
    _("Missing argument"),
    _("Missing option"),
    _("Missing parameter"),
    _("Missing command."),
    _("No such command {name!r}."),
    _("No such option {name!r}."),
    ngettext("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)"),
    ngettext("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})"),
    ngettext("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments."),
    ngettext("{value!r} is not {choice}.", "{value!r} is not one of {choices}."),
    _("Option {name!r} does not take a value."),
    _("Choose from:\n\t{choices}"),
    _("Could not open file {filename!r}: {message}"),
    _("directory"),
    _("file"),
    _("path"),
    _("{name} {filename!r} does not exist."),
    _("{name} {filename!r} is a directory."),
    _("{name} {filename!r} is a file."),
    _("{name} {filename!r} is not readable."),
    _("{name} {filename!r} is not writable."),
    _("{value!r} is not a valid {number_type}."),
    _("{value!r} is not a valid UUID."),
    _("{value} is not in the range {range}."),
    _("default: {default}"),
    _("required"),
    _("Aborted!"),
)


def speak_the_terminals_language() -> None:
    """Let the library say usage errors and the frame of its help in Chinese where the terminal asks for it."""
    if not wants_chinese():
        return
    # Python looks for folders of the terminal's locale (zh_CN, zh); ours is named after the script.
    os.environ["LANGUAGE"] = "zh_Hans"
    gettext.bindtextdomain("django", Path(__file__).parent / "locale")
    gettext.textdomain("django")


def spoken(command: click.Command) -> click.Command:
    """The command with its help, and that of its options and members, in the language of the terminal.

    A copy: the words that were written stay the ids of their translations.
    """
    if not wants_chinese():
        return command
    told = copy.copy(command)
    told.help = translated(inspect.cleandoc(command.help or ""))
    told.params = [_spoken_option(each) for each in command.params]
    if isinstance(told, click.Group) and isinstance(command, click.Group):
        told.commands = {name: spoken(member) for name, member in command.commands.items()}
    return told


def _spoken_option(parameter: click.Parameter) -> click.Parameter:
    if not isinstance(parameter, click.Option) or not parameter.help:
        return parameter
    told = copy.copy(parameter)
    told.help = translated(inspect.cleandoc(parameter.help))
    return told


def wrong_use(message: str, **facts: object) -> click.UsageError:
    """A refusal of a command line as typed (exit code 2), in the language of the terminal."""
    return click.UsageError(say_in_language(message, facts))
