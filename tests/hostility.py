"""What somebody would write who wants to reach the terminal, the clipboard or the eye: shared by the tests.

Spelled out from the standards, so as not to lean on the code that is tested.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

# Default_Ignorable_Code_Point of Unicode 16; and the joiners of hieroglyphs, which older Pythons do not know.
IGNORABLE = (
    *(0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFEFF, 0xFFA0),
    *range(0x180B, 0x1810),
    *range(0x200B, 0x2010),
    *range(0x202A, 0x202F),
    *range(0x2060, 0x2070),
    *range(0xFE00, 0xFE10),
    *range(0xFFF0, 0xFFF9),
    *range(0x13430, 0x13440),
    *range(0x1BCA0, 0x1BCA4),
    *range(0x1D173, 0x1D17B),
    *range(0xE0000, 0xE1000),
)
# Format characters that have a picture: Arabic, Syriac and Kaithi number signs.
WITH_A_PICTURE = (*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD)


def _is_dangerous(number: int) -> bool:
    if number in WITH_A_PICTURE:
        return False
    noncharacter = 0xFDD0 <= number <= 0xFDEF or number & 0xFFFE == 0xFFFE
    return noncharacter or unicodedata.category(chr(number)) in ("Cc", "Cf", "Cs", "Zl", "Zp")


DANGEROUS = frozenset({*IGNORABLE, *filter(_is_dangerous, range(0x110000))})
"""Code points on which a terminal might act, or which nobody would see, between two letters."""

PWNED = "pwnd"
"""Stands in everything that a sequence would do."""

# The program never says any of these itself: not these numbers, these colours, these places.
_SEVEN_BITS = {
    "icon and title": "\x1b]0;pwnd\x07",
    "title": "\x1b]2;pwnd\x1b\\",
    "palette": "\x1b]4;1;rgb:ff/pwnd/00\x07",
    "folder": "\x1b]7;file:///pwnd\x07",
    "link": "\x1b]8;;https://evil.example/pwnd\x1b\\",
    "notification": "\x1b]9;pwnd\x07",
    "progress": "\x1b]9;4;3;pwnd\x07",
    "clipboard": "\x1b]52;c;G11wd25k\x07pwnd",
    "clipboard asked": "\x1b]52;c;?\x07pwnd",
    "urxvt": "\x1b]777;notify;pwnd;pwnd\x07",
    "iTerm": "\x1b]1337;SetUserVar=pwnd=cHduZA==\x07",
    "capability asked": "\x1bP+q70776e64\x1b\\pwnd",
    "sixel": "\x1bPq#1pwnd\x1b\\",
    "tmux": "\x1bPtmux;\x1b\x1b]52;c;cHduZA==\x07\x1b\\pwnd",
    "kitty": "\x1b_Ga=T,f=24;pwnd\x1b\\",
    "privacy": "\x1b^pwnd\x1b\\",
    "string": "\x1bXpwnd\x1b\\",
    "place asked": "\x1b[6npwnd",
    "device asked": "\x1b[c\x1b[>c\x1b[>qpwnd",
    "title asked": "\x1b[21tpwnd",
    "title kept": "\x1b[22;0tpwnd\x1b[23;0t",
    "paste ended": "\x1b[201~pwnd",
    "held back": "\x1b[?2026hpwnd",
    "other screen": "\x1b[?47hpwnd",
    "wiped": "\x1b[3J\x1b[2Jpwnd",
    "unseen": "\x1b[8;5mpwnd",
    "red": "\x1b[31mpwnd",
    "elsewhere": "\x1b[999;999Hpwnd",
    "reset": "\x1bcpwnd",
    "lines": "\x1b(0pwnd\x1b#8",
    "direction": "\x1b[8lpwnd",
    "again and again": "\x1b[9999bpwnd",
    "printer": "\x1b[5ipwnd\x1b[4i",
    "overwritten": "\rpwnd\x08\x08",
    "bell": "\x07pwnd\x05",
}


def _with_eight_bits(sequence: str) -> str:
    return re.sub(r"\x1b([][P_^X\\])", lambda found: chr(ord(found[1]) + 0x40), sequence)


SEQUENCES = _SEVEN_BITS | {
    f"{name}, 8 bits": _with_eight_bits(sequence)
    for name, sequence in _SEVEN_BITS.items()
    if _with_eight_bits(sequence) != sequence
}
"""What makes a terminal do something, by what it does; with seven bits and with eight."""

CHARACTERS = tuple(
    chr(number)
    for number in sorted(DANGEROUS - {*b"\t\n\r", *range(0xD800, 0xE000)})
    # Of the tag characters, and of what is reserved behind them, the ends of each hundred.
    if not 0xE0000 <= number < 0xE1000 or number % 0x80 in (0, 0x7F)
)
"""Dangerous characters that UTF-8 can carry."""


def between_letters(characters: Sequence[str]) -> str:
    """The characters one by one, none with a neighbour for which it could do a job."""
    return "".join(f"x{character}" for character in characters) + "x"


def chunks(texts: Sequence[str], count: int) -> list[list[str]]:
    """The texts in `count` lists, dealt like cards."""
    return [list(texts[number::count]) for number in range(count)]
