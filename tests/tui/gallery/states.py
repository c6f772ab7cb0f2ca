"""The states that have pictures in every size and look: the table behind the gallery."""

from __future__ import annotations

from tests.tui.gallery.stage import INNER
from tests.tui.gallery.state import State, found, history_read, marked, not_saved, on_a, opened, verified

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
        ready=on_a("annotation"),
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
        ready=on_a("sentence"),
    ),
    State(
        "marked",
        "Rows marked",
        "`space` marks rows; tag keys, `@` and `x` now act on all of them.",
        ("f3", "G", "space", "k", "k", "space", "k"),
        ready=marked(2),
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
        ready=opened,
    ),
    State("nothing-yet", "No report yet", "What to do to read one.", scene="nothing_yet", ready=opened),
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
        ready=opened,
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
