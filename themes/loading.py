"""Theme files: finding them by name, reading them, and saying in a sentence what is wrong with one.

A file gives `dark`, a `[base]`, and any of `[tags]`, `[entities]` and `[marks]`; the roles are
explained in `themes.roles`. What a file leaves out of `[base]` comes from the theme of ours that is
as dark or as light, what it leaves out of the rest is derived from its base.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from themes.colour import is_hex, normalised
from themes.roles import BASE_ROLES, ENTITY_ROLES, MARK_ROLES, ROLES, TAG_COUNT
from themes.theme_file import ThemeError, ThemeFile, UnknownTheme

__all__ = [
    "DEFAULT_THEME",
    "ThemeError",
    "ThemeFile",
    "UnknownTheme",
    "load_theme",
    "read_theme",
    "theme_files",
]

DEFAULT_THEME = "night"
_OURS = Path(__file__).parent
_TAG_PARTS = {"tint": "", "strong": "-strong", "letter": "-letter"}
_FIELDS = ("dark", "description", "base", "tags", "entities", "marks")


def theme_files(folder: Path | None = None) -> dict[str, Path]:
    """The files of all themes by name: ours, then the user's, which win where names are the same."""
    found = {path.stem: path for path in sorted(_OURS.glob("*.toml"))}
    if folder is not None and folder.is_dir():
        found |= {path.stem: path for path in sorted(folder.glob("*.toml"))}
    return found


def load_theme(name: str = "", folder: Path | None = None) -> ThemeFile:
    """The theme of this name from the user's folder or ours; no name means `DEFAULT_THEME`.

    Raises `UnknownTheme` when no file has the name, `ThemeError` when the file is wrong.
    """
    wanted = name or DEFAULT_THEME
    # A name, never a path: `../x` must not read a file outside the two folders.
    if Path(wanted).name == wanted:
        for place in (folder, _OURS):
            path = place / f"{wanted}.toml" if place is not None else None
            if path is not None and path.is_file():
                return read_theme(path)
    raise UnknownTheme(f"No theme is called {wanted!r}; `report-reader themes` lists those there are.")


def read_theme(path: Path) -> ThemeFile:
    """The theme in a file; raises `ThemeError` with the file and the role that is wrong."""
    data = _parse(path)
    for field in data:
        if field not in _FIELDS:
            raise ThemeError(f"{path}: {field!r} is no field of a theme; it may have {', '.join(_FIELDS)}.")
    dark = data.get("dark", True)
    if not isinstance(dark, bool):
        raise ThemeError(f"{path}: dark must be true or false.")
    description = data.get("description", "")
    if not isinstance(description, str):
        raise ThemeError(f"{path}: description must be a text in quotation marks.")
    base = _colours(path, "base", _table(path, data, "base"), BASE_ROLES)
    if len(base) < len(BASE_ROLES):
        base = _base_of_ours(path, dark) | base
    roles = _given_roles(path, data)
    if len(roles) < len(ROLES):
        # Imported here: the themes of ours are complete, and start-up need not pay for the rules.
        from themes.deriving import roles_for

        roles = roles_for(base, dark=dark) | roles
    return ThemeFile.of(base, roles, name=path.stem, dark=dark, description=description, path=path)


def _parse(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ThemeError(f"{path}: this is no TOML: {error}.") from error
    except UnicodeDecodeError as error:
        raise ThemeError(f"{path}: a theme must be text in UTF-8.") from error
    except OSError as error:
        raise ThemeError(f"{path}: cannot be read: {error.strerror}.") from error


def _base_of_ours(path: Path, dark: bool) -> dict[str, str]:
    ours = _OURS / ("night.toml" if dark else "paper.toml")
    if path == ours:
        raise ThemeError(f"{path}: [base] is not complete; it needs {', '.join(BASE_ROLES)}.")
    theme = read_theme(ours)
    return {role: getattr(theme, role) for role in BASE_ROLES}


def _given_roles(path: Path, data: dict[str, Any]) -> dict[str, str]:
    """The roles a file gives, by their full names: `tag-1-strong`, `entity-person`, `hit`."""
    roles = _colours(path, "marks", _table(path, data, "marks"), MARK_ROLES)
    kinds = {role.removeprefix("entity-"): meaning for role, meaning in ENTITY_ROLES.items()}
    entities = _colours(path, "entities", _table(path, data, "entities"), kinds)
    roles |= {f"entity-{kind}": colour for kind, colour in entities.items()}
    for number, parts in _table(path, data, "tags").items():
        if number not in map(str, range(1, TAG_COUNT + 1)):
            raise ThemeError(f"{path}: [tags] has 1 to {TAG_COUNT}, not {number!r}.")
        if not isinstance(parts, dict):
            raise ThemeError(
                f'{path}: [tags] {number} must look like {{ tint = "#08274a", letter = "#87bafd" }}.'
            )
        colours = _colours(path, f"tags.{number}", parts, _TAG_PARTS)
        roles |= {f"tag-{number}{_TAG_PARTS[part]}": colour for part, colour in colours.items()}
    return roles


def _table(path: Path, data: dict[str, Any], name: str) -> dict[str, Any]:
    table = data.get(name, {})
    if not isinstance(table, dict):
        raise ThemeError(f"{path}: {name} must be a section, [{name}].")
    return table


def _colours(path: Path, section: str, table: dict[str, Any], known: dict[str, str]) -> dict[str, str]:
    """The colours of one section as `#rrggbb`; an unknown role or a wrong colour is an error."""
    colours = {}
    for role, colour in table.items():
        if role not in known:
            raise ThemeError(f"{path}: [{section}] has no role {role!r}; it may have {', '.join(known)}.")
        if not isinstance(colour, str) or not is_hex(colour):
            raise ThemeError(f'{path}: [{section}] {role} = {colour!r} is no colour; write it as "#rrggbb".')
        colours[role] = normalised(colour)
    return colours
