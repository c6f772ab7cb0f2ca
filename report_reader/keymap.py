"""Keys under other keyboard layouts: which character arrives when the key of a Latin one is meant.

Only characters beyond ASCII stand for another: under a Russian layout shift and 4 gives `;`, and an
alias for that would take the key from whoever types a semicolon on purpose.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.keys import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotations.records import Tag

_LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,./"
_RUSSIAN = "йцукенгшщзхъфывапролджэячсмитьбю."
_GREEK = ";ςερτυθιοπ[]ασδφγηξκλ;'ζχψωβνμ,./"
_SHIFTED = {"[": "{", "]": "}", ";": ":", "'": '"', ",": "<", ".": ">", "/": "?"}


def _layout(typed: str) -> dict[str, str]:
    """The characters of a layout beyond ASCII to what a US keyboard gives on the same keys."""
    aliases = {}
    for arrives, means in zip(typed, _LATIN, strict=True):
        if not arrives.isascii():
            aliases[arrives] = means
            if arrives.upper() != arrives:
                aliases[arrives.upper()] = _SHIFTED.get(means, means.upper())
    return aliases


LAYOUTS: dict[str, dict[str, str]] = {
    "russian": _layout(_RUSSIAN),
    "ukrainian": _layout(_RUSSIAN.translate(str.maketrans("ыэъ", "іє" + "ї"))),
    "greek": _layout(_GREEK),
    # Where the Latin letters are themselves, only what needs AltGr there has a stand-in.
    "german": {"ö": "[", "ä": "]", "Ö": "{", "Ä": "}", "§": "@"},
    "french": {"ù": "]", "µ": "["},
}
"""Layouts by the name the config gives them."""


def tag_keys(tags: Sequence[Tag]) -> dict[str, str]:
    """The bindings of the first nine tags: the tag's own key, then the digit of its place."""
    return {
        f"tag.{place}": ",".join(dict.fromkeys(key for key in (tag.key, str(place)) if key))
        for place, tag in enumerate(tags[:9], 1)
    }


def with_aliases(bound: dict[str, str], aliases: dict[str, str]) -> dict[str, str]:
    """The bindings that a layout changes, with its characters after their own keys.

    `bound` maps binding ids to keys as Textual names them, separated by commas; a character that is
    bound already keeps its meaning.
    """
    taken = {_on_keyboard(key) for keys in bound.values() for key in keys.split(",")}
    changed = {}
    for binding, keys in bound.items():
        meant = {_on_keyboard(key) for key in keys.split(",")}
        added = [arrives for arrives, means in aliases.items() if means in meant and arrives not in taken]
        if added:
            changed[binding] = ",".join([keys, *added])
    return changed


def _on_keyboard(key: str) -> str:
    return shown(key.strip())
