"""What is read: the seed, and texts of any size made of its paragraphs, the same each time."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import count
from pathlib import Path

SEED = Path(__file__).resolve().parent.parent / "seeds" / "soldiers-remains-handover.txt"
FIRST_WORDS = "Moscow has handed over"
"""Of the first line of the seed and of what is made of it, however narrow it is wrapped."""
LARGE = 1_000_000
LARGEST = 10_000_000

_LATIN = "abcdefghijklmnopqrstuvwxyz"
_CYRILLIC = str.maketrans(
    _LATIN + _LATIN.upper(), "абцдефгхийклмнопярстуввхыз" + "абцдефгхийклмнопярстуввхыз".upper()
)


def plain(folder: Path, size: int) -> Path:
    """So many bytes of UTF-8 in which a paragraph is a line; a few characters of them are not ASCII."""
    return _written(folder / f"{_named(size)}.txt", "\n".join(_paragraphs(size)))


def markdown(folder: Path, size: int) -> Path:
    """So many bytes of Markdown: headings, lists, quotations, links, emphasis and tables."""
    return _written(folder / f"{_named(size)}.md", "\n\n".join(_marked_up(size)))


def ascii_only(folder: Path, size: int) -> Path:
    """So many code points, of one byte each in memory."""
    return _written(folder / "ascii.txt", _ascii(size))


def cyrillic(folder: Path, size: int) -> Path:
    """So many bytes of UTF-8 in Cyrillic letters: two bytes a code point in memory too."""
    # Two thirds of the length: a letter grows to two bytes, blanks and stops do not.
    return _written(folder / "cyrillic.txt", _ascii(size * 6 // 11).translate(_CYRILLIC))


def with_one_emoji(folder: Path, size: int) -> Path:
    """ASCII but for one character in the middle, for which Python keeps every other in four bytes too."""
    text = _ascii(size)
    middle = text.index(" ", size // 2)
    return _written(folder / "emoji.txt", f"{text[:middle]} \N{SLIGHTLY SMILING FACE}{text[middle:]}")


def _named(size: int) -> str:
    return f"{size / 1_000_000:.0f} MB" if size >= LARGE else f"{size / 1000:.0f} KB"


def _written(path: Path, text: str) -> Path:
    path.write_bytes(text.encode() + b"\n")
    return path


def _ascii(size: int) -> str:
    return "\n".join(_paragraphs(size)).encode("ascii", "ignore").decode()


def _paragraphs(size: int) -> Iterator[str]:
    """The seed's paragraphs, the first once and the others shuffled again and again; so many bytes."""
    first, *others = SEED.read_text("utf-8").splitlines()
    chance = random.Random(1)
    left = size - len(first.encode())
    yield first
    while True:
        chance.shuffle(others)
        for paragraph in others:
            left -= len(paragraph.encode()) + 1
            if left < 0:
                return
            yield paragraph


def _marked_up(size: int) -> Iterator[str]:
    left = size
    for number, paragraph in zip(count(), _paragraphs(size), strict=False):
        block = _as_markdown(paragraph, number)
        left -= len(block.encode()) + 2
        if left < 0:
            return
        yield block


def _as_markdown(paragraph: str, number: int) -> str:
    """One kind of block after the other, as often as a report may have them."""
    words = paragraph.split()
    if number % 31 == 30:
        cells = [" ".join(words[at : at + 2]) for at in range(0, 12, 2)]
        rows = [
            f"| {left} | {right} | {number} |" for left, right in zip(cells[::2], cells[1::2], strict=True)
        ]
        return "\n".join(["| what | where | how many |", "| --- | --- | ---: |", *rows])
    if number % 12 == 11:
        return f"## {' '.join(words[:6])} {number}"
    if number % 5 == 4:
        return "\n".join(f"- {sentence}" for sentence in paragraph.split(". "))
    if number % 7 == 6:
        return f"> {paragraph}"
    if number % 3 == 2 and len(words) > 6:
        words[2] = f"*{words[2]}*"
        words[4] = f"**{words[4]}**"
        words[5] = f"[{words[5]}](https://example.org/{number})"
    return " ".join(words)
