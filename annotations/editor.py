"""The rules of changing a report's annotations: what a key means, without a terminal.

Every method that changes something makes one `Change`, brings the memory up to date at once,
hands the operation on to be saved, and returns the change. Offsets are code points.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

import msgspec

from annotations.changes import edit_of, edit_of_report
from annotations.correcting import Correcting
from annotations.corrections import Corrections
from annotations.deciding import Deciding
from annotations.decisions import Decisions
from annotations.drafting import Means, grade_words, hull, on_how_many, who_words
from annotations.errors import EditError, TagSetError
from annotations.grades import Grade
from annotations.history.chain import Gap
from annotations.history.timeline import Timeline
from annotations.index import AnnotationIndex
from annotations.operations import Operation, Remember
from annotations.records import (
    Annotation,
    Attribution,
    Change,
    Decision,
    EntityCorrection,
    ReportRecord,
    Tag,
    storable,
)
from annotations.several import Several
from annotations.tagset import TagSet
from reports.document import Report, Span

REPORT_FIELDS = ("title", "publisher", "published", "url", "note")


class ReportEditor(Several, Deciding, Correcting):
    """One opened report with its annotations, what was said of its entities, its log and the tag set."""

    def __init__(
        self,
        report: Report,
        record: ReportRecord,
        annotations: Iterable[Annotation] = (),
        past: Iterable[Change | Gap] = (),
        tag_set: TagSet | None = None,
        author: str = "",
        *,
        decisions: Iterable[Decision] = (),
        corrections: Iterable[EntityCorrection] = (),
        now: Callable[[], str],
        new_id: Callable[[], str],
        submit: Callable[[Operation], None],
    ) -> None:
        means = Means(now, new_id, submit)
        super().__init__(report, record, tag_set or TagSet.merged(), storable(author), means)
        self.unplaced: tuple[Annotation, ...] = ()
        """Annotations whose offsets lie outside the text; kept in the store, not drawn."""
        self.refresh(annotations, past, decisions)
        self.corrections = Corrections(corrections)

    def refresh(
        self,
        annotations: Iterable[Annotation],
        past: Iterable[Change | Gap],
        decisions: Iterable[Decision] = (),
    ) -> None:
        """Take over what the store holds now: all annotations, the log, the newest first, all decisions."""
        self.decisions = Decisions(decisions)
        everything = tuple(annotations)
        length = len(self.report.text)
        self.unplaced = tuple(each for each in everything if _outside(each, length))
        self.index = AnnotationIndex(each for each in everything if not _outside(each, length))
        self._timeline = Timeline(self.author, past)

    def take_in(
        self, annotations: Mapping[str, Annotation | None], past: Iterable[Change | Gap]
    ) -> list[Span]:
        """Take over what other programs did to these annotations, `None` for those that are gone.

        Costs as much as there are of them. Returns where the text has to be drawn anew.
        """
        touched: list[Span] = []
        for identity, annotation in annotations.items():
            before = self.index.get(identity)
            for each in filter(None, (before, annotation)):
                touched.append(hull(each))
            self.index.remove(identity)
            if self.unplaced:
                self.unplaced = tuple(each for each in self.unplaced if each.id != identity)
            if annotation is None:
                continue
            if _outside(annotation, len(self.report.text)):
                self.unplaced = (*self.unplaced, annotation)
            else:
                self.index.add(annotation)
        self._timeline = Timeline(self.author, past)
        return touched

    # Tags

    def toggle_tag(self, span: Span, tag_id: str, caret: int, annotation_id: str | None = None) -> Change:
        """Put the tag on exactly that span, or take it off.

        An annotation of this author with exactly that span is changed, else one is made. With
        `annotation_id`, that annotation is changed, however many fragments it has (one that is
        held). Taking the last tag off removes it unless it has a note or a source.

        Raises `EditError` for a span outside the text or a tag that is not in the set.
        """
        edit, label = self._toggled(span, tag_id, annotation_id)
        return self._commit(label, caret, [edit])

    def new_tag(
        self,
        label: str,
        description: str = "",
        *,
        span: Span | None = None,
        caret: int = 0,
        annotation_id: str | None = None,
        annotation_ids: Collection[str] = (),
    ) -> Tag:
        """Add a tag to the set and, with a span or annotations, put it there in the same change.

        Raises `EditError` when the label is empty or taken.
        """
        try:
            tag = self.tag_set.new(storable(label), storable(description))
        except TagSetError as error:
            raise EditError(str(error)) from error
        ordered = self.tag_set.with_tag(tag).ordered
        if annotation_ids:
            them = [self._known(each) for each in annotation_ids]
            edits = [self._edited(each, hull(each), tags=ordered((*each.tags, tag.id))) for each in them]
        elif span is not None:
            before = self._target(span, annotation_id)
            edits = [self._edited(before, span, tags=ordered((*(before.tags if before else ()), tag.id)))]
        else:
            edits = []
        said = f"+ {tag.label}{on_how_many(edits)}" if edits else f"new tag {tag.label}"
        self._commit(said, caret, [edit_of("tags", tag.id, None, tag), *edits])
        return tag

    # Notes, sources, grades

    def set_note(self, annotation_id: str, text: str, caret: int | None = None) -> Change | None:
        """Set the note; `None` if it is that already."""
        return self._set(annotation_id, "note" if text else "− note", caret, note=storable(text))

    def set_attribution(
        self, annotation_id: str, sources: Sequence[Attribution], caret: int | None = None
    ) -> Change | None:
        """Set who says it; `None` if it is that already."""
        return self._set(annotation_id, who_words("who", sources), caret, attribution=tuple(sources))

    def set_disputed_by(
        self, annotation_id: str, sources: Sequence[Attribution], caret: int | None = None
    ) -> Change | None:
        """Set who disputes it; `None` if it is that already."""
        return self._set(annotation_id, who_words("disputed by", sources), caret, disputed_by=tuple(sources))

    def set_grade(self, annotation_id: str, grade: Grade, caret: int | None = None) -> Change | None:
        """Set the grade, or take it off; `None` if it is that already."""
        return self._set(annotation_id, grade_words(grade), caret, grade=grade)

    def annotate(
        self,
        span: Span,
        *,
        caret: int,
        note: str | None = None,
        attribution: Sequence[Attribution] | None = None,
        disputed_by: Sequence[Attribution] | None = None,
        grade: Grade | None = None,
    ) -> Change | None:
        """Record a note, sources or a grade on exactly that span, on a new untagged annotation if need be.

        What is `None` stays as it is. Returns `None` if nothing changes; raises `EditError` for a
        span outside the text.
        """
        fields: dict[str, object] = {}
        said: list[str] = []
        if note is not None:
            fields["note"] = storable(note)
            said.append("note" if note else "− note")
        if attribution is not None:
            fields["attribution"] = tuple(attribution)
            said.append(who_words("who", attribution))
        if disputed_by is not None:
            fields["disputed_by"] = tuple(disputed_by)
            said.append(who_words("disputed by", disputed_by))
        if grade is not None:
            fields["grade"] = grade
            said.append(grade_words(grade))
        before = self._target(span, None)
        if not any(fields.values()) if before is None else _unchanged(before, fields):
            return None
        return self._commit(" · ".join(said), caret, [self._edited(before, span, **fields)])

    # Borders

    def set_span(
        self, annotation_id: str, span: Span, caret: int | None = None, fragment: int = 0
    ) -> Change | None:
        """Move the borders of one fragment (the first unless said); all else stays.

        Raises `EditError` if another annotation of its author has exactly that span, if the
        fragment would overlap another one, or if the span lies outside the text.
        """
        before = self._known(annotation_id)
        others = before.spans[:fragment] + before.spans[fragment + 1 :]
        after = self._placed(before, (*others, self._anchor(span)))
        if after.spans == before.spans:
            return None
        return self._commit(
            "borders", _or_start(caret, before), [edit_of("annotations", before.id, before, after)]
        )

    def add_fragment(self, annotation_id: str, span: Span, caret: int | None = None) -> Change:
        """Add a fragment to the annotation; raises `EditError` if it overlaps one it has."""
        before = self._known(annotation_id)
        after = self._placed(before, (*before.spans, self._anchor(span)))
        return self._commit(
            "+ fragment", _or_start(caret, before), [edit_of("annotations", before.id, before, after)]
        )

    def remove_fragment(self, annotation_id: str, fragment: int, caret: int | None = None) -> Change:
        """Take one fragment, by its number from 0, off the annotation; all else stays.

        Raises `EditError` if it is the only one, or if another annotation has what would be left.
        """
        before = self._known(annotation_id)
        left = before.spans[:fragment] + before.spans[fragment + 1 :]
        if not left:
            raise EditError("An annotation keeps at least one fragment; remove it as a whole instead.")
        after = self._placed(before, left)
        return self._commit(
            "− fragment", _or_start(caret, before), [edit_of("annotations", before.id, before, after)]
        )

    def remove(self, annotation_id: str, caret: int | None = None) -> Change:
        """Remove the annotation with all it says; raises `EditError` if it is not there."""
        before = self._known(annotation_id)
        return self._commit(
            "removed", _or_start(caret, before), [edit_of("annotations", before.id, before, None)]
        )

    # The report

    def set_report_fields(
        self,
        *,
        caret: int = 0,
        title: str | None = None,
        publisher: str | None = None,
        published: str | None = None,
        url: str | None = None,
        note: str | None = None,
    ) -> Change | None:
        """Set where the report comes from, or the note on it; `None` leaves a field as it is.

        Returns `None` if nothing changes.
        """
        given = zip(REPORT_FIELDS, (title, publisher, published, url, note), strict=True)
        fields = {name: storable(value) for name, value in given if value is not None}
        new = {name: value for name, value in fields.items() if getattr(self.record, name) != value}
        if not new:
            return None
        after = msgspec.structs.replace(self.record, **new)
        said = "report: " + ", ".join("date" if name == "published" else name for name in new)
        return self._commit(said, caret, [edit_of_report(self.record, after)])

    def remember_place(self, caret: int, top: int) -> None:
        """Hand on where reading stopped, in code points: the caret, and the start of the first row."""
        self.record = msgspec.structs.replace(self.record, caret=caret, top=top)
        self._means.submit(Remember(self.record))

    # Inside

    def _set(self, annotation_id: str, label: str, caret: int | None, **fields: object) -> Change | None:
        before = self._known(annotation_id)
        if _unchanged(before, fields):
            return None
        return self._commit(label, _or_start(caret, before), [self._edited(before, hull(before), **fields)])


def _unchanged(annotation: Annotation, fields: dict[str, object]) -> bool:
    return all(getattr(annotation, name) == value for name, value in fields.items())


def _or_start(caret: int | None, annotation: Annotation) -> int:
    return annotation.start if caret is None else caret


def _outside(annotation: Annotation, length: int) -> bool:
    return any(not 0 <= anchor.start < anchor.end <= length for anchor in annotation.spans)
