"""Values people type on the command line: moments with or without a zone, and lengths of time."""

from __future__ import annotations

import os
import re
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import click

from gridkeeper.cli.words import message_id as _
from gridkeeper.cli.words import say_in_language
from gridkeeper.kernel.errors import GridkeeperError

_HERE: Final = ZoneInfo("Asia/Shanghai")
_YEARS: Final = range(1900, 2200)
"""Further off no moment is meant; at the ends of the calendar a zone's hours lead out of it."""
_SECONDS: Final = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def on_the_wall(moment: datetime) -> str:
    """A moment as the wall in Taiyuan shows it, for the lines people read; JSON keeps the zone."""
    return f"{moment.astimezone(_HERE):%m-%d %H:%M}"


def with_its_year(moment: datetime) -> str:
    """A moment as the wall in Taiyuan shows it, with the year, where nothing around says which one."""
    return f"{moment.astimezone(_HERE):%Y-%m-%d %H:%M}"


class Moment(click.ParamType[datetime]):
    """``2022-11-13T18:00``, with a space for the T if you like; without a zone it is local time (Asia/Shanghai)."""

    name = "moment"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """An aware moment."""
        if isinstance(value, datetime):
            return value if value.tzinfo else value.replace(tzinfo=_HERE)
        try:
            moment = datetime.fromisoformat(str(value).strip())
            if moment.year not in _YEARS:
                raise ValueError(moment)
        except ValueError:
            self.fail(
                say_in_language(_("“{value}” is not a moment; write it like 2022-11-13T18:00."), {"value": value}),
                param,
                ctx,
            )
        return moment if moment.tzinfo else moment.replace(tzinfo=_HERE)


class Day(click.ParamType[date]):
    """``2022-11-13``."""

    name = "day"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """A day of the calendar."""
        try:
            day = value if isinstance(value, date) else date.fromisoformat(str(value).strip())
            if day.year not in _YEARS:
                raise ValueError(day)
        except ValueError:
            self.fail(
                say_in_language(_("“{value}” is not a day; write it like 2022-11-13."), {"value": value}), param, ctx
            )
        return day


class Span(click.ParamType[timedelta]):
    """``90m``, ``2h``, ``1d12h`` or ``45s``."""

    name = "span"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> timedelta:
        """A length of time."""
        if isinstance(value, timedelta):
            return value
        text = str(value).strip().lower()
        if not re.fullmatch(r"(\d+[smhd])+", text):
            self.fail(
                say_in_language(
                    _("“{value}” is not a length of time; write it like 90m, 2h or 1d12h."), {"value": value}
                ),
                param,
                ctx,
            )
        return timedelta(seconds=sum(int(n) * _SECONDS[unit] for n, unit in re.findall(r"(\d+)([smhd])", text)))


MOMENT: Final = Moment()
SPAN: Final = Span()
DAY: Final = Day()


class CannotWrite(GridkeeperError):
    """A file is to be written where there is no folder, or none that takes files."""

    code = "cli.file.cannot-write"
    text = "“{file}” cannot be written: there is no folder “{folder}” that takes files."
    hint = "Make the folder first, or name another; nothing was done."


class NewFile(click.Path):
    """A file to write; refused before any work is done where its folder is not there or takes no files."""

    def __init__(self, *, or_folder: bool = False) -> None:
        super().__init__(dir_okay=or_folder, path_type=Path)

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """The path, as typed. Raises CannotWrite."""
        path = Path(str(super().convert(str(value), param, ctx)))
        folder = path if path.is_dir() else path.parent
        if not folder.is_dir() or not os.access(folder, os.W_OK):
            raise CannotWrite(file=path, folder=folder)
        return path


NEW_FILE: Final = NewFile()
