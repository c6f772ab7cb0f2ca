"""Which themes there are, which one is active, and where the user's own ones go."""

from __future__ import annotations

from pathlib import Path

import click

from report_reader.errors import CommandError
from report_reader.options import settings_for

HELP = """Show the themes, and where your own ones go.

A theme is a set of colours to read with. The active one has an asterisk.

\b
Examples:
  report-reader themes
  report-reader --theme paper article.txt     read with another one, this time
"""


@click.command(help=HELP)
@click.option("--theme", metavar="NAME", help="Show this one as the active one.")
@click.pass_context
def command(ctx: click.Context, theme: str | None) -> None:
    """Print the themes by name; `*` stands before the active one."""
    from report_reader.output import table, write_lines
    from report_reader.paths import config_file, theme_folder
    from themes.loading import DEFAULT_THEME

    settings = settings_for(ctx, theme=theme)
    active = settings.theme or DEFAULT_THEME
    rows = [*_of_files(theme_folder()), *_of_textual()]
    marked = [("*" if row[0] == active else "", *row) for row in rows]
    write_lines(table([("", "THEME", "FOR", "FROM", ""), *marked]))
    write_lines(
        [
            "",
            f'To read with another one: --theme NAME, or theme = "NAME" in {config_file()}.',
            f"A theme of your own is a file NAME.toml in {theme_folder()};",
            f"{_sample()} is one to copy.",
        ]
    )
    if active not in {row[0] for row in rows}:
        raise CommandError(f"none of these themes is called {active!r}; what is listed is what there is.")


def _of_files(folder: Path) -> list[tuple[str, str, str, str]]:
    """Our themes and the user's; one that cannot be used says why instead of what it is for."""
    from themes.loading import ThemeError, read_theme, theme_files

    rows = []
    for name, path in theme_files(folder).items():
        owner = "you" if path.parent == folder else "report-reader"
        try:
            theme = read_theme(path)
        except ThemeError as error:
            rows.append((name, "–", owner, f"cannot be used: {error}"))
        else:
            rows.append((name, _light(theme.dark), owner, theme.description))
    return rows


def _of_textual() -> list[tuple[str, str, str, str]]:
    from textual.theme import BUILTIN_THEMES

    return [(name, _light(theme.dark), "Textual", "") for name, theme in sorted(BUILTIN_THEMES.items())]


def _light(dark: bool) -> str:
    return "dark" if dark else "light"


def _sample() -> Path:
    from themes.loading import DEFAULT_THEME, theme_files

    return theme_files()[DEFAULT_THEME]
