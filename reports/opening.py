"""A report while it is being read: its first stretch at once, the rest piece by piece.

A screen needs a few thousand code points, a report may have ten million. `Opening` holds what is known so
far. Finding the next `Stretch` is the work, and changes nothing, so that it may be done in any thread; `take`
adds one at the end of the report, and costs next to nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from reports.document import Blocks, Marks, Report
from reports.plain import plain_block_stream
from reports.sentences import SentenceIndex, sentence_spans
from reports.visible import hidden_count

if TYPE_CHECKING:
    from reports.decoding import Decoded
    from reports.markdown import Piece

FIRST = 32_768
"""Code points that are read before anything is shown: more than any screen holds."""

STRETCH = 16_384
"""Code points of a stretch: less than a millisecond of work for plain text, so that a key waits no longer."""

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class Stretch(NamedTuple):
    """What was read next; offsets are those of the whole report."""

    blocks: Blocks
    marks: Marks
    sentences: SentenceIndex
    share: float
    """How much of the source has been read, from 0 to 1."""
    text: str = ""
    """What the canonical text goes on with; empty where all of it is known from the start."""
    hidden: int = 0
    """Code points of the stretch that are drawn as a stand-in."""
    notices: tuple[str, ...] = ()
    anew: bool = False
    """Whether what was told before is void, and the report begins again with this."""
    digests: tuple[str, str] | None = None
    """With the last one: `Report.sha256` and `Report.text_sha256`."""


class Opening:
    """One report on its way in. `report` and `sentences` grow; nothing in them changes, unless `anew`."""

    def __init__(self, report: Report, sentences: SentenceIndex, stretches: Iterator[Stretch]) -> None:
        self.report = report
        self.sentences = sentences
        self.share = 0.0
        """How much of the source has been read, from 0 to 1."""
        self.hidden = 0
        """Code points so far that are drawn as a stand-in."""
        self._stretches = stretches
        self._notices = report.notices
        """What there was to be told before anything was read."""

    @classmethod
    def of(cls, report: Report) -> Opening:
        """A report that has been read already."""
        opening = cls(report, SentenceIndex(report.text, report.blocks), iter(()))
        opening.share = 1.0
        opening.hidden = hidden_count(report.text)
        return opening

    @classmethod
    def begin(
        cls, source_bytes: bytes, decoded: Decoded, source: str, title: str, media_type: str
    ) -> Opening:
        """Begin to read these bytes, decoded already; the first stretch is there when this returns."""
        markdown = media_type == "text/markdown"
        report = Report(
            source=source,
            title=title,
            media_type=media_type,
            sha256="",
            text="" if markdown else decoded.text,
            text_sha256="",
            blocks=Blocks(),
            encoding=decoded.encoding,
            notices=decoded.notices,
            size=len(source_bytes),
            complete=False,
        )
        read = _read_markdown if markdown else _read_plain
        opening = cls(report, SentenceIndex(), read(source_bytes, decoded))
        while not report.complete and not opening.sentences:
            opening.take(next(opening._stretches))
        return opening

    def stretches(self) -> Iterator[Stretch]:
        """What has not been read yet, one stretch after the other; each is for `take`, in order."""
        return self._stretches

    def take(self, *stretches: Stretch) -> None:
        """Add the next stretches to the report."""
        report = self.report
        texts = [report.text]
        for stretch in stretches:
            if stretch.anew:
                texts, report.blocks, report.marks, self.hidden = [""], Blocks(), Marks(), 0
                report.notices = self._notices
                self.sentences.clear()
            if stretch.text:
                texts.append(stretch.text)
            report.blocks.extend(stretch.blocks)
            report.marks.extend(stretch.marks)
            report.notices += stretch.notices
            self.sentences.extend(stretch.sentences)
            self.hidden += stretch.hidden
            self.share = stretch.share
            if stretch.digests is not None:
                report.sha256, report.text_sha256 = stretch.digests
                report.complete = True
        report.text = texts[0] if len(texts) == 1 else "".join(texts)

    def whole(self) -> Report:
        """The report when all of it has been read; waits for that."""
        self.take(*self._stretches)
        return self.report


def _read_plain(source_bytes: bytes, decoded: Decoded) -> Iterator[Stretch]:
    """The stretches of a plain text; one may end inside a block; its other sentences follow."""
    text = decoded.text
    blocks, sentences = Blocks(), SentenceIndex()
    begun, size = 0, FIRST
    rules = Blocks()
    for block in plain_block_stream(text):
        blocks.append(block)
        if block.kind == "rule":
            rules.append(block)
        for start, end in sentence_spans(text, block):
            sentences.append(start, end)
            if end - begun >= size:
                yield Stretch(
                    blocks, Marks(), sentences, end / len(text), hidden=hidden_count(text[begun:end])
                )
                blocks, sentences = Blocks(), SentenceIndex()
                begun, size = end, STRETCH
                rules = Blocks()
    if not begun and not sentences:
        sentences = SentenceIndex(text, rules)
    yield Stretch(
        blocks,
        Marks(),
        sentences,
        1.0,
        hidden=hidden_count(text[begun:]),
        digests=_digests(source_bytes, decoded),
    )


def _digests(source_bytes: bytes, decoded: Decoded) -> tuple[str, str]:
    """The hashes of the source and of its text, which mostly are the same bytes."""
    digest = hashlib.sha256(source_bytes).hexdigest()
    same = decoded.encoding == "utf-8" and b"\r" not in source_bytes
    if same and not source_bytes.startswith(_BYTE_ORDER_MARK):
        return digest, digest
    return digest, hashlib.sha256(decoded.text.encode("utf-8", "surrogatepass")).hexdigest()


def _read_markdown(source_bytes: bytes, decoded: Decoded) -> Iterator[Stretch]:
    """The stretches of what a Markdown source says; the first one, and one `anew`, have a sentence."""
    from reports.markdown import pieces

    digest, length = hashlib.sha256(), 0
    waiting: Stretch | None = None
    any_sentence = False
    for piece in pieces(decoded.text):
        if piece.anew:
            digest, length = hashlib.sha256(), 0
            waiting, any_sentence = None, False
        digest.update(piece.text.encode("utf-8", "surrogatepass"))
        stretch = _stretch_of(piece, length)
        length += len(piece.text)
        if waiting is None:
            waiting = stretch
        elif any_sentence:
            yield waiting
            waiting = stretch
        else:
            # Nobody can read what has no sentence, as a page of definitions at the top.
            waiting = _joined(waiting, stretch)
        any_sentence = any_sentence or bool(stretch.sentences)
    assert waiting is not None
    if not any_sentence:
        waiting = waiting._replace(sentences=SentenceIndex(waiting.text, waiting.blocks))
    digests = hashlib.sha256(source_bytes).hexdigest(), digest.hexdigest()
    yield waiting._replace(share=1.0, digests=digests)


def _stretch_of(piece: Piece, begun: int) -> Stretch:
    """A piece of Markdown that begins at the code point `begun` of the whole, with its sentences."""
    sentences = SentenceIndex()
    for block in piece.blocks:
        for start, end in sentence_spans(piece.text, block, begun):
            sentences.append(start, end)
    return Stretch(
        Blocks(piece.blocks),
        Marks(piece.marks),
        sentences,
        piece.share,
        piece.text,
        hidden_count(piece.text),
        piece.notices,
        piece.anew,
    )


def _joined(one: Stretch, other: Stretch) -> Stretch:
    """Two stretches that follow each other as one."""
    one.blocks.extend(other.blocks)
    one.marks.extend(other.marks)
    one.sentences.extend(other.sentences)
    return other._replace(
        blocks=one.blocks,
        marks=one.marks,
        sentences=one.sentences,
        text=one.text + other.text,
        hidden=one.hidden + other.hidden,
        notices=one.notices + other.notices,
        anew=one.anew,
    )
