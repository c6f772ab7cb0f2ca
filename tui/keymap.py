"""Which keys differ from the table: those the user remapped, those of a preset, and those of the tags."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.keys import KEYS, PRESETS

if TYPE_CHECKING:
    from annotations.tagset import TagSet
    from tui.settings import Settings

_OF_THE_TABLE = {entry.id: entry.keys for entry in KEYS}


def remapped(settings: Settings) -> dict[str, str]:
    """Binding ids to keys, as far as they are not those of the table."""
    return PRESETS.get(settings.key_preset, {}) | settings.keymap


def with_alt(keymap: dict[str, str]) -> frozenset[str]:
    """The keys with alt that the user bound; the table has none."""
    keys = ",".join(keymap.values()).split(",")
    return frozenset(key for key in keys if key.startswith("alt+"))


def with_tags(keymap: dict[str, str], tag_set: TagSet) -> dict[str, str]:
    """The keymap with the keys of these tags, as far as the user did not remap those."""
    # Textual lays the keymap over all bindings anew at every key: what changes nothing is left out.
    keys = _of_tags(tag_set) | keymap
    return {each: those for each, those in keys.items() if those != _OF_THE_TABLE.get(each)}


def _of_tags(tag_set: TagSet) -> dict[str, str]:
    """The keys of the tags by their number: their own, and the digit of their place."""
    return {
        f"tag.{number}": ",".join(dict.fromkeys((tag.key, str(number)))).strip(",")
        for number, tag in enumerate(tag_set.tags[:9], start=1)
    }
