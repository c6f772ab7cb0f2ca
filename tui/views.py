"""Drawing the state of the reader: which widgets show what, and how little has to be repainted.

`draw` may be called after every key: it compares with what was drawn and refreshes what differs.
"""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING

from reports.document import Span
from tui.article.layers import RoleSpans
from tui.article.overview import Marked, Overview, Window, any_of, overview_cells
from tui.article.view import ArticleView
from tui.finding.listing import SENTENCE, SUGGESTED
from tui.lines.fact_words import fact_lines
from tui.lines.key_line import key_line, shown_key
from tui.lines.target_line import marked_line, opening_line, target_line
from tui.lines.titles import drawer_titles, rule_titles
from tui.lines.wording import HeaderState, Line, alarm_lines, header_line
from tui.looks.folding import Fold, fold
from tui.panes import annotations as annotation_pane
from tui.panes.annotation_list import list_heading, list_row, suggested_row, untagged_row
from tui.panes.entities import entity_rows
from tui.panes.entity_card import entity_card, source_card
from tui.panes.entity_drawer import drawer_rows
from tui.panes.rows import PaneRow
from tui.panes.voice_rows import fact_row, summary_row
from tui.reading.told import Told
from tui.widgets.annotation_pane import AnnotationPane
from tui.widgets.chrome import ChromeLine, RuleLine
from tui.widgets.entity_pane import EntityPane
from tui.widgets.line_pane import LinePane

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tui.article.layers import Layers
    from tui.looks.ink import Ink
    from tui.state import ReaderState


_SPANS_APART = 100
"""Spans that are looked for among the rows in sight; of more all rows are painted anew."""
_WORK_SECONDS = 0.005
"""How long a key may have to wait for the list; then it has its turn."""


