"""The `report-reader` command: what is asked, done by the command of that name, and its exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import click

from report_reader import __version__
from report_reader.errors import BAD_INPUT, INTERRUPTED, PIPE_CLOSED, sentence_of
from report_reader.group import READ, Commands
from report_reader.options import DATABASE_HELP, THEME_HELP, Given

HELP = """Read reports in the terminal and record, statement by statement, what is known.

Opens a report beside its annotations and the people, organisations and places it speaks of. One key
tags the statement under the cursor: u unverified, c contested, o official claim. Every tag is saved at
once. Press ? inside for all keys, q to quit.

A REPORT is a text or Markdown file, a folder of them, or - for what is piped in. Without any, the
reports you have opened before are listed. A report named like a command is written ./export.

\b
Examples:
  report-reader article.txt               read and tag one report
  report-reader reports/                  choose from a folder
  curl -s URL | report-reader -           read what another program prints
  report-reader export -o work.json       hand your annotations on
"""


@click.command(cls=Commands, help=HELP, invoke_without_command=True)
@click.option("--db", metavar="FILE", help=DATABASE_HELP)
@click.option("--theme", metavar="NAME", help=THEME_HELP)
@click.version_option(__version__, message="report-reader %(version)s")
@click.pass_context
def report_reader(ctx: click.Context, db: str | None, theme: str | None) -> int | None:
    """Keep what stood before the command's name, and read when there is no name."""
    ctx.obj = Given(db, theme)
    if ctx.invoked_subcommand is not None:
        return None
    command = Commands.get_command(Commands(), ctx, READ)
    assert command is not None
    with command.make_context(READ, [], parent=ctx) as reading:
        return command.invoke(reading)  # type: ignore[no-any-return]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command line, the program's own by default, and return the exit code."""
    # Imported as part of the run, not of the module, so that Ctrl-C is caught from here on.
    from report_reader.output import close_quietly, complain, prepare_streams, trace

    prepare_streams()
    try:
        code = _run(sys.argv[1:] if arguments is None else list(arguments))
        sys.stdout.flush()
        return code
    except (KeyboardInterrupt, click.Abort):
        return INTERRUPTED
    except BrokenPipeError:
        close_quietly()
        return PIPE_CLOSED
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.ClickException as error:
        complain(_usage(error))
    except Exception as error:
        if os.environ.get("REPORT_READER_TRACEBACK"):
            trace(error)
        complain(sentence_of(error) or _unforeseen(error))
        for note in getattr(error, "__notes__", ()):
            complain(note)
    return BAD_INPUT


def _run(arguments: list[str]) -> int:
    with report_reader.make_context("report-reader", arguments) as ctx:
        return report_reader.invoke(ctx) or 0


def _usage(error: click.ClickException) -> str:
    """Bad usage on one line, with the help that says how it is done."""
    sentence = error.format_message().replace("\n", " ")
    if not isinstance(error, click.UsageError):
        return sentence
    path = error.ctx.command_path if error.ctx else "report-reader"
    return f"{sentence} See `{path.removesuffix(f' {READ}')} --help`."


def _unforeseen(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename or 'the system'}: {error.strerror}."
    return (
        f"stopped by a defect of its own, {type(error).__name__}: {error}. What was saved is saved. "
        "With REPORT_READER_TRACEBACK=1 it prints what to report."
    )


if __name__ == "__main__":
    sys.exit(main())
