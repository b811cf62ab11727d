"""What is wrong with this installation: each look is one function, each finding says what to do next."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg

from gridkeeper import __version__
from gridkeeper.cli.words import message_id as _
from gridkeeper.cli.words import say_in_language
from gridkeeper.kernel.errors import GridkeeperError
from gridkeeper.project import databases, health, roles
from gridkeeper.project import home as homes
from gridkeeper.project.backup import LAST
from gridkeeper.project.engine import installed_engine
from gridkeeper.project.locks import HomeLock
from gridkeeper.project.running import running_database

_LEAST_FREE_BYTES = 2 * 1024**3
_OLDEST_BACKUP = timedelta(days=7)
_CLOCK_TOLERANCE_SECONDS = 5.0


@dataclass(frozen=True, kw_only=True)
class Check:
    """One look: ``text`` and ``hint`` are message ids with ``{facts}``."""

    check: str
    ok: bool
    text: str
    hint: str = ""
    facts: dict[str, object] = field(default_factory=dict)

    def as_json(self) -> dict[str, object]:
        """The published form, in the language of the terminal."""
        hint = "" if self.ok else say_in_language(self.hint, self.facts)
        return {"check": self.check, "ok": self.ok, "text": say_in_language(self.text, self.facts), "hint": hint}


@dataclass(frozen=True)
class Patient:
    """What the looks look at."""

    home: homes.Home
    addresses: databases.Addresses
    app: psycopg.Connection
    owner: psycopg.Connection


def examine(path: Path) -> list[Check]:
    """Every check of the home at ``path``; its database is attached to or started for it. Raises HomeMissing."""
    home = homes.open(path)
    checks = [_versions(home), _disk(home), _keys(home), _backups(home)]
    try:
        with running_database(home, up_to_date=False) as addresses:
            with (
                addresses.app.connect(application="gridkeeper doctor") as app,
                addresses.owner.connect(application="gridkeeper doctor") as owner,
            ):
                patient = Patient(home=home, addresses=addresses, app=app, owner=owner)
                checks += [look(patient) for look in _LOOKS]
            checks += _looks_of_the_models(home)
    except (GridkeeperError, psycopg.Error) as error:
        said, advice = str(error).strip(), ""
        if isinstance(error, GridkeeperError):
            said, advice = (say_in_language(text, error.facts) for text in (error.text, error.hint))
        checks.append(_of("database", said="{said}", hint="{advice}", facts={"said": said, "advice": advice}))
    return checks


def _of(check: str, *, said: str, hint: str, facts: dict[str, object] | None = None) -> Check:
    return Check(check=check, ok=False, text=said, hint=hint, facts=facts or {})


def _versions(home: homes.Home) -> Check:
    facts: dict[str, object] = {
        "program": __version__,
        "python": ".".join(map(str, sys.version_info[:3])),
        "postgres": installed_engine().major,
        "kind": home.kind,
    }
    return Check(
        check="versions",
        ok=sys.version_info >= (3, 11),
        text=_("Version {program}, Python {python}, PostgreSQL programs {postgres}, home of kind {kind}."),
        hint=_("Install Python 3.11 or later."),
        facts=facts,
    )


def _disk(home: homes.Home) -> Check:
    usage = shutil.disk_usage(home.path)
    return Check(
        check="disk",
        ok=usage.free >= _LEAST_FREE_BYTES,
        text=_("{free} MB are free where the data folder lies."),
        hint=_("Make room: below 2 GB an import or a backup may fail half-way."),
        facts={"free": usage.free // 1024**2},
    )


def _keys(home: homes.Home) -> Check:
    files = [home.path / "keys" / "master.key", home.path / "secret.key"]
    open_to_others = [file.name for file in files if stat.S_IMODE(file.stat().st_mode) & 0o077]
    sound = len(home.master_key) == homes.KEY_BYTES and bool(home.secret_key)
    return Check(
        check="keys",
        ok=sound and not open_to_others,
        text=_("Both keys of the home are there.") if sound else _("A key of the home is damaged."),
        hint=_("Only their owner may read the keys: chmod 600 {files}; a damaged key comes back from the escrow file."),
        facts={"files": " ".join(open_to_others)},
    )


def _backups(home: homes.Home) -> Check:
    last = home.path / "backups" / LAST
    if home.is_exercise:
        return Check(check="backup", ok=True, text=_("An exercise needs no backup."))
    if not last.exists():
        return _of("backup", said=_("There was never a backup."), hint=_("gridkeeper backup FILE --keys KEYS"))
    made_at = datetime.fromisoformat(json.loads(last.read_text(encoding="utf-8"))["made_at"])
    return Check(
        check="backup",
        ok=datetime.now(UTC) - made_at < _OLDEST_BACKUP,
        text=_("The last backup was made at {at}."),
        hint=_("gridkeeper backup FILE --keys KEYS; once a week at least."),
        facts={"at": made_at.isoformat(timespec="minutes")},
    )


def _server(patient: Patient) -> Check:
    return Check(
        check="database",
        ok=patient.app.info.server_version >= roles.OLDEST_SERVER,
        text=_("PostgreSQL {version} answers."),
        hint=_("17 or newer is needed."),
        facts={"version": patient.app.info.parameter_status("server_version")},
    )


def _rights(patient: Patient) -> Check:
    findings = roles.app_role_findings(patient.app)
    return Check(
        check="application role",
        ok=not findings,
        text=_("The role {role} owns nothing and cannot pass row-level security.")
        if not findings
        else _("The role {role} {findings}."),
        hint=_("Let DATABASE_URL name a plain role that owns nothing."),
        facts={"role": patient.app.info.user, "findings": " and ".join(findings)},
    )


def _trigrams(patient: Patient) -> Check:
    return Check(
        check="chinese search",
        ok=roles.knows_chinese(patient.app),
        text=_("Search by Chinese name can use its index.")
        if roles.knows_chinese(patient.app)
        else _("The database's locale knows no Chinese letters: search by name has no index."),
        hint=_("Make the database with LC_CTYPE C.UTF-8 (or any UTF-8 locale) and restore a backup into it."),
    )


_OPEN_TABLES = """
SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relkind IN ('r', 'p') AND n.nspname = 'public' AND NOT c.relrowsecurity
   AND EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'unit_code' AND NOT a.attisdropped)
 ORDER BY 1
