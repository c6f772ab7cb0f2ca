"""Which tags there are, which keys mean them, and where to add one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from report_reader.options import settings_for, with_database

if TYPE_CHECKING:
    from annotations.tagset import TagSet
    from tui.settings import Settings

SAMPLE = """[[tags]]
label = "official denial"
key = "d"
description = "An authority says it is untrue."
"""

HELP = """Show the tags, their keys, and how to add one.

Lists the three tags that are always there, then those of your config file, then those added in the
reader with the key t. Below them: which file to write a tag of your own into, and how it looks.

\b
Example:
  report-reader tags
"""


@click.command(help=HELP)
@with_database
@click.pass_context
def command(ctx: click.Context, db: str | None) -> None:
    """Print the tag set."""
    from report_reader.config import EXAMPLE
    from report_reader.output import table, write_lines
    from report_reader.paths import config_file

    tags = tag_set(settings_for(ctx, db))
    rows = [("KEY", "TAG", "ID", "MEANING")]
    rows += [(tag.key, tag.label, tag.id, tag.description) for tag in tags]
    write_lines(table(rows))
    write_lines(["", f"A tag of your own goes into {config_file()}, as"])
    write_lines(f"    {line}" for line in SAMPLE.splitlines())
    write_lines([f"Every field of that file is explained in {EXAMPLE}."])


def tag_set(settings: Settings) -> TagSet:
    """The default tags, those of the config, and those of the store if there is one.

    Raises `StoreError` when the store cannot be read.
    """
    from annotations.tagset import TagSet
    from report_reader.opening import opened

    with opened(settings.database) as store:
        return TagSet.merged(settings.tags, store.tags())
