"""The stream from the terminal, cut anywhere: what is a key, what was pasted, and what goes nowhere."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._xterm_parser import XTermParser
from textual.events import AppFocus, Key, MouseEvent, Paste, Resize
from textual.message import Message

from tui.terminal.incoming import PASTE_KEPT, SILENCE
from tui.terminal.interpreting import Interpreter

BEGIN, END = b"\x1b[200~", b"\x1b[201~"
LONG = 10 * SILENCE


class Line:
    """A terminal with a clock of its own."""

    def __init__(self, alt_keys: Container[str] = ()) -> None:
        self._interpreter = Interpreter(alt_keys)
        self._now = 0.0

    def send(self, *reads: bytes) -> list[str]:
        """What comes of bytes that are read one after the other."""
        return [said for read in reads for said in self._said(self._interpreter.feed(read, self._now))]

    def be_silent(self, seconds: float = LONG) -> list[str]:
        """What comes of nothing being sent for so long."""
        end, said = self._now + seconds, []
        while (wait := self._interpreter.wait(self._now)) is not None and self._now + wait <= end:
            self._now += wait
            said += self._said(self._interpreter.tick(self._now))
        self._now = end
        return said

    @staticmethod
    def _said(messages: Iterator[Message]) -> list[str]:
        said = []
        for message in messages:
            if isinstance(message, Key):
                said.append(message.key)
            elif isinstance(message, Paste):
                said.append(f"pasted {message.text}")
            elif isinstance(message, MouseEvent):
                said.append(f"mouse {message.x} {message.y}")
            else:
                said.append(type(message).__name__)
        return said


def cut(data: bytes, cuts: Sequence[int]) -> list[bytes]:
    places = sorted({0, len(data), *(place % (len(data) + 1) for place in cuts)})
    return [data[start:end] for start, end in pairwise(places)]


cuts = st.lists(st.integers(0, 10_000), max_size=12)
parts = st.lists(
    st.sampled_from(
        [
            *(b"\x1b", b"[", b"\x1b[20", b"\x1b[201", BEGIN, b"]", b"\\", b"\x07", b"P", b"O", b"M", b"_G"),
            *(
                b"0",
                b";",
                b"<",
                b":",
                b"9" * 40,
                b"99999999999",
                b"\x1b[48;",
                b"t",
                b"u",
                b"m",
                b"$y",
                b"\x18",
            ),
            *(b"x", b"q", b"\r", b"\xff", b"\xed\xa0\x80", b"\x9b"),
            *(each.encode() for each in "ж漢🚒"),
        ]
    )
    | st.binary(max_size=5),
    max_size=30,
).map(b"".join)


# ---------------------------------------------------------------------- pastes


@given(parts.filter(lambda data: END not in data + END[:-1]), cuts)
@example(b"a\x1b[31mq\x1b", [1, 2, 3])
@example(b"\x1b[201", [5])
@example("й".encode(), [7])
def test_whatever_is_pasted_is_one_paste_and_no_key_wherever_it_is_cut(
    pasted: bytes, cuts: list[int]
) -> None:
    text = pasted.decode("utf-8", "replace")
    said = Line().send(*cut(BEGIN + pasted + END + b"z", cuts))
    assert said == ([f"pasted {text}"] if text else []) + ["z"]


def test_what_is_pasted_is_handed_on_with_every_control_in_it() -> None:
    assert Line().send(BEGIN + b"\x00\x07\x1b]0;t\x07\r\n" + END) == ["pasted \x00\x07\x1b]0;t\x07\r\n"]


def test_a_paste_that_stalls_is_handed_on_and_what_comes_later_is_still_no_key() -> None:
    line = Line()
    assert line.send(BEGIN + b"one \x1b") == []
    assert line.be_silent() == ["pasted one "]
    assert line.send(b"[31mqqqq") == []
    assert line.be_silent() == ["pasted \x1b[31mqqqq"]
    assert line.send(b"xxx" + END + b"j") == ["pasted xxx", "j"]


@pytest.mark.parametrize(
    ("typed", "key"),
    [(b"j", "j"), (b"\x1b", "escape"), (b"\x1b[A", "up"), (b"\x1b[113u", "q"), ("ж".encode(), "ж")],
)  # fmt: skip
def test_a_paste_without_an_end_does_not_keep_the_keyboard(typed: bytes, key: str) -> None:
    line = Line()
    line.send(BEGIN + b"one")
    assert line.be_silent() == ["pasted one"]
    assert line.send(typed) + line.be_silent() == [key]
    assert line.send(b"jk") == ["j", "k"]


def test_a_paste_that_broke_off_in_an_escape_character_does_not_keep_the_keyboard_either() -> None:
    line = Line()
    line.send(BEGIN + b"one\x1b[20")
    assert line.be_silent() == ["pasted one"]
    assert line.send(b"j") == ["pasted \x1b[20", "j"]


def test_the_mouse_neither_ends_a_paste_that_stalls_nor_is_pasted() -> None:
    line = Line()
    line.send(BEGIN + b"one")
    line.be_silent()
    assert line.send(b"\x1b[<35;10;10M\x1b[<35;11;10M", b"\x1b[O", b"qq" + END) == ["pasted qq"]


def test_an_end_that_comes_late_and_cut_in_two_presses_nothing() -> None:
    for at in range(1, len(END)):
        line = Line()
        line.send(BEGIN + b"one")
        line.be_silent()
        assert line.send(END[:at], END[at:], b"j") == ["j"]


def test_a_paste_without_measure_is_taken_in_and_its_beginning_kept() -> None:
    line = Line()
    assert line.send(BEGIN) == []
    assert line.send(*[b"q" * 4096] * 2000) == []
    (said,) = line.send(END)
    assert said == "pasted " + "q" * PASTE_KEPT


def test_an_end_without_a_beginning_is_nothing() -> None:
    assert Line().send(END + b"j") == ["j"]


# ---------------------------------------------------------------------- escape, and keys behind it


@pytest.mark.parametrize(
    "key", ["j", "u", "1", "9", "x", "[", "]", "P", "_", "O", "-", "=", "/", " ", "§", "ж"]
)
def test_escape_and_a_key_in_one_packet_are_two_keys(key: str) -> None:
    line, alone = Line(), Line()
    assert line.send(b"\x1b" + key.encode()) + line.be_silent() == ["escape", *alone.send(key.encode())]


@pytest.mark.parametrize(("control", "key"), [(b"\r", "enter"), (b"\x11", "ctrl+q")])
def test_escape_and_a_control_in_one_packet_are_two_keys(control: bytes, key: str) -> None:
    assert Line().send(b"\x1b" + control) == ["escape", key]


def test_alt_is_a_key_of_its_own_where_the_user_bound_it() -> None:
    line = Line({"alt+j", "alt+shift+k", "alt+slash"})
    assert line.send(b"\x1bj\x1bK\x1b/\x1bk") == ["alt+j", "alt+shift+k", "alt+slash", "escape", "k"]


def test_the_keys_of_macos_and_of_the_linux_console_that_begin_with_escape_stay() -> None:
    said = Line().send(b"\x1bb\x1bf\x1b\x7f\x1b\t\x1b[[A")
    assert said == ["ctrl+left", "ctrl+right", "ctrl+w", "shift+tab", "f1"]


def test_escape_pressed_alone_is_escape_and_pressed_twice_is_two() -> None:
    line = Line()
    assert line.send(b"\x1b") == []
    assert line.be_silent(0.2) == ["escape"]
    assert line.send(b"\x1b\x1b") + line.be_silent(0.2) == ["escape", "escape"]
    assert line.send(b"\x1b\x1b[A") == ["escape", "up"]


@pytest.mark.parametrize(
    "sequence", [each for each in ANSI_SEQUENCES_KEYS if len(each) > 2 or each[0] != "\x1b"]
)
def test_every_key_that_textual_knows_is_the_key_that_textual_takes_it_for(sequence: str) -> None:
    textual = list(Line._said(iter(XTermParser().feed(sequence + "z"))))
    line = Line()
    if sequence != "\x1b":
        assert line.send(*(bytes([each]) for each in sequence.encode()), b"z") == textual


# ---------------------------------------------------------------------- what nobody pressed

ANSWERS = {
    "what the terminal is": b"\x1b[?62;22;52c",
    "what it is, again": b"\x1b[>41;354;0c",
    "that it works": b"\x1b[0n",
    "where the cursor is": b"\x1b[?12;40R",
    "the ground's colour": b"\x1b]11;rgb:1c1c/1c1c/1c1c\x1b\\",
    "the ground's colour, with a bell": b"\x1b]11;rgb:1c1c/1c1c/1c1c\x07",
    "the title": b"\x1b]lq x 1 2 3\x1b\\",
    "a setting": b"\x1bP1$r0;1x\x1b\\",
    "its name": b"\x1bP>|xterm(388)\x1b\\",
    "a picture": b"\x1b_Gi=31;OK\x1b\\",
    "kitty's keys": b"\x1b[?29u",
    "the size in pixels": b"\x1b[4;1000;1600t",
    "a string broken off": b"\x1b]11;rgb:1111\x18",
    "a long sequence": b"\x1b[" + b"1;" * 5000 + b"1m",
    "a long string": b"\x1b]52;c;" + b"cXE=" * 5000 + b"\x1b\\",
    "an unknown key": b"\x1b[1;99x",
    "a mouse of old": b"\x1b[M q1",
    "a mouse of old, far right": b"\x1b[M \xff\xfe",
    "another mouse": b"\x1b[32;10;10M",
    "a mouse beyond": b"\x1b[<0;-5;3M",
    "a mouse without measure": b"\x1b[<0;" + b"9" * 400 + b";1M",
    "a key without measure": b"\x1b[99999999999u",
    "no character": b"\x1b[1114112u",
    "half a character": b"\x1b[55296;1;55296u",
    "two keys in one": b"\x1b[97:65;1u",
    "text without measure": b"\x1b[97;1;99999999999u",
    "a long text of nothing": b"\x1b[0;;" + b":" * 40 + b"u",
    "a long text of controls": b"\x1b[0;;" + b"27:" * 20 + b"u",
    "no size": b"\x1b[48;0;0;0;0t",
}


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
@pytest.mark.parametrize("step", [1, 3, 4096])
def test_what_nobody_pressed_presses_nothing(answer: bytes, step: int) -> None:
    line = Line()
    assert line.send(*(answer[at : at + step] for at in range(0, len(answer), step)), b"z") == ["z"]


@pytest.mark.parametrize(
    "begun", [b"\x1b[1", b"\x1b[<0;10", b"\x1b]11;rgb", b"\x1bP1$", b"\x1b[M ", b"\x1b[?2026;2$"]
)
def test_a_sequence_that_is_broken_off_presses_nothing_and_keeps_nothing(begun: bytes) -> None:
    line = Line()
    assert line.send(begun) + line.be_silent() + line.send(b"z") == ["z"]
    assert line.send(begun, b"\x1b[A", b"z") == ["up", "z"]


def test_an_arrow_that_stalls_in_the_middle_is_an_arrow() -> None:
    line = Line()
    assert line.send(b"\x1b[1;") + line.be_silent(SILENCE / 2) + line.send(b"5C") == ["ctrl+right"]


def test_bytes_that_are_no_utf_8_are_what_stands_for_them() -> None:
    assert Line().send(b"\xff", b"a\xc3", b"b\xed\xa0\x80", "ж".encode()[:1], "ж".encode()[1:]) == [
        "replacement_character", "a", "replacement_character", "b", *["replacement_character"] * 3, "ж",
    ]  # fmt: skip


def test_what_an_input_method_hands_over_at_once_is_all_typed() -> None:
    words = "漢字かな交じり文"
    codes = ":".join(str(ord(each)) for each in words)
    assert Line().send(f"\x1b[0;;{codes}u".encode()) == [*words]


def test_the_mouse_and_the_focus_are_told_even_far_outside() -> None:
    assert Line().send(b"\x1b[I\x1b[<0;99999;99999M\x1b[<0;1;1m") == [
        AppFocus.__name__, "mouse 99998 99998", "mouse 0 0",
    ]  # fmt: skip


def test_a_size_without_pixels_is_a_size() -> None:
    line = Line()
    assert line.send(b"\x1b[48;24;80;0;0t\x1b[<0;5;5M") == [Resize.__name__, "mouse 4 4"]


@given(parts | st.binary(), cuts)
def test_anything_may_come_and_after_a_silence_a_key_is_a_key(data: bytes, cuts: list[int]) -> None:
    line = Line()
    line.send(*cut(data, cuts))
    line.be_silent()
    assert line.send(b"z")[-1:] == ["z"]


@given(parts.filter(lambda data: b"\x1b" in data), cuts)
def test_it_does_not_matter_where_a_stream_is_cut(data: bytes, cuts: list[int]) -> None:
    whole, pieces = Line(), Line()
    assert whole.send(data) + whole.be_silent() == pieces.send(*cut(data, cuts)) + pieces.be_silent()