"""


def _row_security(patient: Patient) -> Check:
    bare = [row[0] for row in patient.owner.execute(_OPEN_TABLES)]
    return Check(
        check="row-level security",
        ok=not bare,
        text=_("Every table of a place is protected row by row.")
        if not bare
        else _("Tables without row-level security: {tables}."),
        hint=_("Start the server of this version once; if they stay, somebody switched it off by hand."),
        facts={"tables": ", ".join(bare)},
    )


def _clock(patient: Patient) -> Check:
    row = patient.app.execute("SELECT clock_timestamp()").fetchone()
    away = abs((row[0] - datetime.now(UTC)).total_seconds()) if row else _CLOCK_TOLERANCE_SECONDS
    return Check(
        check="clock",
        ok=away < _CLOCK_TOLERANCE_SECONDS,
        text=_("Database and program differ by {seconds} s."),
        hint=_("Set both machines' clocks by a time server (NTP)."),
        facts={"seconds": round(away, 1)},
    )


def _worker(patient: Patient) -> Check:
    lock = HomeLock(patient.home.path / "running.lock")
    served = not lock.try_take() and lock.holder().get("role") == "server"
    lock.release()
    if not served:
        return Check(check="worker", ok=True, text=_("The installation is not being served now."))
    return Check(
        check="worker",
        ok=health.health(patient.addresses.app).worker,
        text=_("The server runs; its worker is expected to beat every few seconds."),
        hint=_("The server starts a dead worker again within seconds; look at its messages if this stays."),
    )


_LOOKS: tuple[Callable[[Patient], Check], ...] = (_server, _rights, _trigrams, _row_security, _clock, _worker)


def _looks_of_the_models(home: homes.Home) -> Iterator[Check]:
    """Checks that need the models: they run in a process of their own, which reads settings for this home."""
    environment = {**os.environ, "GRIDKEEPER_HOME": str(home.path), "GRIDKEEPER_DATABASE_POOL": "0"}
    done = subprocess.run(
        [sys.executable, "-m", "gridkeeper.project.model_checks"],
        check=False,
        capture_output=True,
        text=True,
        env=environment,
    )
    if done.returncode != 0:
        said = (done.stderr.strip().splitlines() or ["no message"])[-1]
        yield _of(
            "application",
            said=_("The application does not load: {said}"),
            hint=_("Install it anew."),
            facts={"said": said},
        )
        return
    for line in json.loads(done.stdout):
        yield Check(**line)
