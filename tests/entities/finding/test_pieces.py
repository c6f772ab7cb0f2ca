from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from entities.finding.pieces import PIECE_LIMIT, ReadingOrder, for_the_model, piece_end
from entities.finding.wire import Cut

TEXTS = st.lists(
    st.sampled_from(["word ", "End. ", "\n", "\n\n", "x" * 30, "\u2003", "’ ", "\x00"]), min_size=1
).map("".join)


def cut(blocks: Iterable[tuple[int, int, bool]]) -> Cut:
    """Blocks as the worker gets them."""
    starts, ends, wrapped = zip(*blocks, strict=True) if (blocks := list(blocks)) else ((), (), ())
    return Cut(starts, ends, wrapped)


@given(TEXTS, st.booleans(), st.integers(1, 40))
def test_pieces_cover_the_block_and_none_is_too_long(text: str, wrapped: bool, limit: int) -> None:
    start, pieces = 0, []
    while start < len(text):
        end = piece_end(text, start, len(text), wrapped, limit)
        assert start < end <= start + limit
        pieces.append(text[start:end])
        start = end
    assert "".join(pieces) == text
    if not wrapped:
        assert not any("\n" in piece[:-1] for piece in pieces)


def test_a_long_text_is_cut_between_sentences_else_between_words() -> None:
    assert piece_end("One two. Three four", 0, 19, True, 14) == len("One two. ")
    assert piece_end("One two three four", 0, 18, True, 10) == len("One two ")


def test_a_wrapped_sentence_is_not_cut_at_a_single_line_break() -> None:
    assert piece_end("Volodymyr\nZelensky", 0, 18, True) == 18
    assert piece_end("Volodymyr\nZelensky", 0, 18, False) == 10
    assert piece_end("One\n \nTwo", 0, 9, True) == 6


@given(st.text())
def test_the_model_gets_as_many_code_points_and_all_of_them_can_be_encoded(text: str) -> None:
    assert len(for_the_model(text)) == len(text)
    for_the_model(text + "\ud800").encode()


def test_the_lines_of_a_quoted_mail_flow_on_for_the_model() -> None:
    assert for_the_model("Volodymyr\n> > Zelensky said > no") == "Volodymyr     Zelensky said > no"


def test_runs_without_a_blank_are_kept_from_the_model() -> None:
    assert for_the_model("Kyiv " + "(" * 5_000 + " Odesa") == "Kyiv " + " " * 5_000 + " Odesa"


def test_what_is_on_the_screen_comes_first_then_on_to_the_end_then_the_rest() -> None:
    text = "ab" * 5
    order = ReadingOrder(text, cut((at, at + 2, False) for at in range(0, 10, 2)), first=3)
    assert [piece.block for piece in order.batch(1)] == [3]
    order.look_at(1)
    assert [piece.block for piece in order.batch(100)] == [1, 2, 4, 0]
    assert order.done == order.total == 5
    assert order.batch(100) == []


def test_a_hint_is_heard_in_the_middle_of_a_huge_block() -> None:
    text = "word " * 3_000 + "tail"
    huge = len(text) - 4
    order = ReadingOrder(text, cut([(0, huge, True), (huge, len(text), True)]))
    first = order.batch(1)
    assert first[0].end <= PIECE_LIMIT
    order.look_at(1)
    assert order.batch(1)[0].block == 1
    assert order.done == 1
    rest = order.batch(len(text))
    assert rest[0].start == first[0].end
    assert order.done == 2


@given(st.lists(st.integers(0, 3), max_size=20), st.lists(st.integers(-5, 30), max_size=10))
def test_every_block_is_read_once_whatever_is_looked_at(sizes: list[int], looks: list[int]) -> None:
    blocks, at = [], 0
    for size in sizes:
        blocks.append((at, at + size, False))
        at += size
    order = ReadingOrder("x" * at, cut(blocks))
    seen = []
    for look in [*looks, 0]:
        order.look_at(look)
        seen += [piece.block for piece in order.batch(1)]
    while batch := order.batch(10):
        seen += [piece.block for piece in batch]
    assert sorted(seen) == list(range(len(blocks)))


def five(**options: Any) -> ReadingOrder:
    """Five blocks of two letters."""
    return ReadingOrder("ab" * 5, cut((at, at + 2, False) for at in range(0, 10, 2)), **options)


def test_a_suspicious_block_has_a_batch_of_its_own() -> None:
    order = five(alone=(1, 2))
    batches = [[piece.block for piece in order.batch(100)] for _ in range(4)]
    assert batches == [[0], [1], [2], [3, 4]]


def test_a_block_that_is_left_out_counts_as_read_and_comes_in_no_batch() -> None:
    order = five(left_out=(0, 4))
    assert order.done == 2
    order.look_at(4)
    assert [piece.block for piece in order.batch(100)] == [1, 2, 3]
    assert order.done == order.total


def test_reading_is_held_until_it_goes_on() -> None:
    order = five()
    assert not order.held
    order.hold(True)
    assert order.held
    order.hold(False)
    order.wait()
    assert not order.held
