"""A whole theme from a few base colours, so that the toolkit's own themes can be read with, too."""

from __future__ import annotations

from themes.colour import contrast, is_hex, mix, normalised, readable, tint
from themes.roles import BASE_ROLES, ENTITY_TYPES, ROLES, TAG_COUNT
from themes.theme_file import ThemeFile

BODY = 7.0
"""WCAG 2 level AAA: body text on a tint, where the theme's own page reaches that."""
LETTERS = 4.5
"""WCAG 2 level AA: letters of chrome, entities and gutter."""

_OUTER = 0.6
"""An outer annotation's tint as a share of the inner one's, so that the two differ on any page."""
_TAG_HUES = (
    "#3f7fd0",
    "#d07a30",
    "#1f9e86",
    "#9a63c7",
    "#b59a1e",
    "#cc5580",
    "#2b9dc0",
    "#639a3c",
    "#cc5548",
)
"""Blue, orange, teal first: these three stay apart for colour-blind readers."""
_ENTITY_HUES = {
    "person": "#c79a3a", "organisation": "#4f8fd6", "place": "#4aa35c", "group": "#ab6cc0",
    "facility": "#2f9f98", "event": "#cf6278", "product": "#cc7446", "date": "#6b97ab",
    "time": "#8089bd", "quantity": "#a58465", "money": "#7f9c50", "percent": "#989342", "other": "#8a8580",
}  # fmt: skip


def derive_roles(
    background: str,
    foreground: str,
    primary: str,
    *,
    dark: bool,
    name: str = "",
    description: str = "",
    surface: str = "",
    panel: str = "",
    warning: str = "",
    error: str = "",
    success: str = "",
) -> ThemeFile:
    """A theme with every role, from hexadecimal colours; empty ones are derived from the others.

    Colours that are no hexadecimal (`ansi_default`, in the toolkit's themes for 16 colours) leave
    the page to the terminal: such a theme has `tinted` false, and tints are drawn as underline.
    """
    if not (is_hex(background) and is_hex(foreground)):
        return _of_the_terminal(name, dark, description)
    background, foreground = normalised(background), normalised(foreground)
    primary = primary if is_hex(primary) else foreground
    end = "#ffffff" if dark else "#000000"
    base = {
        "background": background,
        "surface": surface if is_hex(surface) else mix(background, foreground, 0.05),
        "panel": panel if is_hex(panel) else mix(background, foreground, 0.10),
        "text": foreground,
    }
    grounds = (background, base["surface"], base["panel"])
    chrome = {"focus": (primary, primary), "warning": (warning, "#c08a20"), "error": (error, "#d0453b"),
              "success": (success, "#3f9a58")}  # fmt: skip
    for role, (given, otherwise) in chrome.items():
        base[role] = readable(given if is_hex(given) else otherwise, grounds, LETTERS, towards=end)
    base["dim"] = readable(mix(background, foreground, 0.55), grounds, LETTERS, towards=foreground)
    base["rule"] = mix(background, foreground, 0.25)
    return ThemeFile.of(base, roles_for(base, dark=dark), name=name, dark=dark, description=description)


def roles_for(base: dict[str, str], *, dark: bool) -> dict[str, str]:
    """Every role of `themes.roles.ROLES` from the base colours, all hexadecimal."""
    page, text = base["background"], base["text"]
    end = "#ffffff" if dark else "#000000"
    # A page that is itself below AAA (solarized) still gets tints: faint ones, nearly as readable.
    least = min(BODY, contrast(page, text) * 0.85)
    roles: dict[str, str] = {}

    def ground(role: str, hue: str, share: float) -> None:
        roles[role] = tint(page, hue, share, under=text, least=least)

    for n, hue in enumerate(_TAG_HUES[:TAG_COUNT], 1):
        ground(f"tag-{n}-strong", hue, 0.40)
        roles[f"tag-{n}"] = mix(page, roles[f"tag-{n}-strong"], _OUTER)
    ground("annotation-inner", text, 0.17)
    ground("code", text, 0.07)
    roles["annotation"] = mix(page, roles["annotation-inner"], _OUTER)
    ground("mention", base["focus"], 0.18)
    ground("hit", base["warning"], 0.22)
    grounds = (page, base["surface"], base["panel"], *roles.values())
    for n, hue in enumerate(_TAG_HUES[:TAG_COUNT], 1):
        roles[f"tag-{n}-letter"] = readable(hue, grounds, LETTERS, towards=end)
    for kind in ENTITY_TYPES:
        roles[f"entity-{kind}"] = readable(_ENTITY_HUES[kind], grounds, LETTERS, towards=end)
    roles["suggestion"] = readable("#9583b8", grounds, LETTERS, towards=end)
    roles["strip"] = readable(base["rule"], (page,), 3.0, towards=text)
    reversed_grounds = {
        "mention-current": base["focus"],
        "hit-current": base["warning"],
        "held": base["focus"],
        "selection": mix(text, base["focus"], 0.25),
        "caret": text,
    }
    for role, colour in reversed_grounds.items():
        roles[role] = readable(colour, (page,), LETTERS, towards=end)
        roles[f"{role}-text"] = page
    return roles


def _of_the_terminal(name: str, dark: bool, description: str) -> ThemeFile:
    """A theme of the terminal's own 16 colours: letters by name, no grounds but reversed ones."""
    names = {"focus": "blue", "warning": "yellow", "error": "red", "success": "green", "dim": "bright_black"}
    base = {role: names.get(role, "default") for role in BASE_ROLES}
    letters = ("blue", "yellow", "green", "magenta", "yellow", "magenta", "cyan", "green", "red")
    roles = dict.fromkeys(ROLES, "")
    for n, colour in enumerate(letters, 1):
        roles[f"tag-{n}-letter"] = colour
    # Dates, times and quantities, after the first seven types, keep the colour of the text.
    named = ("yellow", "blue", "green", "magenta", "cyan", "red", "red")
    for kind, colour in zip(ENTITY_TYPES, named, strict=False):
        roles[f"entity-{kind}"] = colour
    roles["suggestion"] = "magenta"
    return ThemeFile.of(base, roles, name=name, dark=dark, description=description, tinted=False)
