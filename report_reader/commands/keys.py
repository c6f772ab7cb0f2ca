"""Every key of the reader as it is bound now, and how to change one."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import click

from report_reader.options import settings_for

if TYPE_CHECKING:
    from tui.settings import Settings

SAMPLE = """[keymap]
"tag.1" = "u,1"
"note" = "m,N"
"""

HELP = """Show the keys, and how to change them.

Keys that your config file changes are shown as they are now. The last column is the name by which the
config file knows the key. In the reader itself, ? shows the keys.

\b
Example:
  report-reader keys
"""


@click.command(help=HELP)
@click.pass_context
def command(ctx: click.Context) -> None:
    """Print the keys by group."""
    from report_reader.config import EXAMPLE
    from report_reader.output import table, write_lines
    from report_reader.paths import config_file

    settings = settings_for(ctx)
    lines = table(key_rows(settings))
    write_lines(lines)
    write_lines(["", f"To give a key another name's work, write into {config_file()}:"])
    write_lines(f"    {line}" for line in SAMPLE.splitlines())
    write_lines(
        [
            'keys = "vim" there gives u back to undo; layouts = ["russian"] makes the keys work in Cyrillic.',
            f"Every field of that file is explained in {EXAMPLE}.",
        ]
    )


def key_rows(settings: Settings) -> list[tuple[str, str, str]]:
    """Keys, what they do, and the binding's id, group by group, each under its name."""
    from report_reader.keymap import tag_keys
    from tui.keys import KEYS, PRESETS, shown

    changed = tag_keys(settings.tags) | PRESETS[settings.key_preset] | settings.keymap
    labels = {f"tag.{n}": f"{tag.label}, on or off" for n, tag in enumerate(settings.tags, 1)}
    rows: list[tuple[str, str, str]] = []
    for group, keys in groupby(KEYS, key=lambda key: key.group):
        rows += [("", "", "")] if rows else []
        rows.append((group.upper(), "", ""))
        rows += [(shown(changed.get(key.id, key.keys)), labels.get(key.id, key.does), key.id) for key in keys]
    return rows
