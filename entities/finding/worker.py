"""The process that the language model runs in: `python -P -m entities.finding.worker`, spoken to over pipes.

It works for one reader and ends with it, however that ends: at the end of its standard input, and
on Linux by a signal from the kernel. Standard output carries replies only; whatever a library prints
goes to standard error. spaCy is imported here and nowhere else.
"""

from __future__ import annotations

import os
import queue
import signal
import sys
import threading
import warnings
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from entities.finding.model import WITHOUT, EntitiesUnavailable, Model, altered, digest_of
from entities.finding.pieces import ReadingOrder
from entities.finding.reading import MakeCompanion, Pipeline, read
from entities.finding.wire import Failed, Hold, Load, Look, Read, Reply, Stop, line_of, read_body, request_in

if TYPE_CHECKING:
    from spacy.language import Language

NICENESS = 10
"""The reader and everything else on the machine goes first."""

_PR_SET_PDEATHSIG = 1
_NOT_FOR_NAMES = (
    "tagger", "parser", "senter", "attribute_ruler", "lemmatizer", "trainable_lemmatizer", "morphologizer",
)  # fmt: skip
_NAMES_ALONE = (*_NOT_FOR_NAMES, "tok2vec")
"""The pinned model's `ner` has its own `tok2vec`: the same names in half the time without these."""


class Inbox:
    """The requests of the reader, taken from standard input by a thread of its own as soon as they come."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._waiting: queue.SimpleQueue[tuple[str, ReadingOrder]] = queue.SimpleQueue()
        self._latest: ReadingOrder | None = None

    def first(self) -> Load:
        """The first request, which says what to load; ends the process when it is none."""
        line = self._stream.readline()
        request = request_in(line) if line else Stop()
        if not isinstance(request, Load):
            os._exit(0)
        return request

    def listen(self) -> None:
        """Take all further requests; ends the process when the reader asks for it or is gone."""
        try:
            while line := self._stream.readline():
                request = request_in(line)
                if isinstance(request, Read):
                    text, blocks = read_body(self._stream, request.blocks)
                    alone, left_out = request.alone, request.left_out
                    self._latest = ReadingOrder(text, blocks, request.first, alone=alone, left_out=left_out)
                    self._waiting.put((text, self._latest))
                elif isinstance(request, Look) and self._latest is not None:
                    self._latest.look_at(request.block)
                elif isinstance(request, Hold) and self._latest is not None:
                    self._latest.hold(request.held)
                elif isinstance(request, Stop):
                    break
        finally:
            # No clean-up can be waited for: the reader is gone, and the model may hold the main thread.
            os._exit(0)

    def next_report(self) -> tuple[str, ReadingOrder]:
        """Wait for the next report: its text, and the order in which it is read, which later hints change."""
        return self._waiting.get()


class Outbox:
    """Replies on what was standard output; print statements of libraries go to standard error instead."""

    def __init__(self) -> None:
        sys.stdout.flush()
        self._stream = os.fdopen(os.dup(1), "wb")
        os.dup2(2, 1)

    def send(self, *pieces: bytes | memoryview) -> None:
        """Write a whole reply; ends the process when the reader no longer takes them."""
        try:
            self._stream.writelines(pieces)
            self._stream.flush()
        except OSError:
            os._exit(0)

    def reply(self, reply: Reply) -> None:
        """Write one reply."""
        self.send(line_of(reply))


def load(model: Model, *, whole: bool = False) -> Language:
    """The pipeline, `whole` or with what finds names and nothing else.

    Raises `EntitiesUnavailable` when the files are not the pinned ones, and what spaCy raises.
    """
    with ThreadPoolExecutor(1) as digests:
        digest = digests.submit(digest_of, Path(model.target)) if model.digest else None
        # Importing spaCy takes longer than reading the model's files, which needs no interpreter lock.
        import spacy

        if digest is not None and digest.result() != model.digest:
            raise EntitiesUnavailable(altered(model.label))
    # The pinned model was trained with spaCy 3.7 and is known to work with 3.8.
    warnings.filterwarnings("ignore", message=r"\[W095\]")
    return spacy.load(model.target, exclude=() if whole else _unneeded(model))


def _unneeded(model: Model) -> tuple[str, ...]:
    return _NAMES_ALONE if model.digest else _NOT_FOR_NAMES


def _end_with_reader(parent: int) -> None:
    """Have the kernel end this process when the reader ends, even by SIGKILL."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(0)


def main(companion: MakeCompanion | None = None, notices: tuple[str, ...] = ()) -> None:
    """Load the model, then read one report after the other until the reader is gone.

    `companion` is read beside the names; `notices` are told with everything that is found.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    inbox, outbox = Inbox(sys.stdin.buffer), Outbox()
    first = inbox.first()
    _end_with_reader(first.parent)
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    threading.Thread(target=inbox.listen, name="requests", daemon=True).start()
    try:
        language = load(first.model, whole=companion is not None)
    except EntitiesUnavailable as refused:
        outbox.reply(Failed(str(refused)))
        return
    except Exception as error:
        outbox.reply(Failed(f"The language model {first.model.label} cannot be loaded ({error}); {WITHOUT}."))
        return
    pipeline = Pipeline(language, _unneeded(first.model), companion, notices)
    while True:
        text, order = inbox.next_report()
        read(pipeline, text, order, outbox.send)


if __name__ == "__main__":
    main()
