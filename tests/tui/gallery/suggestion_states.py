"""The states in which something is suggested, and those in which it is said who says it."""

from __future__ import annotations

from tests.tui.gallery.state import EVERY, MIDDLE, ONE_EACH, State, marked_suggestions
from tests.tui.gallery.states import OFFENSIVE

_HE_SAID = "Four multi-storey"
_ALL = 22
"""Sentences of the seed with a suggestion."""

SUGGESTIONS = (
    State(
        "suggested",
        "A tag is suggested",
        "`?` in the gutter is a suggestion: who says it, and the words that show it. `enter` takes it with "
        "its source, `backspace` dismisses it; nothing is tagged without a key.",
        scene="untagged",
        at=_HE_SAID,
        shots=EVERY,
    ),
    State(
        "derived",
        "A suggestion that follows from another sentence",
        "*Official claim* stands in the sentence itself; *unverified* follows from a later one, which is "
        "named.",
        scene="untagged",
        at=OFFENSIVE,
        shots=ONE_EACH,
    ),
    State(
        "selecting-suggested",
        "Selecting words where something is suggested",
        "`enter` now takes what is suggested on just these words.",
        ("v", *"wwwwww"),
        scene="suggested",
        at="the local oil refinery",
        shots=ONE_EACH,
    ),
    State(
        "taken",
        "A suggestion was taken",
        "The letters are in the gutter, the next sentence with a suggestion has the caret, and `z` takes it "
        "back.",
        ("enter",),
        scene="untagged",
        at=OFFENSIVE,
        shots=ONE_EACH,
    ),
    State(
        "dismissed",
        "A suggestion was dismissed",
        "It is not suggested again, in no other run and by no better model; `z` takes that back.",
        ("backspace",),
        scene="untagged",
        at=_HE_SAID,
        shots=ONE_EACH,
    ),
    State(
        "all-decided",
        "After the last suggestion",
        "What is left are the sentences about which nothing was suggested.",
        ("enter",) * _ALL,
        scene="untagged",
        shots=ONE_EACH,
    ),
    State(
        "suggested-list",
        "All suggestions",
        "`s` in the list: what is suggested; `space` marks, and `enter` takes all that are marked.",
        ("f3", "s", "j", "space", "space", "j", "space"),
        scene="untagged",
        ready=marked_suggestions(3),
        shots=(*ONE_EACH, (MIDDLE, "night")),
    ),
    State(
        "alike",
        "Suggestions like this one",
        "`A` lists those with the same source, tags and kind of cue.",
        ("A",),
        scene="untagged",
        at=_HE_SAID,
        shots=ONE_EACH,
    ),
    State(
        "who-found",
        "Who says it was found",
        "`@`: the source that was found in the sentence is the first, so `enter` takes it.",
        ("at",),
        scene="untagged",
        at="The news of the handover",
        shots=ONE_EACH,
    ),
    State(
        "disputed",
        "Disputed by",
        "`@` again asks who disputes it; whoever was found to do so is the first.",
        ("at", "at"),
        scene="suggested",
        at=OFFENSIVE,
        shots=ONE_EACH,
    ),
)