class ReaderViews:
    """The widgets of one reader screen, drawn from its state."""

    def __init__(self, state: ReaderState, layers: Layers, ink: Ink) -> None:
        self.state = state
        self.layers = layers
        self.header = ChromeLine(ink, id="header")
        self.rule = RuleLine(ink, id="rule")
        self.entities = EntityPane(ink, edge="right", id="entities")
        self.article = ArticleView(state.reading.report, layers, ink, id="article")
        self.overview = Overview(ink, id="overview")
        self.annotations = AnnotationPane(ink, edge="left", id="annotations")
        self.drawer_rule = RuleLine(ink, id="drawer_rule")
        self.target = ChromeLine(ink, role="text", id="target")
        self.keys = ChromeLine(ink, id="keys")
        self.keymap: Mapping[str, str] = {}
        self.alarm_rest = ""
        """What of a long sentence in the target line had no room there."""
        self.fold = Fold({})
        self._entities_drawn: tuple[object, ...] = ()
        self._entity_of_trail = ""
        self._working = False
        """Whether the next step of finding out what the list shows is on its way."""

    @property
    def widgets(
        self,
    ) -> tuple[
        ChromeLine, RuleLine, LinePane, ArticleView, Overview, LinePane, RuleLine, ChromeLine, ChromeLine
    ]:
        """All of them, in the order of the tab key."""
        return (
            self.header, self.rule, self.entities, self.article, self.overview, self.annotations,
            self.drawer_rule, self.target, self.keys,
        )  # fmt: skip

    def use_ink(self, ink: Ink) -> None:
        """Another theme."""
        for widget in self.widgets:
            widget.use_ink(ink)

    # ------------------------------------------------------------------ folding

    def refold(self, width: int, height: int) -> None:
        """Place the widgets for a window of this size."""
        self.fold = fold(width, height, self.state.pane)
        for widget in self.widgets:
            widget.display = widget.id in self.fold.boxes
        beside = self.fold.drawer is None
        self.entities.edge = "none" if not beside else ("left" if self.fold.side == "entities" else "right")
        self.annotations.edge = "left" if beside else "none"

    # ------------------------------------------------------------------ drawing

    def draw(self, *, follow: bool = True) -> None:
        """Bring everything in sight up to date; with `follow` the caret is scrolled into sight."""
        self._draw_article()
        reading = self.state.reading
        if follow:
            target = reading.target.span
            self.article.show_span(target, reading.caret)
        self.draw_chrome()
        self.draw_entities()
        if reading.editor is not None:
            self.draw_annotations()
            self._work_on()
        self.draw_overview()

    def _draw_article(self) -> None:
        reading, layers = self.state.reading, self.layers
        place, trail = reading.trail_place, reading.trail
        self._draw_held(reading.held_words)
        new = {
            "sentence": reading.sentence,
            "selection": reading.selection,
            "trail_current": Span(trail.starts[place], trail.ends[place])
            if trail is not None and place is not None
            else None,
        }
        if self._draw_trail():
            for name, span in new.items():
                setattr(layers, name, span)
            return
        if (layers.selection is None) != (new["selection"] is None):
            # While something is selected the sentence around it is not bold.
            self.article.refresh_span(layers.sentence)
        for name, span in new.items():
            old = getattr(layers, name)
            if old != span:
                setattr(layers, name, span)
                self.article.refresh_span(old)
                self.article.refresh_span(span)

    def _draw_held(self, words: tuple[Span, ...]) -> None:
        """Reverse the fragments of the annotation that is held; not what lies between them."""
        before = self.layers.held
        if before != words:
            self.layers.held = words
            for span in {*before, *words}:
                self.article.refresh_span(span)

    def _draw_trail(self) -> bool:
        """Take over the trail, if it is another one; whether everything has to be repainted for it."""
        trail = self.state.reading.trail
        starts = trail.starts if trail is not None else ()
        if self.layers.trail.starts is starts:
            return False
        before, entity = self.layers.trail, self._entity_of_trail
        self._entity_of_trail = trail.entity if trail is not None else ""
        if trail is None:
            self.layers.trail = RoleSpans()
        else:
            self.layers.trail = RoleSpans(trail.starts, trail.ends, trail.kind)
            self.layers.trail_role = trail.kind
        if entity and entity == self._entity_of_trail:
            # More of its mentions were found, seldom on the screen.
            self.article.refresh_where(partial(before.differs, self.layers.trail))
            return False
        self.article.redraw_all()
        return True

    def annotations_changed(self, spans: Iterable[Span] | None = None) -> None:
        """Annotations were made, changed or removed on these spans; `None`: anywhere."""
        self.state.annotations_changed()
        index = self.state.reading.index
        if index is not None:
            self.layers.annotations = index
            self.layers.suggestions = self.state.suggestions
        suggestions = self.layers.suggestions
        self.layers.tag_set = self.state.tag_set
        counts = index.counts() if index is not None else {}
        fixed = {tag.id for tag in self.state.tag_set.tags[:3]}
        self.article.show_extra_column(any(tag not in fixed for tag in counts))
        touched = None if spans is None else list(spans)
        if touched is None or len(touched) > _SPANS_APART:
            self.article.redraw_all()
        else:
            for span in touched:
                self.article.refresh_span(suggestions.around(span) if suggestions is not None else span)

    def suggestions_changed(self) -> None:
        """The machine found more of who says what. A snapshot seldom changes what is on the screen."""
        after = self.state.suggestions if self.state.reading.index is not None else None
        if after is None:
            return
        before, self.layers.suggestions = self.layers.suggestions, after
        self.article.refresh_where(partial(after.differs, before))
        self.draw_chrome()
        self.draw_annotations()
        self._work_on()
        self.draw_overview()

    def grown(self, *, anew: bool) -> None:
        """More of the report has been read, or, `anew`, another text has taken its place."""
        self.article.grown(anew=anew)
        self._draw_article()
        self.draw_chrome()
        self.draw_overview()

    def mentions_changed(self, mentions: RoleSpans) -> None:
        """The model found more: colour the mentions. A snapshot seldom changes what is on the screen."""
        before, self.layers.mentions = self.layers.mentions, mentions
        self.article.refresh_where(partial(before.differs, mentions))

    def draw_chrome(self) -> None:
        """Header, rules, target line and key line."""
        state, reading = self.state, self.state.reading
        record = reading.editor.record if reading.editor is not None else None
        header = HeaderState(
            title=(record.title if record is not None else reading.report.title) + state.place_in_sources,
            has_source=record is None or bool(record.publisher and record.published and record.url),
            saved=state.saved,
            problem=state.problem,
            hidden=state.hidden,
        )
        boxes = self.fold.boxes
        width = boxes["header"].width if "header" in boxes else 0
        self.header.show(header_line(header, reading, width))
        keys: Line | None = None
        self.alarm_rest = ""
        if state.alarm:
            rows, news = 2 if "keys" in boxes else 1, state.alarm == state.news
            target, keys, self.alarm_rest = alarm_lines(state.alarm, width, rows, news=news)
        elif reading.editor is None:
            target = opening_line(reading)
        elif state.marks_act:
            letters = " ".join(state.tag_set.letter(tag.id) for tag in state.tag_set.tags[:3])
            suggested = state.list_filter.suggested
            target = marked_line(len(state.listed_marks), letters, state.last, width, suggested=suggested)
        else:
            in_article = state.pane == "article"
            target = target_line(reading, state.tag_set, state.last_told, width, in_article=in_article)
        self.target.show(target)
        pane, pausing = state.listing_pane, state.entities.pausing
        self.keys.show(
            keys
            or key_line(
                reading,
                pane,
                self.keymap,
                width,
                pausing,
                entities=bool(state.entities.entities),
                unsure=state.unsure,
                named=state.chosen_source is None,
            )
        )
        self.rule.show(rule_titles(state, self.fold))
        self.drawer_rule.show(drawer_titles(state, self.fold))

    # ------------------------------------------------------------------ panes

    def draw_entities(self, *, force: bool = False) -> None:
        """The entity pane, when something it shows has changed."""
        if "entities" not in self.fold.boxes:
            return
        state = self.state.entities
        width = self.fold.boxes["entities"].width - (self.entities.edge != "none")
        in_drawer = self.fold.drawer == "entities"
        summary = self._summary(width) if in_drawer else ()
        drawn = (
            state.listing, state.progress, state.held, state.problem, state.notices, state.filter,
            state.chosen, state.told, tuple(sorted(state.toggled)), width, self.fold.drawer, summary,
        )  # fmt: skip
        before = self._entities_drawn
        if len(before) == len(drawn) and all(map(_same, before, drawn)) and not force:
            return
        self._entities_drawn = drawn
        key = shown_key("entities.pause", self.keymap)
        self.entities.foot = state.status(width, key) if self.fold.drawer is None else ""
        rows = drawer_rows(state, width, summary) if in_drawer else entity_rows(state, width)
        self.entities.show((), rows, rows.row)

    def _summary(self, width: int) -> tuple[PaneRow, ...]:
        """What the chosen one says, and what is known of it, in rows of the drawer."""
        told, reading = self.state.entities.told_of_chosen, self.state.reading
        if told is None or reading.editor is None:
            return ()
        summary = summary_row(reading, told, self.state.tag_set, width)
        known = self._known()
        return (summary, fact_row(known, width)) if known else (summary,)

    def _known(self) -> tuple[str, ...]:
        """What is known of the chosen entity beside the text."""
        entity, editor = self.state.chosen, self.state.reading.editor
        if entity is None:
            return ()
        dated = editor is not None and bool(editor.record.published)
        return fact_lines(self.state.fact_of_chosen, entity.type, dated=dated)

    def draw_annotations(self) -> None:
        """The annotation pane or drawer."""
        if "annotations" not in self.fold.boxes:
            return
        state, reading = self.state, self.state.reading
        width = self.fold.boxes["annotations"].width - (self.annotations.edge != "none")
        if self.fold.drawer == "annotations" and not self.fold.drawer_open:
            self.annotations.show(annotation_pane.drawer_rows(reading, state.tag_set, width))
            return
        if state.shows_card:
            self._draw_card(width)
            return
        facts = state.list_facts
        if self.fold.drawer is None:
            head = annotation_pane.annotation_rows(reading, state.tag_set, facts, width)
        else:
            head = list_heading(state.tag_set, facts, width)[1:]
            if not head and not facts.rows:
                head = annotation_pane.drawer_rows(reading, state.tag_set, width)
        listed = state.listed
        self.annotations.show(head, listed, lambda number: self._list_row(listed.key(number), width))

    def _draw_card(self, width: int) -> None:
        """Who the chosen entity or source is, and who says what."""
        state, entities = self.state, self.state.entities
        told, being_read = entities.told_of_chosen, entities.progress is not None
        entity, source = state.chosen, state.chosen_source
        if entity is not None:
            card = entity_card(
                state.reading, entity, told, state.tag_set, width, self._known(), being_read=being_read
            )
        elif source is not None:
            card = source_card(state.reading, source, told, state.tag_set, width, being_read=being_read)
        else:
            return
        self.annotations.show((), card, card.row)

    def _work_on(self) -> None:
        """Find out some more of what list and header show, after the keys that have arrived meanwhile."""
        if not self._working and not self.state.list_complete:
            self._working = True
            self.annotations.call_later(self._worked)

    def _worked(self) -> None:
        self._working = False
        until = time.monotonic() + _WORK_SECONDS
        while not self.state.list_complete and time.monotonic() < until:
            self.state.work()
        self.draw_annotations()
        self.drawer_rule.show(drawer_titles(self.state, self.fold))
        if self.state.list_complete:
            # The header counts what is suggested.
            self.draw_chrome()
        else:
            self._work_on()

    def _list_row(self, key: str, width: int) -> PaneRow:
        state, reading = self.state, self.state.reading
        kind, _, value = key.partition(":")
        if f"{kind}:" == SUGGESTED:
            suggestions = reading.deciding.suggestions
            suggestion = suggestions.at(int(value)) if suggestions is not None else None
            if suggestion is None:
                return PaneRow()
            marked = value in state.marked_suggestions
            return suggested_row(reading, suggestion, state.tag_set, width, marked=marked)
        if f"{kind}:" == SENTENCE:
            return untagged_row(reading, int(value), width)
        annotation = reading.index.get(value) if reading.index is not None else None
        current = reading.current
        if annotation is None:
            return PaneRow()
        is_current = current is not None and current.id == value
        return list_row(
            reading, annotation, state.tag_set, width, current=is_current, marked=value in state.marks
        )

    def draw_overview(self) -> None:
        """The strip at the right edge."""
        article, reading = self.article, self.state.reading
        height = self.fold.boxes["overview"].height if "overview" in self.fold.boxes else 0
        index, trail = reading.index, reading.trail
        suggestions, nowhere = self.layers.suggestions, any_of(())
        marked = Marked(
            tagged=index.any_starts_in if index is not None else nowhere,
            suggested=suggestions.any_starts_in if suggestions is not None else nowhere,
            hit=any_of(trail.starts) if trail is not None else nowhere,
        )
        window = Window(article.in_sight, len(reading.report.text), article.shows_all)
        self.overview.show(overview_cells(height, window, marked))


def _same(one: object, other: object) -> bool:
    """Large things are compared by what they are: what is in them would take a while."""
    return one is other or (isinstance(one, int | str | tuple) and not isinstance(one, Told) and one == other)
