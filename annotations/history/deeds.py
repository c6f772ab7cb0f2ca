"""What a change did, in words: every difference between the records before and after it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Literal, NamedTuple, TypeVar

import msgspec

from annotations.corrections import told
from annotations.plain import Document, typed
from annotations.records import (
    Anchor,
    Annotation,
    Attribution,
    Change,
    Decision,
    Edit,
    EntityCorrection,
    ReportRecord,
    Table,
    Tag,
)

QUOTED = 240
"""Code points of a quotation that are told; of a longer one its beginning and its end."""
NOTED = 4000
"""Code points of a note that are told."""

UNITED = "put together with the annotation that another program had made on the same words"
_UNREADABLE = "this program cannot read what became of it"
_REPORT_WORDS = {
    "title": "title of the report",
    "publisher": "publisher of the report",
    "published": "date of the report",
    "url": "address of the report",
    "note": "note on the report",
}

_DECISION_WORDS = {"accepted": "suggestion taken", "dismissed": "suggestion dismissed"}

Fate = Literal["made", "changed", "removed"]
LabelOf = Callable[[str], str]
"""Gives the label of a tag's id."""


class Deed(NamedTuple):
    """What a change did to one record."""

    table: Table
    id: str
    fate: Fate
    quote: str
    """The words of an annotation, those after the change if it has any then; else empty."""
    place: str
    """Where these words are: `0–201`, in code points of the canonical text; else empty."""
    start: int | None
    """The code point they start at."""
    steps: tuple[str, ...]
    """One a difference: `+ unverified`, `note: “old” → “new”`."""


def deeds_of(change: Change, label_of: LabelOf) -> tuple[Deed, ...]:
    """Return what a change did, a deed for each record it touched."""
    return tuple(_deed(edit, change, label_of) for edit in change.edits)


def _deed(edit: Edit, change: Change, label_of: LabelOf) -> Deed:
    fate: Fate = "made" if edit.before is None else "removed" if edit.after is None else "changed"
    try:
        if edit.table == "annotations":
            return _of_annotation(edit, fate, change, label_of)
        if edit.table == "decisions":
            return _of_decision(edit, fate, label_of)
        if edit.table == "corrections":
            return _of_correction(edit, fate)
        steps = tuple(_of_tag(edit)) if edit.table == "tags" else tuple(_of_report(edit))
    except msgspec.ValidationError:
        # A later version may have written it; that something was done is told all the same.
        steps = (_UNREADABLE,)
    return Deed(edit.table, edit.id, fate, "", "", None, steps)


def _of_annotation(edit: Edit, fate: Fate, change: Change, label_of: LabelOf) -> Deed:
    before, after = _typed(Annotation, edit.before), _typed(Annotation, edit.after)
    shown = after or before
    assert shown is not None
    steps = [*_tag_steps(before, after, label_of), *_word_steps(before, after)]
    if before is not None and after is not None and before.spans != after.spans:
        steps.append(f"borders: {_placed(before.spans)} → {_placed(after.spans)}")
    if _was_united(before, after, change):
        steps.append(UNITED)
    return Deed(
        edit.table, edit.id, fate, quote_of(shown.spans), place_of(shown.spans), shown.start, tuple(steps)
    )


def _of_decision(edit: Edit, fate: Fate, label_of: LabelOf) -> Deed:
    before, after = _typed(Decision, edit.before), _typed(Decision, edit.after)
    shown = after or before
    assert shown is not None
    steps = []
    for name, words in _DECISION_WORDS.items():
        old, new = (getattr(record, name) if record else () for record in (before, after))
        steps += [f"{words}: {label_of(tag)}" for tag in new if tag not in old]
        steps += [f"no longer {words}: {label_of(tag)}" for tag in old if tag not in new]
    spans = (shown.span,)
    return Deed(edit.table, edit.id, fate, quote_of(spans), place_of(spans), shown.span.start, tuple(steps))


