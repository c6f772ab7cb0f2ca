"""Where everything stands, for any size of the window."""

from __future__ import annotations

from itertools import combinations
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.looks.folding import Box, Fold, Pane, fold


def shown(made: Fold) -> set[str]:
    return {name for name in ("entities", "annotations", "keys", "drawer_rule", "rule") if name in made.boxes}


@pytest.mark.parametrize(
    ("width", "height", "there"),
    [
        (120, 40, {"entities", "annotations", "keys", "rule"}),
        (118, 40, {"entities", "annotations", "keys", "rule"}),
        (117, 40, {"annotations", "keys", "rule"}),
        (92, 40, {"annotations", "keys", "rule"}),
        (91, 40, {"annotations", "drawer_rule", "keys"}),
        (80, 24, {"annotations", "drawer_rule", "keys"}),
        (70, 22, {"annotations", "drawer_rule", "keys"}),
        (69, 22, {"keys"}),
        (70, 21, {"keys"}),
        (60, 20, {"keys"}),
        (48, 12, {"keys"}),
        (47, 12, set()),
        (48, 11, set()),
        (40, 10, set()),
        (10, 3, set()),
    ],
)
def test_the_window_folds_at_the_steps_of_the_specification(width: int, height: int, there: set[str]) -> None:
    assert shown(fold(width, height)) == there


@pytest.mark.parametrize("size", [(120, 40), (100, 30), (80, 24), (60, 20), (40, 10), (20, 5)])
def test_header_and_target_line_are_always_there(size: tuple[int, int]) -> None:
    boxes = fold(*size).boxes
    assert boxes["header"] == Box(0, 0, size[0], 1)
    assert boxes["target"].height == 1
    assert boxes["target"].y == max(box.y for name, box in boxes.items() if name != "keys")


def test_the_key_line_is_the_last_row_and_the_target_line_stands_above_it() -> None:
    boxes = fold(120, 40).boxes
    assert (boxes["target"].y, boxes["keys"].y) == (38, 39)


def test_the_drawer_has_two_rows_until_it_is_opened() -> None:
    assert fold(80, 24).boxes["annotations"].height == 2
    grown = fold(80, 24, "annotations")
    assert grown.drawer_open
    assert grown.boxes["annotations"].height > 6


def test_the_entities_take_the_drawer_or_the_side_when_they_are_asked_for() -> None:
    assert fold(80, 24, "entities").drawer == "entities"
    assert not fold(80, 24, "entities").shows("annotations")
    assert fold(100, 30, "entities").side == "entities"
    assert not fold(100, 30, "entities").shows("annotations")


def test_a_window_without_a_drawer_gets_one_for_a_pane_that_is_opened() -> None:
    assert not fold(60, 20).shows("annotations")
    assert fold(60, 20, "annotations").shows("annotations")


def test_a_wide_window_shares_what_the_measure_does_not_use() -> None:
    assert fold(200, 50).boxes["entities"].width > fold(120, 40).boxes["entities"].width
    assert fold(400, 50).boxes["annotations"].width <= 52


sizes = st.tuples(st.integers(1, 400), st.integers(1, 120), st.sampled_from(get_args(Pane)))


def overlap(one: Box, other: Box) -> bool:
    return (
        one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    )


@given(sizes)
def test_no_box_leaves_the_window_in_any_size(size: tuple[int, int, Pane]) -> None:
    width, height, opened = size
    for name, box in fold(width, height, opened).boxes.items():
        if box.width < 1 or box.height < 1:
            continue
        assert box.x >= 0, name
        assert box.y >= 0, name
        assert box.x + box.width <= width, name
        assert box.y + box.height <= height, name


@given(sizes)
def test_no_two_boxes_overlap_in_any_size(size: tuple[int, int, Pane]) -> None:
    boxes = {name: box for name, box in fold(*size).boxes.items() if box.width > 0 and box.height > 0}
    for (name, one), (other_name, other) in combinations(boxes.items(), 2):
        assert not overlap(one, other), (name, other_name, one, other)


@given(sizes)
def test_the_article_keeps_a_row_and_a_column_wherever_there_is_room(size: tuple[int, int, Pane]) -> None:
    width, height, opened = size
    article = fold(width, height, opened).boxes["article"]
    if height >= 3 and width >= 2:
        assert article.height >= 1
        assert article.width >= 1


@given(sizes)
def test_no_box_is_of_negative_size(size: tuple[int, int, Pane]) -> None:
    for name, box in fold(*size).boxes.items():
        assert box.width >= 0, name
        assert box.height >= 0, name


@given(sizes)
def test_the_pane_the_user_opened_is_shown_or_the_article_has_everything(size: tuple[int, int, Pane]) -> None:
    width, height, opened = size
    made = fold(width, height, opened)
    if width >= 40 and height >= 10:
        assert made.shows(opened)
