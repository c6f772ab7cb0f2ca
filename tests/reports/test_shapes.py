"""Real shapes of plain text come out as a person would mark them; `marking.py` says how to read them."""

from __future__ import annotations

from pathlib import Path

import pytest

from .marking import SHAPES, marked_by_rule, shape, text_of


def out_of_reach(path: Path) -> bool:
    return path.read_text(encoding="utf-8").startswith("# Out of reach:")


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(
            path,
            id=path.stem,
            marks=pytest.mark.xfail(strict=True, reason="only the meaning tells")
            if out_of_reach(path)
            else (),
        )
        for path in sorted(SHAPES.iterdir())
    ],
)
def test_blocks_and_sentences_are_those_a_person_would_mark(path: Path) -> None:
    marked = shape(path)
    assert marked_by_rule(text_of(marked)) == marked
