"""What header and rules say, and sentences that need an answer: plain text from the state of reading."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len, set_cell_size

from tui.looks.folding import DRAWER_COLUMNS, KEY_LINE_COLUMNS, TWO_PANES
from tui.panes.rows import ELLIPSIS, shortened
from tui.panes.selection import selection_title

if TYPE_CHECKING:
    from tui.reading.reading import Reading

LINE_GAP = 2
"""Cells between what stands left and right in a line."""
_AGAIN = " · f5 try again · E elsewhere"
_AGAIN_SHORT = " · f5 · E"


class Line(NamedTuple):
    """A line of chrome: what stands left and right, and whether it is an alarm."""

    left: str
    right: str = ""
    alarm: bool = False
    right_short: str = ""
    """What may stand right where `right` has no room beside the whole of `left`."""

    def fitted(self, width: int) -> str:
        """Exactly `width` cells: the left part whole if it can be, the right one as far as there is room."""
        right = next(
            (
                each
                for each in (self.right, self.right_short)
                if cell_len(self.left) + cell_len(each) + LINE_GAP <= width
            ),
            "",
        )
        left = shortened(self.left, width - cell_len(right) - (1 if right else 0))
        return set_cell_size(set_cell_size(left, width - cell_len(right)) + right, width)


# ---------------------------------------------------------------------- header


class HeaderState(NamedTuple):
    """What the header shows beside the place in the text."""

    title: str
    has_source: bool
    saved: str
    """As `saved 09:12:04`, `saving 2`, or empty before there is a store."""
    problem: str = ""
    """Why changes are not saved; empty while they are."""
    hidden: int = 0
    """Code points of the report that are drawn as a stand-in."""


def header_line(state: HeaderState, reading: Reading, width: int) -> Line:
    """Title and source, place, counts, saved state; the whole line an alarm when something is not saved."""
    if state.problem:
        keys = _AGAIN if width >= KEY_LINE_COLUMNS else _AGAIN_SHORT
        return Line(f" {shortened(state.problem, width - 1 - cell_len(keys))}{keys}", alarm=True)
    tagged = len(reading.index) if reading.index is not None else 0
    open_now = reading.deciding.left()
    suggested = f"{open_now} suggested" if open_now else ""
    right_parts = [
        f"{tagged} tagged",
        suggested if width >= TWO_PANES else suggested.replace("suggested", "?"),
    ]
    right_parts.append(state.saved)
    if state.hidden:
        right_parts.insert(0, f"{state.hidden} hidden ch")
    right = " · ".join(part for part in right_parts if part)
    if width < DRAWER_COLUMNS:
        hidden = f"␛{state.hidden}" if state.hidden else ""
        counted = f"{tagged} tagged" if width >= KEY_LINE_COLUMNS else ""
        asked = f"{open_now} ?" if open_now else ""
        right = " · ".join(part for part in (hidden, counted, asked, state.saved.split(" ")[0]) if part)
    title = f" {state.title}"
    if width >= TWO_PANES and not state.has_source:
        title += " · no source set (i)"
    return Line(_with_middle(title, _place(reading, width), right, width), f"{right} ")


def _place(reading: Reading, width: int) -> str:
    if reading.trail is not None and width < TWO_PANES:
        keys = " · n N" if width >= KEY_LINE_COLUMNS else ""
        return f"{trail_words(reading, width // 3)}{keys}"
    number, count = reading.sentence_number + 1, len(reading.sentences)
    if reading.share < 1:
        return f"{number}/… · {reading.share:.0%} read"
    if width < DRAWER_COLUMNS:
        return f"{number}/{count}"
    length = max(1, len(reading.report.text))
    percent = f"{100 if number == count else 100 * (reading.caret + 1) // length} %"
    return f"sentence {number}/{count} · {percent}" if width >= TWO_PANES else f"{number}/{count} · {percent}"


def _with_middle(left: str, middle: str, right: str, width: int) -> str:
    """`left`, then `middle` as near to the centre as the others leave it."""
    room = width - cell_len(right) - cell_len(middle) - 6
    left = shortened(left, max(8, room))
    centred, last = (width - cell_len(middle)) // 2, width - cell_len(right) - cell_len(middle) - 4
    return set_cell_size(left, max(cell_len(left) + 2, min(centred, last))) + middle


def trail_words(reading: Reading, width: int | None = None) -> str:
    """Where on the trail the caret is: `Zelensky 4/6`, `“refinery” –/3`; empty without one.

    With a width, in cells, the name is cut and the numbers are not.
    """
    trail = reading.trail
    if trail is None:
        return ""
    place = f"{trail.numbered(reading.trail_place)}/{trail.count}"
    name = trail.name if width is None else shortened(trail.name, max(4, width - 1 - cell_len(place)))
    return f"{name} {place}"


def mode_words(reading: Reading) -> str:
    """What stands at the right of the article's rule."""
    title = selection_title(reading)
    if title:
        return "SELECT" if title == "SELECTION" else title
    trail = trail_words(reading)
    return f"{trail} n N" if trail else ""


class Alarm(NamedTuple):
    """A sentence in reverse: on the target line, on the key line if it goes on there, and what is left."""

    target: Line
    keys: Line | None = None
    rest: str = ""
    """What has no room; the next key shows it."""


def alarm_lines(sentence: str, width: int, rows: int = 2, *, news: bool = False) -> Alarm:
    """A sentence on at most so many rows of chrome, one or two, without losing a word of it.

    `news` is neither an error nor a question.
    """
    lines: list[Line] = []
    rest = sentence
    while rest and len(lines) < rows:
        shown, rest = _row_of(rest, width, goes_on=len(lines) == rows - 1)
        lines.append(Line(f" {shown}", alarm=not news))
    return Alarm(lines[0], lines[1] if len(lines) > 1 else None, rest)


def _row_of(sentence: str, width: int, *, goes_on: bool) -> tuple[str, str]:
    """The words of a row and those after it; with `goes_on` a cut row ends with `…`."""
    room = width - 2
    if cell_len(sentence) <= room:
        return sentence, ""
    more = f" {ELLIPSIS}" if goes_on else ""
    words, shown = sentence.split(" "), ""
    while words and cell_len(shown) + 1 + cell_len(words[0]) + cell_len(more) <= room + 1:
        shown = f"{shown} {words.pop(0)}" if shown else words.pop(0)
    if not shown:
        # A word wider than the window, as a path.
        cut = max(1, room - cell_len(more))
        while cut > 1 and cell_len(sentence[:cut]) + cell_len(more) > room:
            cut -= 1
        return f"{sentence[:cut]}{more}", sentence[cut:]
    return f"{shown}{more}", " ".join(words)


def count_of(count: int, what: str) -> str:
    """`1 sentence`, `12 sentences`."""
    return f"{count} {what}{'' if count == 1 else 's'}"
