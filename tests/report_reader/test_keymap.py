"""Keys under other layouts: the character that arrives does what the Latin key beside it does."""

import pytest

from report_reader.keymap import LAYOUTS, with_aliases
from tui.keys import KEYS

BOUND = {key.id: key.keys for key in KEYS}


@pytest.mark.parametrize(
    ("layout", "arrives", "binding"),
    [
        ("russian", "г", "tag.1"),
        ("russian", "с", "tag.2"),
        ("russian", "щ", "tag.3"),
        ("russian", "Я", "redo"),
        ("russian", "ъ", "hold.next"),
        ("russian", "Х", "block.back"),
        ("ukrainian", "ї", "hold.next"),
        ("ukrainian", "й", "quit"),
        ("greek", "θ", "tag.1"),
        ("german", "ä", "hold.next"),
        ("french", "µ", "hold.back"),
    ],
)
def test_a_key_of_the_layout_does_what_its_latin_key_does(layout: str, arrives: str, binding: str) -> None:
    keymap = with_aliases(BOUND, LAYOUTS[layout])
    assert keymap[binding].startswith(BOUND[binding])
    assert arrives in keymap[binding].split(",")


def test_no_layout_takes_an_ascii_key_from_anybody() -> None:
    assert all(not arrives.isascii() for layout in LAYOUTS.values() for arrives in layout)


def test_keys_that_are_remapped_take_their_aliases_along() -> None:
    keymap = with_aliases({"undo": "u,ctrl+z", "tag.1": "1"}, LAYOUTS["russian"])
    assert keymap == {"undo": "u,ctrl+z,г"}


def test_a_character_that_is_bound_keeps_its_meaning() -> None:
    keymap = with_aliases({"tag.1": "u", "note": "г"}, LAYOUTS["russian"])
    assert "tag.1" not in keymap


def test_only_bindings_that_change_are_in_the_keymap() -> None:
    assert with_aliases(BOUND, {}) == {}
    assert "pane.entities" not in with_aliases(BOUND, LAYOUTS["russian"])
