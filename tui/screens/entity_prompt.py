"""The line that asks for a correction of an entity: what is so, and whether in this report or in all."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Unpack

from textual.binding import BindingType
from textual.widgets import Label

from tui.bindings import bindings
from tui.keys import KEYS, first_shown
from tui.screens.prompt import Prompt

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.app import ComposeResult

    from tui.looks.ink import Ink
    from tui.screens.prompt import PromptOptions

_HERE, _EVERYWHERE = "in this report", "in ALL reports"


class EntityPrompt(Prompt):
    """Asks one thing of an entity; `everywhere` says where the answer is to hold."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("correction")

    def __init__(
        self, ink: Ink, question: str, *, keymap: Mapping[str, str], **options: Unpack[PromptOptions]
    ) -> None:
        super().__init__(ink, question, **options)
        self.everywhere = False
        self._keymap = keymap
        self._scope = Label(_HERE, id="prompt-scope", markup=False)

    def beside(self) -> ComposeResult:
        """Where it is to hold."""
        yield self._scope

    def action_everywhere(self) -> None:
        """In all reports, or in this one only again."""
        self.everywhere = not self.everywhere
        self._scope.update(_EVERYWHERE if self.everywhere else _HERE)
        self._fit()

    def hints(self) -> Sequence[str]:
        """The keys of this state, with the one for where it is to hold."""
        keys = {entry.id: self._keymap.get(entry.id) or entry.keys for entry in KEYS}
        where = _HERE if self.everywhere else "in all reports"
        take, cancel, *others = super().hints()
        return take, cancel, f"{first_shown(keys['entity.everywhere'])} {where}", *others
