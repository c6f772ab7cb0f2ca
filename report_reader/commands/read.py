"""Open the reader, after everything that can go wrong before the screen is taken was looked at."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from report_reader.errors import CommandError
from report_reader.opening import STANDARD_INPUT, begun, sources_of
from report_reader.options import settings_for

if TYPE_CHECKING:
    from reports.opening import Opening
    from tui.settings import Settings


class Reading(click.Command):
    """The nameless command: its help is that of the whole program."""

    def get_help(self, ctx: click.Context) -> str:
        """The help of `report-reader` itself."""
        root = ctx.find_root()
        return root.command.get_help(root)


@click.command(cls=Reading)
@click.option("--db", metavar="FILE")
@click.option("--theme", metavar="NAME")
@click.argument("reports", metavar="[REPORT ...]", nargs=-1)
@click.pass_context
def command(ctx: click.Context, db: str | None, theme: str | None, reports: tuple[str, ...]) -> int:
    """Read and annotate the reports."""
    settings = settings_for(ctx, db, theme)
    _check_theme(settings)
    sources, first = _open(reports)
    from report_reader import terminal

    terminal.take()
    from report_reader.output import let_go_of_dead_lines, say
    from tui.app import run_reader

    try:
        farewell = run_reader(settings, sources, first)
    finally:
        let_go_of_dead_lines()
    if farewell.sentence:
        say(farewell.sentence)
    return farewell.code


def _open(arguments: tuple[str, ...]) -> tuple[list[str], Opening | None]:
    """The files to read, and the one to begin with; `None` when she has to choose.

    Raises `ReportError` for a file that cannot be read.
    """
    if not arguments:
        return [], None
    if STANDARD_INPUT in arguments:
        return [STANDARD_INPUT], _from_standard_input(arguments)
    sources = sources_of(arguments)
    if len(sources) > 1 and any(Path(argument).is_dir() for argument in arguments):
        return sources, None
    return sources, begun(sources[0])


def _from_standard_input(arguments: tuple[str, ...]) -> Opening:
    """The report that is piped in; it has no name, so it cannot stand beside others."""
    if len(arguments) > 1:
        raise CommandError("- is standard input and is read alone; open the other reports without it.")
    from report_reader import terminal

    terminal.require()
    if sys.stdin is None or sys.stdin.isatty():
        raise CommandError("- reads what is piped in, as `cat report.txt | report-reader -`, but nothing is.")
    return begun(STANDARD_INPUT)


def _check_theme(settings: Settings) -> None:
    """Raise `ThemeError` for a theme that nobody has or that cannot be used."""
    from themes.loading import UnknownTheme, load_theme

    try:
        load_theme(settings.theme, settings.theme_folder)
    except UnknownTheme:
        # The toolkit is needed in a moment anyway, but here only for a name that is none of ours.
        from textual.theme import BUILTIN_THEMES

        if settings.theme not in BUILTIN_THEMES:
            raise
