from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings

from reports.document import Block, Blocks, Report, Span
from reports.loading import load
from reports.motion import LEVELS, Navigator
from reports.sentences import SentenceIndex
from reports.visible import cluster_start
from tests.growth import assert_growth, assert_linear

from .texts import odd_text, report_of, visible_part

SEED = load(Path(__file__).parents[2] / "seeds" / "soldiers-remains-handover.txt")


def navigator(report: Report) -> Navigator:
    return Navigator(report, SentenceIndex(report.text, report.blocks))


def forward(keys: Navigator) -> list[Callable[[int], int]]:
    moves = [keys.right, keys.word_forward, keys.word_end, keys.clause_forward, keys.clause_end]
    return [*moves, keys.next_sentence, keys.next_block, keys.sentence_end]


def backward(keys: Navigator) -> list[Callable[[int], int]]:
    return [keys.left, keys.word_back, keys.clause_back, keys.previous_sentence, keys.previous_block]


def walked(move: Callable[[int], int], caret: int) -> list[int]:
    carets = [caret]
    while (caret := move(caret)) != carets[-1]:
        carets.append(caret)
    return carets


@settings(deadline=None)
@given(odd_text)
def test_motions_end_go_one_way_and_stay_on_clusters_inside_blocks(text: str) -> None:
    # A carriage return is a line break to the loader, and a byte order mark nothing.
    if not visible_part(text.removeprefix("\ufeff").replace("\r", "\n")):
        return
    report = report_of(text)
    keys = navigator(report)
    first, last = keys.settle(0), keys.settle(len(report.text))
    for moves, start, sign in ((forward(keys), first, 1), (backward(keys), last, -1)):
        for move in moves:
            carets = walked(move, start)
            assert carets == sorted(set(carets), key=lambda caret: sign * caret), move
            for caret in carets:
                block = report.blocks[keys.block_at(caret)]
                assert block.start <= caret < block.end
                assert cluster_start(report.text, caret, block.start) == caret
    assert walked(keys.right, first) == walked(keys.left, last)[::-1]


@settings(deadline=None)
@given(odd_text)
def test_growing_ends_and_each_step_holds_the_one_before(text: str) -> None:
    # A carriage return is a line break to the loader, and a byte order mark nothing.
    if not visible_part(text.removeprefix("\ufeff").replace("\r", "\n")):
        return
    report = report_of(text)
    keys = navigator(report)
    for offset in walked(keys.right, keys.settle(0))[:40]:
        span = Span(offset, offset)
        while (larger := keys.grow(span)) != span:
            assert larger.start <= span.start <= span.end <= larger.end
            span = larger


def test_w_and_e_while_selecting_take_the_word_without_what_follows() -> None:
    keys = navigator(report_of("The refinery's, of course."))
    caret = keys.word_end(4)
    assert selected(keys, 4, caret) == "refinery's"
    assert selected(keys, 4, keys.word_end(caret)) == "refinery's, of"
    assert keys.word_end(25) == 25


def selected(keys: Navigator, anchor: int, caret: int) -> str:
    return keys._text[slice(*keys.selection(anchor, caret))]


def test_a_selection_has_the_clusters_under_both_ends_in_either_order() -> None:
    report = report_of("a e\u0301\u0302 👨\u200d👩 b")
    keys = navigator(report)
    assert keys.selection(2, 6) == keys.selection(6, 2) == keys.selection(3, 7) == Span(2, 9)
    assert keys.selection(0, 0) == Span(0, 1)


def test_w_b_and_e_go_over_block_borders() -> None:
    keys = navigator(report_of("One two.\n\n\nThree\n"))
    assert walked(keys.word_forward, 0) == [0, 4, 11]
    assert walked(keys.word_back, 13) == [13, 11, 4, 0]
    assert walked(keys.word_end, 0) == [0, 2, 6, 15]


def test_clauses_of_the_seed() -> None:
    keys = navigator(SEED)
    carets = walked(keys.clause_forward, 1073)[:5]
    begun = [SEED.text[c : c + 12] for c in carets]
    assert begun == ["During a cou", "about 160 sq", "cleared of t", "Zelensky sai", "In addition,"]
    assert walked(keys.clause_back, carets[-1])[:5] == carets[::-1]
    assert SEED.text[keys.clause_end(1073) - 7 : keys.clause_end(1073) + 1] == "Pokrovsk"


