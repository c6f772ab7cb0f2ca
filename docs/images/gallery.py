"""Write the page with the pictures of every state: `python -m docs.images.gallery`.

The pictures are those the tests compare the screen with, and the table they are taken from is the tests' own.
"""

from __future__ import annotations

import os
from pathlib import Path

from tests.tui.gallery.states import LOOKS, SIZES, STATES, State, picture_file

PAGE = Path(__file__).parents[1] / "gallery.md"
SHOWN = (((120, 40), "night", 66), ((60, 20), "paper", 33))
"""Size, look and per cent of the page's width: the letters of both pictures are of one size."""
_LOOKS = {"night": "dark", "paper": "light", "plain": "without colours"}
_HEAD = """\
# Gallery

What the program looks like, state by state, in five sizes of the terminal and three looks: the themes
`night` and `paper`, and `NO_COLOR`. Each picture is one that the tests compare the screen with, so none is
out of date; the table they are taken from is [states.py](../tests/tui/gallery/states.py). They are drawn
cell by cell: in a terminal the cursor is there too, and the letters are those of your font.
"""


def page() -> str:
    """The whole page."""
    contents = " ·\n".join(f"[{state.title}](#{_anchor(state.title)})" for state in STATES)
    return "\n".join((_HEAD, contents, "", *map(_section, STATES)))


def _anchor(title: str) -> str:
    """What GitHub calls a heading."""
    return "".join(each for each in title.lower().replace(" ", "-") if each.isalnum() or each == "-")


def _section(state: State) -> str:
    shown = "\n".join(
        f'<img src="{_address(state, size, look)}" width="{share}%" alt="{_in_words(state, size, look)}">'
        for size, look, share in SHOWN
    )
    sizes = (
        f"{width}x{height} "
        + " ".join(f"[{_LOOKS[look]}]({_address(state, (width, height), look)})" for look in LOOKS)
        for width, height in SIZES
    )
    return f"## {state.title}\n\n{state.says}\n\n{shown}\n\n" + " ·\n".join(sizes) + "\n"


def _address(state: State, size: tuple[int, int], look: str) -> str:
    return Path(os.path.relpath(picture_file(state.name, size, look), PAGE.parent)).as_posix()


def _in_words(state: State, size: tuple[int, int], look: str) -> str:
    return f"{state.title}: {size[0]} columns, {size[1]} rows, {_LOOKS[look]}"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
