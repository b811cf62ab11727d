"""A pack as it is named on the command line: a folder, or an installed one."""

from __future__ import annotations

from pathlib import Path

from gridkeeper.kernel.errors import GridkeeperError


class PackUnknown(GridkeeperError):
    """Neither a folder nor an installed pack."""

    code = "cli.pack.unknown"
    text = "“{name}” is neither a folder nor an installed pack."
    hint = "Name a folder with a pack.yaml, or one of: {known}."


def pack_folder(path: str) -> Path:
    """The folder of a pack; an installed pack goes by its name."""
    from gridkeeper.packs import installed_packs

    if Path(path).is_dir():
        return Path(path)
    known = installed_packs()
    if path not in known:
        raise PackUnknown(name=path, known=", ".join(sorted(known)) or "-")
    return known[path]
