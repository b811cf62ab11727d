"""The process that fills an exercise home with the invented district and writes down its sign-ins; ends when done."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any, Final

WAITING: Final = ".new"
"""Ending of the sign-ins that are written down before the load commits."""


def load(sign_ins_file: Path) -> None:
    """Load, then write ``demo.json``: the sign-ins by role."""
    import django

    django.setup()
    from gridkeeper.access.actors import system_actor
    from gridkeeper.clocks.queries import home_time
    from gridkeeper.exercises.commands import load_demo

    load_demo(
        actor=system_actor("demo"),
        now=home_time().now,
        say=_say,
        keep=lambda sign_ins: _write_down(sign_ins, sign_ins_file.with_suffix(WAITING)),
    )
    # The file appears when all is done. What was cut off before the commit is begun again, afterwards it is finished.
    sign_ins_file.with_suffix(WAITING).replace(sign_ins_file)


def _write_down(sign_ins: dict[str, Any], file: Path) -> None:
    file.unlink(missing_ok=True)
    file.touch(mode=0o600)
    with file.open("w", encoding="utf-8") as opened:
        opened.write(json.dumps(sign_ins, ensure_ascii=False, indent=2) + "\n")
        opened.flush()
        os.fsync(opened.fileno())


def _say(text: str) -> None:
    print(f"gridkeeper: {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gridkeeper.project.settings")
    load(Path(sys.argv[1]))
