"""What header, alarms and key line say."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from annotations.suggestions import Stops, Suggestions
from tui.keys import VIM_PRESET
from tui.lines.key_line import key_line, whole_hints
from tui.lines.wording import HeaderState, Line, alarm_lines, header_line
from tui.reading.trail import Trail

SENTENCE = "In addition, around 100 Russian soldiers were captured."


def header(desk: Any, width: int = 120, **fields: Any) -> str:
    state = HeaderState(
        **({"title": "handover.txt", "has_source": False, "saved": "saved 09:12:04"} | fields)
    )
    return header_line(state, desk.reading, width).fitted(width)


def keys(desk: Any, focused: str = "article", width: int = 120, keymap: dict[str, str] | None = None) -> str:
    return key_line(desk.reading, focused, keymap or {}, width).fitted(width)


# ---------------------------------------------------------------------- header


def test_the_header_says_title_source_place_counts_and_saved(desk: Any) -> None:
    desk.mark(SENTENCE)
    desk.at(SENTENCE)
    shown = header(desk)
    assert shown.startswith(" handover.txt · no source set (i) ")
    assert " sentence 12/33 · 36 % " in shown
    assert shown.rstrip().endswith("1 tagged · saved 09:12:04")


@pytest.mark.parametrize("width", [120, 80, 60])
def test_a_long_reason_leaves_room_for_the_keys_that_help(desk: Any, width: int) -> None:
    shown = header(desk, width, problem=f"NOT SAVED 2: {'/a/long/path' * 9} is no whole JSON")
    assert shown.startswith(" NOT SAVED 2: /a/long")
    assert shown.rstrip().endswith("… · f5 try again · E elsewhere")


def test_the_smallest_window_says_how_many_changes_are_not_saved_why_and_which_keys_help(desk: Any) -> None:
    assert header(desk, 40, problem="NOT SAVED 13: disk full").strip() == "NOT SAVED 13: disk full · f5 · E"


def test_the_nudge_for_a_source_goes_once_it_is_set(desk: Any) -> None:
    assert "(i)" not in header(desk, has_source=True)


def test_narrow_headers_say_less(desk: Any) -> None:
    desk.at(SENTENCE)
    assert " 12/33 · 36 % " in header(desk, 80)
    assert "sentence" not in header(desk, 80)
    assert header(desk, 60).rstrip().endswith("0 tagged · saved")
    assert "%" not in header(desk, 60)


def test_hidden_code_points_are_counted_in_the_header(desk: Any) -> None:
    assert "3 hidden ch" in header(desk, hidden=3)
    assert "1 hidden ch" in header(desk, 80, hidden=1)


@pytest.mark.parametrize("width", [40, 48, 60, 69])
@pytest.mark.parametrize("hidden", [1, 4711, 10_000_000])
def test_a_narrow_header_counts_what_is_hidden_too(desk: Any, width: int, hidden: int) -> None:
    assert f" ␛{hidden} · " in header(desk, width, title="a long title " * 9, hidden=hidden)
    assert "␛" not in header(desk, width)


def test_what_is_not_saved_takes_the_whole_header(desk: Any) -> None:
    state = HeaderState("handover.txt", False, "saved", problem="NOT SAVED 3: disk full")
    line = header_line(state, desk.reading, 120)
    assert line.alarm
    assert line.fitted(120).strip() == "NOT SAVED 3: disk full · f5 try again · E elsewhere"


@given(width=st.integers(1, 200), title=st.text(max_size=80), hidden=st.integers(0, 5))
def test_a_header_takes_its_row_and_no_more(
    desk_on: Any, seed: Any, width: int, title: str, hidden: int
) -> None:
    shown = header(desk_on(seed), width, title=title, hidden=hidden)
    assert cell_len(shown) == width
    assert not any(ord(each) < 0x20 or 0x7F <= ord(each) < 0xA0 for each in shown)


def test_a_narrow_header_cuts_the_name_of_a_trail_and_not_its_numbers(desk: Any) -> None:
    starts = [0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110]
    desk.reading.trail = Trail("“Russian military”", "hit", starts, [each + 3 for each in starts])
    desk.reading.walk(1)
    assert "“Russia… 2/12 " in header(desk, 40)


# ---------------------------------------------------------------------- key line


def hints(shown: str) -> list[str]:
    return [part.strip() for part in shown.split("  ") if part.strip()]


def test_the_key_line_has_at_most_eight_keys_of_this_state(desk: Any) -> None:
    shown = keys(desk)
    assert shown.startswith(" u c o tag  @ who  m note  v select")
    assert shown.rstrip().endswith("? all keys")
    assert len(hints(shown)) <= 9


def test_the_keys_are_those_of_selecting_holding_and_borders(desk: Any) -> None:
    desk.at("seven villages")
    desk.reading.start_selection()
    assert "; other end" in keys(desk)
    desk.reading.move("word_end")
    desk.reading.tag("unverified")
    assert "v borders" in keys(desk)
    assert "x remove" in keys(desk)
    desk.reading.start_selection()
    assert "enter keep" in keys(desk)
    assert "esc restore" in keys(desk)


def test_how_borders_are_kept_or_restored_is_said_in_small_windows_too(desk: Any) -> None:
    desk.at("seven villages")
    desk.reading.start_selection()
    desk.reading.move("word_end")
    desk.reading.tag("unverified")
    desk.reading.start_selection()
    assert keys(desk, width=48).startswith(" enter keep  esc restore ")


@pytest.mark.parametrize("width", range(0, 60, 7))
def test_hints_are_shown_whole_or_not_at_all(width: int) -> None:
    offered = ("enter keep", "esc cancel", "down up hits", "ctrl+t word")
    shown = whole_hints(offered, width)
    assert cell_len(shown) <= width
    assert tuple(filter(None, shown.strip().split("  "))) == offered[: shown.count("  ") + bool(shown)]


@pytest.mark.parametrize(("pane", "there"), [("entities", "enter choose"), ("annotations", "enter go there")])
def test_the_keys_are_those_of_the_focused_pane(desk: Any, pane: str, there: str) -> None:
    assert there in keys(desk, pane)


def test_remapped_keys_are_the_ones_that_are_shown(desk: Any) -> None:
    assert keys(desk, keymap=VIM_PRESET).startswith(" 1 2 3 tag")
    assert "w who" in keys(desk, keymap={"who": "w"})


@given(width=st.integers(1, 200), pane=st.sampled_from(["article", "entities", "annotations"]))
def test_a_key_line_takes_its_row_and_cuts_no_hint(desk_on: Any, seed: Any, width: int, pane: str) -> None:
    desk = desk_on(seed)
    shown = keys(desk, pane, width)
    assert cell_len(shown) == width
    whole = hints(keys(desk, pane, 300))
    if width >= 48:
        assert set(hints(shown)[:-1]) <= set(whole)


@given(left=st.text(max_size=60), right=st.text(max_size=60), width=st.integers(0, 100))
def test_a_line_takes_exactly_its_width(left: str, right: str, width: int) -> None:
    from reports.visible import visible

    assert cell_len(Line(visible(left), visible(right)).fitted(width)) == width


def test_a_long_alarm_goes_on_in_the_key_line_and_loses_no_word() -> None:
    sentence = "bridge.txt has another text now; this is the text as it was captured."
    first, second, rest = alarm_lines(sentence, 40)
    assert second is not None
    assert not rest
    assert first.alarm
    assert second.alarm
    assert f"{first.fitted(40).strip()} {second.fitted(40).strip()}" == sentence


def test_an_alarm_that_fits_leaves_the_key_line_alone() -> None:
    assert alarm_lines("There is nothing to undo.", 40) == (
        Line(" There is nothing to undo.", alarm=True),
        None,
        "",
    )


@pytest.mark.parametrize("rows", [1, 2])
@given(sentence=st.text(st.sampled_from("ab/字 "), min_size=1), width=st.integers(8, 60))
def test_an_alarm_of_any_length_is_shown_to_its_end_key_by_key(sentence: str, width: int, rows: int) -> None:
    shown, rest = "", sentence
    while rest:
        first, second, after = alarm_lines(rest, width, rows)
        assert len(after) < len(rest)
        rest = after
        for line in filter(None, (first, second)):
            assert cell_len(line.left) <= width
            shown += line.left.removesuffix(" …")
    assert shown.replace(" ", "") == sentence.replace(" ", "")


# ---------------------------------------------------------------------- keys of suggestions

GAINS = "Zelensky claims territorial gains"


def test_where_something_is_suggested_the_keys_take_it_dismiss_it_and_go_on(suggesting_desk: Any) -> None:
    suggesting_desk.at(GAINS)
    for width in (120, 80, 60, 48):
        assert keys(suggesting_desk, width=width).startswith(" enter take  bksp dismiss  s next")
    assert len(hints(keys(suggesting_desk))) == 9  # with the one for all keys


def test_elsewhere_the_key_that_goes_to_the_next_is_offered_while_there_is_one(suggesting_desk: Any) -> None:
    suggesting_desk.at("Ukraine has been defending")
    for width in (120, 80, 60):
        assert "s suggestions" in keys(suggesting_desk, width=width)
    assert len(hints(keys(suggesting_desk))) == 9
    deciding = suggesting_desk.reading.deciding
    deciding.dismiss_all(deciding.suggestions.between(0, len(suggesting_desk.report.text)))
    assert "suggestions" not in keys(suggesting_desk)


@pytest.mark.parametrize(
    ("width", "shown"),
    [
        (120, " w b word  ) ( clause  j k sentence  ; other end  + - grow  u c o tag  enter take "),
        (80, " w b word  ) ( clause  ; other end  + - grow  u c o tag  enter take "),
        (60, " SELECT 4 words  ) clause  ; end  u c o  enter take "),
    ],
)
def test_while_selecting_enter_takes_on_the_words(suggesting_desk: Any, width: int, shown: str) -> None:
    suggesting_desk.at(GAINS)
    suggesting_desk.reading.select_sentence()
    assert keys(suggesting_desk, width=width).startswith(shown)


def test_on_a_held_annotation_too(suggesting_desk: Any) -> None:
    suggesting_desk.mark(GAINS, "contested")
    suggesting_desk.at(GAINS)
    suggesting_desk.reading.hold_next(1)
    line = keys(suggesting_desk)
    assert line.startswith(" enter take  u c o tag")
    assert "esc let go" in line


def test_the_header_counts_what_is_suggested(suggesting_desk: Any) -> None:
    assert "0 tagged · 22 suggested · saved" in header(suggesting_desk)
    assert "0 tagged · 22 ? · saved" in header(suggesting_desk, 80)
    assert "0 tagged · 22 ? · saved" in header(suggesting_desk, 60)
    deciding = suggesting_desk.reading.deciding
    deciding.dismiss_all(deciding.suggestions.between(0, len(suggesting_desk.report.text)))
    assert "suggested" not in header(suggesting_desk)


def test_the_count_stays_while_what_is_suggested_is_found_anew(
    suggesting_desk: Any, claims_of_seed: Any
) -> None:
    assert "22 suggested" in header(suggesting_desk)
    editor, stops = suggesting_desk.editor, Stops.of(claims_of_seed)
    anew = Suggestions(claims_of_seed, stops, editor.index, editor.decisions)
    suggesting_desk.reading.deciding.suggestions = anew
    assert "22 suggested" in header(suggesting_desk)


def test_news_are_said_like_an_alarm_but_are_none() -> None:
    assert alarm_lines("Everything is saved.", 40, news=True)[0] == Line(" Everything is saved.")
