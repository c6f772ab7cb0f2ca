"""What is drawn on the words of one row: spans of several layers, cut into runs of one style each.

Layers overlap and stay readable because each changes something else: an entity the colour of the
letters, an annotation the ground behind them, the cue of a suggestion slants them, a mention is bold and
underlined, a selection reverses.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from reports.blocks import MARK_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from annotations.index import AnnotationIndex
    from annotations.records import Annotation
    from annotations.suggestions import Suggestion, Suggestions
    from annotations.tagset import TagSet
    from entities.records import Findings
    from reports.document import Report, Span

_CELL = MARK_KINDS.index("cell")
_DEEP_HEADING = 3
"""Headings from this level on are told from those above."""


class Run(NamedTuple):
    """Code points `[start, end)` drawn with the same roles, the last one on top."""

    start: int
    end: int
    roles: tuple[str, ...]


class RoleSpans:
    """Sorted spans that do not overlap, each with a role: mentions, hits, inline marks."""

    def __init__(
        self,
        starts: Sequence[int] = (),
        ends: Sequence[int] = (),
        roles: Sequence[str] | str = "",
        kinds: Sequence[int] | None = None,
    ) -> None:
        """`roles` is that of all spans, or of each; with `kinds`, a number for each, those of the kinds."""
        self.starts = starts
        self.ends = ends
        self._roles = roles
        self._kinds = kinds

    def role(self, at: int) -> str:
        """The role of the span with this number."""
        if isinstance(self._roles, str):
            return self._roles
        return self._roles[at if self._kinds is None else self._kinds[at]]

    def within(self, start: int, end: int) -> range:
        """The numbers of the spans that touch `[start, end)`; O(log spans)."""
        first = bisect_right(self.ends, start)
        return range(first, max(first, bisect_left(self.starts, end)))

    def differs(self, other: RoleSpans, start: int, end: int) -> bool:
        """Whether another one draws `[start, end)` otherwise; O(log spans)."""
        return self._drawn(start, end) != other._drawn(start, end)

    def _drawn(self, start: int, end: int) -> list[tuple[int, int, str]]:
        return [(self.starts[at], self.ends[at], self.role(at)) for at in self.within(start, end)]


def mention_spans(findings: Findings) -> RoleSpans:
    """All mentions in the order of the text: the columns of the findings themselves."""
    # Here, since nothing of it is needed before the first paint.
    from entities.records import ENTITY_TYPES

    mentions = findings.mentions
    roles = [f"entity-{kind}" for kind in ENTITY_TYPES]
    return RoleSpans(mentions.starts, mentions.ends, roles, mentions.types)


class Layers:
    """Everything that is drawn on the text, and what of it is current."""

    def __init__(
        self,
        annotations: AnnotationIndex | None = None,
        tag_set: TagSet | None = None,
        *,
        report: Report | None = None,
        mentions: RoleSpans | None = None,
        sentence: Span | None = None,
        selection: Span | None = None,
        held: tuple[Span, ...] = (),
    ) -> None:
        """Annotations and tag set come with the store; until then they are `None`."""
        self.annotations = annotations
        self.tag_set = tag_set
        self._report = report
        self.suggestions: Suggestions | None = None
        """Comes when the machine has found who says what."""
        self.mentions = mentions or RoleSpans()
        self.trail = RoleSpans()
        self.trail_role = "mention"
        self.trail_current: Span | None = None
        self.sentence = sentence
        self.selection = selection
        self.held = held
        """The fragments of the annotation that is held."""

    def runs(self, start: int, end: int) -> list[Run]:
        """The row `[start, end)` cut where a style changes; the runs join to the row."""
        painted: list[Run] = []
        painted.extend(self._structure(start, end))
        for at in self.mentions.within(start, end):
            painted.append(Run(self.mentions.starts[at], self.mentions.ends[at], (self.mentions.role(at),)))
        painted.extend(self._annotation_runs(start, end))
        if self.suggestions is not None:
            painted.extend(Run(*cue, ("cue",)) for cue in self.suggestions.cues_between(start, end))
        painted.extend(Run(*span, (role,)) for span, role in self._current() if span is not None)
        for at in self.trail.within(start, end):
            painted.append(Run(self.trail.starts[at], self.trail.ends[at], (self.trail_role,)))
        painted.extend(Run(*span, (role,)) for span, role in self._on_top() if span is not None)
        return _cut(start, end, painted)

    def touching(self, start: int, end: int) -> list[Annotation]:
        """The annotations with words in `[start, end)`, or before and behind it; outer before inner."""
        return self.annotations.across(start, end) if self.annotations is not None else []

    def suggested(self, start: int, end: int) -> list[Suggestion]:
        """What is suggested for the sentences with words in `[start, end)`."""
        return self.suggestions.between(start, end) if self.suggestions is not None else []

    def _structure(self, start: int, end: int) -> Iterator[Run]:
        """What the report itself marks on a row: a heading, and inline markup, which may be nested."""
        if self._report is None:
            return
        blocks, marks = self._report.blocks, self._report.marks
        number = blocks.at(start)
        block = blocks[number]
        if block.kind == "heading":
            roles = ("heading", "heading-deep") if block.level >= _DEEP_HEADING else ("heading",)
            yield Run(*block.span, roles)
        elif block.kind == "code" and self._report.media_type == "text/markdown":
            yield Run(*block.span, ("code",))
        elif block.kind == "row" and block.level:
            yield Run(*block.span, ("heading",))
        first = bisect_left(marks.starts, blocks.starts[number])
        for at in range(first, bisect_left(marks.starts, end)):
            if marks.ends[at] > start and marks.kinds[at] != _CELL:
                yield Run(marks.starts[at], marks.ends[at], (MARK_KINDS[marks.kinds[at]],))

    def _current(self) -> tuple[tuple[Span | None, str], ...]:
        return ((self.sentence if self.selection is None else None, "current"),)

    def _on_top(self) -> tuple[tuple[Span | None, str], ...]:
        return (
            (self.trail_current, f"{self.trail_role}-current"),
            *((words, "held") for words in self.held),
            (self.selection, "selection"),
        )

    def _annotation_runs(self, start: int, end: int) -> list[Run]:
        """Each piece in the tint of the innermost annotation on it, the stronger the more lie around it."""
        annotations = self.annotations.between(start, end) if self.annotations is not None else []
        borders: list[tuple[int, int, bool]] = []
        for order, annotation in enumerate(annotations):
            for span in annotation.spans:
                if span.start < end and start < span.end:
                    borders += [(span.start, order, True), (span.end, order, False)]
        borders.sort()
        runs: list[Run] = []
        here: list[int] = []
        for (at, order, begins), (until, _, _) in pairwise(borders):
            if begins:
                insort(here, order)
            else:
                here.remove(order)
            if here and at < until:
                runs.append(Run(at, until, self._tint(annotations[here[-1]].tags, len(here))))
        return runs

    def _tint(self, tags: tuple[str, ...], depth: int) -> tuple[str, ...]:
        """The roles of an annotation with these tags on words that `depth` annotations have."""
        number = self.tag_set.number(tags[0]) if tags and self.tag_set is not None else None
        tint = f"tag-{min(number, 9)}" if number is not None else ""
        if depth == 1:
            return ("annotation", tint) if tint else ("annotation",)
        inner = ("annotation-inner", f"{tint}-strong") if tint else ("annotation-inner",)
        return inner if depth == 2 else (*inner, "annotation-innermost")


def _cut(start: int, end: int, painted: list[Run]) -> list[Run]:
    """Cut `[start, end)` at every border inside it and collect the roles of each piece in order."""
    cuts = {start, end}
    for run in painted:
        if start < run.start < end:
            cuts.add(run.start)
        if start < run.end < end:
            cuts.add(run.end)
    borders = sorted(cuts)
    pieces: list[Run] = []
    for left, right in pairwise(borders):
        roles = tuple(role for run in painted if run.start <= left and run.end >= right for role in run.roles)
        if pieces and pieces[-1].roles == roles:
            pieces[-1] = Run(pieces[-1].start, right, roles)
        else:
            pieces.append(Run(left, right, roles))
    return pieces
