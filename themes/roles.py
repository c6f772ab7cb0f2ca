"""What a theme colours: every role by name, with what it is for.

The base colours are the page and its chrome. The other roles are ink on the page: a *ground* is a
background behind letters, *letters* are the colour of the letters themselves.
"""

from __future__ import annotations

from typing import NamedTuple

BASE_ROLES: dict[str, str] = {
    "background": "the page the text stands on",
    "surface": "dialogs and drawers",
    "panel": "headers, the chosen row of a list",
    "text": "body text",
    "dim": "everything that is not the report: labels, counts, keys",
    "rule": "lines between panes",
    "focus": "the rule and the title of the pane that has the keyboard",
    "warning": "what needs attention",
    "error": "what went wrong",
    "success": "what is saved",
}

TAG_COUNT = 9
"""Tags with a colour of their own; tags after the ninth share that of the ninth."""

ENTITY_TYPES = (
    "person", "organisation", "place", "group", "facility", "event", "product",
    "date", "time", "quantity", "money", "percent", "other",
)  # fmt: skip
"""The types of `entities.records`, repeated because themes stand beside the line of packages."""


class Ink(NamedTuple):
    """What a role changes: colour of the letters, colour behind them; empty: unchanged."""

    letters: str = ""
    ground: str = ""


TAG_ROLES: dict[str, str] = {
    name: meaning
    for n in range(1, TAG_COUNT + 1)
    for name, meaning in (
        (f"tag-{n}", f"ground of an annotation with the tag number {n}"),
        (f"tag-{n}-strong", "ground of the same inside another annotation"),
        (f"tag-{n}-letter", "its letter in the gutter and in the lists"),
    )
}

ENTITY_ROLES: dict[str, str] = {f"entity-{kind}": f"letters of a mention: {kind}" for kind in ENTITY_TYPES}

MARK_ROLES: dict[str, str] = {
    "annotation": "ground of an annotation that has no tag",
    "annotation-inner": "ground of the same inside another annotation",
    "mention": "ground of the mentions of the chosen entity",
    "mention-current": "ground of the mention the trail stands on",
    "mention-current-text": "its letters",
    "hit": "ground of what a search found",
    "hit-current": "ground of the hit the trail stands on",
    "hit-current-text": "its letters",
    "code": "ground of code in a Markdown report",
    "selection": "ground of the selected words",
    "selection-text": "their letters",
    "held": "ground of the annotation that is held",
    "held-text": "its letters",
    "caret": "ground of the cell the caret stands on",
    "caret-text": "its letter",
    "suggestion": "letters of what the machine proposes and nobody has accepted",
    "strip": "the part of the strip at the right edge that is on the screen",
}

ROLES: dict[str, str] = TAG_ROLES | ENTITY_ROLES | MARK_ROLES
"""Every role beside the base, with its meaning."""

LETTER_ROLES: frozenset[str] = frozenset(
    {*ENTITY_ROLES, *(f"tag-{n}-letter" for n in range(1, TAG_COUNT + 1)), "suggestion", "strip"}
)
"""Roles that colour letters; the `-text` roles go with the ground of the same name."""

TINT_ROLES: tuple[str, ...] = tuple(
    name
    for name in ROLES
    if name not in LETTER_ROLES and not name.endswith("-text") and f"{name}-text" not in ROLES
)
"""Pale grounds under body text: each must leave it, and every entity colour, readable."""
