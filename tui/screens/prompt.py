"""One line above the target line: a text to type, or a name to choose from a list that typing narrows.

A modal screen, so that no key typed here reaches the reader; the reader stays in sight.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple, TypedDict, Unpack

from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widgets import Input, Label

from reports.visible import visible
from tui.lines.key_line import whole_hints
from tui.looks.folding import fold
from tui.panes.rows import fitted, shortened
from tui.reading.choices import Choice, one_a_label
from tui.widgets.strip_widget import StripWidget

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual import events
    from textual.app import ComposeResult

    from tui.looks.ink import Ink

_LIST_ROWS = 6
_LABEL_CELLS = 40
_HINT_CELLS = 20
_UNDO_STEPS = 100
_NOTHING = "   nothing to choose is called so"


class Typed(NamedTuple):
    """The answer of a prompt: the chosen one, or what was typed where nothing was chosen."""

    text: str
    choice: Choice | None = None
    switched: bool = False
    """Whether the other question was asked for: `@` inside "who says it"."""


class PromptOptions(TypedDict, total=False):
    """What a prompt may have beside its question."""

    initial: str
    """The text to begin with."""
    placeholder: str
    """Shown while nothing is typed."""
    choices: Sequence[Choice]
    further: Callable[[str], Sequence[Choice]]
    """Tells more choices for what is typed, where there are too many to offer all."""
    new: str
    """What a text of its own is, as `tag`; without it only choices are taken."""
    switch_key: str
    """The character that asks another question as long as nothing is typed."""
    on_change: Callable[[str], None]
    """Called with the text whenever it changes."""


class LineInput(Input):
    """A text field in which nothing is hidden, and whose undo undoes the typing."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+z", "undo_typing", "undo typing", show=False),
        Binding("delete", "delete_right", "delete", show=False),
    ]

    def __init__(self, value: str, *, placeholder: str = "") -> None:
        # Before Input's own start, which sets the value and so calls the watcher.
        self._before: list[str] = []
        self._undoing = True
        super().__init__(value, placeholder=placeholder, compact=True, select_on_focus=False)
        # Nothing moves on the screen but by a key.
        self.cursor_blink = False
        self._undoing = False

    def validate_value(self, value: str) -> str:
        """What stands in a field is written out: it may come from a report, or from a store of anybody."""
        return visible(value, breaks=" ")

    def watch_value(self, old: str, new: str) -> None:
        """Remember what was there, for undo."""
        if old != new and not self._undoing:
            self._before = [*self._before[-_UNDO_STEPS:], old]

    def on_key(self, event: events.Key) -> None:
        """Ask the prompt first: a field takes every printable key before its screen sees it."""
        if isinstance(self.screen, Prompt) and self.screen.switches(event):
            event.stop()
            event.prevent_default()

    def on_paste(self, event: events.Paste) -> None:
        """All lines of what is pasted as one; Textual's field takes the first one only."""
        event.text = visible(event.text.strip("\n"), breaks=" ")

    def action_undo_typing(self) -> None:
        """Back to what was there before the last change."""
        if self._before:
            self._undoing = True
            self.value = self._before.pop()
            self._undoing = False
            self.cursor_position = len(self.value)


