"""What the target line says."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from annotations.errors import EditError
from annotations.records import Attribution
from tui.lines.target_line import described, target_line
from tui.lines.wording import mode_words, trail_words
from tui.reading.trail import Trail

INNER = "about 160 square kilometres and seven villages were recaptured"
SENTENCE = "In addition, around 100 Russian soldiers were captured."


def target(desk: Any, width: int = 120, last: str = "") -> str:
    return target_line(desk.reading, desk.tag_set, last, width).fitted(width)


def test_the_target_line_names_the_sentence_its_tags_and_source(desk: Any) -> None:
    assert target(desk).startswith(" ▸ sentence 1 · no tag")
    identity = desk.mark(SENTENCE, "official-claim")
    desk.mark(SENTENCE, "unverified")
    desk.editor.set_attribution(identity, [Attribution("Zelensky")])
    desk.at(SENTENCE)
    assert target(desk).startswith(" ▸ sentence 12 · unverified, official claim · who: Zelensky")


def test_the_last_change_stands_right_with_the_way_back(desk: Any) -> None:
    shown = target(desk, last="+ unverified  09:12:04 · z undo")
    assert shown.rstrip().endswith("+ unverified  09:12:04 · z undo")


def test_the_target_line_says_when_an_annotation_inside_is_what_at_and_m_act_on(desk: Any) -> None:
    desk.mark(INNER, "contested")
    desk.at(INNER)
    shown = target(desk)
    assert "sentence 11" in shown
    assert "make a new one" in shown
    assert "“about 160" in shown


@pytest.mark.parametrize("width", [120, 60])
def test_two_fragments_that_reach_from_end_to_end_are_not_the_sentence(desk: Any, width: int) -> None:
    desk.editor.add_fragment(desk.mark("In addition"), desk.span("were captured."))
    desk.at(SENTENCE)
    assert ("inside: u" if width == 60 else "tag keys make a new one") in target(desk, width)
    desk.reading.hold_next(1)
    assert "inside" not in target(desk, width)


def test_with_several_inside_it_says_how_to_choose(desk: Any) -> None:
    desk.mark("seven villages")
    desk.mark("the enemy")
    desk.at("During a counter")
    assert "2 annotations inside, ] holds one" in target(desk)


def test_a_held_annotation_is_named_by_its_words(desk: Any) -> None:
    desk.mark("seven villages", "contested")
    desk.reading.hold_next(1)
    assert target(desk).startswith(" ▸ held: “seven villages” · contested")


def test_an_annotation_that_lost_its_last_tag_is_called_untagged(desk: Any) -> None:
    identity = desk.mark(SENTENCE)
    desk.editor.set_note(identity, "keep me")
    desk.at(SENTENCE)
    desk.reading.tag("unverified")
    assert target(desk).startswith(" ▸ sentence 12 · untagged · note")


def test_while_selecting_it_quotes_the_words_and_says_new_annotation(desk: Any) -> None:
    desk.at("seven villages")
    desk.reading.extend("word_next")
    shown = target(desk)
    assert shown.startswith(" SELECT · “seven” · new annotation")
    assert shown.rstrip().endswith("esc lets the selection go")


def test_while_editing_borders_it_says_how_to_end(desk: Any) -> None:
    desk.mark("seven villages")
    desk.reading.hold_next(1)
    desk.reading.start_selection()
    shown = target(desk)
    assert shown.startswith(" BORDERS · “seven villages”")
    assert "enter keeps · esc restores" in shown


def test_on_a_trail_it_says_which_stop_this_is(desk: Any) -> None:
    first, second = desk.span("Volodymyr Zelensky"), desk.span("Zelensky claims")
    desk.reading.trail = Trail(
        "Zelensky", "mention", [first.start, second.start], [first.end, second.end], "z"
    )
    desk.reading.walk(1)
    assert "Zelensky · mention 1 of 2 · sentence 1" in target(desk)
    assert target(desk).rstrip().endswith("esc lets the entity go")

    assert trail_words(desk.reading) == "Zelensky 1/2"
    assert mode_words(desk.reading) == "Zelensky 1/2 n N"
    desk.at("Kiev received")
    assert trail_words(desk.reading) == "Zelensky –/2"


def test_on_a_trail_the_last_change_is_told_before_the_way_out(desk: Any) -> None:
    desk.at("Zelensky claims")
    desk.reading.trail = Trail("“claims”", "hit", [desk.reading.caret], [desk.reading.caret + 8])
    last = "undone: + unverified · Z redo"
    assert target(desk, last=last).rstrip().endswith("undone: + unverified · Z redo · esc ends the search")
    assert target(desk, 80, last=last).rstrip().endswith("undone: + unverified · Z redo")


@pytest.mark.parametrize("width", [120, 80, 60])
def test_a_last_change_with_long_names_is_cut_and_not_left_out(desk: Any, width: int) -> None:
    desk.mark(SENTENCE)
    desk.at(SENTENCE)
    source = f"who: {'the General Staff of the Armed Forces, ' * 3}"
    others = target(desk, width, f"Boris Oberlander of the desk: {source}  09:12:04").rstrip()
    assert "Boris Oberl" in others
    assert others.endswith("…")
    own = target(desk, width, f"{source}  09:12:04 · z undo").rstrip()
    assert "who: the" in own
    assert own.endswith("… · z undo")
    assert target(desk, 50, "ann: + contested  09:12:04").rstrip().endswith("ann: + contested")


def test_narrow_target_lines_use_the_letters_of_the_tags(desk: Any) -> None:
    identity = desk.mark(SENTENCE, "official-claim")
    desk.editor.set_attribution(identity, [Attribution("Zelensky")])
    desk.at(SENTENCE)
    assert target(desk, 60).startswith(" ▸··o sentence 12 · Zelensky")


@given(
    width=st.integers(1, 200),
    words=st.text(min_size=1, max_size=60).filter(str.strip),
    mode=st.integers(0, 3),
)
def test_a_target_line_takes_its_row_and_is_safe(
    desk_on: Any, report_of: Any, width: int, words: str, mode: int
) -> None:
    from reports.document import Block

    text = f"\x1b[2J\u202e{words}"
    desk = desk_on(report_of(text, [Block(0, len(text))]))
    try:
        desk.editor.annotate(
            desk.reading.sentence, caret=0, note="n", attribution=[Attribution(f"\x9b{words}")]
        )
    except EditError:
        return
    if mode >= 1:
        desk.reading.hold_next(1)
    if mode == 2:
        desk.reading.start_selection()
    if mode == 3:
        desk.reading.select_sentence()
    shown = target(desk, width, last="+ unverified  09:12:04 · z undo")
    assert cell_len(shown) == width
    assert not any(ord(each) < 0x20 or 0x7F <= ord(each) < 0xA0 or each == "\u202e" for each in shown)


def test_an_annotation_is_described_in_one_phrase(desk: Any) -> None:
    identity = desk.mark(SENTENCE, "official-claim")
    desk.editor.set_attribution(identity, [Attribution("Zelensky")])
    desk.editor.set_disputed_by(identity, [Attribution("observers")])
    desk.editor.set_note(identity, "hm")
    said = described(desk.editor.index.get(identity), desk.tag_set)
    assert said == "official claim · who: Zelensky · disputed by: observers · note"


# ---------------------------------------------------------------------- links

LONG = "https://example.org/a/very/long/path/that/goes/on/and/on?and=on"


@pytest.fixture
def linked(desk_on: Any, report_of: Any) -> Any:
    """A report with links on a desk."""
    source = f"See [the paper]({LONG}) and [bank.example](http://evil.example). Nothing here.\n"
    return desk_on(report_of(source, name="links.md"))


@pytest.mark.parametrize("width", [120, 80, 60])
def test_on_a_link_the_target_line_says_where_it_leads(linked: Any, width: int) -> None:
    linked.reading.go(linked.reading.report.text.index("paper"))
    shown = target(linked, width)
    assert "→ https://" in shown
    assert "sentence 1" in shown
    assert (LONG in shown) == (width == 120)
    linked.reading.go(linked.reading.report.text.index("Nothing"))
    assert "→" not in target(linked, width)


def test_words_that_look_like_another_address_are_warned_of(linked: Any) -> None:
    linked.reading.go(linked.reading.report.text.index("bank"))
    assert "! → http://evil.example" in target(linked)


def test_what_was_done_last_stays_beside_the_target_of_a_link_where_there_is_room(linked: Any) -> None:
    linked.reading.go(linked.reading.report.text.index("paper"))
    shown = target(linked, 120, "+ unverified  09:12:04 · z undo")
    assert "→ https://" in shown
    assert "z undo" in shown


def test_a_target_made_to_take_over_the_terminal_is_only_shown(desk_on: Any, report_of: Any) -> None:
    desk = desk_on(report_of("[a](<http://b\x1b]8;;http://c\x07\u202ed>)\n", name="links.md"))
    assert "\x1b" not in target(desk)
    assert "\u202e" not in target(desk)
    assert "→ http://b" in target(desk)


# ---------------------------------------------------------------------- what is suggested

GAINS = "Zelensky claims territorial gains"


@pytest.mark.parametrize(
    ("width", "shown"),
    [
        (120, " ▸ sentence 9 · no tag · enter takes unverified, official claim, who: Volodymyr Zelensky"),
        (80, " ▸ sentence 9 · no tag · enter takes unverified, official claim"),
        (60, " ▸?u ?o who: Volodymyr Zelensky · enter take"),
        (40, " ▸?u ?o who: Volodymy… · enter take"),
    ],
)
def test_it_says_what_enter_takes(suggesting_desk: Any, width: int, shown: str) -> None:
    suggesting_desk.at(GAINS)
    assert target(suggesting_desk, width).rstrip() == shown


@pytest.mark.parametrize(
    ("width", "shown"), [(120, " ▸ sentence 9 · no tag"), (60, " ▸?u ?o who: Volodymyr Zelensky")]
)
def test_where_another_pane_has_the_keys_it_does_not_say_what_enter_takes(
    suggesting_desk: Any, width: int, shown: str
) -> None:
    suggesting_desk.at(GAINS)
    line = target_line(suggesting_desk.reading, suggesting_desk.tag_set, "", width, in_article=False)
    assert line.fitted(width).rstrip() == shown


def test_the_last_change_has_room_beside_what_enter_takes(suggesting_desk: Any) -> None:
    suggesting_desk.at(GAINS)
    shown = target(suggesting_desk, last="dismissed official claim  09:12:04 · z undo").rstrip()
    assert shown.startswith(" ▸ sentence 9 · no tag · enter takes unverified, official claim  ")
    assert shown.endswith("dismissed official claim  09:12:04 · z undo")


@pytest.mark.parametrize("width", [70, 80, 100, 120])
def test_there_is_always_room_for_what_was_done_last_and_how_to_take_it_back(
    suggesting_desk: Any, width: int
) -> None:
    last = "+ unverified, official claim · who: Volodymyr Zelensky  09:12:04 · z undo"
    suggesting_desk.at(GAINS)
    shown = target(suggesting_desk, width, last=last).rstrip()
    assert shown.startswith(" ▸ sentence 9 · no tag · enter takes ")
    assert "  + unverif" in shown
    assert shown.endswith("z undo")
    long = "the staff responsible for prisoner of war affairs and for much else that has a long name"
    suggesting_desk.mark(GAINS, "unverified")
    annotation = suggesting_desk.editor.index[0]
    suggesting_desk.editor.set_attribution(annotation.id, [Attribution(long)])
    shown = target(suggesting_desk, width, last=last).rstrip()
    assert "  + unverif" in shown
    assert shown.endswith("z undo")


def test_what_is_there_stands_before_what_is_suggested(suggesting_desk: Any) -> None:
    suggesting_desk.mark(GAINS, "unverified")
    suggesting_desk.at(GAINS)
    assert target(suggesting_desk, 80).startswith(" ▸ sentence 9 · unverified · enter takes official claim")
    assert target(suggesting_desk, 60).startswith(" ▸u·· ?o who: Volodymyr Zelensky · enter take")


def test_in_a_narrow_window_the_selected_words_get_what_is_suggested(suggesting_desk: Any) -> None:
    suggesting_desk.at(GAINS)
    suggesting_desk.reading.select_sentence()
    assert target(suggesting_desk, 60).startswith(" ▸?u ?o who: Volodymyr Zelensky · enter take")
    assert target(suggesting_desk, 120).startswith(f" SELECT · “{GAINS}” · new annotation")


def test_where_borders_are_edited_nothing_is_offered(suggesting_desk: Any) -> None:
    suggesting_desk.mark(GAINS, "contested")
    suggesting_desk.at(GAINS)
    suggesting_desk.reading.hold_next(1)
    suggesting_desk.reading.start_selection()
    assert "take" not in target(suggesting_desk)
