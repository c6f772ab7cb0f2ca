"""The states of the program that have pictures, and their sizes and looks: the table behind the gallery."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annotations.writer import Saved
from tests.tui.gallery.stage import INNER
from tui.app import ReaderApp
from tui.screens.history import HistoryScreen
from tui.screens.reader import ReaderScreen
from tui.screens.source import SourceDialog

SIZES = ((120, 40), (100, 30), (80, 24), (60, 20), (40, 10))
"""Columns and rows."""
LOOKS = ("night", "paper", "plain")
"""Two themes, and `NO_COLOR`."""
PICTURES = Path(__file__).with_name("pictures")


def picture_file(state: str, size: tuple[int, int], look: str) -> Path:
    """Where the picture of a state is kept."""
    return PICTURES / f"{state}-{size[0]}x{size[1]}-{look}.svg"


def reader_of(app: ReaderApp) -> Any:
    """The screen of the report, also while a dialog stands above it."""
    return next((each for each in app.screen_stack if isinstance(each, ReaderScreen)), None)


def saved(app: ReaderApp) -> bool:
    """Everything is on disk, and the header says so."""
    writer = app.session.writer if app.session is not None else None
    reader = reader_of(app)
    if writer is None or reader is None:
        return writer is not None
    return isinstance(writer.state, Saved) and not writer.pending()


def not_saved(app: ReaderApp) -> bool:
    return "NOT SAVED 1" in reader_of(app).state.problem


def _opened(app: ReaderApp) -> bool:
    return app.session is not None


def found(words: str) -> Callable[[ReaderApp], bool]:
    return lambda app: str(reader_of(app).state.seeking.words) == words


def _marked(number: int) -> Callable[[ReaderApp], bool]:
    return lambda app: len(reader_of(app).state.marks) == number


def _on_a(kind: str) -> Callable[[ReaderApp], bool]:
    return lambda app: reader_of(app).views.annotations.cursor_key.startswith(f"{kind}:")


def history_read(app: ReaderApp) -> bool:
    return isinstance(app.screen, HistoryScreen) and not app.screen.reading


def verified(app: ReaderApp) -> bool:
    dialog = app.screen
    return isinstance(dialog, SourceDialog) and dialog.found is not None and dialog.hidden is not None


@dataclass(frozen=True)
class State:
    """One state: what is to be seen there, and how to get there."""

    name: str
    title: str = ""
    says: str = ""
    """One or two sentences for somebody who looks at the pictures."""
    keys: tuple[str, ...] = ()
    scene: str = "tagged"
    """What lies on the table before the first key: a method of the stage."""
    at: str = ""
    """Words to put the caret on first."""
    ready: Callable[[ReaderApp], bool] = saved
    sizes: tuple[tuple[int, int], ...] = SIZES
    looks: tuple[str, ...] = LOOKS

    @property
    def pictures(self) -> list[Path]:
        """All files with pictures of it."""
        return [picture_file(self.name, size, look) for size in self.sizes for look in self.looks]


OFFENSIVE = "During a counter-offensive"
_THREE = ("v", "w", "w", "u", "escape")
_TORN = ("at", *"officials", "enter", "j", "V", "c", "f", *"jjj", "v", "w", "w", "enter")

STATES = (
    State(
        "reading",
        "Reading",
        "The sentence at the bar is tagged *unverified* and *official claim*; the words inside it are "
        "*contested*, and their `*` is a note. The last line but one says what the next key acts on.",
        at=OFFENSIVE,
    ),
    State(
        "untouched",
        "A report without annotations",
        "Nothing is recorded yet: the panes say which key begins.",
        scene="bare",
    ),
    State(
        "selecting",
        "Selecting words",
        "`v` and five words on: a tag key marks just these.",
        ("v", *"wwwww"),
        at="the local oil refinery",
    ),
    State(
        "borders",
        "Changing borders",
        "An annotation is held (`]`) and `v` edits its borders; `enter` keeps them, `esc` restores them.",
        ("right_square_bracket", "right_square_bracket", "v", "w"),
        at=INNER,
    ),
    State(
        "adding",
        "Adding a fragment",
        "`f` adds words elsewhere to the annotation that is held: select them, `enter` adds them.",
        ("right_square_bracket", "right_square_bracket", "f", "j", "v", "w", "w", "w"),
        at=INNER,
    ),
    State(
        "pieces",
        "One annotation in two pieces",
        "The annotation that is held is in two pieces, with `:` in the gutter between them. The sentence at "
        "the top has a source and no tag, so a `•`.",
        _TORN,
        scene="bare",
    ),
    State(
        "overlapping",
        "Three annotations on the same words",
        "The inner ones are drawn stronger, the third underlined and slanted; HERE lists them.",
        _THREE,
        at="seven villages",
    ),
    State(
        "entities",
        "Who and what the report speaks of",
        "The people, organisations and places that the machine found, by number of mentions; `enter` "
        "chooses one.",
        ("f2",),
        at=OFFENSIVE,
    ),
    State(
        "entity",
        "An entity is chosen",
        "`n` and `N` walk its mentions from any pane; its card tells what it says, and what is said of it.",
        ("f2", "slash", *"zel", "enter", "enter", "escape", *"nnn"),
        scene="suggested",
    ),
    State(
        "no-model",
        "Without the language model",
        "Everything else works; the pane names the command that gets the model.",
        ("f2",),
        scene="without_model",
    ),
    State(
        "searching",
        "Searching",
        "With every key the hits on the screen are marked, and all of the report is searched behind that.",
        ("slash", *"refinery", "down"),
        ready=found("2/4"),
    ),
    State(
        "nothing-found",
        "Nothing is found",
        "The words stay for the next try.",
        ("slash", *"submar"),
        ready=found("no hit"),
    ),
    State(
        "trail",
        "On the trail of a search",
        "`enter` keeps the hits; `n` and `N` walk them, and a tag key works at each.",
        ("slash", *"russian", "enter", "n"),
    ),
    State(
        "list",
        "All annotations",
        "`f3`: the list of all annotations with tags and sources.",
        ("f3",),
        at=OFFENSIVE,
        ready=_on_a("annotation"),
    ),
    State(
        "filtered",
        "The list, filtered",
        "`/` in the list: what Zelensky says and nobody contests.",
        ("f3", "slash", *"who:zelensky -tag:cont"),
        at=INNER,
    ),
    State(
        "untagged",
        "Sentences without a tag",
        "`U` in the list: what nobody has looked at.",
        ("f3", "U", "j", "j"),
        at=OFFENSIVE,
        ready=_on_a("sentence"),
    ),
    State(
        "marked",
        "Rows marked",
        "`space` marks rows; tag keys, `@` and `x` now act on all of them.",
        ("f3", "G", "space", "k", "k", "space", "k"),
        ready=_marked(2),
    ),
    State(
        "who",
        "Who says it",
        "`@`: sources of this report and entities to choose from, or a name to type.",
        ("at",),
        at=OFFENSIVE,
    ),
    State("note", "A note", "`m`: a note on the annotation.", ("m", *"ask again"), at=OFFENSIVE),
    State(
        "grade",
        "A grade",
        "`r`, a letter for the source and a digit for the information, by the Admiralty code; narrow windows "
        "show the scale that is asked next.",
        ("r", "b"),
        at=OFFENSIVE,
    ),
    State(
        "tag",
        "Any tag",
        "`t`: a tag by name; one that is not there yet is made.",
        ("t", *"con"),
        at=OFFENSIVE,
    ),
    State(
        "history",
        "The history of an annotation",
        "`H`: every change with who, when, before and after.",
        ("H",),
        scene="worked_on",
        at=INNER,
        ready=history_read,
    ),
    State(
        "source",
        "Where the report comes from",
        "`i`: fields to fill in, the text and the files as they were verified just now, and the hidden "
        "characters by kind.",
        ("i",),
        scene="hostile",
        ready=verified,
    ),
    State("export", "Exporting", "`E` asks for a file.", ("E",), at=OFFENSIVE),
    State("help", "All keys", "`?` lists all keys, and explains the signs.", ("question_mark",)),
    State(
        "shelf",
        "The list of reports",
        "`ctrl+o`: named files first, then those of the store.",
        ("j",),
        "shelf",
        ready=_opened,
    ),
    State("nothing-yet", "No report yet", "What to do to read one.", scene="nothing_yet", ready=_opened),
    State(
        "not-saved",
        "Not saved",
        "The disk is full: the header says so in reverse and keeps saying it; nothing is lost meanwhile.",
        ("u",),
        scene="disk_full",
        ready=not_saved,
    ),
    State(
        "arriving",
        "A report still being read",
        "The beginning can be read while the rest arrives; the header says how much is there.",
        ("j",),
        scene="arriving",
        ready=_opened,
    ),
    State(
        "document",
        "A Markdown document",
        "Headings, lists, quotations, tables and code as a document, without the markup.",
        ("u",),
        scene="document",
        at="This stands inside",
    ),
    State(
        "hostile",
        "Hostile text",
        "What would act on a terminal, or what nobody can see, is drawn as a sign and counted.",
        ("u", "j", "o"),
        scene="hostile",
    ),
    State(
        "scripts",
        "Other scripts",
        "Wide letters, letters that run from right to left, emoji of several code points.",
        ("j", "u", "j", "c", *"jjj", "o", "k"),
        scene="scripts",
    ),
)
