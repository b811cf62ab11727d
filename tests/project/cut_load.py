"""Load the demo and die between the commit and the file of sign-ins, as a power cut would: ``cut_load.py FILE``."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from unittest.mock import patch


def main(file: Path) -> None:
    """What `project.load_demo` does; the rename is the first thing after the commit."""
    from gridkeeper.project.load_demo import load

    with patch.object(Path, "replace", lambda *_: os.kill(os.getpid(), signal.SIGKILL)):
        load(file)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gridkeeper.project.settings")
    main(Path(sys.argv[1]))
