"""The house keeps its shape: what the import linter cannot see, read from the code itself."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "gridkeeper"
FACES = {"console", "portal", "field", "api", "cli", "project"}
CLOCK_ROOMS = FACES | {"clocks"}
PURE = {"kernel", "planning", "rules", "formats", "playbooks", "synthetic", "packs"}
MOST_LINES = 400
LONGEST_FUNCTION = 60
LONGEST_KERNEL = 80
"""A compiled kernel is one nest of loops over shared arrays; cutting it up costs more than it explains."""


@cache
def modules() -> list[Path]:
    return sorted(path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)


def room_of(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def most_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    compiled = any("njit" in ast.unparse(decorator) for decorator in node.decorator_list)
    return LONGEST_KERNEL if compiled else LONGEST_FUNCTION


def imported_by(node: ast.Import | ast.ImportFrom) -> list[str]:
    return [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]


def named(path: Path, line: int, what: str) -> str:
    return f"{path.relative_to(ROOT)}:{line} {what}"


def test_every_module_says_in_one_docstring_what_it_is() -> None:
    assert [str(path.relative_to(ROOT)) for path in modules() if not ast.get_docstring(tree_of(path))] == []


def test_no_file_holds_a_second_idea() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in modules()
        if (lines := path.read_text(encoding="utf-8").count("\n")) > MOST_LINES
    }
    assert long == {}


def test_functions_stay_short() -> None:
    long = [
        named(path, node.lineno, f"{node.name} has {node.end_lineno - node.lineno + 1} lines")
        for path in modules()
        for node in functions(tree_of(path))
        if node.end_lineno and node.end_lineno - node.lineno + 1 > most_lines(node)
    ]
    assert long == []


def test_nothing_below_the_faces_reads_a_clock() -> None:
    read = [
        named(path, node.lineno, ast.unparse(node))
        for path in modules()
        if room_of(path) not in CLOCK_ROOMS
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) in {"datetime.now", "datetime.utcnow", "timezone.now", "date.today", "time.time"}
    ]
    assert read == []


def test_the_pure_floor_reads_no_settings_and_no_environment() -> None:
    read = [
        named(path, node.lineno, ast.unparse(node))
        for path in modules()
        if room_of(path) in PURE
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute) and ast.unparse(node) in {"os.environ", "os.getenv"}
    ]
    assert read == []


def test_no_command_translates() -> None:
    translating = [
        str(path.relative_to(ROOT))
        for path in modules()
        if room_of(path) not in FACES
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
    ]
    assert translating == []


@pytest.mark.parametrize("layer", ["commands", "queries"])
def test_public_acts_and_questions_take_names_and_explain_themselves(layer: str) -> None:
    wrong = []
    for path in modules():
        if layer not in path.with_suffix("").parts:
            continue
        for node in tree_of(path).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                if not ast.get_docstring(node):
                    wrong.append(named(path, node.lineno, f"{node.name} has no docstring"))
                if len(node.args.args) >= 3:
                    wrong.append(named(path, node.lineno, f"{node.name} takes three arguments by position"))
    assert wrong == []


def test_no_silent_catch() -> None:
    silent = [
        named(path, node.lineno, "catches and says nothing")
        for path in modules()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) in {"Exception", "BaseException"})
        and all(isinstance(line, ast.Pass) for line in node.body)
    ]
    assert silent == []


def test_a_command_does_not_wait_for_libraries_that_only_an_import_or_a_map_needs(tmp_path: Path) -> None:
    look = (
        "import django, sys; django.setup(); "
        "print(*sorted({'numpy', 'shapely', 'openpyxl', 'xlsxwriter', 'docx', 'numba', 'ortools'} & set(sys.modules)))"
    )
    told = {**os.environ, "GRIDKEEPER_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "gridkeeper.project.settings"}
    for key in ("DATABASE_URL", "DATABASE_OWNER_URL"):
        told.pop(key, None)
    done = subprocess.run([sys.executable, "-c", look], check=True, capture_output=True, text=True, env=told)
    assert done.stdout.split() == []


def test_stories_are_told_through_doors_only() -> None:
    """What a story imports from a room, no user can do: commands, addresses and browsers are the doors."""
    reached = [
        named(path, node.lineno, ast.unparse(node))
        for path in sorted((ROOT / "tests" / "stories").rglob("*.py"))
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Import | ast.ImportFrom)
        and any(name.split(".")[0] == "gridkeeper" for name in imported_by(node))
    ]
    assert reached == []
