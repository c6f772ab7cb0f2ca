"""The table of keys: one meaning a key and place."""

from __future__ import annotations

import pytest
from textual.keys import Keys

from tui.bindings import bindings
from tui.keys import KEYS, PRESETS, VIM_PRESET, first_shown, shown

SCOPES = {entry.scope for entry in KEYS}
TOGETHER = {
    "article": ("article", "reader"),
    "pane": ("pane", "reader"),
    "list": ("list", "reader"),
    "entity": ("entity", "pane", "reader"),
}
_NAMED = {
    "right_parenthesis", "left_parenthesis", "dollar_sign", "right_curly_bracket", "left_curly_bracket",
    "right_square_bracket", "left_square_bracket", "semicolon", "plus", "equals_sign", "minus",
    "full_stop", "at", "slash", "question_mark", "exclamation_mark", "ampersand", "add",
    "subtract", "space", "asterisk",
}  # fmt: skip


def keys_of(entry_keys: str) -> list[str]:
    return entry_keys.split(",")


def test_every_id_is_there_once() -> None:
    ids = [entry.id for entry in KEYS]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("scope", sorted(SCOPES))
def test_no_key_means_two_things_in_one_place(scope: str) -> None:
    keys = [key for entry in KEYS if entry.scope == scope for key in keys_of(entry.keys)]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("place", sorted(TOGETHER))
def test_what_means_the_same_in_every_pane_is_not_taken_by_one(place: str) -> None:
    keys = [key for entry in KEYS if entry.scope in TOGETHER[place] for key in keys_of(entry.keys)]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("preset", sorted(PRESETS))
def test_a_preset_names_known_ids_and_keeps_keys_apart(preset: str) -> None:
    changed = PRESETS[preset]
    assert set(changed) <= {entry.id for entry in KEYS}
    for place in TOGETHER.values():
        keys = [
            key
            for entry in KEYS
            if entry.scope in place
            for key in keys_of(changed.get(entry.id, entry.keys))
        ]
        assert len(keys) == len(set(keys)), place


def test_vim_gives_u_back_to_undo_and_puts_the_tags_on_digits() -> None:
    assert "u" in keys_of(VIM_PRESET["undo"])
    assert [VIM_PRESET[f"tag.{n}"] for n in (1, 2, 3)] == ["1", "2", "3"]


def test_every_key_has_a_name_that_textual_knows() -> None:
    known = {key.value for key in Keys} | _NAMED
    for entry in KEYS:
        for key in keys_of(entry.keys):
            last = key.split("+")[-1]
            assert len(last) == 1 or key in known or last in known, key


@pytest.mark.parametrize(
    ("action", "keys"),
    [
        ("move('sentence_next')", "j"), ("tag(1)", "u"), ("tag(2)", "c"), ("tag(3)", "o"), ("undo", "z"),
        ("undo", "ctrl+z"), ("redo", "Z"), ("redo", "ctrl+y"), ("redo", "ctrl+r"), ("who", "at"),
        ("who", "a"), ("remove", "x"), ("remove", "delete"), ("grow", "add"), ("grow", "equals_sign"),
        ("help", "question_mark"), ("help", "f1"), ("saved", "ctrl+s"), ("hold(1)", "right_square_bracket"),
        ("hold(1)", "ctrl+down"), ("tag_again", "full_stop"), ("source", "i"), ("export", "E"),
        ("close", "escape"),
    ],
)  # fmt: skip
def test_the_keys_of_the_contract_are_bound(action: str, keys: str) -> None:
    assert any(entry.action == action and keys in keys_of(entry.keys) for entry in KEYS)


def test_the_keys_of_later_issues_are_free() -> None:
    reserved = {"L"}
    bound = {key for entry in KEYS for key in keys_of(entry.keys)}
    assert not reserved & bound


def test_every_binding_has_its_id_and_help() -> None:
    for entry, binding in zip((e for e in KEYS if e.scope == "article"), bindings("article"), strict=True):
        assert binding.id == entry.id  # type: ignore[union-attr]
        assert binding.description == entry.does != ""  # type: ignore[union-attr]


def test_keys_are_shown_as_they_stand_on_a_keyboard() -> None:
    assert shown("right_square_bracket,ctrl+down") == "]  ctrl+down"
    assert first_shown("full_stop") == "."
    assert first_shown("escape") == "esc"
