"""What is wrong with a command line as typed is said in the language of the terminal, with exit code 2."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest


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
