"""Options that several commands share, and the settings they lead to."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click

if TYPE_CHECKING:
    from tui.settings import Settings

Function = TypeVar("Function", bound=Callable[..., Any])

DATABASE_HELP = "The file with your annotations; default: REPORT_READER_DB, or one in your data folder."
THEME_HELP = "Colours to read with; `report-reader themes` lists them."


class Given(NamedTuple):
    """What stood before the command's name."""

    db: str | None = None
    theme: str | None = None


def with_database(function: Function) -> Function:
    """Give a command `--db`, after its name as well as before it."""
    return click.option("--db", metavar="FILE", help=DATABASE_HELP)(function)


def with_json(function: Function) -> Function:
    """Give a command `--json`."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON for another program.")(function)


def settings_for(ctx: click.Context, db: str | None = None, theme: str | None = None) -> Settings:
    """The settings for a command; its own options win over those before its name.

    Raises `ConfigError`, and `click.UsageError` for an empty name.
    """
    from report_reader.config import load_settings

    given = ctx.find_root().obj or Given()
    db = given.db if db is None else db
    theme = given.theme if theme is None else theme
    for option, value in (("--db", db), ("--theme", theme)):
        if value == "":
            raise click.UsageError(f"{option} needs a name.", ctx)
    return load_settings(db, theme)
