"""The list of the annotation pane: filtering it, what has no tag yet, and one key for all that is marked."""

from __future__ import annotations

from collections import Counter
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from reports.document import Span
from tui.finding.listing import ANNOTATION, SUGGESTED, ListFilter
from tui.lines.wording import count_of
from tui.screens.asking import Asking

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotations.editor import ReportEditor
    from annotations.records import Attribution, Change
    from tui.screens.prompt import Typed
    from tui.widgets.line_pane import LinePane

_MARKED_LOOKED_AT = 60
"""Marked annotations whose sources are looked for."""
_FILTER_HINT = "words, tag: who: by: grade: note: text: and -not"


class Lists(Asking):
    """What is listed, and what is marked there."""

    _sure_of: tuple[object, ...] = ()
    """What the next press of the same key does although not all of it is in sight."""

    # ------------------------------------------------------------------ filtering

    def on_line_pane_filter_asked(self, event: LinePane.FilterAsked) -> None:
        """Filter the list that has the focus."""
        state = self.state
        if event.pane.id == "entities":
            self._ask_filter(state.entities.filter, "a name, or a part of it", self._narrow_entities, event)
        else:
            self._ask_filter(state.list_filter.text, _FILTER_HINT, self._narrow_list, event)

    def _narrow_entities(self, text: str) -> None:
        self.state.entities.filter = text
        self.show()

    def _narrow_list(self, text: str) -> None:
        self.state.narrow(self.state.list_filter.with_text(text))
        self.show()

    def _ask_filter(
        self, present: str, hint: str, narrow: Callable[[str], None], event: LinePane.FilterAsked
    ) -> None:
        before = self.state.list_filter
        prompt = self._prompt("filter", initial=present, placeholder=hint, on_change=narrow)

        def answer(typed: Typed) -> None:
            narrow(typed.text)
            if event.pane.id == "entities":
                event.pane.cursor_to_key("entity:", "source:")
            else:
                event.pane.cursor_to_list()

        def back() -> None:
            narrow(present)
            self.state.narrow(before)

        self.ask(prompt, answer, back)

    async def on_line_pane_chosen(self, event: LinePane.Chosen) -> None:
        """Enter or a click on a row over the list narrows it; what else is chosen, `Panes` knows."""
        kind, _, value = event.key.partition(":")
        if kind in ("tag", "untagged", "who", "by", "grade"):
            self._filter_by(kind, value)

    def _filter_by(self, kind: str, value: str) -> None:
        """A tag, who says or disputes something, a grade, or what has no tag."""
        state, index = self.state, self.reading.index
        annotation = index.get(value) if index is not None else None
        now = state.list_filter
        if kind == "tag":
            state.narrow(now.with_tag_toggled(value))
        elif kind == "untagged":
            state.narrow(ListFilter(untagged=not now.untagged))
        elif annotation is not None:
            sources = annotation.attribution if kind == "who" else annotation.disputed_by
            words = [str(annotation.grade)] if kind == "grade" else [each.text for each in sources]
            state.narrow(now.with_field_toggled(kind, words))
        self.show()

    # ------------------------------------------------------------------ sentences without a tag

    def action_list_untagged(self) -> None:
        """In the list: the sentences without a tag, or all annotations again."""
        if self.ready():
            self.put_card_away()
            self._filter_by("untagged", "")
            self.views.annotations.cursor_to_list()

    def action_next_untagged(self) -> None:
        """To the next sentence without a tag, after the last one to the first."""
        if not self.ready():
            return
        reading, coverage = self.reading, self.state.coverage
        here = reading.sentence_number
        following = coverage.next_after(here)
        number = following if following is not None else coverage.next_after(-1)
        if number is None:
            self.say("Every sentence has a tag.")
            return
        reading.go(reading.sentences.span(number).start)
        count = f"{count_of(coverage.count, 'sentence')} without a tag"
        self.state.last = count
        self.show()
        if number == here:
            self.say("This is the only sentence without a tag.")
        elif following is None:
            self.say(f"From the top again; {count}.")

    # ------------------------------------------------------------------ marking

    def action_mark(self) -> None:
        """Mark the annotation under the cursor, or unmark it; the cursor goes on."""
        pane = self.views.annotations
        key = pane.cursor_key
        if not key.startswith(ANNOTATION) or self.state.shows_card:
            self.say("space marks annotations in the list, so that one key acts on all of them.")
            return
        self.state.marks.toggle(key.removeprefix(ANNOTATION))
        pane.action_cursor(1)
        self.show()

    def action_mark_all(self) -> None:
        """Mark all that are listed; if they are marked already, none."""
        if not self.ready():
            return
        listed = self.state.listed
        while listed.work():
            pass
        keys = [listed.key(number) for number in range(len(listed))]
        ids = [key.removeprefix(ANNOTATION) for key in keys if key.startswith(ANNOTATION)]
        if ids:
            self.state.marks.toggle_all(ids)
            self.show()
        else:
            self.say("There is no annotation in this list to mark.")

    # ------------------------------------------------------------------ acting on what is marked

    def toggle(self, tag_id: str) -> None:
        """Toggle a tag: on all that are marked while the list has the keys, else on the target."""
        if not self.state.marks_act:
            super().toggle(tag_id)
            return
        key = self.state.tag_set.letter(tag_id)
        self._on_marked(
            lambda editor, ids: editor.toggle_tag_on(ids, tag_id, self.reading.caret),
            tag_id,
            f"{key} again tags them all",
        )
        self.reading.last_tag = tag_id

    def action_remove_marked(self) -> None:
        """Remove all that are marked."""
        if not self._any_marked("x"):
            return
        self._on_marked(
            lambda editor, ids: editor.remove_all(ids, self.reading.caret),
            "remove",
            "x again removes them all",
        )

    def action_who_marked(self) -> None:
        """Who says all that are marked."""
        if not self._any_marked("@"):
            return
        import msgspec

        from tui.reading.choices import Choice, attributions, further_sources, source_choices

        findings = self.state.entities.findings
        found, count = self._found_for_marked()
        choices = [Choice(who.text, f"found in {times} of {count}") for who, times in found.items()]
        prompt = self._prompt(
            f"who says {self._marked_words()}",
            placeholder="several with ; between",
            choices=source_choices(self.reading, findings, (), choices),
            further=partial(further_sources, findings),
            new="source",
        )

        def answer(typed: Typed) -> None:
            # Where in the text the name stands differs from one annotation to the other.
            named = attributions(typed.text, self.reading, findings, found)
            sources = [msgspec.structs.replace(each, span=None) for each in named]
            self._on_marked(lambda editor, ids: editor.set_attribution_of(ids, sources, self.reading.caret))

        self.ask(prompt, answer)

    def _found_for_marked(self) -> tuple[dict[Attribution, int], int]:
        """Whom the machine found to say the marked ones, the most frequent first; and of how many.

        The first of many are looked at, since a key waits.
        """
        index, deciding = self.reading.index, self.reading.deciding
        marked = [index.get(each) for each in islice(self.state.marks, _MARKED_LOOKED_AT)] if index else []
        spans = [Span(each.spans[0].start, each.spans[0].end) for each in marked if each is not None]
        counted: Counter[str] = Counter()
        found: dict[str, Attribution] = {}
        for span in spans:
            for who in deciding.sources_around(span):
                counted[who.text] += 1
                found.setdefault(who.text, who)
        return {found[name]: times for name, times in counted.most_common()}, len(spans)

    def action_tag_marked(self) -> None:
        """Any tag by name, or a new one, on all that are marked."""
        if not self._any_marked("t"):
            return
        from tui.reading.choices import tag_choices

        prompt = self._prompt(
            f"tag for {self._marked_words()}",
            placeholder="a name; one that is not there is made",
            choices=tag_choices(self.state.tag_set),
            new="tag",
        )

        def answer(typed: Typed) -> None:
            caret = self.reading.caret
            choice = typed.choice
            if choice is not None:
                self._on_marked(lambda editor, ids: editor.toggle_tag_on(ids, choice.value, caret))
                self.reading.last_tag = choice.value
            else:
                self._on_marked(
                    lambda editor, ids: self._new_tag_on(editor, ids, typed.text, caret),
                )

        self.ask(prompt, answer)

    def _any_marked(self, key: str) -> bool:
        """Whether anything is marked that this key can act on; says so if not."""
        if not self.state.marks_act:
            self.say(f"space marks annotations in the list; {key} acts on all that are marked.")
        return self.state.marks_act

    def _new_tag_on(self, editor: ReportEditor, ids: list[str], label: str, caret: int) -> Change | None:
        self.reading.last_tag = editor.new_tag(label, caret=caret, annotation_ids=ids).id
        return editor.undoable

    def _marked_words(self) -> str:
        count, hidden = len(self.state.listed_marks), self._marked_out_of_sight()
        return f"{count} marked{f', {hidden} of them out of sight' if hidden else ''}"

    def _marked_out_of_sight(self) -> int:
        in_sight = self.views.annotations.keys_in_sight
        kind = SUGGESTED if self.state.list_filter.suggested else ANNOTATION
        return self.state.listed_marks.hidden_from(key.removeprefix(kind) for key in in_sight)

    def _on_marked(
        self,
        act: Callable[[ReportEditor, list[str]], Change | None],
        what: str = "",
        again: str = "",
    ) -> None:
        """Do one thing to all that are marked; where some are out of sight, at the second press only.

        `again` says what that does; what asked by itself how many it is about needs no second press.
        """
        editor, state = self.reading.editor, self.state
        if editor is None:
            return
        if self.is_sure(what, again):
            self.edit(lambda: act(editor, list(state.marks)))

    def is_sure(self, what: str, again: str) -> bool:
        """Whether to act on all that are marked; where some are out of sight, at the second press."""
        version = self.reading.editor.index.version if self.reading.editor is not None else 0
        pressed = (what, tuple(self.state.listed_marks), version, self.views.annotations.cursor_key)
        if again and self._marked_out_of_sight() and self._sure_of != pressed:
            self._sure_of = pressed
            self.say(f"{self._marked_words()}: {again}.")
            return False
        self._sure_of = ()
        return True
