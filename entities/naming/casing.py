"""Headlines as running text: what is all in capitals, or has every word with one, in the case a sentence has.

The model takes a capital for a name. In 973 lines of capitals of a public news corpus it found 17 % of the
names as they stood, and 48 % in the case that the report's other sentences give their words.
"""

from __future__ import annotations

import re
from typing import Final

from entities.naming.usage import Usage
from entities.tables import words

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_INITIALS = re.compile(r"\b(?:[A-Z]\.){1,8}")
_LEAST_LETTERS: Final = 6
"""Below them capitals are an acronym and no headline."""
_SHOUTED: Final = 0.9
"""Share of capitals among the letters from which on they say nothing."""
_LEAST_WORDS: Final = 6
"""Below them words with capitals are rather a name than a headline."""
_LONG: Final = 4
"""Letters from which on a word has a capital in a headline whatever it is."""


def in_running_case(piece: str, usage: Usage) -> str:
    """The piece with its words as a sentence would have them: as many code points, each at its place.

    A piece that is no headline is returned as it is.
    """
    if _is_shouted(piece):
        return _WORD.sub(lambda match: _quietly(match, usage), piece)
    if _is_title(piece):
        first = _WORD.search(piece)
        begin = first.end() if first else 0
        return piece[:begin] + _WORD.sub(lambda match: _lower_if_common(match[0], usage), piece[begin:])
    return piece


def _is_shouted(piece: str) -> bool:
    letters = [letter for letter in piece if letter.isalpha()]
    return len(letters) >= _LEAST_LETTERS and sum(map(str.isupper, letters)) >= _SHOUTED * len(letters)


def _is_title(piece: str) -> bool:
    found = _WORD.findall(piece)
    return (
        len(found) >= _LEAST_WORDS
        and not piece.rstrip().endswith((".", ":"))
        and all(word[0].isupper() for word in found if len(word) >= _LONG)
    )


def _quietly(match: re.Match[str], usage: Usage) -> str:
    word = match[0]
    if _INITIALS.match(match.string, match.start()):
        return word
    common = _lower_if_common(word.capitalize(), usage)
    return common if len(common) == len(word) else word


def _lower_if_common(word: str, usage: Usage) -> str:
    """`word`, which has a capital and no other, in lower case if the report or the language has it so."""
    lower = word.lower()
    if len(lower) != len(word) or not word[1:].islower():
        return word if lower not in words().function_words else lower
    common = lower in words().function_words or (lower in usage.lower and word not in usage.names)
    return lower if common else word
