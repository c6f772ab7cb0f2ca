"""The reader: one report, its annotations and its entities; turns keys into changes of the state."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, ClassVar, cast

from textual.screen import Screen

from annotations.errors import EditError
from annotations.index import AnnotationIndex
from annotations.writer import NotSaved, Saved, Saving
from entities.finder import EntityFinder, Found, Progress, Unavailable
from reports.document import Span
from reports.motion import Navigator
from reports.search import find_all
from reports.sentences import SentenceIndex
from reports.visible import hidden_count, visible
from tui.article.layers import Layers, RoleSpans
from tui.article.overview import Overview
from tui.article.view import ArticleView
from tui.bindings import bindings
from tui.clock import local_time
from tui.layout import FoldLayout
from tui.messages import EntityNews, Refused, SaveNews, SessionFailed, SessionOpened
from tui.panes.annotations import ListFilter
from tui.reading import Reading, Trail
from tui.screens.asking import Asking
from tui.state import ReaderState
from tui.views import ReaderViews
from tui.widgets.line_pane import LinePane

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from annotations.records import Annotation, Change
    from annotations.tagset import TagSet
    from entities.finder import Update
    from reports.document import Report
    from tui.app import ReaderApp
    from tui.folding import Pane
    from tui.ink import Ink

FLUSH_SECONDS = 5.0
"""How long quitting waits for the disk."""
_SAVING_SHOWN_AFTER = 0.2
"""Seconds: a save that takes less is not announced."""
_MARK_ROLES = {"emphasis": "emphasis", "strong": "strong", "code": "code", "link": "link"}


class ReaderScreen(Asking, Screen[None]):
    """One report being read."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("reader")

    def __init__(self, report: Report, tag_set: TagSet, *, place: str = "") -> None:
        super().__init__()
        self.report = report
        sentences = SentenceIndex(report.text, report.blocks)
        reading = Reading(report, sentences, Navigator(report, sentences))
        self.state = ReaderState(reading, tag_set, hidden=hidden_count(report.text), place_in_sources=place)
        self.state.alarm = " ".join(report.notices)
        self._place_remembered: tuple[int, int] | None = None
        self._finder: EntityFinder | None = None
        self._fold_layout = FoldLayout()
        self._opened = False
        self._removing: str | None = None
        self._leaving = False

    @property
    def reader_app(self) -> ReaderApp:
        """The app, as the type it is."""
        return cast("ReaderApp", self.app)

    @property
    def reading(self) -> Reading:
        """What is being read."""
        return self.state.reading

    @property
    def layout(self) -> FoldLayout:
        """The widgets stand where the fold says; `styles.layout` takes Textual's own layouts only."""
        return self._fold_layout

    # ------------------------------------------------------------------ beginning and end

    def compose(self) -> ComposeResult:
        """All widgets; where they stand is the fold's."""
        headings = [block for block in self.report.blocks if block.kind == "heading"]
        marks = sorted(self.report.marks, key=lambda mark: (mark.start, mark.end))
        layers = Layers(
            AnnotationIndex(),
            self.state.tag_set,
            marks=RoleSpans(
                [mark.start for mark in marks],
                [mark.end for mark in marks],
                [_MARK_ROLES[mark.kind] for mark in marks],
            ),
            headings=RoleSpans([each.start for each in headings], [each.end for each in headings], "heading"),
        )
        self.views = ReaderViews(self.state, layers, self.reader_app.ink)
        yield from self.views.widgets

    def on_mount(self) -> None:
        """Fold, focus, and after the first paint open the store."""
        self.views.keymap = self.reader_app.shown_keymap
        self._fold()
        self.views.article.focus()
        self.call_after_refresh(self._after_first_paint)

    def _after_first_paint(self) -> None:
        self.views.draw()
        self.show_cursor()
        self.reader_app.open_session(self)

    def on_resize(self) -> None:
        """Another size folds the panes anew."""
        self._fold()
        self.call_after_refresh(self._redraw)

    def on_screen_resume(self) -> None:
        """Back from a dialog: the cursor stands on the caret again."""
        if self._opened:
            self.call_after_refresh(self._redraw)

    def on_screen_suspend(self) -> None:
        """A dialog has its own cursor."""
        self.reader_app.place_cursor(None)

    def _redraw(self) -> None:
        self.views.draw_entities(force=True)
        self.views.draw()
        self.show_cursor()

    def _fold(self) -> None:
        size = self.app.size
        self.views.refold(size.width, size.height)
        self._fold_layout.fold = self.views.fold
        if not self.views.fold.shows(self.state.pane):
            self.state.pane = "article"
            self.views.article.focus()
        self.refresh(layout=True)

    def on_session_opened(self, event: SessionOpened) -> None:
        """The store has been read: its annotations, and the place where reading stopped."""
        session = event.session
        reading = self.reading
        moved = reading.caret
        reading.editor = session.editor(self.report)
        record = reading.editor.record
        known = session.store.report(record.id) is not None
        if known and moved == Reading(self.report, reading.sentences, reading.navigator).caret:
            reading.go(record.caret)
            self.views.article.place_top(record.top)
        if not self._opened:
            self._opened = True
            self._welcome(event)
        self.views.annotations_changed()
        self.show()
        self._find_entities()

    def _welcome(self, event: SessionOpened) -> None:
        session = event.session
        editor = self.reading.editor
        assert editor is not None
        notices = [session.store.notice] if session.store.notice else []
        others = session.tags_of_other_text(self.report)
        if others:
            notices.append(
                f"This file was annotated with another text: its {others} annotations are kept, `report-reader list` shows them."
            )
        if editor.unplaced:
            notices.append(
                f"{len(editor.unplaced)} annotations lie outside this text; `report-reader check` names them."
            )
        if notices:
            self.state.alarm = " ".join([self.state.alarm, *notices]).strip()
        self.state.saved = "saved"
        undoable = editor.undoable
        if undoable is not None:
            self.state.last = f"{visible(undoable.label)}  {local_time(undoable.at)} · z undo"

    def on_session_failed(self, event: SessionFailed) -> None:
        """The store cannot be used: nothing could be kept, so say so and end."""
        self.reader_app.fail(event.error)

    def views_use_ink(self, ink: Ink) -> None:
        """Another theme was chosen."""
        self.views.use_ink(ink)

    def action_quit_reader(self) -> None:
        """Quit; with changes that are not on disk only at the second press."""
        self.remember_place()
        session = self.reader_app.session
        if session is None:
            self.reader_app.leave(0, "")
            return
        self.run_worker(self._leave, thread=True, exclusive=True, name="leave")

    def _leave(self) -> None:
        session = self.reader_app.session
        saved = session is None or session.writer.flush(FLUSH_SECONDS)
        self.app.call_from_thread(self._left, saved)

    def _left(self, saved: bool) -> None:
        index = self.reading.index
        if saved or self._leaving:
            self.stop_finding()
            self.reader_app.leave(len(index) if index is not None else 0, visible(self.report.title))
            return
        self._leaving = True
        self.say("Not everything is saved: f5 tries again, E exports elsewhere, q again quits without it.")

    def action_library(self) -> None:
        """The list of reports."""
        self.remember_place()
        self.reader_app.push_screen(self.reader_app.library_screen())

    def action_saved(self) -> None:
        """What is saved, and where."""
        if self.state.problem:
            self.say(self.state.problem)
        else:
            self.state.last = (
                f"all {self.state.saved or 'saved'} in {visible(str(self.reader_app.settings.database))}"
            )
            self.views.draw_chrome()

    def action_save_again(self) -> None:
        """Try again what could not be saved."""
        session = self.reader_app.session
        if session is not None:
            session.writer.retry()

    def action_help(self) -> None:
        """All keys."""
        from tui.screens.help import HelpScreen

        self.reader_app.push_screen(HelpScreen(self.reader_app.shown_keymap, self.state.tag_set))

    def remember_place(self) -> None:
        """Hand the place of reading on to be saved, if it is another one than the saved."""
        editor = self.reading.editor
        if editor is None:
            return
        place = (self.reading.caret, self.views.article.top_offset)
        if place != self._place_remembered:
            self._place_remembered = place
            editor.remember_place(*place)

    def stop_finding(self) -> None:
        """End the model's process."""
        if self._finder is not None:
            self._finder.stop()

    def on_unmount(self) -> None:
        """The model's process goes with the screen."""
        self.stop_finding()

    # ------------------------------------------------------------------ drawing

    def show(self, *, follow: bool = True) -> None:
        """Draw the state, and put the terminal's cursor on the caret."""
        self.views.draw(follow=follow)
        self.show_cursor()

    def show_cursor(self) -> None:
        """The terminal's own cursor stands on the caret while the article has the keys."""
        cell = self.views.article.cursor_cell(self.reading.caret) if self.state.pane == "article" else None
        self.reader_app.place_cursor(cell if self.is_current else None)

    def say(self, sentence: str) -> None:
        """Show a sentence in the target line until the next key."""
        self.state.alarm = visible(sentence)
        self.views.draw_chrome()

    def on_key(self) -> None:
        """Whatever was said stands until a key is pressed."""
        if self.state.alarm:
            self.state.alarm = ""
            self.views.draw_chrome()

    def changed(self, change: Change | None) -> None:
        """After a change: repaint what it touched, and say what it was."""
        if change is None:
            self.show()
            return
        now = local_time(change.at)
        self.state.last = f"{visible(change.label)}  {now} · z undo"
        self.views.annotations_changed(_spans_of(change))
        self.show()
        self.remember_place()

    # ------------------------------------------------------------------ moving and selecting

    def action_move(self, motion: str) -> None:
        """Move the caret; a selection follows."""
        self._removing = None
        self.reading.move(motion)
        self.show()

    def action_extend(self, motion: str) -> None:
        """Select by a motion."""
        self.reading.extend(motion)
        self.show()

    def action_page(self, pages: int) -> None:
        """A page on or back; the caret goes along."""
        offset = self.views.article.page(self.reading.caret, pages)
        if self.reading.anchor is None:
            self.reading.go(offset)
            self.reading.go(self.reading.sentence.start)
        else:
            self.reading.caret = offset
        self.show()

    def action_select(self) -> None:
        """Select from the caret, or edit the borders of the held annotation."""
        self.reading.start_selection()
        self.show()

    def action_select_sentence(self) -> None:
        """Select the sentence."""
        self.reading.select_sentence()
        self.show()

    def action_other_end(self) -> None:
        """The caret to the other end of the selection."""
        self.reading.other_end()
        self.show()

    def action_grow(self) -> None:
        """The selection to the next larger unit."""
        self.reading.grow()
        self.show()

    def action_shrink(self) -> None:
        """The selection back."""
        self.reading.shrink()
        self.show()

    def action_keep(self) -> None:
        """Enter in the article keeps edited borders."""
        if self.reading.borders:
            self.edit(self.reading.keep_borders)

    # ------------------------------------------------------------------ tagging

    def action_tag(self, number: int) -> None:
        """Toggle the tag with this number on the target."""
        tags = self.state.tag_set.tags
        if number > len(tags):
            self.say(f"There is no tag number {number}; t makes a new one.")
            return
        self.toggle(tags[number - 1].id)

    def toggle(self, tag_id: str) -> None:
        """Toggle a tag on the target."""
        if self.ready():
            self.edit(lambda: self.reading.tag(tag_id))

    def action_tag_again(self) -> None:
        """The last tag again."""
        if self.reading.last_tag is None:
            self.say("No tag was given yet in this session; u, c and o give one.")
        else:
            self.toggle(self.reading.last_tag)

    def action_hold(self, step: int) -> None:
        """Hold the next or previous annotation."""
        if self.reading.hold_next(step):
            self.show()
        else:
            self.say(
                "There is no annotation further on." if step > 0 else "There is no annotation before this."
            )

    def action_remove(self) -> None:
        """Remove the current annotation; with several the first press holds the first."""
        if not self.ready():
            return
        if self.reading.current is None:
            several = len(self.reading.here) > 1
            self.say(
                "] holds the annotation to remove." if several else "There is no annotation here to remove."
            )
            return
        several = self.reading.held is None and len(self.reading.here) > 1
        self.edit(self.reading.remove)
        if several:
            self.say("x again removes the held annotation.")

    def action_undo(self) -> None:
        """One change back."""
        self._back_or_forth("undo")

    def action_redo(self) -> None:
        """One change forth."""
        self._back_or_forth("redo")

    def _back_or_forth(self, way: str) -> None:
        editor = self.reading.editor
        if editor is None:
            self.ready()
            return
        change = editor.undo() if way == "undo" else editor.redo()
        if change is None:
            self.say("There is nothing to undo." if way == "undo" else "There is nothing to redo.")
            return
        self.reading.take_back(change)
        self.views.annotations_changed(_spans_of(change))
        self.state.last = f"{'undone' if way == 'undo' else 'redone'}: {visible(change.label)} · {'Z redo' if way == 'undo' else 'z undo'}"
        self.show()
        self.remember_place()

    def ready(self) -> bool:
        """Whether the store has been read, so that something can be recorded; says so if not."""
        if self.reading.editor is None:
            self.say("The store is being opened; a moment.")
            return False
        return True

    # ------------------------------------------------------------------ trail and entities

    def _find_entities(self) -> None:
        if self._finder is not None:
            return
        cache = self.reader_app.entity_cache()
        self._finder = EntityFinder(self.reader_app.settings.model, cache, self._tell_entities)
        first = self.views.layers.sentence
        block = _block_number(self.report, first.start if first is not None else 0)
        self._finder.start(self.report, block)

    def _tell_entities(self, update: Update) -> None:
        self.post_message(EntityNews(update))

    def on_entity_news(self, event: EntityNews) -> None:
        """The model's process has something to tell; only the entity pane shows it."""
        update: Update = event.update
        state = self.state.entities
        if isinstance(update, Progress):
            state.progress = (update.done, update.total)
        elif isinstance(update, Found):
            state.findings = update.findings
            if update.findings.complete:
                state.progress = None
            self.views.findings_changed(update.findings)
        elif isinstance(update, Unavailable):
            state.problem, state.progress = update.sentence, None
        self.views.draw_entities()

    def action_trail(self, step: int) -> None:
        """Along the hits or the mentions."""
        if self.reading.walk(step):
            self.show()
        else:
            self.say("n and N walk the hits of a search (/) or the mentions of an entity (f2, enter).")

    def choose_entity(self, entity_id: str) -> None:
        """Make the mentions of an entity the trail; the caret goes to the next one, or stays on one."""
        entity = self.state.entities.entity(entity_id)
        if entity is None:
            return
        if self.state.entities.chosen == entity_id:
            self._enter_pane("article")
            return
        self.state.entities.chosen = entity_id
        starts = [mention.start for mention in entity.mentions]
        ends = [mention.end for mention in entity.mentions]
        name = visible(entity.name)
        short = name.split(" ")[-1] if entity.type == "person" else name
        self.reading.trail = Trail(short, "mention", starts, ends, entity_id)
        if self.reading.trail_place is None:
            self.reading.walk(1)
        self.show()

    def search_for(self, text: str) -> int:
        """Make the hits of a search the trail; returns how many there are."""
        hits = find_all(self.report.text, text)
        self.state.entities.chosen = ""
        starts, ends = [hit.start for hit in hits], [hit.end for hit in hits]
        self.reading.trail = Trail(f"“{visible(text)}”", "hit", starts, ends) if hits else None
        return len(hits)

    # ------------------------------------------------------------------ panes

    def action_pane(self, step: int) -> None:
        """The next or previous pane that is in sight."""
        shown: list[Pane] = [
            pane for pane in ("entities", "article", "annotations") if self.views.fold.shows(pane)
        ]
        self._enter_pane(shown[(shown.index(self.state.pane) + step) % len(shown)])

    def action_entities(self) -> None:
        """To the entities, or back to the article."""
        self._enter_pane("article" if self.state.pane == "entities" else "entities")

    def action_annotations(self) -> None:
        """To the annotations, or back to the article."""
        self._enter_pane("article" if self.state.pane == "annotations" else "annotations")

    def _enter_pane(self, pane: Pane) -> None:
        self.state.pane = pane
        widgets = {
            "article": self.views.article,
            "entities": self.views.entities,
            "annotations": self.views.annotations,
        }
        self._fold()
        widgets[pane].focus()
        self.views.draw_entities(force=True)
        self.call_after_refresh(self.show)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """The mouse may have chosen another pane."""
        pane = event.widget.id
        if pane in ("article", "entities", "annotations") and pane != self.state.pane:
            self.state.pane = cast("Pane", pane)
            self._fold()
            self.call_after_refresh(self.show)

    def on_line_pane_chosen(self, event: LinePane.Chosen) -> None:
        """Enter or a click on a row of a side pane."""
        kind, _, value = event.key.partition(":")
        if kind == "group":
            self.state.entities.toggle(value)
            self.views.draw_entities()
        elif kind == "entity":
            self.choose_entity(value)
        elif kind == "tag":
            other = "" if self.state.list_filter.tag == value else value
            self.state.narrow(ListFilter(self.state.list_filter.text, other))
            self.show()
        elif kind == "tag-any":
            self.action_tag_any()
        elif kind == "annotation" and self.reading.index is not None:
            self._go_to(self.reading.index.get(value))
        elif kind == "sentence":
            self.reading.go(self.reading.sentences.span(int(value)).start)
            self._enter_pane("article")

    def _go_to(self, annotation: Annotation | None) -> None:
        if annotation is not None:
            self.reading.hold(annotation)
            self._enter_pane("article")

    def on_overview_clicked(self, event: Overview.Clicked) -> None:
        """A click on the strip goes there."""
        self.reading.go(self.views.article.scroll_to_share(event.row, event.height))
        self.show()

    def on_article_view_pressed(self, event: ArticleView.Pressed) -> None:
        """One click puts the caret, two select the word, three the sentence."""
        if event.chain == 1:
            self.reading.go(event.offset)
        elif event.chain == 2:
            self.reading.grow()
        else:
            self.reading.select_sentence()
        self.show()

    def on_article_view_dragged(self, event: ArticleView.Dragged) -> None:
        """Dragging selects."""
        self.reading.select(event.start, event.end)
        self.show(follow=False)

    def on_article_view_scrolled(self) -> None:
        """The strip and the cursor follow the text."""
        self.views.draw_overview()
        self.show_cursor()

    def action_close(self) -> None:
        """Close the innermost thing only."""
        state, reading = self.state, self.reading
        if state.pane == "entities" and state.entities.filter:
            state.entities.filter = ""
        elif state.pane == "annotations" and state.list_filter:
            state.narrow(ListFilter())
        elif reading.anchor is None and reading.held is None and state.pane != "article":
            self._enter_pane("article")
        elif reading.close() == "trail":
            state.entities.chosen = ""
        elif reading.trail is None and state.list_filter:
            state.narrow(ListFilter())
        self.show()

    # ------------------------------------------------------------------ saving

    def on_save_news(self, event: SaveNews) -> None:
        """How saving stands; a save under way is announced only when it takes a while."""
        save = event.state
        if isinstance(save, Saved):
            self.state.problem = ""
            self.state.saved = f"saved {local_time(save.at)}" if save.at else "saved"
        elif isinstance(save, NotSaved):
            self.state.problem = f"NOT SAVED {save.count}: {visible(save.why)}"
        elif isinstance(save, Saving):
            self.set_timer(
                max(0.01, _SAVING_SHOWN_AFTER - (time.monotonic() - save.since)), self._still_saving
            )
        self.views.draw_chrome()

    def _still_saving(self) -> None:
        state = self.reader_app.save_state()
        if isinstance(state, Saving):
            self.state.saved = f"saving {state.count}"
            self.views.draw_chrome()

    def on_refused(self, event: Refused) -> None:
        """Another program changed the same record: show what the store holds, and say so."""
        session, editor = self.reader_app.session, self.reading.editor
        if session is not None and editor is not None:
            session.refreshed(editor)
            self.reading.held = None
            self.views.annotations_changed()
            self.show()
        self.say(str(event.refusal))

    def edit(self, action: Callable[[], Change | None]) -> None:
        """Run a change; what the rules do not allow is said in the target line."""
        try:
            self.changed(action())
        except EditError as error:
            self.say(str(error))
            self.show()


def _spans_of(change: Change) -> list[Span]:
    """Everywhere a change touched the text, before and after."""
    spans = []
    for edit in change.edits:
        for document in (edit.before, edit.after):
            for anchor in (document or {}).get("spans", ()):
                spans.append(Span(anchor["start"], anchor["end"]))
    return spans


def _block_number(report: Report, offset: int) -> int:
    """The number of the block with this code point."""
    from bisect import bisect_right

    return max(0, bisect_right(report.blocks, offset, key=lambda block: block.start) - 1)
