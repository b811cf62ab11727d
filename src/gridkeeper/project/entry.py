"""What the installed command ``gridkeeper`` runs: the command line, with the doors of this installation."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gridkeeper.cli import main
from gridkeeper.cli.lazy import Lazy

VERBS: dict[str, Lazy] = {
    "serve": Lazy("gridkeeper.project.verbs:serve", "Run the installation: database, web server and worker."),
    "demo": Lazy("gridkeeper.project.verbs:demo", "Run an invented district as an exercise."),
    "doctor": Lazy("gridkeeper.project.verbs:doctor", "Look at the installation and say what is wrong."),
    "backup": Lazy("gridkeeper.project.verbs:backup", "Write the data, and apart from it the keys, to files."),
    "restore": Lazy("gridkeeper.project.verbs:restore", "Fill a fresh data folder from a backup."),
}


class Installation:
    """Opens homes for commands."""

    @contextmanager
    def open_home(self, path: Path) -> Iterator[None]:
        """Attach to the running database of the home at ``path``, or start it for the block; models are usable inside.

        Raises HomeMissing and what a database may refuse.
        """
        # Nothing heavy at the top of this module: help and the pure commands never need a database.
        from gridkeeper.project import home as homes
        from gridkeeper.project.running import running_database

        home = homes.open(path)
        with running_database(home):
            prepare_django(home.path)
            yield


def prepare_django(path: Path) -> None:
    """Load the models against the home at ``path``, without a pool: a command has one connection."""
    os.environ["GRIDKEEPER_HOME"] = str(path)
    os.environ["GRIDKEEPER_DATABASE_POOL"] = "0"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gridkeeper.project.settings")
    import django

    django.setup()


def run() -> None:
    """The console script."""
    main.run(doors=Installation(), more=VERBS)


if __name__ == "__main__":
    run()