def test_j_and_k_go_to_the_first_character_of_sentences() -> None:
    keys = navigator(SEED)
    assert (keys.next_sentence(0), keys.next_sentence(250), keys.previous_sentence(250)) == (202, 303, 0)
    assert (keys.sentence_start(250), keys.sentence_end(250)) == (202, 301)
    assert len(walked(keys.next_sentence, 0)) == 33


def test_growing_goes_through_word_clause_sentence_block_and_section() -> None:
    keys = navigator(SEED)
    at = SEED.text.index("recaptured")
    span = Span(at, at)
    steps = []
    while (larger := keys.grow(span)) != span:
        span = larger
        steps.append(SEED.text[span.start : span.end])
    assert steps[0] == "recaptured"
    assert steps[1].startswith("about 160")
    assert steps[1].endswith("kilometres were")
    assert steps[2].startswith("During")
    assert steps[2].endswith("front line.")
    assert steps[3].startswith("Zelensky claims")
    assert steps[3].endswith("at least contested.")
    assert len(steps) == 4
    assert [keys.unit(level, at) is not None for level in LEVELS] == [True] * 5


def test_growing_to_one_level_skips_the_others() -> None:
    keys = navigator(SEED)
    assert keys.grow(Span(210, 210), "sentence") == Span(202, 302)


def test_sections_are_nested_by_the_level_of_their_headings() -> None:
    text = "intro\nA\nx\nB\ny\nC\nz"
    kinds = {0: 0, 6: 1, 8: 0, 10: 2, 12: 0, 14: 1, 16: 0}
    ends = [text.find("\n", s) if "\n" in text[s:] else len(text) for s in kinds]
    blocks = tuple(
        Block(start, end, "heading" if level else "paragraph", level)
        for (start, level), end in zip(kinds.items(), ends, strict=True)
    )
    keys = navigator(Report("s", "t", "text/plain", "", text, "", Blocks(blocks)))
    assert [keys.unit("section", o) for o in (0, 6, 8, 12, 16)] == [
        (0, 5),
        (6, 13),
        (6, 13),
        (10, 13),
        (14, 17),
    ]
    assert keys.grow(Span(10, 13)) == (6, 13)


SMALL, TIMES = 62_500, 16
"""Code points of a block, and how many times as many a large one has: a megabyte."""


def without_a_break(piece: str, size: int) -> tuple[Navigator, int]:
    """The keys of a report of one block, and its last offset."""
    text = "x" + piece * (size // len(piece)) + "x"
    return navigator(report_of(text)), len(text) - 1


@pytest.mark.parametrize("piece", ["word ", "a", ",", "a,", "字", "字か", '"', ". ", "e\u0301"])
def test_a_key_costs_at_most_in_proportion_to_a_block_without_a_break(piece: str) -> None:
    made = {size: without_a_break(piece, size) for size in (SMALL, SMALL * TIMES)}

    def press(key: int, place: float, given: tuple[Navigator, int]) -> int:
        keys, last = given
        moves = [*forward(keys), *backward(keys), lambda offset: keys.grow(Span(offset, offset)).start]
        return moves[key](int(place * last))

    for key in range(len(forward(navigator(SEED))) + len(backward(navigator(SEED))) + 1):
        for place in (0, 0.5, 1):
            assert_linear(made.__getitem__, partial(press, key, place), SMALL, TIMES)


@pytest.mark.parametrize("key", ["right", "left", "word_forward", "word_end", "word_back"])
@pytest.mark.parametrize(("piece", "presses"), [("word ", 300), ("a,", 10), ("字か", 10)])
def test_a_key_from_word_to_word_costs_the_same_in_any_block(piece: str, presses: int, key: str) -> None:
    def press(given: tuple[Navigator, int]) -> None:
        keys, last = given
        for number in range(presses):
            getattr(keys, key)(last // 2 + 7 * number)

    assert_growth(0, partial(without_a_break, piece), press, SMALL, TIMES)


def test_after_it_was_prepared_no_motion_compiles_a_pattern() -> None:
    script = """
import re
from reports.loading import load_bytes
from reports.motion import Navigator, prepare
from reports.sentences import SentenceIndex
report = load_bytes("One, two \\u00e9 three. Four.".encode(), "a.txt", "a.txt")
keys = Navigator(report, SentenceIndex(report.text, report.blocks))
prepare()
def refuse(*_):
    raise AssertionError("compiled while a key waits")
re.compile = re._compiler.compile = refuse
for motion in ("word_forward", "word_end", "word_back", "clause_forward", "clause_back", "right"):
    getattr(keys, motion)(4)
keys.grow(keys.selection(0, 3))
"""
    subprocess.run([sys.executable, "-c", script], check=True, cwd=Path(__file__).parents[2])
