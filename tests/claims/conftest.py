from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import pytest

from claims.companion import ClaimReader
from claims.lexicon import Lexicon, load_lexicon
from claims.records import Claim, Claims
from entities.finding.model import find_model
from entities.finding.pieces import ReadingOrder, for_the_model
from entities.finding.wire import Cut
from entities.gathering import Gathering
from entities.naming.rules import Found, mentions_in
from entities.naming.usage import usage_of
from entities.records import Findings
from reports.blocks import BLOCK_KINDS, Span
from reports.document import Report
from reports.loading import load_bytes

if TYPE_CHECKING:
    from spacy.language import Language


class Told(NamedTuple):
    """What was found in a text."""

    text: str
    claims: Claims
    findings: Findings

    def words(self, span: Span | None) -> str | None:
        """The words of a span."""
        return None if span is None else self.text[span.start : span.end]

    def of(self, sentence: str) -> list[Claim]:
        """The claims of the sentence that begins with these words."""
        return [claim for claim in self.claims if self.text.startswith(sentence, claim.sentence.start)]

    def tags(self, *, derived: bool = False) -> dict[str, set[str]]:
        """The suggested tags by the words of their sentence; with `derived` those alone, else the others."""
        found: dict[str, set[str]] = {}
        for claim in self.claims:
            if claim.tags and claim.derived == derived:
                found.setdefault(self.words(claim.sentence) or "", set()).update(claim.tags)
        return found


Tell = Callable[..., Told]


@pytest.fixture(scope="session")
def language() -> Language:
    import spacy

    warnings.filterwarnings("ignore", message=r"\[W095\]")
    return spacy.load(find_model().target)


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return load_lexicon()


@pytest.fixture(scope="session")
def tell(language: Language, lexicon: Lexicon) -> Tell:
    """Read a report, or the report that a text is, as the worker does."""

    def told(
        what: str | Report, *, by: Lexicon = lexicon, backwards: bool = False, media: str = "text/plain"
    ) -> Told:
        report = load_bytes(what.encode(), "-", "test", media) if isinstance(what, str) else what
        text, blocks = report.text, report.blocks
        wrapped = bytes(BLOCK_KINDS[kind] in ("paragraph", "item", "quotation") for kind in blocks.kinds)
        cut = Cut(blocks.starts, blocks.ends, wrapped)
        reader, gathering = ClaimReader(language, text, cut, by), Gathering(text)
        usage = usage_of(text, cut.starts, cut.ends)
        order = ReadingOrder(text, cut, first=len(blocks) // 2 if backwards else 0)
        while batch := order.batch(8_000):
            pieces = [for_the_model(text[piece.start : piece.end]) for piece in batch]
            documents = language.pipe(pieces, disable=["tagger", "parser", "attribute_ruler", "lemmatizer"])
            for piece, words, document in zip(batch, pieces, documents, strict=True):
                found = [Found(name.start_char, name.end_char, name.label_) for name in document.ents]
                for start, end, kind in mentions_in(words, found, usage):
                    gathering.add(piece.start + start, piece.start + end, kind)
                reader.read(*piece[1:], piece.block)
        findings = gathering.findings(order.done, order.total)
        return Told(text, reader.claims(findings), findings)

    return told
