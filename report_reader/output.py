"""Where output goes: data to standard output, sentences to standard error, nothing raw to a terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence


def prepare_streams() -> None:
    """Let no character the terminal's encoding lacks, and no undecodable file name, end the program."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def say(sentence: str) -> None:
    """One line to standard error, made safe for a terminal."""
    print(_visible(sentence), file=sys.stderr)


def complain(sentence: str) -> None:
    """One line to standard error that names the program, as compilers and the shell do."""
    say(f"report-reader: {sentence}")


def trace(error: Exception) -> None:
    """The whole traceback to standard error, for whoever is to mend it; it may quote anything."""
    import traceback

    for line in "".join(traceback.format_exception(error)).splitlines():
        say(line)


def write_lines(rows: Iterable[str]) -> None:
    """Lines to standard output, made safe for a terminal."""
    for row in rows:
        print(_visible(row))


def table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows as lines with aligned columns, two blanks apart; widths count cells of the terminal."""
    from rich.cells import cell_len

    shown = [[_visible(cell) for cell in row] for row in rows]
    widths = [max(map(cell_len, column)) for column in zip(*shown, strict=True)]
    return [
        "  ".join(
            cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in shown
    ]


def write_json(document: bytes) -> None:
    """A JSON document to standard output: the same bytes to a file or a pipe, escaped for a terminal."""
    if sys.stdout.isatty():
        document = _escaped(document.decode()).encode()
    if not document.endswith(b"\n"):
        document += b"\n"
    sys.stdout.flush()
    sys.stdout.buffer.write(document)
    sys.stdout.buffer.flush()


def close_quietly() -> None:
    """After the reader of our pipe went away: let the interpreter's last flush go nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def let_go_of_dead_lines() -> None:
    """After the terminal has hung up: let what is still to be written to it go nowhere, without an error."""
    from tui.terminal.endings import hung_up

    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hung_up(stream.fileno()):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _visible(text: str) -> str:
    from reports.visible import visible

    return visible(text)


def _escaped(document: str) -> str:
    r"""JSON with every character a terminal might act on as `\uXXXX`, which means the same in JSON."""
    risky = {
        character for character in set(document) if character != "\n" and _visible(character) != character
    }
    return document.translate({ord(one): _json_escape(one) for one in risky})


def _json_escape(character: str) -> str:
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))
