"""The process that fills an exercise home with the invented district and writes down its sign-ins; ends when done."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path


def load(sign_ins_file: Path) -> None:
    """Load, then write ``demo.json``: the sign-ins by role."""
    import django

    django.setup()
    from gridkeeper.access.actors import system_actor
    from gridkeeper.clocks.queries import home_time
    from gridkeeper.exercises.commands import load_demo

    sign_ins = dict(load_demo(actor=system_actor("demo"), now=home_time().now, say=_say))
    fresh = sign_ins_file.with_suffix(".new")
    fresh.touch(mode=0o600)
    fresh.write_text(json.dumps(sign_ins, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    # The file appears when all is done: a load that was cut off is begun again.
    fresh.replace(sign_ins_file)


def _say(text: str) -> None:
    print(f"gridkeeper: {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gridkeeper.project.settings")
    load(Path(sys.argv[1]))
