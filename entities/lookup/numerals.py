"""Numbers as reports write them: `13,000`, `1.5 million`, `twenty-five`, `three and a half`."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

_ONES: Final = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS: Final = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
SCALES: Final = {"trillion": 10**12, "billion": 10**9, "million": 10**6, "thousand": 10**3}
"""Words behind a number that multiply it, the largest first."""
_SHORT_SCALES: Final = {"k": 10**3, "m": 10**6, "mn": 10**6, "bn": 10**9, "tn": 10**12}
_MULTIPLES: Final = {"dozen": 12, "hundred": 100, **SCALES}
_VALUES: Final = {
    **{word: number for number, word in enumerate(_ONES)},
    **{word: 10 * number for number, word in enumerate(_TENS, 2)},
}
_MOST_DIGITS: Final = 15
"""More than that a double does not hold exactly, and JSON has nothing else."""

_DIGITS: Final = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_WORD: Final = rf"(?:{'|'.join((*_VALUES, *_MULTIPLES))})\b"
_AND_A_HALF: Final = r"(?:[ -]and[ -]a[ -]half)?"
NUMERAL: Final = (
    rf"(?:(?:{_DIGITS}){_AND_A_HALF}(?: (?:{'|'.join(_MULTIPLES)})\b)?"
    rf"|(?:half )?(?:a )?{_WORD}(?:(?: and |[ -]){_WORD})*{_AND_A_HALF}(?: (?:{'|'.join(SCALES)})\b)?)"
)
"""What `number_in` may read, in lower case with single blanks; a regular expression without groups."""

_IN_DIGITS: Final = re.compile(rf"({_DIGITS})(?: ?([a-z]+))?")
_THOUSANDS_OR_DECIMALS: Final = re.compile(r"[1-9]\d{0,2}\.\d{3}")
_HALF: Final = re.compile(r"[ -]and[ -]a[ -]half\b")


def number_in(words: str, *, short_scales: bool = False) -> Decimal | None:
    """The number that the words are; `None` where that is not sure (`several`, `1.000`).

    With `short_scales` also `5m` and `3bn`, as behind the sign of a currency.
    """
    whole = _HALF.sub("", words)
    if whole != words:
        # What stands behind `and a half` is multiplied, too: two and a half million.
        number, scale = _split(whole)
        return (number + Decimal("0.5")) * scale if number is not None else None
    if words.startswith("half a ") and words[7:] in _MULTIPLES:
        return Decimal(_MULTIPLES[words[7:]]) / 2
    match = _IN_DIGITS.fullmatch(words)
    if match is None:
        return _in_words(words)
    scales = {**_MULTIPLES, **(_SHORT_SCALES if short_scales else {}), "": 1}
    number, scale_word = _in_digits(match[1]), match[2] or ""
    return number * scales[scale_word] if number is not None and scale_word in scales else None


def _split(words: str) -> tuple[Decimal | None, int]:
    head, _, last = words.rpartition(" ")
    scale = SCALES.get(last, 1)
    plain = head if scale > 1 else words
    return (_in_digits(plain) if plain[:1].isdigit() else _in_words(plain)), scale


def _in_digits(written: str) -> Decimal | None:
    # `13.500` are thirteen thousand in half of Europe.
    plain = written.replace(",", "")
    sure = len(plain) <= _MOST_DIGITS and not _THOUSANDS_OR_DECIMALS.fullmatch(written)
    return Decimal(plain) if sure and re.fullmatch(_DIGITS, written) else None


def _in_words(words: str) -> Decimal | None:
    """A number in words: added up, and taken if it is what one would write for the sum."""
    parts = re.sub(r"\band |-", " ", words).split()
    if parts[:1] == ["a"] and len(parts) > 1 and parts[1] in _MULTIPLES:
        parts[0] = "one"
    dozens = parts[-1:] == ["dozen"]
    total = group = 0
    for part in parts[:-1] if dozens else parts:
        if part in SCALES:
            total, group = total + group * SCALES[part], 0
        elif part == "hundred":
            group *= 100
        elif part in _VALUES:
            group += _VALUES[part]
        else:
            return None
    number = total + group
    if spelled(number).replace("-", " ").split() != (parts[:-1] if dozens else parts):
        return None
    return Decimal(12 * number if dozens else number)


def spelled(number: int) -> str:
    """A whole number, below a thousand trillions, in words: `one hundred twenty-five`."""
    for word, scale in (*SCALES.items(), ("hundred", 100)):
        if number >= scale:
            rest = f" {spelled(number % scale)}" if number % scale else ""
            return f"{spelled(number // scale)} {word}{rest}"
    if number < 20:
        return _ONES[number]
    return _TENS[number // 10 - 2] + (f"-{_ONES[number % 10]}" if number % 10 else "")
