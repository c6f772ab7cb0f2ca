"""What may go wrong with what the user gave us, and how it reaches her: one line, and an exit code."""

from __future__ import annotations

NO = 1
"""Exit code when the answer is "no": `check` found damage."""
BAD_INPUT = 2
"""Exit code of bad usage and bad input."""
INTERRUPTED = 130
"""Exit code after Ctrl-C, as shells count it: 128 and the number of SIGINT."""
PIPE_CLOSED = 141
"""Exit code when the reader of a pipe has gone, as shells count it: 128 and the number of SIGPIPE."""


class CommandError(Exception):
    """Something the command cannot do; its text is the one sentence the user sees."""


class ConfigError(CommandError):
    """The config file cannot be used; names the file and the field."""


_OURS = frozenset(
    {
        ("reports", "ReportError"),
        ("annotations", "AnnotationsError"),
        ("annotations", "StoreError"),
        ("annotations", "CaptureError"),
        ("annotations", "TagSetError"),
        ("claims", "LexiconError"),
        ("entities", "EntitiesUnavailable"),
        ("themes", "ThemeError"),
    }
)
"""The packages and names of the error types of ours that end a command."""


def sentence_of(error: Exception) -> str | None:
    """The sentence for the user when the error is one of our own kinds, else `None`.

    The classes are looked up by the name of their module, since importing the store or the entities
    only to learn that an error is not theirs would cost more than the command itself.
    """
    if isinstance(error, CommandError):
        return str(error)
    for kind in type(error).__mro__:
        if (kind.__module__.partition(".")[0], kind.__name__) in _OURS:
            return str(error)
    return None
