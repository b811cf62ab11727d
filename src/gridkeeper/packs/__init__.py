"""Packs: folders of rule tables, checklists, notices, playbooks and their tests, found where they are installed.

Owns how a pack folder is laid out, read, linted and tested. Refuses to know what a pack is about, to keep anything, and
to import what lies above the pure floor; a pack is data, and Python only where a formula needs it.
"""

from __future__ import annotations

from gridkeeper.packs.checks import CaseResult, run_pack_tests
from gridkeeper.packs.installed import installed_packs
from gridkeeper.packs.lint import lint_pack
from gridkeeper.packs.load import load_pack, loaded_packs, loaded_rules, read_pack
from gridkeeper.packs.pack import Checklist, ChecklistItem, NoticeText, Pack, PackCase, PlaybookText

__all__ = [
    "CaseResult",
    "Checklist",
    "ChecklistItem",
    "NoticeText",
    "Pack",
    "PackCase",
    "PlaybookText",
    "installed_packs",
    "lint_pack",
    "load_pack",
    "loaded_packs",
    "loaded_rules",
    "read_pack",
    "run_pack_tests",
]
