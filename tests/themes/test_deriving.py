"""Roles for themes we did not make: the toolkit's own, and whatever base a user writes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.theme import BUILTIN_THEMES, Theme

from themes.colour import contrast, is_hex, mix, normalised
from themes.deriving import derive_roles
from themes.roles import BASE_ROLES, ENTITY_TYPES, ROLES, TAG_COUNT, TINT_ROLES
from themes.theme_file import ThemeFile

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
TINTED = [name for name, theme in BUILTIN_THEMES.items() if not theme.ansi]


def _derived(theme: Theme) -> ThemeFile:
    return derive_roles(
        theme.background or ("#121212" if theme.dark else "#efefef"),
        theme.foreground or ("#e0e0e0" if theme.dark else "#1f1f1f"),
        theme.primary,
        dark=theme.dark,
        name=theme.name,
        surface=theme.surface or "",
        panel=theme.panel or "",
        warning=theme.warning or "",
        error=theme.error or "",
        success=theme.success or "",
    )


@pytest.mark.parametrize("name", TINTED)
def test_every_theme_of_the_toolkit_stays_readable(name: str) -> None:
    theme = _derived(BUILTIN_THEMES[name])
    body = contrast(theme.text, theme.background)
    for role in TINT_ROLES:
        assert contrast(theme.text, theme.roles[role]) >= min(7, body * 0.85) - 0.01
    for kind in ENTITY_TYPES:
        assert contrast(theme.roles[f"entity-{kind}"], theme.background) >= 4.5


@pytest.mark.parametrize("name", TINTED)
def test_the_tint_inside_another_is_the_stronger_one(name: str) -> None:
    theme = _derived(BUILTIN_THEMES[name])
    for n in range(1, TAG_COUNT + 1):
        outer, inner = theme.roles[f"tag-{n}"], theme.roles[f"tag-{n}-strong"]
        assert theme.background != outer != inner


@pytest.mark.parametrize("name", ["ansi-dark", "ansi-light"])
def test_a_theme_of_16_colours_leaves_the_page_to_the_terminal(name: str) -> None:
    theme = _derived(BUILTIN_THEMES[name])
    assert not theme.tinted
    assert theme.background == theme.text == "default"
    assert {theme.roles[role] for role in TINT_ROLES} == {""}
    assert set(theme.roles) == set(ROLES)


@given(COLOURS, COLOURS, COLOURS, st.booleans())
def test_any_base_gives_every_role_a_colour(page: str, text: str, primary: str, dark: bool) -> None:
    theme = derive_roles(page, text, primary, dark=dark)
    assert set(theme.roles) == set(ROLES)
    assert all(is_hex(colour) for colour in theme.roles.values())
    assert all(is_hex(getattr(theme, role)) for role in BASE_ROLES)


def test_contrast_is_that_of_the_recommendation() -> None:
    assert contrast("#000", "#fff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_mixing_goes_from_one_end_to_the_other() -> None:
    assert mix("#102030", "#fff", 0) == "#102030"
    assert mix("#102030", "#fff", 1) == "#ffffff"
    assert normalised("#ABC") == "#aabbcc"
