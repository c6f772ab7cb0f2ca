"""The words after `report-reader`: a command's name, or else the reports to read.

A command's module is imported when the command runs, so that opening a report does not wait for the
others. Their one-line summaries stand here for the same reason.
"""

from __future__ import annotations

from importlib import import_module

import click

READ = "read"
"""The command behind `report-reader REPORT`; its name is not a word of the command line."""

SUMMARIES = {
    "export": "Write reports with their annotations as JSON.",
    "list": "List the reports you have opened.",
    "check": "Check the file with your annotations, mend it, put a backup back.",
    "entities": "Show who and what a report speaks of.",
    "claims": "Show who says what in a report, and how sure it is.",
    "tags": "Show the tags, their keys, and how to add one.",
    "themes": "Show the themes, and where your own ones go.",
    "keys": "Show the keys, and how to change them.",
}


class Commands(click.Group):
    """A group whose first word may be a report instead of a command."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The names of the commands in the order of the help."""
        return list(SUMMARIES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import the command of that name, if there is one."""
        if cmd_name != READ and cmd_name not in SUMMARIES:
            return None
        command = import_module(f"report_reader.commands.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Take the first word for a command if it is one's name, and for a report otherwise."""
        if args[0] in SUMMARIES:
            return super().resolve_command(ctx, args)
        # A word with a hyphen gets this far only behind `--`, so it names a file.
        options_over = args[0].startswith("-") and args[0] != "-"
        return READ, self.get_command(ctx, READ), ["--", *args] if options_over else args

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Show both forms of the command line."""
        formatter.write_usage(ctx.command_path, "[--db FILE] [--theme NAME] [REPORT ...]")
        formatter.write_usage(ctx.command_path, "COMMAND [OPTIONS] ...", prefix="   or: ")

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(SUMMARIES.items()))
