"""The target line: in words what the next key acts on, always; right what was done last, or the way out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from tui.article.gutter import tag_letters
from tui.lines import links
from tui.lines.wording import LINE_GAP, Line, count_of
from tui.looks.folding import DRAWER_COLUMNS, TWO_PANES
from tui.panes.annotation_words import grade_signs, names, short_name
from tui.panes.quotes import place_words, quoted, without_middle
from tui.panes.rows import shortened
from tui.panes.selection import selection_size, selection_title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotations.records import Annotation
    from annotations.tagset import TagSet
    from reports.document import Span
    from tui.reading.reading import Reading

_AND = " · "
_LEAST_OF_A_CHANGE = 12
"""Cells in which a change still says what it is about; where there are fewer, nothing stands right."""


def opening_line(reading: Reading) -> Line:
    """The target line until the report and the store have been read."""
    doing = "opening the store" if reading.share == 1 else "reading the report"
    return Line(f" ▸ sentence {reading.sentence_number + 1} · {doing} …")


def target_line(reading: Reading, tag_set: TagSet, last: str, width: int, *, in_article: bool = True) -> Line:
    """What the next key acts on, in words; right the last change, or how to get out.

    On a link its target is told as well, in place of what stands right if there is no room for both.
    `in_article`: it has the keys, so that enter takes what is suggested there.
    """
    if selection_title(reading):
        return _selection_line(reading, tag_set, width, in_article=in_article)
    line = _reading_line(reading, tag_set, last, width, in_article=in_article)
    return _with_link(line, reading, width)


def _with_link(line: Line, reading: Reading, width: int) -> Line:
    room = width - cell_len(line.left) - LINE_GAP
    beside = room - cell_len(line.right) - cell_len(_AND)
    if beside >= links.LEAST:
        words = links.link_words(reading.report, reading.caret, beside)
        return line._replace(left=f"{line.left}{_AND}{words}") if words else line
    words = links.link_words(reading.report, reading.caret, max(room - 1, width // 2))
    return line._replace(right=f"{words} ", right_short=f"{words} ") if words else line


def _reading_line(reading: Reading, tag_set: TagSet, last: str, width: int, *, in_article: bool) -> Line:
    if width < DRAWER_COLUMNS:
        left = f" ▸{_short_subject(reading, tag_set, width, in_article=in_article)}"
        _, short = _last_words(last, width - cell_len(left) - LINE_GAP)
        return Line(left, short, right_short="z undo " if last else "")
    subject = _subject(reading, tag_set, width)
    asked = _asked(reading, tag_set, subject, width) if in_article else [subject]
    lefts = [f" ▸ {each}" for each in asked]
    way_out = _way_out(reading)
    if not last:
        left = next((each for each in lefts if cell_len(each) < width), lefts[-1])
        return Line(left, way_out, right_short="esc lets go " if way_out else "")
    left = _beside(last, lefts, width)
    room = width - cell_len(left) - LINE_GAP
    right, short = _last_words(last, room)
    both = f"{last}{_AND}{way_out}"
    return Line(left, both if way_out and cell_len(both) <= room else right, right_short=short)


def _beside(last: str, lefts: Sequence[str], width: int) -> str:
    """The first that leaves room for the last change with its time, else without; else the last, cut."""
    _, least = _last_words(last, 0)
    for words in (last, least):
        for left in lefts:
            if cell_len(f"{left}{words}") + LINE_GAP <= width:
                return left
    return shortened(lefts[-1], max(width // 2, width - cell_len(least) - LINE_GAP))


def _selection_line(reading: Reading, tag_set: TagSet, width: int, *, in_article: bool) -> Line:
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
    asked = _asked_short(reading, tag_set, width, in_article=in_article)
    if width < DRAWER_COLUMNS and asked:
        return Line(f" ▸{asked}", "esc lets go ")
    if width < DRAWER_COLUMNS:
        return Line(f" SELECT {selection_size(reading).partition(',')[0]} · {of}", "esc lets go ")
    return Line(f" SELECT · {quoted(reading, words, width // 2)} · {of}", "esc lets the selection go ")


def marked_line(count: int, letters: str, last: str, width: int, *, suggested: bool = False) -> Line:
    """What the next key acts on while annotations, or suggestions, are marked in the list."""
    what = f" ■ {count_of(count, 'marked suggestion' if suggested else 'marked annotation')}"
    keys = f" · {letters} t tag, @ who, x remove · esc unmarks"
    if suggested:
        keys = f" · enter takes them, {letters} one tag, backspace dismisses · esc unmarks"
    left = what + keys if cell_len(what + keys) <= width else what
    right, short = _last_words(last, width - cell_len(left) - LINE_GAP)
    return Line(left, right, right_short=short)


def _asked_short(reading: Reading, tag_set: TagSet, width: int, *, in_article: bool) -> str:
    """What is suggested at the target, for narrow windows: `?u ?o who: Kiev · enter take`; else empty."""
    tags = reading.deciding.tags_here
    if not tags:
        return ""
    letters = " ".join(f"?{tag_set.letter(tag)}" for tag in tags)
    who = names(reading.deciding.sources())
    take = f"{_AND}enter take" if in_article else ""
    room = width - len(f" ▸··· {letters} who: {take} ")
    return f"{letters} who: {shortened(who, room)}{take}" if who else f"{letters}{take}"


def _asked(reading: Reading, tag_set: TagSet, subject: str, width: int) -> list[str]:
    """The subject with what enter takes there: in words with its source and without, in letters; or alone."""
    tags = reading.deciding.tags_here
    if not tags:
        return [subject]
    takes = f"{subject}{_AND}enter takes {', '.join(map(tag_set.label, tags))}"
    who = names(reading.deciding.sources()) if width >= TWO_PANES else ""
    letters = " ".join(f"?{tag_set.letter(tag)}" for tag in tags)
    shorter = [takes, f"{subject}{_AND}enter takes {letters}"]
    return [f"{takes}, who: {shortened(who, width // 3)}", *shorter] if who else shorter


def _short_subject(reading: Reading, tag_set: TagSet, width: int, *, in_article: bool) -> str:
    """The subject for narrow windows: the letters of the tags, the sentence, who says it."""
    current, here = reading.current, reading.here
    asked = _asked_short(reading, tag_set, width, in_article=in_article)
    if asked:
        letters = tag_letters(current.tags, tag_set) if current is not None else ""
        return f"{letters} {asked}" if letters else asked
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
    if current.grade:
        parts.append(grade_signs(current.grade))
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
    words = shortened(change, max(_LEAST_OF_A_CHANGE, room - cell_len(tail)))
    return f"{last} ", f"{words.replace(' ·…', ' …')}{tail}"


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
    """Tags, source, grade and note in one phrase; the short one has of the source the name alone."""
    tags = ", ".join(tag_set.label(tag) for tag in annotation.tags) or "untagged"
    parts = [tags]
    if annotation.attribution:
        who = names(annotation.attribution)
        parts.append(short_name(who) if short else f"who: {who}")
    if annotation.disputed_by:
        parts.append(f"disputed by: {names(annotation.disputed_by)}")
    if annotation.grade:
        parts.append(grade_signs(annotation.grade) if short else f"grade {annotation.grade}")
    if annotation.note:
        parts.append("note")
    return " · ".join(parts)
