"""What comes in from the terminal beside keys: pastes, answers, the mouse, bytes that are nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import User
from .looking import current_sentence
from .terminal import Terminal

BEGIN, END = b"\x1b[200~", b"\x1b[201~"
KEYS = b"\x1bq\x1b[Aqqu\x1b\x1bxu1c2o3\x11\x03Zt\ry\x1b[113u\x1bOQ"
"""What would tag, remove, undo and quit."""
WORDS = "The first sentence stands here.\n\nThe second one stands here.\n\nThe third one stands here.\n"


@pytest.fixture
def reader(user: User, report: Callable[..., Path]) -> Terminal:
    """A report of three sentences, of which nothing is tagged."""
    reader = user.read(report(WORDS))
    reader.wait("0 tagged · saved", "sentence 1/3")
    return reader


def assert_untouched(user: User, reader: Terminal, *, sentence: int = 1) -> None:
    """The next key tags the sentence, and nothing else was."""
    reader.press("u")
    reader.wait("1 tagged · saved", f"sentence {sentence}/3")
    reader.press("q")
    assert reader.wait_end() == 0
    assert list(user.tagged().values()) == [["unverified"]]


def test_what_is_pasted_where_no_field_is_presses_no_key(user: User, reader: Terminal) -> None:
    reader.send(BEGIN + KEYS + END)
    assert_untouched(user, reader)


def test_a_paste_that_comes_in_pieces_is_one_paste(user: User, reader: Terminal) -> None:
    reader.press("m")
    reader.wait("enter keep")
    for byte in BEGIN + KEYS + "слово 漢字".encode() + END:
        reader.send(bytes([byte]))
    reader.wait("␛q␛[Aqq", "слово 漢字")
    reader.press("enter")
    reader.wait("1 tagged · saved")
    reader.press("q")
    assert reader.wait_end() == 0
    (annotation,) = user.export()["reports"][0]["annotations"]
    assert (annotation["tags"], annotation["note"][-8:]) == ([], "слово 漢字")


def test_a_paste_whose_end_never_comes_stands_in_the_field_and_keys_are_keys(reader: Terminal) -> None:
    reader.press("slash", "/")
    reader.wait("search")
    reader.send(BEGIN + b"second\x1b[31mqq")
    reader.wait("second␛[31mqq")
    reader.press("escape")
    reader.wait_gone("second␛[31mqq")
    reader.press("q")
    assert reader.wait_end() == 0


def test_a_gigantic_paste_is_cut_and_the_reader_answers(user: User, reader: Terminal) -> None:
    reader.press("m")
    reader.wait("enter keep")
    reader.send(BEGIN + b"word\x1b[31m" * 1_000_000 + END)
    reader.wait("A field takes the first 10,000 characters of a paste.")
    reader.press("Ж")
    reader.wait("Ж")
    reader.press("escape")
    reader.wait_gone("enter keep")
    assert_untouched(user, reader)


def test_escape_and_a_key_in_one_packet_close_the_selection_and_move(reader: Terminal) -> None:
    reader.press("v", "l")
    reader.wait("SELECT")
    reader.press("\x1bj")
    reader.wait("sentence 2/3")
    assert not reader.shows("SELECT")
    assert current_sentence(reader).startswith("The second")
    reader.press("v", "l")
    reader.wait("SELECT")
    reader.press("\x1bj\x1bk")
    reader.wait_gone("SELECT")


def test_alt_is_left_alone_where_the_user_bound_it(user: User, report: Callable[..., Path]) -> None:
    path = Path(user.environment["XDG_CONFIG_HOME"]) / "report-reader" / "config.toml"
    path.write_text('model = "none"\n[keymap]\n"sentence.next" = "j,alt+n"\n')
    reader = user.read(report(WORDS))
    reader.wait("0 tagged · saved")
    reader.press("v", "l")
    reader.wait("SELECT")
    reader.press("\x1bn")
    reader.wait("SELECT", "5 words")


NOISE = {
    "answers": b"\x1b[?62;22;52c\x1b[0n\x1b[?12;40R\x1b[12;40R\x1b[>41;354;0c\x1b[?29u\x1b[?2026;9$y",
    "strings": b"\x1b]11;rgb:1c1c/1c1c/1c1c\x1b\\\x1b]11;rgb:1c1c/1c1c/1c1c\x07\x1bP1$r1q\x1b\\\x1b_Gq\x1b\\",
    "no UTF-8": b"\xff\xfe\xc3\x80\xbf\xed\xa0\x80\xf8\x88\x80\x80\x80",
    "long": b"\x1b[" + b"1;2;3;" * 3000 + b"q",
    "focus": b"\x1b[O\x1b[I" * 20,
    "mouse far outside": b"".join(
        b"\x1b[<%d;99999;99999M\x1b[<%d;99999;99999m" % (button, button) for button in (0, 2, 32, 64, 65, 255)
    )
    + b"\x1b[<35;99999;1M\x1b[<35;1;99999M\x1b[<0;-5;-7M\x1b[<0;0;0M",
    "mouse without measure": b"\x1b[<0;" + b"9" * 400 + b";1M",
    "mouse of old": b"\x1b[M \xff\xfe\x1b[M qu\x1b[32;300;300M",
    "keys without measure": b"\x1b[99999999999u\x1b[1114112u\x1b[55296;1;55296u\x1b[97:65;1u\x1b[7;;9999999u",
    "sizes of nothing": b"\x1b[48;0;0;0;0t\x1b[48;40;120;0;0t",
    "ends of pastes": END * 3,
}  # fmt: skip


@pytest.mark.parametrize("noise", NOISE.values(), ids=NOISE)
def test_what_nobody_pressed_presses_nothing(user: User, reader: Terminal, noise: bytes) -> None:
    reader.send(noise)
    assert_untouched(user, reader)


@pytest.mark.parametrize("noise", NOISE.values(), ids=NOISE)
def test_what_nobody_typed_does_not_end_a_note(user: User, reader: Terminal, noise: bytes) -> None:
    reader.press("m")
    reader.wait("enter keep")
    reader.send(noise)
    reader.press("Ж")
    reader.wait("Ж")
    reader.press("escape")
    reader.wait_gone("enter keep")
    assert_untouched(user, reader)