class ChoiceList(StripWidget):
    """The choices above the line, the highlighted one marked; the text field keeps the focus."""

    def __init__(
        self,
        ink: Ink,
        choices: Sequence[Choice],
        new: str,
        further: Callable[[str], Sequence[Choice]] | None = None,
    ) -> None:
        super().__init__(ink)
        self._choices = choices
        self._new = new
        self._further = further
        self.offered: Sequence[Choice] = choices
        """All that can be chosen now, without what is typed."""
        self.matching: list[Choice] = list(choices)
        self.at = 0
        self._top = 0

    def narrow(self, text: str) -> None:
        """Show what the text can mean, the likeliest first; what is typed is a choice of its own."""
        wanted = text.strip()
        self.offered = self._choices
        if wanted and self._further is not None:
            self.offered = one_a_label([*self._choices, *self._further(wanted)])
        self.matching = matching_choices(self.offered, wanted, self._new)
        self.at = 0
        self._follow()

    def step(self, rows: int) -> None:
        """Highlight another one."""
        if self.matching:
            self.at = (self.at + rows) % len(self.matching)
        self._follow()

    @property
    def highlighted(self) -> Choice | None:
        """The choice enter takes."""
        return self.matching[self.at] if self.matching else None

    def _follow(self) -> None:
        self._top = max(min(self._top, self.at), self.at - max(1, self.size.height) + 1)
        self.redraw_all()

    def make_strip(self, key: int) -> Strip:
        """One choice."""
        number, width = self._top + key, self.size.width
        if number >= len(self.matching):
            words = "" if self.matching else fitted(_NOTHING, width)
            return Strip([Segment(words, self.ink.mix("surface", "dim"))]).adjust_cell_length(
                width, self.ink.mix("surface")
            )
        choice = self.matching[number]
        on = number == self.at
        ground = ("cursor-row",) if on else ()
        cells = max(min(_LABEL_CELLS, width - _HINT_CELLS - 6), width // 2)
        hint = shortened(choice.hint, max(0, width - cells - 6))
        label = fitted(choice.label, min(cells, width - 6))
        mark = "▸" if on else " "
        segments = [
            Segment(f" {mark} {label} ", self.ink.mix("surface", *ground)),
            Segment(f"{hint}  ", self.ink.mix("surface", "dim", *ground)),
        ]
        return Strip(segments).adjust_cell_length(width, self.ink.mix("surface", *ground))

    def on_click(self, event: events.Click) -> None:
        """A click takes the choice."""
        if self._top + event.y < len(self.matching):
            self.at = self._top + event.y
            screen = self.screen
            if isinstance(screen, Prompt):
                screen.take()


def matching_choices(choices: Sequence[Choice], text: str, new: str) -> list[Choice]:
    """The choices with a word that begins with the text, then the text as typed, then those that contain it.

    `new` says what a text of its own is; empty: there is no such choice.
    """
    wanted = text.casefold()
    if not wanted:
        return list(choices)
    starting: list[Choice] = []
    within: list[Choice] = []
    others: list[Choice] = []
    as_typed = False
    for each in choices:
        label = each.label.casefold()
        as_typed = as_typed or label == wanted
        if label.startswith(wanted):
            starting.append(each)
        elif each.by_any_word and f" {wanted}" in label:
            within.append(each)
        elif wanted in label:
            others.append(each)
    typed = [Choice(text, f"a new {new}")] if new and not as_typed else []
    return [*starting, *within, *typed, *others]


class Prompt(ModalScreen[Typed | None]):
    """Asks one thing. Dismissed with `None` by escape, and then nothing has changed."""

    CSS_PATH = "prompt.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "cancel", show=False),
        Binding("down", "step(1)", "next", show=False),
        Binding("up", "step(-1)", "previous", show=False),
        Binding("tab", "complete", "complete", show=False),
    ]

    def __init__(self, ink: Ink, question: str, **options: Unpack[PromptOptions]) -> None:
        """`question` stands before the text field."""
        choices, new = options.get("choices", ()), options.get("new", "")
        super().__init__()
        self._ink = ink
        self._question = question
        self._switch_key = options.get("switch_key", "")
        self._on_change = options.get("on_change")
        self._list = ChoiceList(ink, choices, new, options.get("further")) if choices or new else None
        self._input = LineInput(options.get("initial", ""), placeholder=options.get("placeholder", ""))

    def compose(self) -> ComposeResult:
        """The list, then the line."""
        with Vertical(id="prompt"):
            if self._list is not None:
                yield self._list
            with Horizontal(id="prompt-line"):
                yield Label(f" {self._question}: ", id="prompt-question", markup=False)
                yield self._input
                yield from self.beside()
        yield Label("", id="prompt-keys", markup=False)

    def beside(self) -> ComposeResult:
        """What stands right of the text field."""
        return iter(())

    def hints(self) -> Sequence[str]:
        """The keys of this state, in the place of the reader's; those that are needed most first."""
        if self._list is None:
            return "enter done", "esc cancel", "ctrl+z undo typing"
        return "enter take", "esc cancel", "down up choose", "tab complete"

    def on_mount(self) -> None:
        """Stand just above the target line, as tall as the choices."""
        self._fit()
        self._input.focus()

    def on_resize(self) -> None:
        """Keep the place."""
        self._fit()

    def _fit(self) -> None:
        width, height = self.app.size
        boxes = fold(width, height).boxes
        self.query_one("#prompt").styles.margin = (0, 0, height - boxes["target"].y - ("keys" in boxes), 0)
        keys = self.query_one("#prompt-keys", Label)
        keys.display = "keys" in boxes
        keys.update(whole_hints(self.hints(), width))
        if self._list is not None:
            rows = min(_LIST_ROWS, max(1, len(self._list.matching)), max(1, height - 6))
            self._list.styles.height = rows

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the list."""
        if self._list is not None:
            self._list.narrow(event.value)
            self._fit()
        if self._on_change is not None:
            self._on_change(event.value)

    def switches(self, event: events.Key) -> bool:
        """The key that asked the first question asks the second one, as long as nothing is typed."""
        if self._switch_key and event.character == self._switch_key and not self._input.value:
            self.dismiss(Typed("", None, switched=True))
            return True
        return False

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter."""
        event.stop()
        self.take()

    def take(self) -> None:
        """Answer with the highlighted choice, or with what is typed."""
        text = self._input.value.strip()
        if self._list is None:
            self.dismiss(Typed(text))
            return
        choice = self._list.highlighted
        if choice is not None:
            self.dismiss(Typed(choice.label, choice if choice in self._list.offered else None))

    def action_step(self, rows: int) -> None:
        """Highlight another choice."""
        if self._list is not None:
            self._list.step(rows)

    def action_complete(self) -> None:
        """Take over the highlighted choice's words, to change them."""
        if self._list is not None and self._list.highlighted is not None:
            self._input.value = self._list.highlighted.label
            self._input.cursor_position = len(self._input.value)

    def action_cancel(self) -> None:
        """Escape."""
        self.dismiss(None)
