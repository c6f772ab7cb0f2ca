"""Themes of files as Textual themes, and Textual's own themes as inks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.theme import Theme

from themes.loading import DEFAULT_THEME, ThemeError, ThemeFile, load_theme, theme_files

if TYPE_CHECKING:
    from tui.settings import Settings


def first_theme(settings: Settings) -> ThemeFile:
    """The theme to begin with: the one asked for if a file has it, else the default."""
    try:
        return load_theme(settings.theme, settings.theme_folder)
    except ThemeError:
        # One of Textual's own, or it would have been refused before the screen was taken.
        return load_theme(DEFAULT_THEME)


def other_themes(settings: Settings, first: ThemeFile) -> dict[str, ThemeFile]:
    """All other themes of ours and the user's by name; a file that is wrong is left out."""
    found = {}
    for name in theme_files(settings.theme_folder):
        if name == first.name:
            continue
        try:
            found[name] = load_theme(name, settings.theme_folder)
        except ThemeError:
            # It was not asked for; it is only not offered.
            continue
    return found


def textual_theme(theme: ThemeFile) -> Theme:
    """The colours that Textual's own widgets (dialogs, text fields, the palette) are drawn in."""
    return Theme(
        name=theme.name,
        primary=theme.focus,
        secondary=theme.dim,
        accent=theme.focus,
        foreground=theme.text,
        background=theme.background,
        surface=theme.surface,
        panel=theme.panel,
        warning=theme.warning,
        error=theme.error,
        success=theme.success,
        dark=theme.dark,
    )


def ink_theme(theme: Theme) -> ThemeFile:
    """The roles of the article for one of Textual's own themes, derived from its colours."""
    from themes.deriving import derive_roles

    colours = theme.to_color_system().generate()
    return derive_roles(
        colours["background"][:7],
        colours["foreground"][:7],
        colours["primary"][:7],
        dark=theme.dark,
        name=theme.name,
        surface=colours["surface"][:7],
        panel=colours["panel"][:7],
        warning=colours["warning"][:7],
        error=colours["error"][:7],
        success=colours["success"][:7],
    )
