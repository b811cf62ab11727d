"""What is wrong with a command line as typed is said in the language of the terminal, with exit code 2."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator

import click
import pytest

from gridkeeper.cli.lazy import LazyGroup
from gridkeeper.cli.main import NOUNS
from gridkeeper.cli.words import translated
from gridkeeper.project.entry import VERBS


def typed(*arguments: str, language: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "LC_ALL": language, "GRIDKEEPER_HOME": "/nonexistent"}
    environment.pop("LANGUAGE", None)
    line = [sys.executable, "-m", "gridkeeper.project.entry", *arguments]
    return subprocess.run(line, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("arguments", "chinese", "english"),
    [
        (["nonsense"], "没有命令 'nonsense'", "No such command 'nonsense'"),
        (["territory", "show"], "缺少参数 'UNIT'", "Missing argument 'UNIT'"),
        (["audit", "verify", "--wrong"], "没有选项 '--wrong'", "No such option '--wrong'"),
        (["clock", "advance", "soon"], "“soon”不是时长", "“soon” is not a length of time"),
        (["restore", "no-such.zip"], "文件 'no-such.zip' 不存在", "'no-such.zip' does not exist"),
    ],
)
def test_wrong_usage_is_said_in_the_language_of_the_terminal(arguments: list[str], chinese: str, english: str) -> None:
    for language, words in (("zh_CN.UTF-8", chinese), ("en_GB.UTF-8", english)):
        said = typed(*arguments, language=language)
        assert (said.returncode, words in said.stderr) == (2, True), said.stderr


def test_the_kind_of_what_is_not_found_is_a_word_of_the_readers_language(cli, db, monkeypatch) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    said = cli("order", "show", "NOTHING", "--json")
    assert (said.code, "order" in said.data["refused"]["text"]) == (1, False)


def members(command: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    yield name, command
    for key, member in getattr(command, "commands", {}).items():
        yield from members(member, f"{name} {key}")


@pytest.mark.parametrize("noun", [*NOUNS, *VERBS])
def test_the_help_of_every_command_and_option_is_chinese_in_a_chinese_terminal(
    noun: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    group = LazyGroup(members={**NOUNS, **VERBS})
    found = group.get_command(click.Context(group), noun)
    assert found is not None
    assert re.search("[一-鿿]", translated({**NOUNS, **VERBS}[noun].help))
    for name, command in members(found, noun):
        said = [command.help, *(option.help for option in command.params if isinstance(option, click.Option))]
        assert all(re.search("[一-鿿]", words) for words in said if words), (name, said)


def test_help_read_in_chinese_leaves_it_english_for_the_next_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    group, said = LazyGroup(members=NOUNS), []
    for language in ("zh_CN.UTF-8", "en_GB.UTF-8"):
        monkeypatch.setenv("LC_ALL", language)
        command = group.get_command(click.Context(group), "clock")
        said.append(command.help if command else "")
    assert said[1] == "The time of this home; in an exercise: set, advance, run faster."
    assert said[0] != said[1]
