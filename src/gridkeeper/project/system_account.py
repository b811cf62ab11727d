"""The unprivileged account that runs PostgreSQL when the program itself was started as root."""

from __future__ import annotations

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path

from gridkeeper.project import errors

_CANDIDATES = ("postgres", "nobody")


@dataclass(frozen=True)
class SystemAccount:
    """A user and group id of this machine; ``foreign`` is true when it is not the account that started us."""

    name: str
    uid: int
    gid: int
    foreign: bool

    @property
    def popen_options(self) -> dict[str, object]:
        """Arguments that make ``subprocess`` run a child as this account (empty for our own)."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.foreign else {}

    def can_pass(self, folder: Path) -> bool:
        """True when this account may walk through ``folder`` and every folder above it."""
        return not self.foreign or self._test("-x", folder)

    def can_read(self, file: Path) -> bool:
        """True when this account may read ``file`` where it lies."""
        return not self.foreign or self._test("-r", file)

    def own(self, path: Path) -> None:
        """Hand one file or folder of ours to this account."""
        if self.foreign:
            os.chown(path, self.uid, self.gid)

    def _test(self, question: str, path: Path) -> bool:
        # Asked of the kernel as that account rather than worked out from mode bits: access lists count too.
        asked = subprocess.run(
            ["/usr/bin/test", question, str(path)], check=False, cwd="/", user=self.uid, group=self.gid, extra_groups=[]
        )
        return asked.returncode == 0


def database_account() -> SystemAccount:
    """Our own account, or as root the first unprivileged one there is. Raises NoSystemAccount."""
    if os.geteuid() != 0:
        ours = pwd.getpwuid(os.geteuid()) if _is_known(os.geteuid()) else None
        return SystemAccount(ours.pw_name if ours else "", os.geteuid(), os.getegid(), foreign=False)
    for name in _CANDIDATES:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return SystemAccount(name, entry.pw_uid, entry.pw_gid, foreign=True)
    raise errors.NoSystemAccount()


def _is_known(uid: int) -> bool:
    try:
        pwd.getpwuid(uid)
    except KeyError:
        return False
    return True
