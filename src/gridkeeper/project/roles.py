"""The two roles of a database: an owner that makes tables, and an application role that owns nothing."""

from __future__ import annotations

from typing import LiteralString

import psycopg
from psycopg import sql

from gridkeeper.project import errors

OWNER = "gk_owner"
APP = "gk_app"
DATABASE = "gridkeeper"
EXTENSIONS: tuple[LiteralString, ...] = ("pg_trgm", "btree_gist")
OLDEST_SERVER = 170000
# Four characters of an invented name (生成): empty when the locale knows no Chinese letters.
TRIGRAM_PROBE = "SELECT cardinality(public.show_trgm('张伟强')) > 0"


def provision_cluster(superuser: psycopg.Connection, *, database: str = DATABASE) -> bool:
    """Make both roles and the database where they are missing; True when the database is new.

    ``superuser`` is an autocommit connection to the maintenance database.
    """
    for role in (OWNER, APP):
        if not _one(superuser, "SELECT count(*) FROM pg_roles WHERE rolname = %s", role):
            superuser.execute(
                sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS").format(
                    sql.Identifier(role)
                )
            )
    if _one(superuser, "SELECT count(*) FROM pg_database WHERE datname = %s", database):
        return False
    superuser.execute(
        sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0").format(
            sql.Identifier(database), sql.Identifier(OWNER)
        )
    )
    return True


def provision_database(superuser: psycopg.Connection) -> None:
    """Inside the database: the extensions, and what the owner makes becomes usable by the application role."""
    add_extensions(superuser)
    superuser.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(sql.Identifier(OWNER)))
    grant_defaults(superuser, owner=OWNER, app=APP)


def add_extensions(connection: psycopg.Connection) -> None:
    """Add the extensions that are missing; all are trusted, so the owner of a database may."""
    for extension in EXTENSIONS:
        connection.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension)))


def grant_defaults(connection: psycopg.Connection, *, owner: str, app: str) -> None:
    """Let ``app`` use (never own) whatever ``owner`` makes from now on; rooms take away what goes too far."""
    for privilege, kind in _DEFAULTS:
        connection.execute(
            sql.SQL("ALTER DEFAULT PRIVILEGES FOR ROLE {} GRANT {} ON {} TO {}").format(
                sql.Identifier(owner), sql.SQL(privilege), sql.SQL(kind), sql.Identifier(app)
            )
        )
    connection.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(sql.Identifier(app)))


_DEFAULTS: tuple[tuple[LiteralString, LiteralString], ...] = (
    ("SELECT, INSERT, UPDATE, DELETE", "TABLES"),
    ("USAGE, SELECT", "SEQUENCES"),
    ("EXECUTE", "FUNCTIONS"),
    ("USAGE", "SCHEMAS"),
    ("USAGE", "TYPES"),
)


def app_role_findings(connection: psycopg.Connection) -> list[str]:
    """Why the role of this connection is too strong to be held by row-level security; empty when it is not."""
    found = connection.execute(_RIGHTS).fetchone()
    assert found is not None, "pg_roles always knows the current role"
    is_superuser, bypasses, owned, owner_member = found
    findings = []
    if is_superuser:
        findings.append("is a superuser")
    if bypasses:
        findings.append("may bypass row-level security")
    if owned:
        findings.append(f"owns {owned} tables")
    if owner_member:
        findings.append("is a member of a role that owns tables")
    return findings


_RIGHTS = """
SELECT r.rolsuper, r.rolbypassrls,
       (SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE c.relowner = r.oid AND c.relkind IN ('r', 'p') AND n.nspname NOT LIKE 'pg\\_%%'),
       NOT r.rolsuper AND EXISTS (SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE c.relkind IN ('r', 'p') AND n.nspname NOT LIKE 'pg\\_%%' AND n.nspname <> 'information_schema'
           AND c.relowner <> r.oid AND pg_has_role(r.oid, c.relowner, 'MEMBER'))
  FROM pg_roles r WHERE r.rolname = current_user
""".replace("%%", "%")


def require_sound_database(app: psycopg.Connection) -> None:
    """Refuse a server that is too old or an application role that is too strong (DatabaseTooOld, AppRoleTooStrong)."""
    if app.info.server_version < OLDEST_SERVER:
        raise errors.DatabaseTooOld(found=app.info.parameter_status("server_version") or app.info.server_version)
    findings = app_role_findings(app)
    if findings:
        raise errors.AppRoleTooStrong(role=app.info.user, problem=" and ".join(findings))


def knows_chinese(connection: psycopg.Connection) -> bool:
    """True when trigrams of Chinese names exist, so that search by name can use its index."""
    row = connection.execute(TRIGRAM_PROBE).fetchone()
    return bool(row and row[0])


def _one(connection: psycopg.Connection, query: LiteralString, *values: object) -> int:
    row = connection.execute(query, values).fetchone()
    return int(row[0]) if row else 0
