"""The catalogue tool: what it finds, what it keeps, what it names as missing."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

TOOL = Path(__file__).resolve().parents[2] / "tools" / "compile_messages.py"
PYTHON = """
class Late(GridkeeperError):
    code = "late"
    text = "{name} is late."
    hint = "Call {name}."

class Mood(TextChoices):
    GOOD = "good", "In good spirits"
    VERY_BAD = "very-bad"

def say():
    return ngettext("{n} cup", "{n} cups", 2) + pgettext("drink", "port") + _("tea")
"""
TEMPLATE = """{% load i18n %}  {% trans "soup" %}
    {% blocktrans with n=x %}{{ n }} bowls{% endblocktrans %} {{ x|default:_("none") }}
"""


@pytest.fixture
def tool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    spec = importlib.util.spec_from_file_location("compile_messages", TOOL)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "compile_messages", module)
    spec.loader.exec_module(module)
    room = tmp_path / "kitchen"
    (room / "templates").mkdir(parents=True)
    (room / "menu.py").write_text(PYTHON, encoding="utf-8")
    (room / "templates" / "menu.html").write_text(TEMPLATE, encoding="utf-8")
    monkeypatch.setattr(module, "SOURCE", tmp_path)
    return module


def _catalogue(tool: ModuleType) -> Path:
    path: Path = tool.catalogue_path(tool.SOURCE / "kitchen")
    return path


def test_it_finds_calls_refusals_choices_and_templates(tool: ModuleType) -> None:
    tool.main(["--extract", "kitchen"])
    found = {message.id for message in tool.read(_catalogue(tool)) if message.id}
    refusals = {"{name} is late.", "Call {name}."}
    choices = {"In good spirits", "Very Bad"}
    assert found == refusals | choices | {("{n} cup", "{n} cups"), "port", "tea", "soup", "%(n)s bowls", "none"}


def test_extracting_again_keeps_translations_and_drops_what_is_gone(tool: ModuleType) -> None:
    tool.main(["--extract", "kitchen"])
    path = _catalogue(tool)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('msgid "tea"\nmsgstr ""', 'msgid "tea"\nmsgstr "茶"'), encoding="utf-8")
    (tool.SOURCE / "kitchen" / "templates" / "menu.html").unlink()
    tool.main(["--extract", "kitchen"])
    kept = tool.read(path)
    assert kept["tea"].string == "茶"
    assert kept.get("soup") is None


def test_extracting_twice_changes_nothing(tool: ModuleType) -> None:
    tool.main(["--extract", "kitchen"])
    first = _catalogue(tool).read_bytes()
    tool.main(["--extract", "kitchen"])
    assert _catalogue(tool).read_bytes() == first


def test_the_check_names_each_gap_and_fails(tool: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    tool.main(["--extract", "kitchen"])
    assert tool.main(["--check", "kitchen"]) == 1
    assert "kitchen/menu.py: not translated: tea" in capsys.readouterr().err


def test_the_console_is_wholly_translated() -> None:
    spec = importlib.util.spec_from_file_location("compile_messages_here", TOOL)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["compile_messages_here"] = module
    spec.loader.exec_module(module)
    assert module.room_gaps(module.SOURCE / "console") == []
