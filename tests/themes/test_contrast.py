"""Both themes of ours can be read: contrast by WCAG 2, and the three tags by colour-blind readers."""

import math
from itertools import combinations

import pytest

from themes.colour import channels, contrast
from themes.loading import ThemeFile, load_theme
from themes.roles import ENTITY_TYPES, LETTER_ROLES, ROLES, TAG_COUNT, TINT_ROLES

OURS = ("night", "paper")
DEFICIENCIES = {
    # Machado, Oliveira and Fernandes 2009, severity 1.0, on linear RGB.
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.01182, 0.04294, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.3039),
    ),
}


@pytest.fixture(params=OURS)
def theme(request: pytest.FixtureRequest) -> ThemeFile:
    return load_theme(request.param)


def test_body_text_is_comfortable_neither_faint_nor_glaring(theme: ThemeFile) -> None:
    assert 10 <= contrast(theme.text, theme.background) <= 13
    assert {theme.text, theme.background}.isdisjoint({"#ffffff", "#000000"})


@pytest.mark.parametrize("ground", ["background", "surface", "panel"])
def test_everything_dim_can_still_be_read(theme: ThemeFile, ground: str) -> None:
    for letters in (theme.dim, theme.focus, theme.warning, theme.error, theme.success):
        assert contrast(letters, getattr(theme, ground)) >= 4.5


def test_text_on_every_tint_is_as_readable_as_body_text(theme: ThemeFile) -> None:
    assert [role for role in TINT_ROLES if contrast(theme.text, theme.roles[role]) < 7] == []


@pytest.mark.parametrize("kind", ENTITY_TYPES)
def test_an_entity_can_be_read_on_the_page_and_on_every_tint(theme: ThemeFile, kind: str) -> None:
    letters = theme.roles[f"entity-{kind}"]
    grounds = [theme.background, *(theme.roles[role] for role in TINT_ROLES)]
    assert min(contrast(letters, ground) for ground in grounds) >= 4.5


def test_letters_of_the_gutter_and_suggestions_can_be_read(theme: ThemeFile) -> None:
    for letters in [
        *(theme.roles[f"tag-{n}-letter"] for n in range(1, TAG_COUNT + 1)),
        theme.roles["suggestion"],
    ]:
        for ground in (theme.background, theme.surface, theme.panel):
            assert contrast(letters, ground) >= 4.5


def test_what_is_reversed_can_be_read(theme: ThemeFile) -> None:
    reversed_roles = [role for role in ROLES if f"{role}-text" in ROLES]
    assert {"selection", "held", "caret", "mention-current", "hit-current"} == set(reversed_roles)
    for role in [*reversed_roles, "error", "title-focused", "cursor-row"]:
        ink = theme.ink(role)
        assert ink is not None
        assert contrast(ink.letters, ink.ground) >= 4.5


def test_the_strip_and_the_rules_can_be_seen(theme: ThemeFile) -> None:
    assert contrast(theme.roles["strip"], theme.background) >= 3
    assert contrast(theme.rule, theme.background) >= 1.5


def test_a_tint_differs_from_the_page_and_from_the_tint_inside_it(theme: ThemeFile) -> None:
    for n in range(1, TAG_COUNT + 1):
        outer, inner = theme.roles[f"tag-{n}"], theme.roles[f"tag-{n}-strong"]
        assert _difference(outer, theme.background) > 10
        assert _difference(outer, inner) > 4


@pytest.mark.parametrize("deficiency", ["none", *DEFICIENCIES])
@pytest.mark.parametrize("part", ["", "-strong", "-letter"])
def test_the_three_tags_differ_for_colour_blind_readers(theme: ThemeFile, deficiency: str, part: str) -> None:
    seen = [_seen(theme.roles[f"tag-{n}{part}"], deficiency) for n in (1, 2, 3)]
    # 2.3 is a just noticeable difference of CIE 1976; three times that is told apart at a glance.
    assert min(_difference(one, other) for one, other in combinations(seen, 2)) > 6.5


def test_each_role_has_a_colour_and_an_ink(theme: ThemeFile) -> None:
    assert set(theme.roles) == set(ROLES)
    for role in ROLES:
        ink = theme.ink(role)
        assert ink is not None
        assert (ink.ground == "") is (role in LETTER_ROLES or role.endswith("-text"))


def test_an_unknown_role_has_no_ink(theme: ThemeFile) -> None:
    assert theme.ink("heading") is None


def _linear(colour: str) -> list[float]:
    values = [value / 255 for value in channels(colour)]
    return [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in values]


def _seen(colour: str, deficiency: str) -> list[float]:
    light = _linear(colour)
    if deficiency == "none":
        return light
    return [
        min(1.0, max(0.0, sum(share * value for share, value in zip(row, light, strict=True))))
        for row in DEFICIENCIES[deficiency]
    ]


def _difference(one: str | list[float], other: str | list[float]) -> float:
    """The CIE 1976 difference of two colours."""
    return math.dist(
        *(_lab(_linear(colour) if isinstance(colour, str) else colour) for colour in (one, other))
    )


def _lab(light: list[float]) -> tuple[float, float, float]:
    red, green, blue = light
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883
    fx, fy, fz = (t ** (1 / 3) if t > 216 / 24389 else (24389 / 27 * t + 16) / 116 for t in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)
