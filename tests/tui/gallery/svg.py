"""The screen of a running app as a small SVG: what is in each cell, and nothing of a window around it.

Blanks are blanks and a run of one style is one element, so that a picture can be searched and compared as
text. Whatever is not one plain letter a cell (wide letters, clusters, letters that run from right to left)
gets an element of its own, in the cell where the terminal has it.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import chain
from typing import Any, NamedTuple

from rich.cells import cell_len, split_graphemes
from rich.color import Color, blend_rgb
from rich.color_triplet import ColorTriplet
from rich.segment import Segment
from rich.style import Style
from rich.terminal_theme import TerminalTheme
from textual.app import App

CELL, ROW = 10, 20
"""Of a cell, in units of the picture."""
TERMINAL = TerminalTheme((16, 16, 16), (208, 208, 208), [(0, 0, 0)] * 8)
"""The ground and the letters of a terminal where the app leaves both to it."""
_FONTS = "ui-monospace,SFMono-Regular,Menlo,Consolas,DejaVu Sans Mono,Noto Sans Mono,monospace"
_FROM_RIGHT = frozenset({"R", "AL", "AN", "RLE", "RLO", "RLI"})


class Run(NamedTuple):
    """Letters of one look, from a cell of a row on."""

    column: int
    row: int
    cells: int
    text: str
    css: str
    ground: str


def screen_svg(app: App[Any]) -> str:
    """What is on the screen of the app now."""
    compositor = app.screen._compositor
    update = compositor.render_update(full=True, screen_stack=app._background_screens, simplify=True)
    rows = [list(chain.from_iterable(strips)) for strips in update.strips]  # type: ignore[union-attr]
    return picture(rows, *app.size)


def picture(rows: Sequence[Iterable[Segment]], width: int, height: int) -> str:
    """These rows as a picture of `width` x `height` cells."""
    runs = [run for number, row in enumerate(rows) for run in _runs(row, number)]
    cells: dict[str, int] = defaultdict(int)
    for run in runs:
        cells[run.ground] += run.cells
    base = max(cells, key=lambda ground: cells[ground], default=TERMINAL.background_color.hex)
    classes: dict[str, str] = {}
    letters = [_element(run, classes) for run in runs if run.text.strip() or "decoration" in run.css]
    styles = "".join(f".{name}{{{css}}}" for css, name in classes.items())
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width * CELL} {height * ROW}"'
            ' xml:space="preserve">',
            f"<style>text{{font:16.6px {_FONTS};white-space:pre}}{styles}</style>",
            f'<path fill="{base}" d="M0 0h{width * CELL}v{height * ROW}H0z"/>',
            *_grounds(runs, base),
            *letters,
            "</svg>\n",
        )
    )


def _runs(row: Iterable[Segment], number: int) -> Iterator[Run]:
    column = 0
    for text, style, control in row:
        if control:
            continue
        css, ground = _look(style or Style.null())
        for piece in _pieces(text.rstrip("\n")):
            cells = cell_len(piece)
            yield Run(column, number, cells, piece, css, ground)
            column += cells


def _pieces(text: str) -> Iterator[str]:
    """Parts of a text: as many plain letters as there are together, or one cluster."""
    if text.isascii():
        yield text
        return
    plain = ""
    for start, end, cells in split_graphemes(text)[0]:
        cluster = text[start:end]
        if cells == len(cluster) == 1 and unicodedata.bidirectional(cluster) not in _FROM_RIGHT:
            plain += cluster
            continue
        if plain:
            yield plain
        plain = ""
        yield cluster
    if plain:
        yield plain


def _look(style: Style) -> tuple[str, str]:
    """The CSS of the letters, and the colour of the ground."""
    letters = _triplet(style.color, TERMINAL.foreground_color)
    ground = _triplet(style.bgcolor, TERMINAL.background_color)
    if style.reverse:
        letters, ground = ground, letters
    if style.dim:
        letters = blend_rgb(letters, ground, 0.4)
    css = [f"fill:{letters.hex}"]
    if style.bold:
        css.append("font-weight:bold")
    if style.italic:
        css.append("font-style:italic")
    lines = [
        name for name, drawn in (("underline", style.underline), ("line-through", style.strike)) if drawn
    ]
    if lines:
        css.append(f"text-decoration:{' '.join(lines)}")
    return ";".join(css), ground.hex


def _triplet(colour: Color | None, otherwise: ColorTriplet) -> ColorTriplet:
    return otherwise if colour is None or colour.is_default else colour.get_truecolor(TERMINAL)


def _grounds(runs: Iterable[Run], base: str) -> Iterator[str]:
    """One element a colour; runs that touch are one rectangle."""
    stretches: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for run in runs:
        if run.ground == base:
            continue
        known = stretches[run.ground]
        if known and known[-1][0] == run.row and known[-1][2] == run.column:
            known[-1] = (run.row, known[-1][1], run.column + run.cells)
        else:
            known.append((run.row, run.column, run.column + run.cells))
    for ground, parts in stretches.items():
        drawn = "".join(
            f"M{start * CELL} {row * ROW}h{(end - start) * CELL}v{ROW}H{start * CELL}z"
            for row, start, end in parts
        )
        yield f'<path fill="{ground}" shape-rendering="crispEdges" d="{drawn}"/>'


def _element(run: Run, classes: dict[str, str]) -> str:
    name = classes.setdefault(run.css, f"s{len(classes)}")
    text, column = run.text, run.column
    if "decoration" not in run.css:
        column += len(text) - len(text.lstrip(" "))
        text = text.strip(" ")
    wide = f' textLength="{cell_len(text) * CELL}"' if len(text) > 1 else ""
    if wide and not text.isascii() and cell_len(text) != len(text):
        # A cluster: where the font has none of it, what stands in for it is not as wide as it.
        wide += ' lengthAdjust="spacingAndGlyphs"'
    place = f'x="{column * CELL}" y="{run.row * ROW + 15}"{wide}'
    return f'<text class="{name}" {place}>{escape(text, quote=False)}</text>'
