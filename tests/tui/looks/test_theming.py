"""Themes: ours, the user's, and Textual's own."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.style import Style
from textual.theme import BUILTIN_THEMES

from themes.loading import load_theme, theme_files
from themes.roles import ROLES
from tui.looks.ink import Ink
from tui.looks.theming import first_theme, ink_theme, other_themes, textual_theme
from tui.settings import Settings


@pytest.mark.parametrize("name", sorted(BUILTIN_THEMES))
def test_every_theme_of_textual_gives_an_ink_for_every_role(name: str) -> None:
    ink = Ink(ink_theme(BUILTIN_THEMES[name]))
    for role in (*ROLES, "text", "dim", "rule", "focus", "error", "title-focused", "cursor-row"):
        assert isinstance(ink.mix(role), Style), role


@pytest.mark.parametrize("name", sorted(theme_files()))
def test_a_theme_of_ours_gives_textuals_widgets_its_colours(name: str) -> None:
    theme = load_theme(name)
    made = textual_theme(theme)
    assert (made.name, made.background, made.foreground, made.dark) == (
        name, theme.background, theme.text, theme.dark,
    )  # fmt: skip


def test_the_theme_to_begin_with_is_the_one_asked_for_or_night(tmp_path: Path) -> None:
    assert first_theme(Settings(tmp_path / "db")).name == "night"
    assert first_theme(Settings(tmp_path / "db", theme="paper")).name == "paper"
    assert first_theme(Settings(tmp_path / "db", theme="nord")).name == "night"


def test_a_theme_of_the_user_is_at_hand(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text('[base]\nbackground = "#101010"\n', encoding="utf-8")
    assert {"mine", "paper"} == set(
        other_themes(Settings(tmp_path / "db", theme_folder=tmp_path), load_theme("night"))
    )


def test_a_theme_file_that_is_wrong_is_not_offered_and_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "broken.toml").write_text("[base", encoding="utf-8")
    others = other_themes(Settings(tmp_path / "db", theme_folder=tmp_path), load_theme("night"))
    assert "broken" not in others
    assert "paper" in others


# ---------------------------------------------------------------------- ink


TOLD_APART = (
    "annotation", "annotation-inner", "held", "mention", "mention-current", "suggestion", "current", "error",
)  # fmt: skip


def test_without_colours_every_role_is_told_by_an_attribute() -> None:
    ink = Ink(load_theme("night"), plain=True)
    for role in (*TOLD_APART, "selection", "hit", "hit-current", "cursor-row", "title-focused", "heading"):
        style = ink.mix(role)
        assert style.bold or style.underline or style.reverse or style.italic, role
        assert style.color is None, role
        assert style.bgcolor is None, role


def test_without_colours_no_two_roles_on_the_text_look_alike() -> None:
    ink = Ink(load_theme("night"), plain=True)
    looks = {
        role: str(ink.mix(role))
        for role in ("annotation", "held", "mention-current", "suggestion", "current")
    }
    assert len(set(looks.values())) == len(looks)


def test_without_colours_an_annotation_inside_another_differs_from_it() -> None:
    ink = Ink(load_theme("night"), plain=True)
    outer = ink.mix("annotation", "tag-1")
    assert ink.mix("annotation", "tag-1", "annotation-inner", "tag-2-strong") != outer


def test_without_colours_an_entity_is_plain_until_it_is_chosen() -> None:
    ink = Ink(load_theme("night"), plain=True)
    assert ink.mix("entity-person") == ink.base
    assert ink.mix("entity-person", "mention") != ink.base


@pytest.mark.parametrize("name", sorted(theme_files()))
def test_with_colours_every_role_on_the_text_looks_another_way(name: str) -> None:
    ink = Ink(load_theme(name))
    looks = [ink.mix(role) for role in (*TOLD_APART, "selection", "hit", "tag-1", "tag-2", "tag-3")]
    assert len(set(looks)) == len(looks)
    assert ink.base not in looks


@pytest.mark.parametrize("plain", [True, False])
def test_inline_markup_is_told_by_attributes_as_on_paper(plain: bool) -> None:
    ink = Ink(load_theme("night"), plain=plain)
    assert ink.mix("emphasis").italic
    assert ink.mix("strong").bold
    assert ink.mix("link") != ink.base


def test_a_link_is_underlined_but_where_that_would_be_an_annotation() -> None:
    assert Ink(load_theme("night")).mix("link").underline
    plain = Ink(load_theme("night"), plain=True)
    for role in ("link", "image", "footnote"):
        assert not plain.mix(role).underline, role
        assert plain.mix("annotation", role) != plain.mix("annotation")


def test_an_unknown_role_changes_nothing() -> None:
    ink = Ink(load_theme("night"))
    assert ink.mix("no-such-role") == ink.base


def test_one_mix_is_one_object_so_that_strips_stay_small() -> None:
    ink = Ink(load_theme("night"))
    assert ink.mix("annotation", "tag-1") is ink.mix("annotation", "tag-1")


def test_a_theme_of_the_terminals_own_colours_draws_tints_as_underline() -> None:
    theme = ink_theme(BUILTIN_THEMES["ansi-dark"])
    assert not theme.tinted
    assert Ink(theme, plain=not theme.tinted).mix("annotation").underline
