"""A report that is read a stretch at a time ends as the report that is read at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given

from reports import opening
from reports.document import Blocks, Marks
from reports.loading import load_bytes, open_bytes
from reports.sentences import SentenceIndex
from reports.visible import hidden_count
from tests.reports.texts import odd_text

SEEDS = Path(__file__).parents[2] / "seeds"
PARAGRAPH = "The mayor said on Monday that nobody was hurt. The army did not comment.\n"


@pytest.fixture
def short_stretches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "FIRST", 40)
    monkeypatch.setattr(opening, "STRETCH", 25)


def test_a_short_report_is_complete_when_it_is_opened() -> None:
    begun = open_bytes(PARAGRAPH.encode(), "wire.txt", "wire.txt")
    assert begun.report.complete
    assert begun.share == 1.0
    assert list(begun.stretches()) == []


@pytest.mark.parametrize("name", ["wire.txt", "wire.md"])
def test_stretches_come_to_the_report_that_is_read_at_once(short_stretches: None, name: str) -> None:
    source = (PARAGRAPH + "\n---\n\n- an item\x1b of \u202eit\n\n> quoted. Twice.\n\n") * 7
    begun = open_bytes(source.encode(), name, name)
    while not begun.report.complete:
        begun.take(next(begun.stretches()))
    whole = load_bytes(source.encode(), name, name)
    assert begun.report == whole
    assert begun.hidden == hidden_count(whole.text)
    index = SentenceIndex(whole.text, whole.blocks)
    assert (begun.sentences.starts, begun.sentences.ends) == (index.starts, index.ends)


@given(odd_text)
def test_any_text_is_the_same_in_stretches_as_at_once(text: str) -> None:
    source = text.encode("utf-8", "replace")
    if not text.strip() or not source.strip():
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(opening, "FIRST", 3)
        patch.setattr(opening, "STRETCH", 2)
        try:
            begun = open_bytes(source, "wire.txt", "wire.txt")
        except Exception:
            return
        before = (0, 0)
        for stretch in begun.stretches():
            begun.take(stretch)
            now = (len(begun.report.blocks), len(begun.sentences))
            assert now >= before
            before = now
    whole = load_bytes(source, "wire.txt", "wire.txt")
    index = SentenceIndex(whole.text, whole.blocks)
    assert begun.report == whole
    assert (begun.sentences.starts, begun.sentences.ends) == (index.starts, index.ends)


def test_what_is_there_stays_when_more_comes(short_stretches: None) -> None:
    begun = open_bytes((PARAGRAPH * 9).encode(), "wire.txt", "wire.txt")
    report = begun.report
    assert not report.complete
    assert (report.sha256, report.text_sha256) == ("", "")
    first, sentences = list(report.blocks), list(begun.sentences.starts)
    shares = [begun.share]
    for stretch in begun.stretches():
        begun.take(stretch)
        shares.append(begun.share)
    assert report.blocks[: len(first)] == tuple(first)
    assert list(begun.sentences.starts[: len(sentences)]) == sentences
    assert shares == sorted(shares)
    assert shares[0] > 0
    assert shares[-1] == 1.0
    assert report.complete


def test_one_long_line_has_its_sentences_in_stretches(short_stretches: None) -> None:
    line = PARAGRAPH.strip() + " "
    begun = open_bytes((line * 20).encode(), "wire.txt", "wire.txt")
    assert len(begun.report.blocks) == 1
    assert 0 < len(begun.sentences) < 40
    begun.whole()
    assert len(begun.sentences) == 40


def test_a_stretch_that_begins_anew_takes_the_place_of_everything() -> None:
    begun = open_bytes(PARAGRAPH.encode(), "wire.txt", "wire.txt")
    other = load_bytes(b"Other words. And more.\n", "wire.md", "wire.md")
    index = SentenceIndex(other.text, other.blocks)
    begun.take(opening.Stretch(Blocks(), Marks(), SentenceIndex(), 0.2, notices=("Odd.",)))
    again = opening.Stretch(
        other.blocks, Marks(), index, 0.5, text=other.text, hidden=2, notices=("Odd.",), anew=True
    )
    begun.take(again)
    assert begun.report.notices == ("Odd.",)
    assert (begun.report.text, begun.report.blocks, begun.hidden) == (other.text, other.blocks, 2)
    assert list(begun.sentences.starts) == list(index.starts)
    assert begun.share == 0.5


def test_a_report_that_begins_anew_has_a_sentence_at_every_time() -> None:
    """The definitions at the top have no text, and what looks like another one stands in a block of code."""
    definitions = "".join(f"[{number}]: https://a.example/{number:060}\n" for number in range(800))
    paragraphs = f"{PARAGRAPH}\n" * 900
    code = "```\n\n[odd]: https://b.example\n\n```\n\n"
    source = f"{definitions}\nSee [odd] here.\n\n{paragraphs}{code}{PARAGRAPH}"
    begun = open_bytes(source.encode(), "wire.md", "wire.md")
    assert not begun.report.complete
    anew = 0
    for stretch in begun.stretches():
        begun.take(stretch)
        anew += stretch.anew
        assert len(begun.sentences) > 0
    assert anew == 1
    assert begun.report == load_bytes(source.encode(), "wire.md", "wire.md")


def test_a_text_of_rules_alone_has_sentences_all_the_same() -> None:
    for name in ("wire.txt", "wire.md"):
        begun = open_bytes(b"---\n\n---\n", name, name)
        assert len(begun.sentences) == len(begun.report.blocks) > 0


def test_a_report_that_was_read_already_is_open() -> None:
    report = load_bytes(PARAGRAPH.encode() + b"\x1b", "wire.txt", "wire.txt")
    begun = opening.Opening.of(report)
    assert begun.whole() is report
    assert (begun.share, begun.hidden, len(begun.sentences)) == (1.0, 1, 3)


def test_opening_looks_at_the_first_stretch_only(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: list[int] = []
    real = opening.sentence_spans

    def counting(text: str, block: object, shift: int = 0) -> object:
        looked_at.append(1)
        return real(text, block, shift)  # type: ignore[arg-type]

    monkeypatch.setattr(opening, "sentence_spans", counting)

    def blocks_looked_at(times: int) -> int:
        looked_at.clear()
        open_bytes((PARAGRAPH * 1000 * times).encode(), "wire.txt", "wire.txt")
        return len(looked_at)

    assert blocks_looked_at(20) == blocks_looked_at(1)


def test_blocks_in_columns_are_the_blocks() -> None:
    report = load_bytes(b"# One\n\n1. a\n2. b\n\n> *c* and [d](https://e.example)\n", "wire.md", "wire.md")
    blocks = report.blocks
    assert [blocks[number] for number in range(len(blocks))] == list(blocks) == list(blocks[:])
    assert blocks == Blocks(blocks)
    assert blocks != Blocks(blocks[:-1])
    assert blocks[-1].kind == "quotation"
    assert [blocks[number].kind for number in blocks.headings] == ["heading"]
    assert [blocks.at(block.start) for block in blocks] == list(range(len(blocks)))
    assert [blocks.at(block.end - 1) for block in blocks] == list(range(len(blocks)))
    assert report.marks[1].target == "https://e.example"
    with pytest.raises(IndexError):
        blocks[len(blocks)]
