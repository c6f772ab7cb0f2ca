"""Sections of reports that are whole, and of one that is still being read."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reports.blocks import Block, Blocks, Span
from reports.sections import section_at, section_holding
from tests.growth import assert_growth


def blocks_of(levels: list[int]) -> Blocks:
    """A block of one code point each; 0 is a paragraph, else the level of a heading."""
    return Blocks(
        Block(2 * n, 2 * n + 1, "heading" if level else "paragraph", level) for n, level in enumerate(levels)
    )


def plainly(levels: list[int], block: int) -> tuple[int, int]:
    """First and last block of the section, by looking at every block."""
    first = next((n for n in range(block, -1, -1) if levels[n]), None)
    until = len(levels)
    if first is None:
        return 0, next((n for n in range(until) if levels[n]), until) - 1
    ends = (n for n in range(first + 1, until) if 0 < levels[n] <= levels[first])
    return first, next(ends, until) - 1


@given(st.lists(st.integers(0, 4), min_size=1, max_size=30), st.data())
def test_a_section_ends_before_the_next_heading_at_its_level_or_higher(
    levels: list[int], data: st.DataObject
) -> None:
    block = data.draw(st.integers(0, len(levels) - 1))
    first, last = plainly(levels, block)
    assert section_at(blocks_of(levels), block) == Span(2 * first, 2 * last + 1)


@given(st.lists(st.integers(0, 4), min_size=1, max_size=30), st.data())
def test_sections_around_a_section_grow_until_there_is_none(levels: list[int], data: st.DataObject) -> None:
    blocks, block = blocks_of(levels), data.draw(st.integers(0, len(levels) - 1))
    span = section_at(blocks, block)
    while (larger := section_holding(blocks, block, span)) is not None:
        assert larger.start <= span.start <= span.end <= larger.end
        assert larger != span
        span = larger
    heading = next((n for n in range(block, -1, -1) if levels[n]), None)
    outer = [n for n in range(heading or 0) if levels[n] and 2 * plainly(levels, n)[1] + 1 >= span.end]
    assert heading is None or not outer or span.start == 2 * outer[0]


def test_the_section_of_a_report_that_is_still_being_read_grows_with_it() -> None:
    blocks = blocks_of([1, 0])
    assert section_at(blocks, 1) == (0, 3)
    blocks.append(Block(4, 5))
    assert section_at(blocks, 1) == (0, 5)
    blocks.append(Block(6, 7, "heading", 2))
    assert section_at(blocks, 1) == (0, 7)
    assert section_at(blocks, 3) == (6, 7)
    blocks.append(Block(8, 9, "heading", 1))
    assert section_at(blocks, 1) == (0, 7)


def test_a_section_costs_the_same_among_many_blocks() -> None:
    def make(count: int) -> Blocks:
        return blocks_of([1, *[2, 0, 0] * count])

    def run(blocks: Blocks) -> None:
        for place in range(200):
            middle = len(blocks) // 2 + place
            assert section_holding(blocks, middle, section_at(blocks, middle)) is not None

    assert_growth(0, make, run, 1000)
