"""Write the page with the pictures of every state: `python -m docs.images.gallery`.

The pictures are those the tests compare the screen with, and the table they are taken from is the tests' own.
"""

from __future__ import annotations

import os
from pathlib import Path

from tests.tui.gallery.entity_states import ENTITIES
from tests.tui.gallery.state import SMALL, WIDE, Shot, State, picture_file
from tests.tui.gallery.states import STATES
from tests.tui.gallery.suggestion_states import SUGGESTIONS

PAGE = Path(__file__).parents[1] / "gallery.md"
SHOWN = (*STATES, *SUGGESTIONS, *ENTITIES)
"""The states that are on it."""
_SHARES = {WIDE: 66, SMALL: 33}
"""Of the page's width, in per cent: the letters of both pictures are of one size."""
_FIRST = ("paper", "night", "plain")
"""Of a small window the first of these looks is shown; of a wide one it is always the night."""
_LOOKS = {"night": "dark", "paper": "light", "plain": "without colours"}
_HEAD = """\
# Gallery

What the program looks like, state by state, in up to five sizes of the terminal and three looks: the themes
`night` and `paper`, and `NO_COLOR`. Each picture is one that the tests compare the screen with, so none is
out of date; the tables they are taken from are beside [states.py](../tests/tui/gallery/states.py). They are
drawn cell by cell: in a terminal the cursor is there too, and the letters are those of your font.
"""


def page() -> str:
    """The whole page."""
    contents = " ·\n".join(f"[{state.title}](#{_anchor(state.title)})" for state in SHOWN)
    return "\n".join((_HEAD, contents, "", *map(_section, SHOWN)))


def _anchor(title: str) -> str:
    """What GitHub calls a heading."""
    return "".join(each for each in title.lower().replace(" ", "-") if each.isalnum() or each == "-")


def _section(state: State) -> str:
    shown = "\n".join(
        f'<img src="{_address(state, shot)}" width="{_SHARES[shot[0]]}%" alt="{_in_words(state, shot)}">'
        for shot in _shown(state)
    )
    sizes = (
        f"{width}x{height} "
        + " ".join(
            f"[{_LOOKS[look]}]({_address(state, ((width, height), look))})"
            for look in state.looks((width, height))
        )
        for width, height in state.sizes
    )
    return f"## {state.title}\n\n{state.says}\n\n{shown}\n\n" + " ·\n".join(sizes) + "\n"


def _shown(state: State) -> tuple[Shot, Shot]:
    """A wide and a small window."""
    small = next(look for look in _FIRST if (SMALL, look) in state.shots)
    return (WIDE, "night"), (SMALL, small)


def _address(state: State, shot: Shot) -> str:
    return Path(os.path.relpath(picture_file(state.name, *shot), PAGE.parent)).as_posix()


def _in_words(state: State, shot: Shot) -> str:
    size, look = shot
    return f"{state.title}: {size[0]} columns, {size[1]} rows, {_LOOKS[look]}"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
