"""The caret and the selection: where a key takes them, as SCREENS.md says, without a screen.

A caret is an offset in code points that stands *on* the grapheme cluster which starts there. A selection has
an anchor and a caret and takes in the clusters under both, as in vim: `Navigator.selection`. So `e`, and `w`
while selecting, put the caret on the last cluster of a word, and the word is selected without what follows
it.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from typing import Literal, get_args

from reports.document import Block, Blocks, Report, Span
from reports.flow import begin_of_words, flows, gap_at
from reports.sections import section_at, section_holding
from reports.sentences import SentenceIndex
from reports.visible import cluster_end, cluster_start
from reports.words import clause_after, clause_at, clause_before, word_after, word_at, word_before

Level = Literal["word", "clause", "sentence", "block", "section"]
LEVELS: tuple[Level, ...] = get_args(Level)


class Navigator:
    """Motions over one report. Each takes a caret and gives the caret after the key, or a span.

    A motion that finds nothing in its direction gives the caret back. No motion looks at more than the
    blocks it
    crosses; a caret between two blocks is taken to be at the start of the next, at the very end on the
    last cluster.
    """

    def __init__(self, report: Report, sentences: SentenceIndex) -> None:
        self._report = report
        self._sentences = sentences

    # A report that is still being read has more of them later.

    @property
    def _text(self) -> str:
        return self._report.text

    @property
    def _blocks(self) -> Blocks:
        return self._report.blocks

    @property
    def _starts(self) -> array[int]:
        return self._report.blocks.starts

    # Blocks

    def block_at(self, offset: int) -> int:
        """The number of the block that contains `offset`, else of the next one, else of the last."""
        number = max(bisect_right(self._starts, offset) - 1, 0)
        if offset >= self._blocks[number].end and number + 1 < len(self._blocks):
            return number + 1
        return number

    def settle(self, offset: int) -> int:
        """The caret nearest to any offset: on the start of a cluster, inside a block.

        A gap between two lines that flow is stepped over at once: the caret is at its start.
        """
        block = self._block(offset)
        offset = min(max(offset, block.start), block.end - 1)
        if flows(self._report, block):
            words = begin_of_words(self._text, block.start, block.end, block)
            if offset < words < block.end:
                return words
            gap = gap_at(self._text, offset, block)
            if gap is not None:
                return gap.start
        return cluster_start(self._text, offset, block.start)

    def _behind(self, offset: int, block: Block) -> int:
        """The end of the cluster, or the gap, that starts at `offset`."""
        if self._text[offset] == "\n" and flows(self._report, block):
            gap = gap_at(self._text, offset, block)
            if gap is not None:
                return gap.end
        return cluster_end(self._text, offset, block.end)

    def next_block(self, offset: int) -> int:
        """The start of the next block."""
        number = self.block_at(offset) + 1
        return self.settle(self._blocks[number].start if number < len(self._blocks) else offset)

    def previous_block(self, offset: int) -> int:
        """The start of the block before; of the first one inside it."""
        return self.settle(self._blocks[max(self.block_at(offset) - 1, 0)].start)

    def _block(self, offset: int) -> Block:
        return self._blocks[self.block_at(offset)]

    # Clusters

    def right(self, offset: int) -> int:
        """The next cluster; after the last of a block the first of the next."""
        offset = self.settle(offset)
        block = self._block(offset)
        after = self._behind(offset, block)
        return after if after < block.end else self.next_block(offset)

    def left(self, offset: int) -> int:
        """The cluster before; before the first of a block the last of the one above."""
        offset = self.settle(offset)
        number = self.block_at(offset)
        before = self.settle(offset - 1) if offset > self._blocks[number].start else offset
        if before < offset:
            return before
        return self.settle(self._blocks[number - 1].end - 1) if number else offset

    # Words

    def word_forward(self, offset: int) -> int:
        """`w`: the start of the next word."""
        at = self.settle(offset)
        for number in range(self.block_at(at), len(self._blocks)):
            block = self._blocks[number]
            before = max(at, block.start - 1)
            while word := word_after(self._text, before, block.start, block.end):
                start = self.settle(word.start)
                if start > at:
                    return start
                before = word.start
        return at

    def word_end(self, offset: int) -> int:
        """`e`, and `w` while selecting: on the last cluster of this word, or of the next if it is there
        already."""
        at = self.settle(offset)
        block = self._block(at)
        word = word_at(self._text, at, block.start, block.end)
        while True:
            if word is not None:
                last = self.settle(word.end - 1)
                if last > at:
                    return last
            start = self.word_forward(at if word is None else max(at, self.settle(word.end - 1)))
            block = self._block(start)
            following = word_at(self._text, start, block.start, block.end)
            if following is None or following == word:
                return at
            word = following

    def word_back(self, offset: int) -> int:
        """`b`: the start of this word, or of the one before if it is there already."""
        at = self.settle(offset)
        for number in range(self.block_at(at), -1, -1):
            block = self._blocks[number]
            before = min(at, block.end)
            while word := word_before(self._text, before, block.start):
                start = self.settle(word.start)
                if start < at:
                    return start
                before = word.start
        return at

    # Clauses

    def clause_forward(self, offset: int) -> int:
        """`)`: the start of the next clause, in this sentence or a later one."""
        at = self.settle(offset)
        for number in range(self._sentences.at(at), len(self._sentences)):
            sentence = self._sentences.span(number)
            clause = clause_after(self._text, max(at, sentence.start - 1), *sentence)
            while clause is not None:
                start = self.settle(clause.start)
                if start > at:
                    return start
                clause = clause_after(self._text, clause.start, *sentence)
        return at

    def clause_end(self, offset: int) -> int:
        """`)` while selecting: on the last cluster of this clause, or of the next if it is there already."""
        at = self.settle(offset)
        clause = self.unit("clause", at)
        if clause is not None:
            last = self.settle(clause.end - 1)
            if last > at:
                return last
        start = self.clause_forward(at)
        following = self.unit("clause", start)
        return max(at, self.settle(following.end - 1)) if following is not None else at

    def clause_back(self, offset: int) -> int:
        """`(`: the start of this clause, or of the one before if it is there already."""
        at = self.settle(offset)
        for number in range(self._sentences.at(at), -1, -1):
            sentence = self._sentences.span(number)
            before = min(at, sentence.end)
            while clause := clause_before(self._text, before, *sentence):
                start = self.settle(clause.start)
                if start < at:
                    return start
                before = clause.start
        return at

    # Sentences

    def sentence_start(self, offset: int) -> int:
        """`0`: on the first cluster of the sentence."""
        return self._sentences.span(self._sentences.at(offset)).start

    def sentence_end(self, offset: int) -> int:
        """`$`: on the last cluster of the sentence."""
        return self.settle(self._sentences.span(self._sentences.at(offset)).end - 1)

    def next_sentence(self, offset: int) -> int:
        """`j`: the start of the next sentence; in the last one the caret stays."""
        number = bisect_right(self._sentences.starts, offset)
        return self._sentences.starts[number] if number < len(self._sentences) else self.settle(offset)

    def previous_sentence(self, offset: int) -> int:
        """`k`: the start of the sentence before this one; in the first its own."""
        return self._sentences.starts[max(self._sentences.at(offset) - 1, 0)]

    # Selections

    def selection(self, anchor: int, caret: int) -> Span:
        """What is selected between an anchor and a caret, in either order: the clusters under both
        included."""
        first, last = sorted((self.settle(anchor), self.settle(caret)))
        return Span(first, self._behind(last, self._block(last)))

    def unit(self, level: Level, offset: int) -> Span | None:
        """The word, clause, sentence, block or section around `offset`; `None` where there is none."""
        block = self._block(offset)
        if level == "word":
            return word_at(self._text, offset, block.start, block.end)
        if level == "block":
            return block.span
        if level == "section":
            return section_at(self._blocks, self.block_at(offset))
        sentence = self._sentences.span(self._sentences.at(offset))
        return sentence if level == "sentence" else clause_at(self._text, offset, *sentence)

    def grow(self, span: Span, level: Level | None = None) -> Span:
        """The smallest unit that contains `span` and is larger; of `level` if that is given; else `span`.

        An empty span is a caret. Beyond the section come the sections around it. To shrink again, keep
        what was grown.
        """
        for each in LEVELS if level is None else (level,):
            if each == "section":
                return section_holding(self._blocks, self.block_at(span.start), span) or span
            unit = self.unit(each, span.start)
            if unit is not None and _holds(unit, span):
                return unit
        return span


def prepare() -> None:
    """Have the patterns compiled that the first motions need: together they take longer than a key may."""
    text = "one,\ntwo e\u0301"
    word_after(text, 0, 0, len(text))
    clause_at(text, 0, 0, len(text))
    cluster_end(text, cluster_start(text, len(text) - 1))
    for block in (Block(0, len(text)), Block(0, len(text), "quotation")):
        gap_at(text, 5, block)
        begin_of_words(text, 0, len(text), block)


def _holds(unit: Span, span: Span) -> bool:
    return unit.start <= span.start and span.end <= unit.end and unit != span
