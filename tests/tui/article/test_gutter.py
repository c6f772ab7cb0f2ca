"""The gutter: one fixed column a tag, as in `ls -l`."""

from __future__ import annotations

from typing import Any

import pytest

from annotations.records import Attribution, Tag
from annotations.tagset import DEFAULT_TAGS, TagSet
from tui.article.gutter import gutter_cells, gutter_width, tag_letters

MORE = (Tag("rumour", "rumour", "", "", "r"), Tag("satire", "satire", "", "", "s"))
INNER = "about 160 square kilometres and seven villages were recaptured"


@pytest.fixture
def cells(desk: Any) -> Any:
    """The gutter of the row with these words, as one string."""

    def of(words: str, *, current: bool = False, extra: bool = False) -> str:
        start, end = desk.span(words)
        found = gutter_cells(
            start, end, desk.editor.index.across(start, end), desk.tag_set, current=current, extra=extra
        )
        assert len(found) == gutter_width(extra=extra)
        return "".join(cell.shown for cell in found)

    return of


def test_an_untagged_row_is_blank(cells: Any) -> None:
    assert cells("Kiev received") == "      "


def test_a_bar_stands_on_the_rows_of_the_current_sentence(cells: Any) -> None:
    assert cells("Kiev received", current=True) == "▌     "


@pytest.mark.parametrize(
    ("tags", "shown"),
    [(["unverified"], " u    "), (["contested"], "  c   "), (["official-claim"], "   o  "),
     (["official-claim", "unverified"], " u o  "), (["unverified", "contested", "official-claim"], " uco  ")],
)  # fmt: skip
def test_each_tag_has_a_column_of_its_own(desk: Any, cells: Any, tags: list[str], shown: str) -> None:
    for tag in tags:
        desk.mark("Kiev received 1,000 fallen soldiers", tag)
    assert cells("Kiev received") == shown


def test_a_tag_runs_on_below_the_row_it_starts_in(desk: Any, cells: Any) -> None:
    desk.mark(INNER, "contested")
    assert cells("Pokrovsk, about 160 square") == "  c   "
    assert cells("kilometres and seven villages") == "  │   "


def test_a_tag_inside_a_tagged_sentence_shows_as_its_own_letter(desk: Any, cells: Any) -> None:
    desk.mark("During a counter-offensive north-west of the city of Pokrovsk, " + INNER, "unverified")
    desk.mark(INNER, "contested")
    assert cells("Pokrovsk, about 160 square") == " │c   "


def test_the_same_tag_twice_shows_its_letter_again_where_the_inner_one_starts(desk: Any, cells: Any) -> None:
    desk.mark("During a counter-offensive north-west of the city of Pokrovsk, " + INNER, "unverified")
    desk.mark("seven villages", "unverified")
    assert cells("kilometres and seven") == " u    "
    assert cells("160 square") == " │    "


def test_a_note_is_a_star_where_its_annotation_starts(desk: Any, cells: Any) -> None:
    identity = desk.mark(INNER)
    desk.editor.set_note(identity, "ask again")
    assert cells("about 160 square") == " u  * "
    assert cells("seven villages") == " │    "


def test_an_annotation_without_a_tag_is_a_dot_where_it_starts_and_a_star_with_a_note(
    desk: Any, cells: Any
) -> None:
    desk.editor.annotate(desk.span(INNER), caret=0, attribution=[Attribution("Zelensky")])
    assert cells("about 160 square") == "    • "
    assert cells("seven villages") == "      "
    (annotation,) = desk.editor.index
    desk.editor.set_note(annotation.id, "ask again")
    assert cells("about 160 square") == "    * "


def test_a_dot_takes_no_column_from_a_tag(desk: Any, cells: Any) -> None:
    desk.mark("about 160 square kilometres", "unverified")
    desk.editor.annotate(desk.span("160 square"), caret=0, attribution=[Attribution("Zelensky")])
    assert cells("about 160 square") == " u  • "


def test_between_the_fragments_of_an_annotation_runs_a_dotted_line(desk: Any, cells: Any) -> None:
    torn = desk.mark("about 160 square kilometres", "contested")
    desk.editor.add_fragment(torn, desk.span("cleared of the enemy"))
    assert cells("about 160 square") == "  c   "
    assert cells("square kilometres and seven") == "  │   "
    assert cells("were recaptured") == "  :   "
    assert cells("170 square") == "  :   "
    assert cells("cleared of the") == "  c   "
    assert cells("Zelensky said during a visit") == "      "


def test_what_runs_on_wins_over_the_dotted_line_of_the_same_tag(desk: Any, cells: Any) -> None:
    torn = desk.mark("about 160", "contested")
    desk.editor.add_fragment(torn, desk.span("cleared of the enemy"))
    desk.mark("square kilometres and seven villages", "contested")
    assert cells("and seven villages") == "  │   "


def test_three_levels_of_one_tag_show_its_letter_where_each_begins(desk: Any, cells: Any) -> None:
    desk.mark("During a counter-offensive north-west of the city of Pokrovsk, " + INNER, "unverified")
    desk.mark(INNER, "unverified")
    desk.mark("seven villages", "unverified")
    assert cells("During a counter") == " u    "
    assert cells("north-west of the") == " │    "
    assert cells("about 160 square") == " u    "
    assert cells("kilometres and") == " │    "
    assert cells("seven villages") == " u    "


def test_a_fourth_tag_needs_the_shared_column(desk: Any, cells: Any) -> None:
    desk.editor.new_tag("rumour", span=desk.span("Kiev received"), caret=0)
    assert cells("Kiev received") == "      "
    assert cells("Kiev received", extra=True) == "    4  "


def test_several_further_tags_are_a_number_in_the_shared_column(desk: Any, cells: Any) -> None:
    desk.editor.new_tag("rumour", span=desk.span("Kiev received"), caret=0)
    desk.editor.new_tag("satire", span=desk.span("Kiev received"), caret=0)
    assert cells("Kiev received", extra=True) == "    2  "


def test_letters_are_drawn_in_the_colour_of_their_tag(desk: Any) -> None:
    desk.mark("Kiev received", "contested")
    start, end = desk.span("Kiev received")
    found = gutter_cells(
        start, end, desk.editor.index.between(start, end), desk.tag_set, current=True, extra=False
    )
    assert [cell.role for cell in found] == ["focus", "", "tag-2-letter", "", "", ""]


@pytest.mark.parametrize(
    ("tags", "letters"),
    [((), "····"), (("unverified",), "u···"), (("unverified", "official-claim"), "u·o·"),
     (("rumour",), "···4"), (("unverified", "rumour"), "u··4"), (("rumour", "satire"), "···+"),
     (("unverified", "contested", "official-claim", "rumour"), "uco4"), (("gone",), "···g")],
)  # fmt: skip
def test_a_list_has_a_cell_for_each_of_three_tags_and_one_for_all_others(
    tags: tuple[str, ...], letters: str
) -> None:
    assert tag_letters(tags, TagSet((*DEFAULT_TAGS, *MORE))) == letters


def test_without_other_tags_a_list_has_three_cells() -> None:
    assert tag_letters(("contested",), TagSet(DEFAULT_TAGS)) == "·c·"
    assert tag_letters(("contested", "gone"), TagSet(DEFAULT_TAGS)) == "·c·g"
