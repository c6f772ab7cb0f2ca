"""What header, rules and target line say: plain text from the state of reading.

The target line says in words what the next key acts on, always.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len, set_cell_size

from tui import links
from tui.article.gutter import tag_letters
from tui.folding import DRAWER_COLUMNS, KEY_LINE_COLUMNS, TWO_PANES
from tui.panes.annotation_words import names, short_name
from tui.panes.quotes import place_words, quoted, without_middle
from tui.panes.rows import ELLIPSIS, shortened
from tui.panes.selection import selection_size, selection_title

if TYPE_CHECKING:
    from annotations.records import Annotation
    from annotations.tagset import TagSet
    from reports.document import Span
    from tui.reading import Reading

_GAP = 2
"""Cells between what stands left and right in a line."""
_AND = " · "
_AGAIN = " · f5 try again · E elsewhere"
_AGAIN_SHORT = " · f5 · E"
_LEAST_OF_A_CHANGE = 12
"""Cells in which a change still says what it is about; where there are fewer, nothing stands right."""


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
                if cell_len(self.left) + cell_len(each) + _GAP <= width
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
    right_parts = [f"{tagged} tagged", state.saved]
    if state.hidden:
        right_parts.insert(0, f"{state.hidden} hidden ch")
    right = " · ".join(part for part in right_parts if part)
    if width < DRAWER_COLUMNS:
        hidden = f"␛{state.hidden}" if state.hidden else ""
        counted = f"{tagged} tagged" if width >= KEY_LINE_COLUMNS else ""
        right = " · ".join(part for part in (hidden, counted, state.saved.split(" ")[0]) if part)
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


def alarm_lines(sentence: str, width: int, rows: int = 2) -> Alarm:
    """A sentence on at most so many rows of chrome, one or two, without losing a word of it."""
    lines: list[Line] = []
    rest = sentence
    while rest and len(lines) < rows:
        shown, rest = _row_of(rest, width, goes_on=len(lines) == rows - 1)
        lines.append(Line(f" {shown}", alarm=True))
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


# ---------------------------------------------------------------------- target line


def opening_line(reading: Reading) -> Line:
    """The target line until the report and the store have been read."""
    doing = "opening the store" if reading.share == 1 else "reading the report"
    return Line(f" ▸ sentence {reading.sentence_number + 1} · {doing} …")


def target_line(reading: Reading, tag_set: TagSet, last: str, width: int) -> Line:
    """What the next key acts on, in words; right the last change, or how to get out.

    On a link its target is told as well, in place of what stands right if there is no room for both.
    """
    if selection_title(reading):
        return _selection_line(reading, tag_set, width)
    return _with_link(_reading_line(reading, tag_set, last, width), reading, width)


def _with_link(line: Line, reading: Reading, width: int) -> Line:
    room = width - cell_len(line.left) - _GAP
    beside = room - cell_len(line.right) - cell_len(_AND)
    if beside >= links.LEAST:
        words = links.link_words(reading.report, reading.caret, beside)
        return line._replace(left=f"{line.left}{_AND}{words}") if words else line
    words = links.link_words(reading.report, reading.caret, max(room - 1, width // 2))
    return line._replace(right=f"{words} ", right_short=f"{words} ") if words else line


def _reading_line(reading: Reading, tag_set: TagSet, last: str, width: int) -> Line:
    if width < DRAWER_COLUMNS:
        left = f" ▸{_short_subject(reading, tag_set)}"
        _, short = _last_words(last, width - cell_len(left) - _GAP)
        return Line(left, short, right_short="z undo " if last else "")
    left = f" ▸ {_subject(reading, tag_set, width)}"
    way_out = _way_out(reading)
    if not last:
        return Line(left, way_out, right_short="esc lets go " if way_out else "")
    room = width - cell_len(left) - _GAP
    right, short = _last_words(last, room)
    both = f"{last}{_AND}{way_out}"
    return Line(left, both if way_out and cell_len(both) <= room else right, right_short=short)


def _selection_line(reading: Reading, tag_set: TagSet, width: int) -> Line:
    """The selected words, what they are to be, and how to get out."""
    held, current, words = reading.held_annotation, reading.current, reading.target.words
    if held is not None and reading.adding:
        of = place_words(reading, held, width // 3, without_middle)
        if reading.selection is None:
            return Line(f" FRAGMENT of {of} · v selects its words", "esc adds none ")
        return Line(
            f" FRAGMENT {quoted(reading, words, width // 3)} of {of}",
            "enter adds · esc lets go ",
            right_short="enter adds ",
        )
    if held is not None:
        of = described(held, tag_set, short=True)
        return Line(
            f" {selection_title(reading)} · {quoted(reading, words, width // 3)} · {of}",
            "enter keeps · esc restores ",
            right_short="enter keeps ",
        )
    of = described(current, tag_set) if current is not None else "new annotation"
    if width < DRAWER_COLUMNS:
        return Line(f" SELECT {selection_size(reading).partition(',')[0]} · {of}", "esc lets go ")
    return Line(f" SELECT · {quoted(reading, words, width // 2)} · {of}", "esc lets the selection go ")


def marked_line(count: int, letters: str, last: str, width: int) -> Line:
    """What the next key acts on while annotations are marked in the list."""
    what = f" ■ {count_of(count, 'marked annotation')}"
    keys = f" · {letters} t tag, @ who, x remove · esc unmarks"
    left = what + keys if cell_len(what + keys) <= width else what
    right, short = _last_words(last, width - cell_len(left) - _GAP)
    return Line(left, right, right_short=short)


def count_of(count: int, what: str) -> str:
    """`1 sentence`, `12 sentences`."""
    return f"{count} {what}{'' if count == 1 else 's'}"


def _short_subject(reading: Reading, tag_set: TagSet) -> str:
    """The subject for narrow windows: the letters of the tags, the sentence, who says it."""
    current, here = reading.current, reading.here
    trail, place = reading.trail, reading.trail_place
    words = f"sentence {reading.sentence_number + 1}"
    if trail is not None and place is not None:
        words = f"{shortened(trail.name, 20)} · {trail.numbered(place)} of {trail.count} · {words}"
    elif reading.held is not None and current is not None:
        words = f"held {place_words(reading, current, 18, without_middle)}"
    if current is None:
        return f" {words} · no tag"
    exact = reading.held is not None or _stands_on_all(current, reading.target.span)
    parts = [
        f"{tag_letters(current.tags, tag_set)} {words}"
        if exact
        else f" {words} · inside: {tag_letters(current.tags, tag_set)}"
    ]
    if current.attribution:
        parts.append(names(current.attribution))
    if len(here) > 1:
        parts.append(f"1/{len(here)}")
    return " · ".join(parts)


def _last_words(last: str, room: int) -> tuple[str, str]:
    """The last change for the right end of the line, and, in so many cells, without its time."""
    if not last:
        return "", ""
    change, _, rest = last.partition("  ")
    undo = rest.partition(" · ")[2]
    tail = f" · {undo} " if undo else " "
    return f"{last} ", f"{shortened(change, max(_LEAST_OF_A_CHANGE, room - cell_len(tail)))}{tail}"


def _subject(reading: Reading, tag_set: TagSet, width: int) -> str:
    current = reading.current
    sentence = f"sentence {reading.sentence_number + 1}"
    held = reading.held_annotation
    if held is not None:
        return f"held: {place_words(reading, held, width // 2, without_middle)} · {described(held, tag_set)}"
    trail, place = reading.trail, reading.trail_place
    if trail is not None and place is not None:
        stop = f"{trail.kind} " if width >= DRAWER_COLUMNS else ""
        where = f"{stop}{trail.numbered(place)} of {trail.count}"
        sentence = f"{shortened(trail.name, width // 3)} · {where} · {sentence}"
    if current is None:
        count = len(reading.here)
        return f"{sentence} · {f'{count} annotations inside, ] holds one' if count else 'no tag'}"
    if _stands_on_all(current, reading.target.span):
        return f"{sentence} · {described(current, tag_set, short=width < TWO_PANES)}"
    inner = f"@ m x act on {place_words(reading, current, 28, without_middle)}: {described(current, tag_set)}"
    return f"{sentence} · tag keys make a new one · {inner}"


def _stands_on_all(annotation: Annotation, words: Span) -> bool:
    """Whether these are exactly the words of the annotation, in one piece."""
    return len(annotation.spans) == 1 and (annotation.start, annotation.end) == words


def _way_out(reading: Reading) -> str:
    if reading.trail is not None:
        return "esc lets the entity go " if reading.trail.kind == "mention" else "esc ends the search "
    return ""


def described(annotation: Annotation, tag_set: TagSet, *, short: bool = False) -> str:
    """Tags, source and note of an annotation in one phrase; the short one has the source's name alone."""
    tags = ", ".join(tag_set.label(tag) for tag in annotation.tags) or "untagged"
    parts = [tags]
    if annotation.attribution:
        who = names(annotation.attribution)
        parts.append(short_name(who) if short else f"who: {who}")
    if annotation.disputed_by:
        parts.append(f"disputed by: {names(annotation.disputed_by)}")
    if annotation.note:
        parts.append("note")
    return " · ".join(parts)