def _of_correction(edit: Edit, fate: Fate) -> Deed:
    before, after = _typed(EntityCorrection, edit.before), _typed(EntityCorrection, edit.after)
    steps = () if after is None else (told(after),)
    if before is not None:
        steps = (f"no longer: {told(before)}", *steps)
    return Deed(edit.table, edit.id, fate, "", "", None, steps)


def _was_united(before: Annotation | None, after: Annotation | None, change: Change) -> bool:
    """Whether this made an annotation where another program just had made one.

    Of the two one was made that keeps the times of the first (`annotations.changes.united`); every
    other change sets the time of modification to its own.
    """
    return (
        change.kind == "change"
        and before is not None
        and after is not None
        and before != after
        and before.modified == after.modified != change.at
    )


def _tag_steps(before: Annotation | None, after: Annotation | None, label_of: LabelOf) -> Iterator[str]:
    old, new = before.tags if before else (), after.tags if after else ()
    yield from (f"+ {label_of(tag)}" for tag in new if tag not in old)
    yield from (f"− {label_of(tag)}" for tag in old if tag not in new)


def _word_steps(before: Annotation | None, after: Annotation | None) -> Iterator[str]:
    yield from _step("note", _noted(before.note if before else ""), _noted(after.note if after else ""))
    yield from _step(
        "who says it", _who(before.attribution if before else ()), _who(after.attribution if after else ())
    )
    yield from _step(
        "disputed by",
        _who(before.disputed_by if before else ()),
        _who(after.disputed_by if after else ()),
    )
    yield from _step("grade", str(before.grade) if before else "", str(after.grade) if after else "")


def _of_tag(edit: Edit) -> Iterator[str]:
    before, after = _typed(Tag, edit.before), _typed(Tag, edit.after)
    if after is None:
        yield f"taken out of the tags: “{before.label if before else edit.id}”"
    elif before is None:
        yield f"new among the tags: “{after.label}”"
    else:
        yield from _step("tag", f"“{before.label}”", f"“{after.label}”")


def _of_report(edit: Edit) -> Iterator[str]:
    before, after = _typed(ReportRecord, edit.before), _typed(ReportRecord, edit.after)
    for name, words in _REPORT_WORDS.items():
        old, new = (_noted(getattr(record, name)) if record else "" for record in (before, after))
        yield from _step(words, old, new)


def _step(what: str, before: str, after: str) -> Iterator[str]:
    if before == after:
        return
    if before and after:
        yield f"{what}: {before} → {after}"
    else:
        yield f"{'+' if after else '−'} {what}: {after or before}"


def _who(sources: Sequence[Attribution]) -> str:
    return ", ".join(source.text for source in sources)


def _noted(text: str) -> str:
    return f"“{_cut(text, NOTED)}”" if text else ""


def quote_of(spans: Sequence[Anchor]) -> str:
    """Return the words of these fragments, long ones without their middle."""
    return _cut(" … ".join(span.exact for span in spans), QUOTED)


def place_of(spans: Sequence[Anchor]) -> str:
    """Return where these fragments are, in code points: `0–201`, `0–20, 40–60`."""
    return ", ".join(f"{span.start}–{span.end}" for span in spans)


def _placed(spans: Sequence[Anchor]) -> str:
    return f"“{quote_of(spans)}” ({place_of(spans)})"


def _cut(text: str, length: int) -> str:
    if len(text) <= length:
        return text
    tail = length // 3
    return f"{_whole_words(text[: length - tail])} … {_whole_words(text[-tail:], at_end=False)}"


def _whole_words(piece: str, *, at_end: bool = True) -> str:
    """A cut piece of text without the word that was cut, if it has more than that."""
    first, _, last = piece.rpartition(" ") if at_end else piece.partition(" ")
    return (first if at_end else last) or piece


_Record = TypeVar("_Record", Annotation, Decision, EntityCorrection, ReportRecord, Tag)


def _typed(kind: type[_Record], document: Document | None) -> _Record | None:
    return typed(kind, document) if document is not None else None
