"""The edits of a change: made from what is there of a report now, not done yet. Offsets are code points."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import msgspec

from annotations.changes import edit_of
from annotations.corrections import Corrections
from annotations.decisions import Decisions
from annotations.errors import EditError
from annotations.grades import Grade
from annotations.index import AnnotationIndex
from annotations.operations import Operation
from annotations.records import Anchor, Annotation, Attribution, Edit, ReportRecord
from annotations.tagset import TagSet
from reports.anchors import quote
from reports.document import Report, Span


@dataclass(frozen=True, slots=True)
class Means:
    """What the editor takes from outside, so that a test can hold it still."""

    now: Callable[[], str]
    """The time as ISO 8601 in UTC with a Z."""
    new_id: Callable[[], str]
    """A new uuid."""
    submit: Callable[[Operation], None]
    """Where operations go to be saved; returns at once."""


class Drafting:
    """What there is of one report, and the edits that lead on from it."""

    def __init__(
        self, report: Report, record: ReportRecord, tag_set: TagSet, author: str, means: Means
    ) -> None:
        self.report = report
        self.record = record
        self.tag_set = tag_set
        self.author = author
        self.index = AnnotationIndex()
        self.decisions = Decisions()
        self.corrections = Corrections()
        self._means = means

    def _toggled(self, span: Span, tag_id: str, annotation_id: str | None) -> tuple[Edit, str]:
        before = self._target(span, annotation_id)
        tags = before.tags if before else ()
        if tag_id in tags:
            kept = tuple(each for each in tags if each != tag_id)
            return self._edited(before, span, tags=kept), f"− {self.tag_set.label(tag_id)}"
        if tag_id not in self.tag_set:
            raise EditError(f"There is no tag “{tag_id}” in the tag set.")
        more = self.tag_set.ordered((*tags, tag_id))
        return self._edited(before, span, tags=more), f"+ {self.tag_set.label(tag_id)}"

    def _target(self, span: Span, annotation_id: str | None) -> Annotation | None:
        if annotation_id is not None:
            return self._known(annotation_id)
        self._check(span)
        return self.index.exact(span, self.author)

    def _edited(self, before: Annotation | None, span: Span, **fields: object) -> Edit:
        """The edit that sets the fields on an annotation, makes it, or removes it if nothing is left."""
        now = self._means.now()
        if before is None:
            made = Annotation(
                id=self._means.new_id(),
                report=self.record.id,
                author=self.author,
                created=now,
                modified=now,
                spans=(self._anchor(span),),
            )
            return edit_of("annotations", made.id, None, msgspec.structs.replace(made, **fields))
        after = msgspec.structs.replace(before, modified=now, **fields)
        something = after.tags or after.has_content_beyond_tags
        return edit_of("annotations", before.id, before, after if something else None)

    def _placed(self, before: Annotation, anchors: Sequence[Anchor]) -> Annotation:
        spans = tuple(sorted(anchors, key=lambda anchor: (anchor.start, anchor.end)))
        if any(left.end > right.start for left, right in pairwise(spans)):
            raise EditError("The annotation has some of these words already; its fragments must not overlap.")
        if len(spans) == 1:
            there = self.index.exact(Span(spans[0].start, spans[0].end), before.author)
            if there is not None and there.id != before.id:
                raise EditError("Another annotation has exactly these borders.")
        return msgspec.structs.replace(before, spans=spans, modified=self._means.now())

    def _known(self, annotation_id: str) -> Annotation:
        annotation = self.index.get(annotation_id)
        if annotation is None:
            raise EditError("That annotation is not there any more.")
        return annotation

    def _check(self, span: Span) -> None:
        if not 0 <= span[0] < span[1] <= len(self.report.text):
            raise EditError("There are no words there to annotate.")

    def _anchor(self, span: Span) -> Anchor:
        self._check(span)
        exact, prefix, suffix = quote(self.report.text, Span(span[0], span[1]))
        return Anchor(span[0], span[1], exact, prefix, suffix)


def hull(annotation: Annotation) -> Span:
    """Return the span from its first code point to its last."""
    return Span(annotation.start, annotation.end)


def on_how_many(edits: Sequence[Edit], on: str = " on") -> str:
    """Return how many a change is about, for its label: ` on 12 annotations`; of one nothing is said."""
    return f"{on} {len(edits)} annotations" if len(edits) > 1 else ""


def who_words(role: str, sources: Sequence[Attribution]) -> str:
    """Return what was recorded of who says or disputes something, for a label: `who: Kiev`."""
    return f"{role}: {', '.join(source.text for source in sources)}" if sources else f"− {role}"


def grade_words(grade: Grade) -> str:
    """Return which grade was given, for a label: `grade B2`."""
    return f"grade {grade}" if grade else "− grade"
