"""The commands that run and look after an installation: serve, demo, doctor, backup, restore."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from gridkeeper.cli.run import Answer, Wishes, as_line, plain_command, shared_options, wishes_of
from gridkeeper.cli.values import NEW_FILE
from gridkeeper.project import home as homes


@click.command()
@click.option(
    "--kind", type=click.Choice(homes.KINDS), help="Of a home that is made now; an existing one keeps its own."
)
@shared_options
@click.pass_context
def serve(ctx: click.Context, kind: str | None) -> None:
    """Run database, web server and worker until Ctrl-C or SIGTERM.

    HOST (127.0.0.1) and PORT (8000) say where; an absent data folder is made, real unless --kind says exercise.
    """
    from gridkeeper.project.serving import Door, door_from_environment
    from gridkeeper.project.supervisor import Supervisor

    wishes = wishes_of(ctx)
    home = _home_to_serve(wishes.home, kind)

    def announce(home: homes.Home, door: Door) -> None:
        facts = {"ready": True, "url": f"{door.url}/console/", "kind": home.kind, "home": str(home.path)}
        click.echo(as_line(facts) if wishes.as_json else f"Ready: {facts['url']} ({home.kind}, {home.path})")

    Supervisor(home=home, door=door_from_environment(), when_ready=announce).run()


@click.command()
@click.option("--reset", is_flag=True, help="Put the exercise back to its first moment, then stop.")
@shared_options
@click.pass_context
def demo(ctx: click.Context, reset: bool) -> None:
    """Run the invented district (生成) as an exercise; the first start loads it, later ones go on with it."""
    from gridkeeper.project import exhibition
    from gridkeeper.project.serving import Door, door_from_environment
    from gridkeeper.project.supervisor import Supervisor

    wishes = wishes_of(ctx)
    home = homes.open_or_create(wishes.home, "exercise")
    if reset:
        exhibition.reset(home)
        click.echo(as_line({"reset": True}) if wishes.as_json else f"The exercise in {home.path} begins again.")
        return

    def announce(home: homes.Home, door: Door) -> None:
        sign_ins = exhibition.sign_ins(home)
        facts = {"ready": True, "url": f"{door.url}/console/", "home": str(home.path), "sign_ins": sign_ins}
        click.echo(as_line(facts) if wishes.as_json else _invitation(facts["url"], sign_ins))

    Supervisor(home=home, door=door_from_environment(), when_ready=announce, before_opening=exhibition.load_once).run()


@click.command()
@plain_command(text=lambda found: "\n".join(_finding(line) for line in found["checks"]))
def doctor(wishes: Wishes) -> Answer:
    """Look at versions, rights, row-level security, keys, disk, worker and backups; exit code 1 with findings."""
    from gridkeeper.project.doctor import examine

    checks = examine(wishes.home)
    whole = all(check.ok for check in checks)
    return Answer({"ok": whole, "checks": [check.as_json() for check in checks]}, findings=not whole)


@click.command()
@click.argument("file", type=NEW_FILE)
@click.option("--keys", type=NEW_FILE, help="Also write the keys, to this file apart.")
@click.option("--purges", type=NEW_FILE, help="Also write the ledger of purges.")
@plain_command()
def backup(wishes: Wishes, file: Path, keys: Path | None, purges: Path | None) -> object:
    """Write the data to FILE. The keys of sensitive fields are never in it; --keys writes them to a file of its own."""
    from gridkeeper.project.backup import write_backup

    return write_backup(homes.open(wishes.home), file=file, keys=keys, purges=purges)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--keys", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="The escrow file of the keys."
)
@click.option(
    "--purges",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A later ledger of purges to do again.",
)
@click.option("--replace", is_flag=True, help="Set the present data folder aside first.")
@plain_command()
def restore(wishes: Wishes, file: Path, keys: Path | None, purges: Path | None, replace: bool) -> object:
    """Fill a fresh data folder from FILE. Purges recorded since are done again before anybody gets in."""
    from gridkeeper.project.restore import restore_backup

    return restore_backup(wishes.home, file=file, keys=keys, purges=purges, replace=replace)


def _home_to_serve(path: Path, kind: str | None) -> homes.Home:
    if kind is not None:
        return homes.open_or_create(path, homes.kind_named(kind))
    return homes.open(path) if homes.exists(path) else homes.create(path, "real")


def _invitation(url: object, sign_ins: Mapping[str, Any]) -> str:
    lines = [f"Ready: {url} (exercise)"]
    for role, entry in sign_ins.items():
        lines.append(f"  {role:<28} {entry.get('login', ''):<24} {entry.get('password', '')}")
    lines += [
        "Open the address and press “Walk the five-minute path” (跟着步骤走五分钟).",
        "Ctrl-C stops it; the same command goes on where you left it.",
    ]
    return "\n".join(lines)


def _finding(check: Mapping[str, Any]) -> str:
    head = f"{'ok ' if check['ok'] else 'BAD'} {check['check']}: {check['text']}"
    return head if check["ok"] or not check["hint"] else f"{head}\n      {check['hint']}"
